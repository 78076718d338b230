# Images that other tools push: inkan must see the digest that they see, whatever registry is between them.
# on: distribution docker-registry olareg inkan
# needs: inkan skopeo oras crane jq
# shellcheck shell=bash

# The digest that inkan would sign must be the one that was pushed.
_inkan_sees() { # DIGEST IMAGE
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --dry-run --print-digest --key "$key.key" "$2"
  same "${2%:*}@$1" "$(cat out)" "what inkan would sign"
}

_digest_in_layout() { jq -r --arg tag "$1" \
  '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == $tag) | .digest' "$RUN/images/index.json"; }

_skopeo_copy() { skopeo copy -q --insecure-policy --dest-tls-verify=false --src-tls-verify=false "$@"; }

# crane pushes either the only image of a layout, or the layout's own index as it is.
_crane_push_image() { # IMAGE REPO:TAG
  cp -r "$RUN/images" layout
  jq --arg digest "$(_digest_in_layout "$1")" '.manifests |= map(select(.digest == $digest))' \
    "$RUN/images/index.json" >layout/index.json
  exits 0 crane push --insecure layout "$2"
}

_crane_push_index() { # IMAGE REPO:TAG
  cp -r "$RUN/images" layout
  local digest
  digest=$(_digest_in_layout "$1")
  cp "layout/blobs/${digest/:/\/}" layout/index.json
  exits 0 crane push --insecure --index layout "$2"
}

an_image_pushed_by_skopeo_keeps_its_digest() {
  exits 0 _skopeo_copy "oci:$RUN/images:app" "docker://$REPO:1"
  _inkan_sees "$(_digest_in_layout app)" "$REPO:1"
}

an_index_pushed_by_skopeo_keeps_its_digest() {
  exits 0 _skopeo_copy --all "oci:$RUN/images:multi" "docker://$REPO:1"
  _inkan_sees "$(_digest_in_layout multi)" "$REPO:1"
}

an_image_pushed_by_crane_keeps_its_digest() {
  _crane_push_image app "$REPO:1"
  _inkan_sees "$(_digest_in_layout app)" "$REPO:1"
}

an_index_pushed_by_crane_keeps_its_digest() {
  _crane_push_index multi "$REPO:1"
  _inkan_sees "$(_digest_in_layout multi)" "$REPO:1"
}

an_image_pushed_by_oras_keeps_its_digest() {
  push app "$REPO:1"
  _inkan_sees "$(_digest_in_layout app)" "$REPO:1"
}

an_index_pushed_by_oras_keeps_its_digest() {
  push multi "$REPO:1"
  _inkan_sees "$(_digest_in_layout multi)" "$REPO:1"
}

a_docker_schema_2_image_made_by_skopeo_is_signed_and_verified() {
  exits 0 _skopeo_copy --format v2s2 "oci:$RUN/images:app" "docker://$REPO:1"
  crane manifest --insecure "$REPO:1" >manifest.json
  same application/vnd.docker.distribution.manifest.v2+json "$(jq -r .mediaType manifest.json)" "media type"
  _inkan_sees "sha256:$(sha256sum <manifest.json | cut -d ' ' -f 1)" "$REPO:1"
  local key
  key=$(inkan_key p256)
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}

an_image_without_layers_is_signed_and_verified() {
  push empty "$REPO:1"
  _inkan_sees "$(_digest_in_layout empty)" "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
}
