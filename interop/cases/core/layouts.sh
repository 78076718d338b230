# Image layouts on disk: inkan reads what others wrote there, and they read what inkan wrote.
# on: distribution olareg
# needs: inkan cosign cosign2 regctl oras crane skopeo curl jq
# shellcheck shell=bash

# An image with a bundle and a .sig of inkan's in the registry; sets key and digest.
_signed_in_the_registry() { # IMAGE-NAME FLAG...
  push "$1" "$REPO:1"
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --format sigstore --format cosign --key "$key.key" "${@:2}" "$REPO:1"
}

# inkan signs and verifies in a layout that another tool wrote.
_inkan_signs_and_verifies_in() { # oci:FOLDER[:TAG]
  local key
  key=$(inkan_key p256)
  denies UNSIGNED --key "$key.pub" "$1"
  prints ".images[0].digest == \"$digest\""
  exits 0 inkan sign --key "$key.key" "$1"
  admits --key "$key.pub" "$1"
  denies BAD_SIGNATURE --key "$(inkan_key p256 b).pub" "$1"
  exits 0 inkan copy "$1" "$REPO-copy:1"
  same "$digest" "$(digest_of "$REPO-copy:1")" "digest of the copy"
  exits 0 cosign_verify "$key" "$REPO-copy:1"
}

_verify_layout() { # COSIGN KEY-PREFIX FOLDER
  "$1" verify --local-image --key "$2.pub" --insecure-ignore-tlog=true "$3"
}

inkan_signs_in_a_layout_that_skopeo_wrote() {
  local image
  for image in app multi; do
    push "$image" "$REPO:$image"
    digest=$(digest_of "$REPO:$image")
    exits 0 skopeo_copy --all "docker://$REPO:$image" "oci:by-skopeo-$image:1"
  done
  _inkan_signs_and_verifies_in oci:by-skopeo-multi:1
  digest=$(digest_of "$REPO:app")
  exits 0 inkan sign --key "$(inkan_key p256 b).key" oci:by-skopeo-app
  admits --key "$(inkan_key p256 b).pub" "oci:by-skopeo-app@$digest"
}

inkan_signs_in_a_layout_that_oras_wrote() {
  push app "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 oras cp -r --no-tty --from-plain-http "$REPO:1" --to-oci-layout by-oras:1
  _inkan_signs_and_verifies_in oci:by-oras:1
}

inkan_signs_in_a_layout_that_crane_wrote() {
  push app "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 crane pull --insecure --format oci "$REPO:1" by-crane
  _inkan_signs_and_verifies_in oci:by-crane # no tag is in it
}

inkan_signs_in_a_layout_that_regctl_wrote() {
  push app "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 regctl_ "$REGISTRY" -- image copy "$REPO:1" ocidir://by-regctl:1
  _inkan_signs_and_verifies_in oci:by-regctl:1
}

inkan_verifies_the_bundle_in_a_layout_that_oras_wrote() {
  _signed_in_the_registry app
  exits 0 oras cp -r --no-tty --from-plain-http "$REPO:1" --to-oci-layout by-oras:1
  admits --key "$key.pub" oci:by-oras:1
  denies BAD_SIGNATURE --key "$(inkan_key p256 b).pub" oci:by-oras:1
}

inkan_verifies_both_families_in_a_layout_that_regctl_wrote() {
  _signed_in_the_registry app
  exits 0 cosign2_sign "$(cosign_key)" "$REPO:1"
  exits 0 regctl_ "$REGISTRY" -- image copy --referrers --digest-tags "$REPO:1" ocidir://by-regctl:1
  admits --key "$key.pub" oci:by-regctl:1
  admits --key "$(cosign_key).pub" oci:by-regctl:1
}

inkan_verifies_the_bundle_in_a_layout_that_cosign_saved() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  exits 0 _verify_layout cosign "$key" saved
  admits --key "$key.pub" oci:saved
  admits --key "$key.pub" "oci:saved@$digest"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" oci:saved
  exits 0 inkan copy "oci:saved@$digest" "$REPO-copy:1"
  exits 0 cosign_verify "$key" "$REPO-copy:1"
}

inkan_verifies_the_sig_in_a_layout_that_cosign_saved() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 0 cosign2 save --allow-http-registry --dir saved "$REPO:1"
  exits 0 _verify_layout cosign2 "$key" saved
  admits --key "$key.pub" oci:saved
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" oci:saved
  exits 0 inkan copy "oci:saved@$digest" "$REPO-copy:1"
  exits 0 cosign2_verify "$key" "$REPO-copy:1"
}

