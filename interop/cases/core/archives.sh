# Images in tar archives that others write.
# on: olareg
# needs: inkan skopeo podman cosign crane jq
# shellcheck shell=bash

an_oci_archive_of_skopeo_keeps_its_digests() {
  local image
  for image in app multi; do
    exits 0 skopeo copy -q --insecure-policy --all "oci:$RUN/images:$image" "oci-archive:$image.tar:v1"
    exits 0 inkan copy --print-digest "oci-archive:$image.tar:v1" "oci:$image:v1"
    same "$(jq -r --arg tag "$image" '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == $tag).digest' \
      "$RUN/images/index.json")" "$(sed 's/.*@//' out)" "digest of $image"
  done
}

what_cosign_saved_verifies_out_of_an_archive() {
  local key
  key=$(cosign_key)
  push app "$REPO:1"
  exits 0 cosign_sign_old "$key" "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  tar -cf saved.tar -C saved .
  exits 0 inkan verify --key "$key.pub" "oci-archive:saved.tar@$(digest_of "$REPO:1")"
  exits 1 inkan verify --key "$(cosign_key b).pub" "oci-archive:saved.tar@$(digest_of "$REPO:1")"
}

docker_archives_of_skopeo_and_podman_are_one_image() {
  exits 0 skopeo copy -q --insecure-policy "oci:$RUN/images:app" docker-archive:skopeo.tar:example.test/app:v1
  exits 0 podman_ load -q -i skopeo.tar
  exits 0 podman_ save -q -o podman.tar example.test/app:v1
  exits 0 inkan copy --print-digest docker-archive:skopeo.tar:v1 oci:skopeo:v1
  local digest
  digest=$(sed 's/.*@//' out)
  exits 0 inkan copy --print-digest docker-archive:podman.tar oci:podman:v1
  same "$digest" "$(sed 's/.*@//' out)" "digest of what podman saved"
  exits 0 inkan copy docker-archive:podman.tar:v1 "$REPO:1"
  exits 0 podman_ pull -q --tls-verify=false "$REPO:1"
}

a_docker_archive_of_crane_keeps_its_packed_layers() {
  push app "$REPO:1"
  exits 0 crane pull --insecure "$REPO:1" crane.tar
  exits 0 inkan copy docker-archive:crane.tar "$REPO-copy:1"
  exits 0 crane validate --insecure --remote "$REPO-copy:1"
  same "$(crane manifest --insecure "$REPO:1" | jq -c '[.layers[].digest]')" \
    "$(crane manifest --insecure "$REPO-copy:1" | jq -c '[.layers[].digest]')" "layers"
}
