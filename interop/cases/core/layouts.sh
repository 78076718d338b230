# OCI image layouts on disk: inkan reads what others write, and others read what inkan writes.
# on: distribution olareg
# needs: inkan cosign skopeo oras crane jq
# shellcheck shell=bash

_skopeo_copy() { skopeo copy -q --insecure-policy --dest-tls-verify=false --src-tls-verify=false "$@"; }

# cosign, of a layout, with a key alone.
_cosign_verify_layout() { # KEY-PREFIX DIR
  cosign verify --local-image --key "$1.pub" --insecure-ignore-tlog=true "$2"
}

# A layout as each of them makes it, of an image that is not signed: signed in it by inkan, it is admitted.
_inkan_signs_in_it() { # IMAGE
  local key
  key=$(inkan_key p256)
  denies UNSIGNED --key "$key.pub" "$1"
  exits 0 inkan sign --key "$key.key" "$1"
  admits --key "$key.pub" "$1"
  prints '.images[0].signers[0].place == "referrers-api"'
}

inkan_verifies_an_image_that_cosign_saved_with_its_bundle() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO@$(digest_of "$REPO:1")"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  admits --key "$key.pub" oci:saved
  denies UNTRUSTED --key "$(cosign_key b).pub" oci:saved
}

inkan_verifies_an_index_that_cosign_saved_with_its_bundle() {
  push multi "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO@$(digest_of "$REPO:1")"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  admits --key "$key.pub" oci:saved
}

inkan_verifies_an_image_that_cosign_saved_with_its_sig_tag() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" --new-bundle-format=false "$REPO@$(digest_of "$REPO:1")"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  admits --key "$key.pub" oci:saved
  prints '.images[0].signers[0].place == "sig-tag"'
}

inkan_verifies_what_oras_copied_to_a_layout() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO@$(digest_of "$REPO:1")"
  exits 0 oras cp --no-tty -r --from-plain-http "$REPO:1" --to-oci-layout layout:1
  admits --key "$key.pub" oci:layout:1
  admits --key "$key.pub" oci:layout
}

inkan_signs_in_a_layout_that_skopeo_made() {
  push app "$REPO:1"
  exits 0 _skopeo_copy "docker://$REPO:1" oci:layout:1
  _inkan_signs_in_it oci:layout:1
  exits 0 _skopeo_copy oci:layout:1 "docker://$REPO:2"
  same "$(digest_of "$REPO:1")" "$(digest_of "$REPO:2")" "what skopeo copied back"
}

inkan_signs_in_a_layout_that_crane_made() {
  push app "$REPO:1"
  exits 0 crane pull --insecure --format oci "$REPO:1" layout
  _inkan_signs_in_it oci:layout
}

oras_copies_what_inkan_signed_in_a_layout() {
  cp -r "$RUN/images" layout
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --key "$key.key" oci:layout:app
  exits 0 oras cp --no-tty -r --from-oci-layout layout:app --to-plain-http "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}

cosign_verifies_a_layout_that_inkan_signed_in() {
  push app "$REPO:1"
  local key other
  key=$(inkan_key p256)
  other=$(inkan_key p256 b)
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  exits 0 inkan sign --key "$key.key" --format sigstore --format cosign oci:saved
  exits 0 _cosign_verify_layout "$key" saved
  exits 0 cosign verify --local-image --new-bundle-format=false --key "$key.pub" --insecure-ignore-tlog=true saved
  ! _cosign_verify_layout "$other" saved || fail "another key did, too"
}
