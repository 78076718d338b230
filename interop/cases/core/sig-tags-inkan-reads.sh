# What others wrote under the tag sha256-HEX.sig, inkan verifies.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign cosign2 containers-image oras crane curl jq openssl
# shellcheck shell=bash

_inkan_verifies_the_sig_tag_of() { # SIGN-COMMAND NAME-THAT-IT-SIGNS
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 "$1" "$key" "$REPO:1"
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  admits --key "$key.pub" "$REPO:1"
  prints ".images[0].signers[0] | .place == \"sig-tag\" and .format == \"cosign\" and .identity == \"$2\""
  admits --key "$key.pub" "$REPO@$digest"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

_sign_by_containers_image() { containers_image_signs "$1" "$2" "$2"; } # KEY-PREFIX IMAGE

inkan_verifies_the_sig_tag_that_cosign_2_wrote() { _inkan_verifies_the_sig_tag_of cosign2_sign "$REPO"; }
inkan_verifies_the_sig_tag_that_cosign_3_wrote() { _inkan_verifies_the_sig_tag_of cosign_sign_old "$REPO"; }
inkan_verifies_the_sig_tag_that_containers_image_wrote() {
  _inkan_verifies_the_sig_tag_of _sign_by_containers_image "$REPO:1"
}

inkan_demands_the_annotations_that_cosign_2_signed() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign2_sign "$key" -a stage=prod -a 'ticket=A <1> & ünïcode' "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  admits --key "$key.pub" -a 'ticket=A <1> & ünïcode' -a stage=prod "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a stage=test "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a team=core "$REPO:1"
}

inkan_verifies_sig_tags_in_docker_media_types() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  COSIGN_DOCKER_MEDIA_TYPES=1 exits 0 cosign2_sign "$key" "$REPO:1"
  sig_manifest "$REPO" "$digest" | jq -e '.mediaType == "application/vnd.docker.distribution.manifest.v2+json"'
  admits --key "$key.pub" "$REPO:1"
  COSIGN_DOCKER_MEDIA_TYPES=1 exits 0 cosign_sign_old "$(cosign_key b)" "$REPO:1"
  admits --key "$(cosign_key b).pub" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  # To these inkan adds, too.
  exits 0 inkan sign --format cosign --key "$(inkan_key p256).key" "$REPO:1"
  same 3 "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  local signer
  for signer in "$key" "$(cosign_key b)" "$(inkan_key p256)"; do
    admits --key "$signer.pub" "$REPO:1"
    exits 0 cosign2_verify "$signer" "$REPO:1"
  done
}

# An experiment of cosign 2: the same layers, but in a referrer, not under a tag.
inkan_verifies_the_old_format_among_the_referrers() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  COSIGN_EXPERIMENTAL=1 exits 0 cosign2_sign "$key" --registry-referrers-mode=oci-1-1 "$REPO:1"
  same '' "$(sig_manifest "$REPO" "$digest")" "manifest under the .sig tag"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  admits --key "$key.pub" "$REPO:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

inkan_verifies_an_index_and_its_children_after_cosign_2_signed_recursively() {
  push multi "$REPO:1"
  local key digest child
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign2_sign "$key" "$REPO:1"
  for child in $(children_of "$REPO@$digest"); do
    denies UNSIGNED --key "$key.pub" "$REPO@$child"
  done
  exits 0 cosign2_sign "$key" --recursive "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  for child in $(children_of "$REPO@$digest"); do
    admits --key "$key.pub" "$REPO@$child"
  done
}

inkan_verifies_a_sig_tag_with_a_certificate_by_its_key() {
  push app "$REPO:1"
  local key digest
  key=$(imported_key p384)
  digest=$(digest_of "$REPO:1")
  openssl req -x509 -key "$key.pem" -subj /CN=interop -days 2 -out certificate.pem \
    -addext extendedKeyUsage=codeSigning -addext keyUsage=digitalSignature -addext subjectAltName=email:ci@example.com
  exits 0 cosign2_sign "$key" --certificate certificate.pem --certificate-chain certificate.pem "$REPO:1"
  sig_manifest "$REPO" "$digest" | jq -e '.layers[0].annotations["dev.sigstore.cosign/certificate"] | length > 0'
  admits --key "$key.pub" "$REPO:1"
  denies NOT_A_KEY_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

inkan_attaches_the_signatures_that_cosign_made_apart() {
  push app "$REPO:1"
  push other "$REPO:2"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign2_sign "$key" --upload=false --output-signature app.sig --output-payload app.json "$REPO:1"
  exits 2 inkan attach --signature app.sig --payload app.json "$REPO:2"
  exits 0 inkan attach --signature app.sig --payload app.json "$REPO:1"
  exits 0 cosign2_verify "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 cosign_sign "$(cosign_key b)" --upload=false --bundle bundle.json "$REPO:1"
  exits 2 inkan attach --signature bundle.json "$REPO:2"
  exits 0 inkan attach --signature bundle.json "$REPO:1"
  exits 0 cosign_verify "$(cosign_key b)" "$REPO:1"
  admits --key "$(cosign_key b).pub" "$REPO:1"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
}
