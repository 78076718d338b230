# What inkan wrote, copied by others: it still verifies as far as the peer carries it, and what is lost is named.
# on: distribution docker-registry olareg
# needs: inkan cosign cosign2 containers-image regctl oras crane skopeo curl jq
# shellcheck shell=bash

# An image with a bundle and a .sig of inkan's and an SBOM that cosign attested; sets key and digest.
_signed_in_both_families() { # IMAGE-NAME FLAG...
  push "$1" "$REPO:1"
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --format sigstore --format cosign --key "$key.key" "${@:2}" "$REPO:1"
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 cosign_attest "$(cosign_key)" --type spdxjson --predicate sbom.json "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$digest")" "number of referrers of the original"
}

_all_of_it_is_at() { # REPO
  same "$digest" "$(digest_of "$1:1")" "digest of the copy"
  same 2 "$(referrer_count "$1" "$digest")" "number of referrers of the copy"
  same 1 "$(sig_layer_count "$1" "$digest")" "number of signatures under the .sig tag of the copy"
  _everybody_verifies "$1" "$key"
  exits 0 cosign_verify_sbom "$(cosign_key)" "$1:1"
}

_everybody_verifies() { # REPO KEY-PREFIX
  admits --key "$2.pub" "$1:1"
  exits 0 cosign_verify "$2" "$1:1"
  exits 0 cosign_verify_old "$2" "$1:1"
  containers_image_admits "$2" "exactRepository:$REPO" "$1:1"
}

_bundles_only_are_at() { # REPO
  same 2 "$(referrer_count "$1" "$digest")" "number of referrers of the copy"
  same 0 "$(sig_layer_count "$1" "$digest")" "number of signatures under the .sig tag of the copy"
  admits --key "$key.pub" "$1:1"
  exits 0 cosign_verify "$key" "$1:1"
  exits 10 cosign_verify_old "$key" "$1:1"
  containers_image_refuses 'no signature exists' "$key" "exactRepository:$REPO" "$1:1"
}

_nothing_but_the_image_is_at() { # REPO
  same "$digest" "$(digest_of "$1:1")" "digest of the copy"
  same 1 "$(tags_of "$1" | xargs)" "tags of the copy"
  same 0 "$(referrer_count "$1" "$digest")" "number of referrers of the copy"
  denies UNSIGNED --key "$key.pub" "$1:1"
  exits 10 cosign_verify "$key" "$1:1"
}

regctl_carries_both_families_within_a_registry() {
  _signed_in_both_families app
  exits 0 regctl_copy "$REPO:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
}

regctl_carries_both_families_to_a_registry_of_the_other_sort() {
  _signed_in_both_families app
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 0 regctl_copy "$REPO:1" "$elsewhere:1"
  _all_of_it_is_at "$elsewhere"
}

regctl_carries_the_signatures_of_children() {
  _signed_in_both_families multi --recursive
  exits 0 regctl_copy "$REPO:1" "$REPO-copy:1"
  _all_of_it_is_at "$REPO-copy"
  local child
  for child in $(children_of "$REPO@$digest"); do
    admits --key "$key.pub" "$REPO-copy@$child"
    exits 0 cosign_verify "$key" "$REPO-copy@$child"
    exits 0 cosign_verify_old "$key" "$REPO-copy@$child"
  done
}

regctl_carries_no_signature_when_it_is_not_asked_to() {
  _signed_in_both_families app
  exits 0 regctl_ "$REGISTRY" -- image copy "$REPO:1" "$REPO-copy:1"
  _nothing_but_the_image_is_at "$REPO-copy"
}

oras_carries_bundles_and_leaves_the_sig_tag_behind() {
  _signed_in_both_families app
  exits 0 oras_copy "$REPO:1" "$REPO-copy:1"
  _bundles_only_are_at "$REPO-copy"
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 0 oras_copy "$REPO:1" "$elsewhere:1"
  _bundles_only_are_at "$elsewhere"
}

oras_leaves_an_image_unsigned_that_has_a_sig_tag_only() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO:1"
  exits 0 oras_copy "$REPO:1" "$REPO-copy:1"
  denies UNSIGNED --key "$key.pub" "$REPO-copy:1"
  admits --key "$key.pub" "$REPO:1"
}

crane_carries_the_image_only() {
  _signed_in_both_families app
  exits 0 crane_copy "$REPO:1" "$REPO-copy:1"
  _nothing_but_the_image_is_at "$REPO-copy"
  # Tag by tag the .sig can be carried by hand.
  exits 0 crane_copy "$REPO:$(sig_tag "$digest")" "$REPO-copy:$(sig_tag "$digest")"
  admits --key "$key.pub" "$REPO-copy:1"
  exits 0 cosign2_verify "$key" "$REPO-copy:1"
}

skopeo_carries_the_image_only() {
  _signed_in_both_families multi
  exits 0 skopeo_copy --all "docker://$REPO:1" "docker://$REPO-copy:1"
  _nothing_but_the_image_is_at "$REPO-copy"
}

cosign_copy_carries_the_sig_tag_and_loses_bundles() {
  _signed_in_both_families app
  exits 0 cosign_copy "$REPO:1" "$REPO-copy:1"
  exits 0 cosign2_verify "$key" "$REPO-copy:1"
  admits --key "$key.pub" "$REPO-copy:1"
  prints '.images[0].signers | all(.place == "sig-tag")'
  denies BAD_SIGNATURE --key "$(cosign_key).pub" "$REPO-copy:1" # what the SBOM was attested with
}
