# Where inkan and cosign answer differently, measured on both: one row of docs/differences.md a case.
# on: distribution olareg
# needs: inkan cosign oras crane curl jq python3
# shellcheck shell=bash

BOTH_LISTINGS='GET .*/(referrers/|manifests/sha256-[0-9a-f]{64}$)'
BLOBS='GET .*/blobs/'

_signed_by_cosign() { # sets key and digest
  push app "$REPO:1"
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
}

# The image, its repository behind a proxy that is told to misbehave.
_behind() { # PROXY-ARGUMENT...
  start_faulty_proxy proxy "$REGISTRY" "$@"
  behind=$(cat proxy/address)/${REPO#*/}:1
}

difference_unsigned_image() {
  push app "$REPO:1"
  exits 10 cosign_verify "$(cosign_key)" "$REPO:1"
  denies UNSIGNED --key "$(cosign_key).pub" "$REPO:1"
}

difference_digest_that_does_not_exist() {
  _signed_by_cosign
  local nowhere=sha256:0000000000000000000000000000000000000000000000000000000000000000
  exits 10 cosign_verify "$key" "$REPO@$nowhere"
  says 'no signatures found'
  denies NO_SUCH_IMAGE --key "$key.pub" "$REPO@$nowhere"
}

difference_tag_that_does_not_exist() {
  _signed_by_cosign
  exits 11 cosign_verify "$key" "$REPO:nowhere"
  denies NO_SUCH_IMAGE --key "$key.pub" "$REPO:nowhere"
}

difference_stopped_registry() {
  _signed_by_cosign
  _behind
  stop_process proxy
  exits 1 cosign_verify "$key" "$behind"
  cannot_tell UNREADABLE --retries 0 --key "$key.pub" "$behind"
  says 'refused'
}

difference_listing_answered_503() {
  _signed_by_cosign
  _behind --on "$BOTH_LISTINGS" --answer 503
  exits 10 cosign_verify "$key" "$behind"
  says 'no signatures found'
  cannot_tell UNAVAILABLE --retries 0 --key "$key.pub" "$behind"
}

difference_listing_answered_429() {
  _signed_by_cosign
  _behind --on "$BOTH_LISTINGS" --answer 429
  exits 10 cosign_verify "$key" "$behind"
  says 'no signatures found'
  cannot_tell RATE_LIMITED --retries 0 --key "$key.pub" "$behind"
}

difference_listing_answered_by_a_login_page() {
  _signed_by_cosign
  _behind --on "$BOTH_LISTINGS" --answer html
  exits 10 cosign_verify "$key" "$behind"
  says 'no signatures found'
  cannot_tell PROTOCOL --retries 0 --key "$key.pub" "$behind"
}

difference_bundle_answered_500() {
  _signed_by_cosign
  _behind --on "$BLOBS" --answer 500
  exits 10 cosign_verify "$key" "$behind"
  says 'no signatures found'
  cannot_tell UNAVAILABLE --retries 0 --key "$key.pub" "$behind"
}

difference_bundle_cut_short() {
  _signed_by_cosign
  _behind --on "$BLOBS" --answer cut
  exits 10 cosign_verify "$key" "$behind"
  says 'no signatures found'
  cannot_tell PROTOCOL --retries 0 --key "$key.pub" "$behind"
}

difference_listing_in_pages() {
  _signed_by_cosign
  exits 0 cosign_sign "$(cosign_key b)" "$REPO:1"
  exits 0 cosign_sign "$(cosign_key c)" "$REPO:1"
  _behind --on ' .*/referrers/' --answer paged
  local signer found=0
  for signer in a b c; do
    admits --key "$(cosign_key "$signer").pub" "$behind"
    if cosign_verify "$(cosign_key "$signer")" "$behind" >out 2>err; then found=$((found + 1)); fi
  done
  case $KIND in
    olareg) same 1 "$found" "number of signatures that cosign finds" ;;
    *) same 3 "$found" "number of signatures that cosign finds under the fallback tag" ;;
  esac
}

difference_attestation_alone() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 cosign_attest "$key" --type spdxjson --predicate sbom.json "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  denies WRONG_CLAIM_TYPE --key "$key.pub" "$REPO:1"
}

# Each tool verifies what it signed itself, and what the other signed, with one key.
_self_and_other() { # ALGORITHM
  push app "$REPO:1"
  push other "$REPO:2"
  local key
  key=$(imported_key "$1")
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 1 cosign_verify "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 inkan sign --key "$key.key" "$REPO:2"
  exits 0 cosign_verify "$key" "$REPO:2"
  admits --key "$key.pub" "$REPO:2"
}

difference_p384_key() { _self_and_other p384; }
difference_p521_key() { _self_and_other p521; }
difference_ed25519_key() { _self_and_other ed25519; }

difference_key_id_in_the_envelope() {
  _signed_by_cosign
  push other "$REPO:2"
  local other
  other=$(digest_of "$REPO:2")
  exits 0 cosign_sign "$key" "$REPO:2"
  fetch_bundle "$REPO" "$other" bundle.json
  exits 0 cosign_verify "$key" "$REPO:2"
  # The key id is no part of what is signed.
  jq -c '.dsseEnvelope.signatures[0].keyid = .verificationMaterial.publicKey.hint' bundle.json >named.json
  push other "$REPO-2:2"
  attach_bundle named.json "$REPO-2@$other"
  exits 1 cosign_verify "$key" "$REPO-2:2"
  admits --key "$key.pub" "$REPO-2:2"
}

difference_signing_twice() {
  _signed_by_cosign
  exits 0 cosign_sign "$key" "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$digest")" "number of referrers after cosign signed twice"
  push other "$REPO:2"
  exits 0 inkan sign --key "$key.key" "$REPO:2"
  exits 0 inkan sign --key "$key.key" "$REPO:2"
  same 1 "$(referrer_count "$REPO" "$(digest_of "$REPO:2")")" "number of referrers after inkan signed twice"
}

# Five signers at a time, each 100 ms away from the registry; prints how many signatures are listed in the end.
_five_sign_in_parallel() { # REPO@DIGEST COMMAND...
  local signer signers=() status=0
  for signer in a b c d e; do
    "${@:2}" "$signer" "$1" >"$signer.out" 2>&1 </dev/null &
    signers+=($!)
  done
  for signer in "${signers[@]}"; do
    wait "$signer" || status=$?
  done
  cat ./?.out
  same 0 "$status" "exit status of the signers"
}

_sign_with_cosign() { cosign_sign "$(cosign_key "$1")" "$2"; }
_sign_with_inkan() { inkan sign --key "$(cosign_key "$1").key" "$2"; }

difference_parallel_signers() {
  push app "$REPO:1"
  push other "$REPO:2"
  local first second left signer
  for signer in a b c d e; do cosign_key "$signer"; done
  first=$(digest_of "$REPO:1")
  second=$(digest_of "$REPO:2")
  start_faulty_proxy slow "$REGISTRY" --delay 100
  _five_sign_in_parallel "$(cat slow/address)/${REPO#*/}@$first" _sign_with_cosign
  _five_sign_in_parallel "$(cat slow/address)/${REPO#*/}@$second" _sign_with_inkan
  left=$(referrer_count "$REPO" "$first")
  case $KIND in
    olareg) same 5 "$left" "number of signatures left of cosign's" ;;
    *) [ "$left" -lt 5 ] || fail "cosign lost no signature" ;;
  esac
  same 5 "$(referrer_count "$REPO" "$second")" "number of signatures left of inkan's"
}
