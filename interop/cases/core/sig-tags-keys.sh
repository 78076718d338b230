# .sig tags by keys of every algorithm, in both directions.
# on: distribution olareg
# needs: inkan cosign cosign2 containers-image oras crane curl jq openssl
# shellcheck shell=bash

_sign_by_containers_image() { containers_image_signs "$1" "$2" "$2"; } # KEY-PREFIX IMAGE

# All three of them check SHA-256 and pure Ed25519, whatever the key.
_all_verify_a_sig_tag_with() { # ALGORITHM
  push app "$REPO:1"
  local key
  key=$(inkan_key "$1")
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO:1"
  exits 0 cosign2_verify "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  containers_image_admits "$key" default "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}

all_verify_a_sig_tag_of_inkan_with_p384() { _all_verify_a_sig_tag_with p384; }
all_verify_a_sig_tag_of_inkan_with_p521() { _all_verify_a_sig_tag_with p521; }
all_verify_a_sig_tag_of_inkan_with_rsa3072() { _all_verify_a_sig_tag_with rsa3072; }
all_verify_a_sig_tag_of_inkan_with_ed25519() { _all_verify_a_sig_tag_with ed25519; }

# The peers choose the hash: cosign by the size of the key, containers/image SHA-256 always.
_inkan_verifies_sig_tags_with() { # ALGORITHM
  push app "$REPO:1"
  local key sign other
  key=$(imported_key "$1")
  for sign in cosign2_sign cosign_sign_old _sign_by_containers_image; do
    other=$REPO-${sign//_/-}:1
    exits 0 oras_copy "$REPO:1" "$other"
    exits 0 "$sign" "$key" "$other"
    admits --key "$key.pub" "$other"
  done
}

inkan_verifies_sig_tags_of_all_peers_with_p384() { _inkan_verifies_sig_tags_with p384; }
inkan_verifies_sig_tags_of_all_peers_with_p521() { _inkan_verifies_sig_tags_with p521; }
inkan_verifies_sig_tags_of_all_peers_with_rsa3072() { _inkan_verifies_sig_tags_with rsa3072; }
inkan_verifies_sig_tags_of_all_peers_with_ed25519() { _inkan_verifies_sig_tags_with ed25519; }
