# What inkan signs, cosign verifies as it comes.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign oras crane curl jq
# shellcheck shell=bash

cosign_verifies_an_image_that_inkan_signed_by_tag() {
  push app "$REPO:1"
  local key digest
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 10 cosign_verify "$key" "$REPO:1"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO@$digest"
  prints ".[0].critical.image[\"docker-manifest-digest\"] == \"$digest\""
  exits 1 cosign_verify "$(inkan_key p256 b)" "$REPO:1"
}

cosign_verifies_an_image_that_inkan_signed_by_digest() {
  push app "$REPO:1"
  local key digest
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$key.key" "$REPO@$digest"
  exits 0 cosign_verify "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO@$digest"
}

cosign_verifies_an_index_that_inkan_signed_and_not_its_children() {
  push multi "$REPO:1"
  local key digest child
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  for child in $(children_of "$REPO@$digest"); do
    exits 10 cosign_verify "$key" "$REPO@$child"
    denies UNSIGNED --key "$key.pub" "$REPO@$child"
  done
}

cosign_verifies_an_index_and_its_children_after_inkan_signed_recursively() {
  push multi "$REPO:1"
  local key digest child children
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --recursive --key "$key.key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  children=$(children_of "$REPO@$digest")
  same 2 "$(wc -w <<<"$children")" "number of children"
  for child in $children; do
    exits 0 cosign_verify "$key" "$REPO@$child"
    admits --key "$key.pub" "$REPO@$child"
  done
}

_cosign_verifies_a_signature_with() { # ALGORITHM
  push app "$REPO:1"
  local key
  key=$(inkan_key "$1")
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}

cosign_verifies_an_inkan_signature_with_p384() { _cosign_verifies_a_signature_with p384; }
cosign_verifies_an_inkan_signature_with_p521() { _cosign_verifies_a_signature_with p521; }
cosign_verifies_an_inkan_signature_with_rsa3072() { _cosign_verifies_a_signature_with rsa3072; }
cosign_verifies_an_inkan_signature_with_ed25519() { _cosign_verifies_a_signature_with ed25519; }

cosign_finds_the_annotations_that_inkan_signed() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --key "$key.key" -a stage=prod -a 'ticket=A "quoted" ünïcode' "$REPO:1"
  exits 0 cosign_verify "$key" -a stage=prod "$REPO:1"
  prints '.[0].optional == {"stage": "prod", "ticket": "A \"quoted\" ünïcode"}'
  exits 1 cosign_verify "$key" -a stage=test "$REPO:1"
  admits --key "$key.pub" -a stage=prod "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a stage=test "$REPO:1"
}

signing_again_changes_nothing() {
  push app "$REPO:1"
  local key digest before
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  before=$(referrers "$REPO" "$digest")
  same 1 "$(wc -l <<<"$before")" "number of referrers after the first time"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  says 'already'
  same "$before" "$(referrers "$REPO" "$digest")" "referrers after the second time"
  # Another claim is another signature.
  exits 0 inkan sign --key "$key.key" -a stage=prod "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$digest")" "number of referrers after another claim"
}

a_dry_run_writes_nothing() {
  push app "$REPO:1"
  local key digest
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --dry-run --key "$key.key" "$REPO:1"
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers after a dry run"
  exits 10 cosign_verify "$key" "$REPO:1"
}

oras_and_crane_see_what_inkan_wrote() {
  push app "$REPO:1"
  local key digest referrer
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  exits 0 oras discover --plain-http --format json "$REPO@$digest"
  prints "(.referrers // .manifests) | length == 1 and .[0].artifactType == \"$BUNDLE_TYPE\""
  referrer=$(jq -r '(.referrers // .manifests)[0].digest' out)
  exits 0 crane manifest --insecure "$REPO@$referrer"
  prints ".subject.digest == \"$digest\""
  prints ".artifactType == \"$BUNDLE_TYPE\" and .config.artifactType == \"$BUNDLE_TYPE\""
  prints '.config.mediaType == "application/vnd.oci.empty.v1+json"'
  prints ".layers | length == 1 and .[0].mediaType == \"$BUNDLE_TYPE\""
  prints '.annotations["dev.sigstore.bundle.predicateType"] == "https://sigstore.dev/cosign/sign/v1"'
}

oras_copies_an_image_with_the_signature_that_inkan_made() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  exits 0 oras cp -r --no-tty --from-plain-http --to-plain-http "$REPO:1" "$REPO-copy:1"
  admits --key "$key.pub" "$REPO-copy:1"
  exits 0 cosign_verify "$key" "$REPO-copy:1"
}

three_inkan_signers_in_parallel_lose_no_signature() {
  push app "$REPO:1"
  # A slow way to the registry, so that all three read the same list before the first of them writes.
  start_faulty_proxy slow "$REGISTRY" --delay 100
  local address digest signer key signers=() status=0
  address=$(cat slow/address)/${REPO#*/}
  digest=$(digest_of "$REPO:1")
  for signer in a b c; do
    key=$(inkan_key p256 "$signer")
    inkan sign --key "$key.key" "$address@$digest" >"$signer.out" 2>&1 </dev/null &
    signers+=($!)
  done
  for signer in "${signers[@]}"; do
    wait "$signer" || status=$?
  done
  cat ./?.out
  same 0 "$status" "exit status of the signers"
  same 3 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  for signer in a b c; do
    key=$(inkan_key p256 "$signer")
    admits --key "$key.pub" "$REPO@$digest"
    exits 0 cosign_verify "$key" "$REPO@$digest"
  done
}
