# Several signers under one .sig tag, and both families on one image: nobody's signature is lost, and none hides another.
# on: distribution docker-registry olareg
# needs: inkan cosign cosign2 containers-image oras crane curl jq
# shellcheck shell=bash

# Every verifier finds the signature of every signer; each key is another tool's.
_all_find_the_signatures_of() { # KEY-PREFIX...
  local key
  for key in "$@"; do
    admits --key "$key.pub" "$REPO:1"
    exits 0 cosign2_verify "$key" "$REPO:1"
    exits 0 cosign_verify "$key" "$REPO:1"
    containers_image_admits "$key" matchRepository "$REPO:1"
  done
}

_four_tools_sign() { # SIGN-COMMAND... in this order, with the keys a b c d of cosign; all share one tag
  push app "$REPO:1"
  local digest sign names=(a b c d) keys=() key
  digest=$(digest_of "$REPO:1")
  for sign in "$@"; do
    key=$(cosign_key "${names[${#keys[@]}]}")
    keys+=("$key")
    exits 0 "$sign" "$key" "$REPO:1"
    same "${#keys[@]}" "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  done
  _all_find_the_signatures_of "${keys[@]}"
}

_by_inkan() { inkan sign --format cosign --key "$1.key" "$2"; }
_by_containers_image() { containers_image_signs "$1" "$2" "$2"; }

inkan_appends_to_the_sig_tag_of_all_others() {
  _four_tools_sign cosign2_sign cosign_sign_old _by_containers_image _by_inkan
}

all_others_append_to_the_sig_tag_of_inkan() {
  _four_tools_sign _by_inkan _by_containers_image cosign2_sign cosign_sign_old
}

both_families_on_one_image_count() {
  push app "$REPO:1"
  local bundle tag digest
  bundle=$(cosign_key a) tag=$(cosign_key b)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$bundle" "$REPO:1"
  exits 0 cosign2_sign "$tag" "$REPO:1"
  admits --key "$bundle.pub" "$REPO:1"
  admits --key "$tag.pub" "$REPO:1"
  denies BAD_SIGNATURE --key "$(cosign_key c).pub" "$REPO:1"
  # inkan adds to both, and loses nothing of either.
  exits 0 inkan sign --format sigstore --format cosign --key "$(inkan_key p256).key" "$REPO:1"
  same 2 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  same 2 "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  exits 0 cosign_verify "$bundle" "$REPO:1"
  exits 0 cosign_verify_old "$tag" "$REPO:1"
  exits 0 cosign_verify "$(inkan_key p256)" "$REPO:1"
  exits 0 cosign_verify_old "$(inkan_key p256)" "$REPO:1"
  exits 0 cosign2_verify "$(inkan_key p256)" "$REPO:1"
}

a_policy_that_wants_two_signers_finds_one_in_each_family() {
  push app "$REPO:1"
  cat >policy.yaml <<YAML
apiVersion: inkan.dev/v1
kind: ImagePolicy
metadata: {name: interop}
signers:
  old: {cosign: {key: $(cosign_key a).pub}}
  new: {cosign: {key: $(cosign_key b).pub}}
rules:
  - name: both
    match: {images: ["**"]}
    require: {signatures: {all: [old, new]}}
YAML
  exits 0 cosign2_sign "$(cosign_key a)" "$REPO:1"
  denies SIGNER_MISSING --policy policy.yaml "$REPO:1"
  exits 0 cosign_sign "$(cosign_key b)" "$REPO:1"
  admits --policy policy.yaml "$REPO:1"
}

attestations_under_their_own_tag_are_no_signatures_and_stay() {
  push app "$REPO:1"
  local key digest before
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  echo '{"spdxVersion": "SPDX-2.3"}' >sbom.json
  exits 0 cosign2_attest "$key" --type spdxjson --predicate sbom.json "$REPO:1"
  before=$(digest_of "$REPO:${digest/:/-}.att")
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  same "$before" "$(digest_of "$REPO:${digest/:/-}.att")" "digest under the .att tag"
}