inkan_verifies_both_families_in_a_layout_that_cosign_saved() {
  push app "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key a)" "$REPO:1"
  exits 0 cosign_sign "$(cosign_key b)" "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  admits --key "$(cosign_key a).pub" oci:saved
  admits --key "$(cosign_key b).pub" oci:saved
  denies BAD_SIGNATURE --key "$(cosign_key c).pub" oci:saved
}

inkan_verifies_an_index_in_a_layout_that_cosign_saved() {
  push multi "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" --recursive "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  exits 1 _verify_layout cosign "$key" saved
  admits --key "$key.pub" oci:saved
}

# ---- what inkan wrote, by `copy` and by `sign` ----

cosign_verifies_the_bundle_in_a_layout_that_inkan_copied() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 _verify_layout cosign "$key" ours
  exits 1 _verify_layout cosign "$(cosign_key b)" ours
  admits --key "$key.pub" oci:ours:1
}

cosign_verifies_the_sig_in_a_layout_that_inkan_copied() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 _verify_layout cosign2 "$key" ours
  exits 0 _verify_layout cosign "$key" ours
  exits 1 _verify_layout cosign2 "$(cosign_key b)" ours
  admits --key "$key.pub" oci:ours:1
}

cosign_verifies_what_inkan_signed_in_a_layout() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 inkan sign --key "$key.key" oci:ours:1
  exits 0 _verify_layout cosign "$key" ours
  exits 0 inkan copy oci:ours:1 "$REPO-copy:1"
  exits 0 cosign_verify "$key" "$REPO-copy:1"
  # A layout has no name to put into a .sig: it must be given.
  exits 2 inkan sign --format cosign --key "$key.key" oci:ours:1
  exits 0 inkan sign --format cosign --sign-container-identity "$REPO:1" --key "$key.key" oci:ours:1
  exits 0 inkan copy oci:ours:1 "$REPO-copy:1"
  exits 0 cosign2_verify "$key" "$REPO-copy:1"
}

cosign_loads_the_sig_from_a_layout_that_inkan_copied() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 cosign2 load --allow-http-registry --dir ours "$REPO-loaded:1"
  exits 0 cosign2_verify "$key" "$REPO-loaded:1"
  admits --key "$key.pub" "$REPO-loaded:1"
}

others_read_the_layout_that_inkan_copied() {
  _signed_in_the_registry multi --recursive
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 skopeo_copy --all oci:ours:1 "docker://$REPO-skopeo:1"
  same "$digest" "$(digest_of "$REPO-skopeo:1")" "digest by skopeo"
  exits 0 oras cp -r --no-tty --from-oci-layout ours:1 --to-plain-http "$REPO-oras:1"
  exits 0 cosign_verify "$key" "$REPO-oras:1"
  exits 0 oras discover --oci-layout --format json ours:1
  prints '(.referrers // .manifests) | length == 1'
  exits 0 regctl_ "$REGISTRY" -- image copy --referrers --digest-tags ocidir://ours:1 "$REPO-regctl:1"
  exits 0 cosign_verify "$key" "$REPO-regctl:1"
  admits --key "$key.pub" "$REPO-regctl:1"
}

crane_pushes_the_layout_that_inkan_copied() {
  push app "$REPO:1"
  exits 0 inkan copy "$REPO:1" oci:ours:1
  exits 0 crane push --insecure ours "$REPO-crane:1"
  same "$(digest_of "$REPO:1")" "$(digest_of "$REPO-crane:1")" "digest by crane"
}

both_families_survive_the_way_through_a_layout() {
  _signed_in_the_registry multi --recursive
  exits 0 cosign2_sign "$(cosign_key)" "$REPO:1"
  exits 0 inkan copy "$REPO:1" oci:ours:1
  admits --key "$key.pub" oci:ours:1
  admits --key "$(cosign_key).pub" oci:ours:1
  exits 0 inkan copy oci:ours:1 "$REPO-copy:1"
  local child
  for child in "$digest" $(children_of "$REPO@$digest"); do
    admits --key "$key.pub" "$REPO-copy@$child"
    exits 0 cosign_verify "$key" "$REPO-copy@$child"
    exits 0 cosign_verify_old "$key" "$REPO-copy@$child"
  done
  exits 0 cosign_verify_old "$(cosign_key)" "$REPO-copy:1"
}

a_layout_whose_bytes_were_altered_is_denied() {
  _signed_in_the_registry app
  exits 0 inkan copy "$REPO:1" oci:ours:1
  admits --key "$key.pub" oci:ours:1
  printf ' ' >>"ours/blobs/${digest/:/\/}"
  exits 1 inkan verify --output json --key "$key.pub" oci:ours:1
  prints '.verdict == "deny"'
}
