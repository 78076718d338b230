# Sourced by every case. A case finds in its environment
#   KIND           distribution, docker-registry, olareg, inkan or none
#   REGISTRY       its host:port
#   REPO           a repository in it that no other case uses: host:port/path
#   RUN            the folder of the whole run: images (an OCI layout), keys
# and runs in an empty folder of its own. Everything that a case prints is shown when it fails.
# shellcheck shell=bash

# shellcheck source=interop/registries.sh
source "$INTEROP/registries.sh"

# shellcheck disable=SC2034 # for the cases
MANIFEST_TYPE=application/vnd.oci.image.manifest.v1+json
BUNDLE_TYPE=application/vnd.dev.sigstore.bundle.v0.3+json
INDEX_TYPE=application/vnd.oci.image.index.v1+json

inkan() { "$INKAN" "$@"; }

# ---- saying what must be ----

fail() { # SENTENCE
  printf 'FAILED at %s: %s\n' "$(where_in_the_case)" "$1" >&2
  exit 1
}

# The lines of the case's file on the way to here, innermost first.
# shellcheck disable=SC2154 # case_file is set in `case`
where_in_the_case() {
  local i lines=()
  for ((i = 1; i < ${#BASH_SOURCE[@]}; i++)); do
    [ "${BASH_SOURCE[i]}" != "$case_file" ] || lines+=("${BASH_LINENO[i - 1]}")
  done
  printf '%s line %s' "$(basename "$case_file")" "${lines[*]}"
}

# Runs a command; its stdout and stderr stay in the files out and err. Fails unless it exits with STATUS.
exits() { # STATUS COMMAND...
  local expected=$1 status=0
  shift
  printf '$ %s\n' "$*"
  "$@" >out 2>err </dev/null || status=$?
  sed 's/^/    /' out
  sed 's/^/    ! /' err
  [ "$status" = "$expected" ] || fail "exit status $status, not $expected: $*"
}

says() { # REGEX: in a line of what the last command printed
  grep -qiE -- "$1" out err || fail "the last command does not say: $1"
}

says_not() { # REGEX
  ! grep -qiE -- "$1" out err || fail "the last command says: $1"
}

prints() { # JQ-CONDITION on what the last command printed
  jq -e "$1" out >jq.out || fail "the output does not satisfy: $1"
}

same() { # EXPECTED ACTUAL WHAT
  [ "$1" = "$2" ] || fail "$3: $2, not $1"
}

# ---- inkan's three answers: exit status and JSON verdict must agree ----

admits() { # VERIFY-ARGUMENT...
  exits 0 inkan verify --output json "$@"
  prints '.verdict == "admit"'
}

denies() { # CODE VERIFY-ARGUMENT...
  exits 1 inkan verify --output json "${@:2}"
  prints '.verdict == "deny"'
  gives_reason "$1"
}

cannot_tell() { # CODE VERIFY-ARGUMENT...
  exits 3 inkan verify --output json "${@:2}"
  prints '.verdict == "undetermined"'
  gives_reason "$1"
}

# The code is that of the decision, of evidence that was rejected, or of a place that could not be read.
gives_reason() { # CODE
  prints "[.. | objects | .code] | index(\"$1\") != null"
}

# ---- cosign, without a log and without any network but the registry's ----

cosign_sign() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign sign -y --key "$1.key" --use-signing-config=false --tlog-upload=false --allow-http-registry "${@:2}"
}

cosign_attest() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign attest -y --key "$1.key" --use-signing-config=false --tlog-upload=false --allow-http-registry "${@:2}"
}

cosign_verify() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign verify --key "$1.pub" --insecure-ignore-tlog=true --allow-http-registry "${@:2}"
}

cosign_verify_sbom() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign verify-attestation --type spdxjson --key "$1.pub" --insecure-ignore-tlog=true --allow-http-registry "${@:2}"
}

# The older format: a layer of the manifest under the tag sha256-HEX.sig.
cosign_sign_old() { cosign_sign "$1" --new-bundle-format=false "${@:2}"; } # KEY-PREFIX IMAGE-OR-FLAG...

# Looks at .sig tags only, where cosign_verify and cosign2_verify look at nothing but bundles as soon as there is one.
cosign_verify_old() { cosign_verify "$1" --new-bundle-format=false "${@:2}"; } # KEY-PREFIX IMAGE-OR-FLAG...

# ---- cosign 2, which writes the older format unless it is told otherwise, and reads both ----

