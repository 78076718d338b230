# What `inkan copy` copied, everybody verifies at the destination.
# on: distribution docker-registry olareg
# needs: inkan cosign cosign2 containers-image regctl oras crane skopeo curl jq
# shellcheck shell=bash

# Everything that may hang on an image, by several hands; sets digest.
_all_sorts_hang_on() { # IMAGE-NAME FLAG...
  push "$1" "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --key "$(inkan_key p256).key" "${@:2}" "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key a)" "${@:2}" "$REPO:1"
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 cosign_attest "$(cosign_key b)" --type spdxjson --predicate sbom.json "$REPO:1"
  exits 0 cosign2_attest "$(cosign_key c)" --type spdxjson --predicate sbom.json "$REPO:1"
  exits 0 oras attach --no-tty --plain-http --artifact-type application/vnd.example.note "$REPO@$digest" sbom.json
}

_all_of_it_is_at() { # REPO
  same "$digest" "$(digest_of "$1:1")" "digest of the copy"
  same 3 "$(referrer_count "$1" "$digest")" "number of referrers of the copy"
  same "$(digest_of "$REPO:$(sig_tag "$digest")")" "$(digest_of "$1:$(sig_tag "$digest")")" "digest under the .sig tag"
  admits --key "$(inkan_key p256).pub" "$1:1"
  admits --key "$(cosign_key a).pub" "$1:1"
  exits 0 cosign_verify "$(inkan_key p256)" "$1:1"
  exits 0 cosign_verify_old "$(cosign_key a)" "$1:1"
  containers_image_admits "$(cosign_key a)" "exactRepository:$REPO" "$1:1"
  exits 0 cosign_verify_sbom "$(cosign_key b)" "$1:1"
  exits 0 cosign_verify_sbom "$(cosign_key c)" --new-bundle-format=false "$1:1"
}

_the_sort_of_every_tag_is_right_at() { # REPO: no image is under the name of a list of referrers
  local tag
  for tag in $(tags_of "$1" | grep -E '^sha256-[0-9a-f]{64}$'); do
    crane manifest --insecure "$1:$tag" |
      jq -e '.manifests | type == "array" and all(.artifactType != null)' || fail "$1:$tag is no list of referrers"
  done
}

everybody_verifies_what_inkan_copied_within_a_registry() {
  _all_sorts_hang_on app
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
  _the_sort_of_every_tag_is_right_at "$REPO-copy"
  exits 0 crane validate --insecure --remote "$REPO-copy:1"
}

everybody_verifies_what_inkan_copied_to_a_registry_of_the_other_sort() {
  _all_sorts_hang_on app
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 0 inkan copy "$REPO:1" "$elsewhere:1"
  _all_of_it_is_at "$elsewhere"
  _the_sort_of_every_tag_is_right_at "$elsewhere"
  # And back, to a new name.
  exits 0 inkan copy "$elsewhere:1" "$REPO-back:1"
  _all_of_it_is_at "$REPO-back"
  _the_sort_of_every_tag_is_right_at "$REPO-back"
}

an_index_arrives_with_its_children_and_their_signatures() {
  _all_sorts_hang_on multi --recursive
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
  local child
  for child in $(children_of "$REPO@$digest"); do
    exits 0 cosign_verify "$(inkan_key p256)" "$REPO-copy@$child"
    exits 0 cosign_verify_old "$(cosign_key a)" "$REPO-copy@$child"
    admits --key "$(inkan_key p256).pub" "$REPO-copy@$child"
    admits --key "$(cosign_key a).pub" "$REPO-copy@$child"
  done
  exits 0 skopeo_copy --all "docker://$REPO-copy:1" oci:pulled:1
  same "$digest" "$(jq -r '.manifests[].digest' pulled/index.json)" "digest that skopeo pulled"
}

