# What cosign signs, inkan verifies.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign oras crane curl jq openssl
# shellcheck shell=bash

inkan_verifies_an_image_that_cosign_signed_by_tag() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 cosign_sign "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  prints ".images[0].digest == \"$digest\""
  admits --key "$key.pub" "$REPO@$digest"
}

inkan_verifies_an_image_that_cosign_signed_by_digest() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO@$digest"
  admits --key "$key.pub" "$REPO:1"
  admits --key "$key.pub" "$REPO@$digest"
}

inkan_verifies_an_index_that_cosign_signed_and_not_its_children() {
  push multi "$REPO:1"
  local key digest child
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  admits --key "$key.pub" "$REPO@$digest"
  for child in $(children_of "$REPO@$digest"); do
    denies UNSIGNED --key "$key.pub" "$REPO@$child"
  done
}

inkan_verifies_an_index_and_its_children_after_cosign_signed_recursively() {
  push multi "$REPO:1"
  local key digest child
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" --recursive "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  for child in $(children_of "$REPO@$digest"); do
    admits --key "$key.pub" "$REPO@$child"
  done
}

# cosign signs with SHA-384, SHA-512 and Ed25519ph with these keys.
_inkan_verifies_a_signature_with() { # ALGORITHM
  push app "$REPO:1"
  local key
  key=$(imported_key "$1")
  exits 0 cosign_sign "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}

inkan_verifies_a_cosign_signature_with_p384() { _inkan_verifies_a_signature_with p384; }
inkan_verifies_a_cosign_signature_with_p521() { _inkan_verifies_a_signature_with p521; }
inkan_verifies_a_cosign_signature_with_rsa3072() { _inkan_verifies_a_signature_with rsa3072; }
inkan_verifies_a_cosign_signature_with_ed25519() { _inkan_verifies_a_signature_with ed25519; }

inkan_demands_the_annotations_that_cosign_signed() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" -a stage=prod -a ticket=A-1 "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  admits --key "$key.pub" -a ticket=A-1 -a stage=prod "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a stage=test "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a team=core "$REPO:1"
}

cosign_signs_with_a_key_that_inkan_generated() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 cosign_sign "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
}

inkan_signs_with_a_key_that_cosign_generated() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
}

inkan_does_not_sign_again_what_cosign_signed_with_the_same_key() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  says 'already'
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
}

_policy() { # SIGNERS-DEMANDED: a policy file for both signers of the case below
  cat <<YAML
apiVersion: inkan.dev/v1
kind: ImagePolicy
metadata: {name: interop}
signers:
  by-inkan: {cosign: {key: $(inkan_key p256).pub}}
  by-cosign: {cosign: {key: $(cosign_key).pub}}
rules:
  - name: signed
    match: {images: ["**"]}
    require: {signatures: $1}
YAML
}

a_policy_sees_the_signatures_of_both_signers() {
  push app "$REPO:1"
  local both either
  both='{all: [by-inkan, by-cosign]}' either='{any: [by-inkan, by-cosign]}'
  _policy "$both" >both.yaml
  _policy "$either" >either.yaml
  denies UNSIGNED --policy either.yaml "$REPO:1"
  exits 0 inkan sign --key "$(inkan_key p256).key" "$REPO:1"
  admits --policy either.yaml "$REPO:1"
  denies SIGNER_MISSING --policy both.yaml "$REPO:1"
  exits 0 cosign_sign "$(cosign_key)" "$REPO:1"
  admits --policy both.yaml "$REPO:1"
  says 'by-inkan'
  says 'by-cosign'
  exits 0 cosign_verify "$(inkan_key p256)" "$REPO:1"
  exits 0 cosign_verify "$(cosign_key)" "$REPO:1"
}