cosign2_sign() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign2 sign -y --key "$1.key" --tlog-upload=false --allow-http-registry "${@:2}"
}

cosign2_attest() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign2 attest -y --key "$1.key" --tlog-upload=false --allow-http-registry "${@:2}"
}

# Without a root of trust, if only an empty one, it would ask the network for one, though a key needs none.
cosign2_verify() { # KEY-PREFIX IMAGE-OR-FLAG...
  cosign2 verify --key "$1.pub" --insecure-ignore-tlog=true --trusted-root "$(_empty_root)" --allow-http-registry "${@:2}"
}

_empty_root() { # prints a file
  echo '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}' >empty-root.json
  echo ./empty-root.json
}

# ---- containers/image: what podman, skopeo and CRI-O do with policy.json ----

# RULE says which signed name will do for IMAGE: default, matchRepository, or exactRepository:HOST/PATH.
containers_image_admits() { # KEY-PREFIX RULE IMAGE
  exits 0 _containers_image_judges "$@"
}

containers_image_refuses() { # REGEX KEY-PREFIX RULE IMAGE
  exits 1 _containers_image_judges "${@:2}"
  says "$1"
}

_containers_image_judges() { # KEY-PREFIX RULE IMAGE
  local policy
  policy=$(mktemp ./policy.XXXXXX)
  jq -n --arg key "$1.pub" --arg rule "$2" '
    ($rule | split(":")) as [$type]
    | {type: "sigstoreSigned", keyPath: $key}
      + if $type == "default" then {}
        elif $type == "exactRepository" then {signedIdentity: {type: $type, dockerRepository: $rule[16:]}}
        else {signedIdentity: {type: $type}} end
    | {default: [{type: "reject"}], transports: {docker: {"": [.]}}}' >"$policy"
  containers-image admit "$policy" "$(_sigstore_attachments)" "docker://$3" "$(mktemp -d ./admitted.XXXXXX)"
}

# Copies an image and signs it there, by the name of the destination.
containers_image_signs() { # KEY-PREFIX IMAGE IMAGE
  containers-image sign "$1.key" "$(_sigstore_attachments)" "docker://$2" "docker://$3"
}

# Without this it does not look for signatures in a registry.
_sigstore_attachments() { # prints a registries.d
  mkdir -p registries.d
  echo 'default-docker: {use-sigstore-attachments: true}' >registries.d/default.yaml
  echo ./registries.d
}

# ---- who copies ----

# regctl must be told about each registry that speaks http.
regctl_() { # HOST:PORT... -- ARGUMENT...
  local hosts=()
  while [ "$1" != -- ]; do
    hosts+=(--host "reg=$1,tls=disabled")
    shift
  done
  regctl "${hosts[@]}" "${@:2}"
}

regctl_copy() { # FROM TO [FLAG...]: with everything
  regctl_ "${1%%/*}" "${2%%/*}" -- image copy --referrers --digest-tags "${@:3}" "$1" "$2"
}

# One at a time: of two referrers pushed at the same time olareg 0.1.2 and a fallback tag may keep one.
oras_copy() { oras cp -r --concurrency 1 --no-tty --from-plain-http --to-plain-http "$1" "$2"; } # FROM TO

crane_copy() { crane copy --insecure "$1" "$2"; } # FROM TO

skopeo_copy() { # FLAG... FROM TO
  skopeo copy -q --insecure-policy --src-tls-verify=false --dest-tls-verify=false "$@"
}

podman_() { # ARGUMENT...: with a store of the case's own, and the login file that it will not go without
  echo '{}' >auth.json
  REGISTRY_AUTH_FILE=$PWD/auth.json podman --root "$PWD/store" --runroot "$PWD/run" --storage-driver vfs \
    --cgroup-manager cgroupfs "$@"
}

# Pushes an index and its children at the same time, which a registry may refuse (MANIFEST_BLOB_UNKNOWN) when the index comes
# first; then the children are there, and it works when it is run again.
cosign_copy() { cosign copy --allow-http-registry "$@" || cosign copy --allow-http-registry "$@"; } # FLAG... FROM TO

# Starts a registry of the other sort for one case: with the referrers API where this one is without, and the other way round.
start_other_registry() { # FOLDER
  case ${KIND:?} in
    olareg | inkan | inkan-in-a-folder) start_registry distribution "$1" ;;
    *) start_registry olareg "$1" ;;
  esac
}

# ---- keys: each made once a run, by whom its name says; prints the PREFIX of PREFIX.key and PREFIX.pub ----

