# The peers among themselves. When one of these fails, look at the peers and this machine before you look at inkan.
# on: distribution docker-registry olareg
# needs: cosign oras crane curl jq
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
