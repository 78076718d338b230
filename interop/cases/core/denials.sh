# What inkan must say no to, each beside the yes that differs from it in one thing only.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign oras crane curl jq
# shellcheck shell=bash

# Two images, the first one signed by the key; sets key, signed and unsigned (REPO@DIGEST), and bundle.json.
_one_of_two_images_is_signed() { # cosign|inkan
  push app "$REPO:1"
  push other "$REPO:2"
  signed=$REPO@$(digest_of "$REPO:1")
  unsigned=$REPO@$(digest_of "$REPO:2")
  if [ "$1" = cosign ]; then
    key=$(cosign_key)
    exits 0 cosign_sign "$key" "$signed"
  else
    key=$(inkan_key p256)
    exits 0 inkan sign --key "$key.key" "$signed"
  fi
  fetch_bundle "$REPO" "${signed#*@}" bundle.json
}

an_unsigned_image_is_denied() {
  _one_of_two_images_is_signed inkan
  denies UNSIGNED --key "$key.pub" "$unsigned"
  admits --key "$key.pub" "$signed"
}

an_image_that_does_not_exist_is_denied() {
  _one_of_two_images_is_signed inkan
  denies NO_SUCH_IMAGE --key "$key.pub" "$REPO:nowhere"
  denies NO_SUCH_IMAGE --key "$key.pub" "$REPO-nowhere:1"
  admits --key "$key.pub" "$REPO:1"
}

the_wrong_key_is_denied() {
  _one_of_two_images_is_signed cosign
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$signed"
  # A key of another kind is not an error either.
  denies BAD_SIGNATURE --key "$(inkan_key ed25519).pub" "$signed"
  admits --key "$key.pub" "$signed"
}

a_payload_that_was_altered_after_signing_is_denied() {
  _one_of_two_images_is_signed cosign
  alter_payload ".subject[0].digest.sha256 = \"${unsigned##*:}\"" bundle.json altered.json
  attach_bundle altered.json "$unsigned"
  denies BAD_SIGNATURE --key "$key.pub" "$unsigned"
  admits --key "$key.pub" "$signed"
}

annotations_that_were_altered_after_signing_are_denied() {
  _one_of_two_images_is_signed cosign
  exits 0 cosign_sign "$key" -a stage=test "$unsigned"
  fetch_bundle "$REPO" "${unsigned#*@}" test.json
  alter_payload '.subject[0].annotations.stage = "prod"' test.json prod.json
  attach_bundle prod.json "$unsigned"
  denies BAD_SIGNATURE --key "$key.pub" -a stage=prod "$unsigned"
  admits --key "$key.pub" -a stage=test "$unsigned"
}

a_signature_of_another_image_is_denied() {
  _one_of_two_images_is_signed cosign
  attach_bundle bundle.json "$unsigned"
  denies WRONG_CLAIM --key "$key.pub" "$unsigned"
  admits --key "$key.pub" "$signed"
}

garbage_beside_a_good_signature_does_not_hide_it() {
  _one_of_two_images_is_signed cosign
  echo 'not a bundle' >garbage.json
  jq -c '.mediaType = "application/vnd.dev.sigstore.bundle.v9+json"' bundle.json >unknown.json
  local subject
  for subject in "$signed" "$unsigned"; do
    attach_bundle garbage.json "$subject"
    attach_bundle unknown.json "$subject"
  done
  admits --key "$key.pub" "$signed"
  denies MALFORMED --key "$key.pub" "$unsigned"
}

an_attestation_is_not_a_signature() {
  _one_of_two_images_is_signed cosign
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  echo '{"buildDefinition": {}, "runDetails": {}}' >provenance.json
  exits 0 cosign_attest "$key" --type spdxjson --predicate sbom.json "$unsigned"
  exits 0 cosign_attest "$key" --type slsaprovenance1 --predicate provenance.json "$unsigned"
  denies WRONG_CLAIM_TYPE --key "$key.pub" "$unsigned"
  exits 0 cosign_sign "$key" "$unsigned"
  admits --key "$key.pub" "$unsigned"
}

the_public_key_of_the_signer_is_needed_and_no_private_one_is_taken() {
  _one_of_two_images_is_signed inkan
  exits 2 inkan verify --key "$key.nowhere" "$signed"
  exits 2 inkan verify "$signed"
  admits --key "$key.pub" "$signed"
}

a_wrong_password_writes_nothing() {
  _one_of_two_images_is_signed inkan
  INKAN_PASSWORD=wrong exits 2 inkan sign --key "$key.key" "$unsigned"
  says 'password'
  same 0 "$(referrer_count "$REPO" "${unsigned#*@}")" "number of referrers after a wrong password"
  exits 0 inkan sign --key "$key.key" "$unsigned"
  same 1 "$(referrer_count "$REPO" "${unsigned#*@}")" "number of referrers after the right password"
}