inkan_key() { made_once "inkan-$1-${2:-a}" inkan key generate --algorithm "$1" --output-key-prefix; } # ALGORITHM [NAME]

cosign_key() { made_once "cosign-${1:-a}" cosign generate-key-pair --output-key-prefix; } # [NAME]

imported_key() { made_once "imported-$1" import_key "$1"; } # p384|p521|rsa3072|ed25519

import_key() { # ALGORITHM PREFIX
  local options
  case $1 in
    p384) options=(-algorithm EC -pkeyopt ec_paramgen_curve:P-384) ;;
    p521) options=(-algorithm EC -pkeyopt ec_paramgen_curve:P-521) ;;
    rsa3072) options=(-algorithm RSA -pkeyopt rsa_keygen_bits:3072) ;;
    ed25519) options=(-algorithm ED25519) ;;
  esac
  openssl genpkey "${options[@]}" -out "$2.pem" && cosign import-key-pair --key "$2.pem" --output-key-prefix "$2"
}

made_once() { # NAME COMMAND... (the prefix becomes its last argument)
  local prefix=$RUN/keys/$1
  (
    flock 9
    [ -e "$prefix.pub" ] || "${@:2}" "$prefix" >&2 </dev/null
  ) 9>"$RUN/keys/lock" || return
  printf '%s\n' "$prefix"
}

# ---- content ----

# Pushes an image of tools/oci_images.py: app, other, multi or empty.
push() { # IMAGE REPO:TAG
  printf '$ push %s %s\n' "$1" "$2"
  oras cp --no-tty --from-oci-layout "$RUN/images:$1" --to-plain-http "$2" >push.out 2>&1 || fail "$(cat push.out)"
}

digest_of() { crane digest --insecure "$1"; } # REPO:TAG

children_of() { crane manifest --insecure "$1" | jq -r '.manifests[].digest'; } # REPO@DIGEST

# The descriptors of all that hangs on a digest, one JSON a line: from the referrers API or else from the fallback tag.
referrers() { # REPO DIGEST
  local at=http://${1%%/*}/v2/${1#*/} listing status
  listing=$(mktemp ./listing.XXXXXX)
  status=$(curl -s -o "$listing" -w '%{http_code}' "$at/referrers/$2")
  if [ "$status" = 404 ]; then
    status=$(curl -s -H "Accept: $INDEX_TYPE" -o "$listing" -w '%{http_code}' "$at/manifests/${2/:/-}")
  fi
  case $status in
    200) jq -c '.manifests[]' "$listing" ;;
    404) ;;
    *) fail "listing the referrers of $1@$2 was answered with $status" ;;
  esac
}

referrer_count() { referrers "$1" "$2" | wc -l; } # REPO DIGEST

tags_of() { crane ls --insecure "$1" | sort; } # REPO

sig_tag() { printf '%s.sig\n' "${1/:/-}"; } # DIGEST

# The manifest under the .sig tag of a digest; nothing when there is none.
sig_manifest() { # REPO DIGEST
  crane manifest --insecure "$1:$(sig_tag "$2")" 2>sig_manifest.err || grep -q MANIFEST_UNKNOWN sig_manifest.err
}

sig_layer_count() { sig_manifest "$1" "$2" | jq -s 'if . == [] then 0 else .[0].layers | length end'; } # REPO DIGEST

# Puts a manifest under a tag, as anybody who may push can.
put_manifest() { # FILE MEDIA-TYPE REPO:TAG
  exits 0 oras manifest push --plain-http --media-type "$2" "$3" "$1"
}

# Fetches the bundle of the first referrer into FILE.
fetch_bundle() { # REPO DIGEST FILE
  local referrer blob
  referrer=$(referrers "$1" "$2" | head -n 1 | jq -r .digest)
  blob=$(crane manifest --insecure "$1@$referrer" | jq -r '.layers[0].digest')
  crane blob --insecure "$1@$blob" >"$3"
}

# Hangs a file, taken for a Sigstore bundle, on an image: what anybody who may push can do.
attach_bundle() { # FILE REPO@DIGEST
  exits 0 oras attach --no-tty --plain-http --artifact-type "$BUNDLE_TYPE" "$2" "$1:$BUNDLE_TYPE"
}

# Changes the signed payload of a bundle without signing it again.
alter_payload() { # JQ-EXPRESSION FILE NEW-FILE
  jq -c ".dsseEnvelope.payload |= (@base64d | fromjson | $1 | tojson | @base64)" "$2" >"$3"
}
