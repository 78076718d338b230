# `inkan registry serve --dir`: what is pushed to it lies in a folder as OCI layouts, for everybody to read and write there.
# on: inkan-in-a-folder
# needs: inkan skopeo cosign crane oras
# shellcheck shell=bash

_folder() { printf '%s\n' "$RUN/registries/inkan-in-a-folder/kept/${1#*/}"; } # REPO

what_is_pushed_is_a_layout_that_others_read() {
  local layout digest
  layout=$(_folder "$REPO")
  push multi "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 skopeo inspect --raw "oci:$layout:1"
  same "$digest" "sha256:$(sha256sum <out | cut -d ' ' -f 1)" "digest that skopeo reads in the folder"
  exits 0 oras manifest fetch --oci-layout --descriptor "$layout:1"
  prints ".digest == \"$digest\""
  exits 0 inkan copy "oci:$layout:1" oci:copy:1 --print-digest
  says "$digest"
}

what_cosign_signs_over_http_verifies_in_the_folder() {
  local key
  key=$(cosign_key)
  push app "$REPO:1"
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign_sign_old "$key" "$REPO:1"
  exits 0 inkan verify --key "$key.pub" "oci:$(_folder "$REPO"):1"
}

what_is_put_into_the_folder_is_served() {
  local digest
  mkdir -p "$(dirname "$(_folder "$REPO")")"
  exits 0 skopeo copy -q --insecure-policy "oci:$RUN/images:app" "oci:$(_folder "$REPO"):by-skopeo"
  digest=$(digest_of "$REPO:by-skopeo")
  exits 0 inkan sign --key "$(inkan_key p256).key" "oci:$(_folder "$REPO"):by-skopeo"
  exits 0 inkan verify --key "$(inkan_key p256).pub" "$REPO:by-skopeo"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers over HTTP"
}