what_hangs_on_a_referrer_arrives() {
  push app "$REPO:1"
  local digest sbom
  digest=$(digest_of "$REPO:1")
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 oras attach --no-tty --plain-http --artifact-type application/spdx+json "$REPO@$digest" sbom.json
  sbom=$(referrers "$REPO" "$digest" | jq -r .digest)
  exits 0 inkan sign --key "$(inkan_key p256).key" "$REPO@$sbom"
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 0 inkan copy "$REPO:1" "$elsewhere:1"
  same "$sbom" "$(referrers "$elsewhere" "$digest" | jq -r .digest)" "SBOM of the copy"
  admits --key "$(inkan_key p256).pub" "$elsewhere@$sbom"
  exits 0 cosign_verify "$(inkan_key p256)" "$elsewhere@$sbom"
}

what_inkan_copied_others_copy_on() {
  _all_sorts_hang_on app
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  exits 0 regctl_copy "$REPO-copy:1" "$REPO-regctl:1"
  _all_of_it_is_at "$REPO-regctl"
  exits 0 oras_copy "$REPO-copy:1" "$REPO-oras:1"
  exits 0 cosign_verify "$(inkan_key p256)" "$REPO-oras:1"
  exits 0 cosign_verify_sbom "$(cosign_key b)" "$REPO-oras:1"
}

what_others_copied_inkan_copies_on() {
  _all_sorts_hang_on app
  exits 0 regctl_copy "$REPO:1" "$REPO-regctl:1"
  exits 0 inkan copy "$REPO-regctl:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
}

a_copy_keeps_the_signatures_that_are_at_the_destination() {
  push app "$REPO:1"
  push app "$REPO-copy:1"
  local digest signer
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$(cosign_key a)" "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key a)" "$REPO:1"
  exits 0 cosign_sign "$(cosign_key b)" "$REPO-copy:1"
  exits 0 cosign2_sign "$(cosign_key b)" "$REPO-copy:1"
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  same 2 "$(referrer_count "$REPO-copy" "$digest")" "number of referrers of the copy"
  same 2 "$(sig_layer_count "$REPO-copy" "$digest")" "number of signatures under the .sig tag of the copy"
  for signer in a b; do
    exits 0 cosign_verify "$(cosign_key "$signer")" "$REPO-copy:1"
    exits 0 cosign_verify_old "$(cosign_key "$signer")" "$REPO-copy:1"
    admits --key "$(cosign_key "$signer").pub" "$REPO-copy:1"
  done
}

a_copy_made_twice_is_one_copy() {
  _all_sorts_hang_on app
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  local before
  before=$(tags_of "$REPO-copy" | while read -r tag; do echo "$tag $(digest_of "$REPO-copy:$tag")"; done)
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  says 'already'
  same "$before" "$(tags_of "$REPO-copy" | while read -r tag; do echo "$tag $(digest_of "$REPO-copy:$tag")"; done)" "tags"
  _all_of_it_is_at "$REPO-copy"
}

a_tag_that_names_another_image_is_not_moved_unasked() {
  push app "$REPO:1"
  push other "$REPO-copy:1"
  local before
  before=$(digest_of "$REPO-copy:1")
  exits 1 inkan copy "$REPO:1" "$REPO-copy:1"
  same "$before" "$(digest_of "$REPO-copy:1")" "digest under the tag"
  exits 1 inkan copy --expect "$(digest_of "$REPO:1")" "$REPO:1" "$REPO-copy:1"
  same "$before" "$(digest_of "$REPO-copy:1")" "digest under the tag"
  exits 0 inkan copy --expect "$before" "$REPO:1" "$REPO-copy:1"
  same "$(digest_of "$REPO:1")" "$(digest_of "$REPO-copy:1")" "digest under the tag"
  push other "$REPO-copy:2"
  exits 0 inkan copy --overwrite "$REPO:1" "$REPO-copy:2"
  same "$(digest_of "$REPO:1")" "$(digest_of "$REPO-copy:2")" "digest under the tag"
}

a_listing_that_cannot_be_read_copies_nothing() {
  _all_sorts_hang_on app
  start_faulty_proxy proxy "$REGISTRY" --on 'GET .*/(referrers/|manifests/sha256-|tags/list)' --answer 503
  exits 3 inkan copy --retries 0 "$(cat proxy/address)/${REPO#*/}:1" "$REPO-copy:1"
  exits 1 crane digest --insecure "$REPO-copy:1"
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
}
