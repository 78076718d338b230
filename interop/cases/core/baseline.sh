# The peers among themselves. When one of these fails, look at the peers and this machine before you look at inkan.
# on: distribution docker-registry olareg
# needs: cosign cosign2 containers-image regctl oras crane curl jq
# shellcheck shell=bash

cosign_verifies_what_cosign_signs_by_tag_and_by_digest() {
  push app "$REPO:1"
  local key digest
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO@$digest"
  exits 0 cosign_verify "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO@$digest"
  exits 1 cosign_verify "$(cosign_key b)" "$REPO@$digest"
}

the_referrers_api_is_where_we_think_it_is() {
  push app "$REPO:1"
  local digest status
  digest=$(digest_of "$REPO:1")
  status=$(curl -s -o body -w '%{http_code}' "http://$REGISTRY/v2/${REPO#*/}/referrers/$digest")
  case $KIND in
    olareg) same 200 "$status" "answer of the referrers API" ;;
    *) same 404 "$status" "answer of the referrers API" ;;
  esac
}

a_referrer_that_oras_attaches_is_listed() {
  push app "$REPO:1"
  local digest
  digest=$(digest_of "$REPO:1")
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers before"
  echo '{}' >bundle.json
  attach_bundle bundle.json "$REPO@$digest"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers after"
}

both_cosigns_verify_the_sig_tag_of_the_other() {
  push app "$REPO:1"
  local digest
  digest=$(digest_of "$REPO:1")
  exits 10 cosign2_verify "$(cosign_key)" "$REPO:1"
  exits 0 cosign_sign_old "$(cosign_key)" "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key b)" "$REPO:1"
  same 2 "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  local key
  for key in "$(cosign_key)" "$(cosign_key b)"; do
    exits 0 cosign_verify "$key" "$REPO:1"
    exits 0 cosign2_verify "$key" "$REPO:1"
  done
  exits 12 cosign2_verify "$(cosign_key c)" "$REPO:1"
}

containers_image_judges_by_key_and_by_name() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  containers_image_refuses 'no signature exists' "$key" default "$REPO:1"
  exits 0 containers_image_signs "$key" "$REPO:1" "$REPO-signed:1"
  containers_image_admits "$key" default "$REPO-signed:1"
  containers_image_admits "$key" "exactRepository:$REPO-signed" "$REPO-signed:1"
  containers_image_refuses 'is not accepted' "$key" "exactRepository:$REPO" "$REPO-signed:1"
  containers_image_refuses 'signature verification failed' "$(cosign_key b)" default "$REPO-signed:1"
  exits 0 cosign2_verify "$key" "$REPO-signed:1"
}

regctl_carries_what_cosign_signed_in_both_formats() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 0 regctl_copy "$REPO:1" "$REPO-copy:1"
  exits 0 cosign_verify "$key" "$REPO-copy:1"
  exits 0 cosign_verify_old "$key" "$REPO-copy:1"
}
