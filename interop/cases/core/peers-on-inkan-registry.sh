# `inkan registry serve` as a registry for everybody else: what the peers do to any registry must work on it.
# on: inkan inkan-in-a-folder
# needs: inkan skopeo podman cosign oras crane regctl conformance curl jq
# shellcheck shell=bash

_skopeo_copy() { skopeo copy -q --insecure-policy --dest-tls-verify=false --src-tls-verify=false "$@"; }

_digests_in_layout() { jq -r '.manifests[].digest' "$1/index.json"; }

skopeo_pushes_and_pulls_an_image_and_an_index() {
  local image
  for image in app multi; do
    exits 0 _skopeo_copy --all "oci:$RUN/images:$image" "docker://$REPO:$image"
    exits 0 _skopeo_copy --all "docker://$REPO:$image" "oci:back-$image:1"
    same "$(digest_of "$REPO:$image")" "$(_digests_in_layout "back-$image")" "digest of $image after pulling"
  done
}

skopeo_copies_between_its_repositories() {
  push app "$REPO:1"
  exits 0 _skopeo_copy "docker://$REPO:1" "docker://$REPO-copy:1"
  same "$(digest_of "$REPO:1")" "$(digest_of "$REPO-copy:1")" "digest of the copy"
}

crane_pushes_copies_appends_and_pulls() {
  push app "$REPO:1"
  exits 0 crane copy --insecure "$REPO:1" "$REPO-copy:1"
  tar -cf layer.tar --files-from /dev/null
  exits 0 crane append --insecure -b "$REPO-copy:1" -f layer.tar -t "$REPO-copy:2"
  exits 0 crane pull --insecure --format oci "$REPO-copy:2" pulled
  same "$(digest_of "$REPO-copy:2")" "$(_digests_in_layout pulled)" "digest after pulling"
  exits 0 crane ls --insecure "$REPO-copy"
  same "1 2" "$(sort out | xargs)" "tags"
  exits 0 crane validate --insecure --remote "$REPO-copy:2"
}

oras_pushes_attaches_discovers_and_pulls() {
  echo hello >file.txt
  exits 0 oras push --plain-http --no-tty --artifact-type application/vnd.example.thing "$REPO:1" file.txt:text/plain
  echo note >note.txt
  exits 0 oras attach --plain-http --no-tty --artifact-type application/vnd.example.note "$REPO:1" note.txt:text/plain
  exits 0 oras discover --plain-http --format json "$REPO:1"
  prints '(.referrers // .manifests) | length == 1 and .[0].artifactType == "application/vnd.example.note"'
  exits 0 oras discover --plain-http --format json --artifact-type application/vnd.example.other "$REPO:1"
  prints '(.referrers // .manifests // []) | length == 0'
  exits 0 oras pull --plain-http --no-tty -o pulled "$REPO:1"
  same hello "$(cat pulled/file.txt)" "content after pulling"
}

oras_lists_the_tags_and_repositories() {
  push app "$REPO:1"
  push other "$REPO:2"
  exits 0 oras repo tags --plain-http "$REPO"
  same "1 2" "$(sort out | xargs)" "tags"
}

cosign_signs_attests_and_verifies() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 10 cosign_verify "$key" "$REPO:1"
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 cosign_attest "$key" --type spdxjson --predicate sbom.json "$REPO:1"
  exits 0 cosign verify-attestation --key "$key.pub" --type spdxjson --insecure-ignore-tlog=true \
    --allow-http-registry "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$(digest_of "$REPO:1")")" "number of referrers"
}

cosign_signs_and_verifies_in_the_old_format_too() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" --new-bundle-format=false "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
  exits 12 cosign_verify "$(cosign_key b)" "$REPO:1"
}

# 858 rows, optional ones among them; what the program calls skipped is what the specification leaves to a registry.
the_conformance_program_of_the_specification_finds_no_fault() {
  OCI_REGISTRY=${REPO%%/*} OCI_TLS=disabled OCI_REPO1=${REPO#*/}-one OCI_REPO2=${REPO#*/}-two \
    OCI_API_BLOBS_UPLOAD_CANCEL=true OCI_API_BLOBS_DIGEST_HEADER=true OCI_API_MANIFESTS_DIGEST_HEADER=true \
    exits 0 conformance
  says '^ *FAIL\.*: *0$'
  says '^ *Error\.*: *0$'
  says '^ *Total\.*: *8[0-9][0-9]$'
  local area
  for area in 'Tag delete' 'Blob upload cancel' 'Blob chunked' 'Blob mount' 'Blob get range' 'Blob delete atomic' \
    'Manifest delete atomic' 'Manifest put with subject' Referrers 'Blobs sha512' 'Index with Subject' \
    'Non-distributable Layers'; do
    says "^ *$area\.*: *Pass$"
  done
}

regctl_copies_lists_and_deletes() {
  push multi "$REPO:1"
  exits 0 regctl_ "${REPO%%/*}" -- image copy "$REPO:1" "$REPO-copy:1"
  exits 0 regctl_ "${REPO%%/*}" -- tag ls "$REPO-copy"
  same 1 "$(cat out)" "tags"
  exits 0 regctl_ "${REPO%%/*}" -- tag delete "$REPO-copy:1"
  same "" "$(tags_of "$REPO-copy")" "tags after the tag was deleted"
  exits 0 regctl_ "${REPO%%/*}" -- manifest head "$REPO-copy@$(digest_of "$REPO:1")"
  exits 0 regctl_ "${REPO%%/*}" -- manifest delete "$REPO-copy@$(digest_of "$REPO:1")"
  exits 1 regctl_ "${REPO%%/*}" -- manifest head "$REPO-copy@$(digest_of "$REPO:1")"
}

a_referrer_that_is_deleted_is_listed_no_more() {
  push app "$REPO:1"
  echo note >note.txt
  exits 0 oras attach --plain-http --no-tty --artifact-type application/vnd.example.note "$REPO:1" note.txt:text/plain
  local digest
  digest=$(digest_of "$REPO:1")
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  exits 0 crane delete --insecure "$REPO@$(referrers "$REPO" "$digest" | jq -r .digest)"
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers afterwards"
}

podman_pulls_an_image_and_pushes_it_again() {
  push app "$REPO:1"
  exits 0 podman_ pull -q --tls-verify=false "$REPO:1"
  exits 0 podman_ push -q --tls-verify=false --digestfile digest --remove-signatures "$REPO:1" "$REPO-copy:1"
  same "$(cat digest)" "$(digest_of "$REPO-copy:1")" "digest after pushing"
  exits 0 podman_ pull -q --tls-verify=false "$REPO-copy:1"
}
