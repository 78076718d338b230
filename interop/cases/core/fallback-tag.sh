# Where there is no referrers API, an index under a tag lists what hangs on an image, and clients write it as they please.
# on: distribution docker-registry
# needs: inkan cosign oras crane curl jq
# shellcheck shell=bash

# Rewrites the fallback index of a digest by a jq expression.
_change_fallback_index() { # DIGEST JQ-EXPRESSION
  local tag=${1/:/-}
  exits 0 oras manifest fetch --plain-http "$REPO:$tag"
  jq -c "$2" out >index.json
  exits 0 oras manifest push --plain-http --media-type "$INDEX_TYPE" "$REPO:$tag" index.json
}

_signed_image() { # sets key and digest
  push app "$REPO:1"
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
}

a_wrong_artifact_type_in_the_fallback_index_hides_nothing() {
  _signed_image
  # What cosign 3.0 wrote.
  _change_fallback_index "$digest" '.manifests[].artifactType = "application/vnd.oci.empty.v1+json"'
  admits --key "$key.pub" "$REPO:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

a_missing_artifact_type_in_the_fallback_index_hides_nothing() {
  _signed_image
  _change_fallback_index "$digest" 'del(.manifests[].artifactType)'
  admits --key "$key.pub" "$REPO:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

a_signature_that_is_missing_from_the_index_is_missed_and_mended() {
  push app "$REPO:1"
  local key digest
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  _change_fallback_index "$digest" '.manifests = []'
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
}

inkan_keeps_the_entries_of_others_in_the_fallback_index() {
  _signed_image
  _change_fallback_index "$digest" '.manifests[0].annotations = {"org.example.note": "keep me"}'
  local before
  before=$(referrers "$REPO" "$digest")
  exits 0 inkan sign --key "$(inkan_key p256).key" "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  referrers "$REPO" "$digest" | grep -qF "$before" || fail "the entry of cosign was changed"
}

an_entry_in_the_fallback_index_for_another_image_counts_for_nothing() {
  _signed_image
  push other "$REPO:2"
  local other
  other=$(digest_of "$REPO:2")
  exits 0 oras manifest fetch --plain-http "$REPO:${digest/:/-}"
  cp out index.json
  exits 0 oras manifest push --plain-http --media-type "$INDEX_TYPE" "$REPO:${other/:/-}" index.json
  denies WRONG_SUBJECT --key "$key.pub" "$REPO:2"
  admits --key "$key.pub" "$REPO:1"
}
