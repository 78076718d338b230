# A registry that cannot be asked is never "unsigned": undetermined, exit status 3. Beside each, the yes without the fault.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign oras crane curl jq python3
# shellcheck shell=bash

BOTH_LISTINGS='GET .*/(referrers/|manifests/sha256-[0-9a-f]{64}$)'
REFERRERS_API='GET .*/referrers/'
BLOBS='GET .*/blobs/'

# An image signed by cosign, and a faulty way to it: sets key, digest, and behind (the repository behind the proxy).
_signed_behind_a_proxy() { # PROXY-ARGUMENT...
  push app "$REPO:1"
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  start_faulty_proxy proxy "$REGISTRY" "$@"
  behind=$(cat proxy/address)/${REPO#*/}
  admits --key "$key.pub" "$REPO:1"
}

a_stopped_registry_is_undetermined() {
  start_registry "$KIND" own
  local image key digest
  image=$(cat own/address)/app
  key=$(cosign_key)
  push app "$image:1"
  digest=$(digest_of "$image:1")
  exits 0 cosign_sign "$key" "$image:1"
  admits --key "$key.pub" "$image:1"
  stop_process own
  cannot_tell UNREADABLE --retries 0 --key "$key.pub" "$image:1"
  says 'refused'
  cannot_tell UNREACHABLE --retries 0 --key "$key.pub" "$image@$digest"
  exits 3 inkan sign --retries 0 --key "$(inkan_key p256).key" "$image:1"
}

a_listing_that_is_unavailable_is_undetermined() {
  _signed_behind_a_proxy --on "$BOTH_LISTINGS" --answer 503
  cannot_tell UNAVAILABLE --retries 0 --key "$key.pub" "$behind:1"
  cannot_tell UNAVAILABLE --retries 1 --key "$key.pub" "$behind@$digest"
}

a_listing_that_is_rate_limited_is_undetermined() {
  _signed_behind_a_proxy --on "$BOTH_LISTINGS" --answer 429
  cannot_tell RATE_LIMITED --retries 0 --key "$key.pub" "$behind:1"
}

a_yes_needs_no_place_that_cannot_be_read_and_a_no_needs_them_all() {
  _signed_behind_a_proxy --on "$REFERRERS_API" --answer 503
  case $KIND in
    # The signature is under the fallback tag, which can be read.
    distribution | docker-registry) admits --retries 0 --key "$key.pub" "$behind:1" ;;
    *) cannot_tell UNAVAILABLE --retries 0 --key "$key.pub" "$behind:1" ;;
  esac
  cannot_tell UNAVAILABLE --retries 0 --key "$(cosign_key b).pub" "$behind:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$REPO:1"
}

inkan_does_not_sign_where_it_cannot_list() {
  push app "$REPO:1"
  local key digest
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  start_faulty_proxy proxy "$REGISTRY" --on "$REFERRERS_API" --answer 503
  exits 3 inkan sign --retries 0 --key "$key.key" "$(cat proxy/address)/${REPO#*/}:1"
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  same 1 "$(referrer_count "$REPO" "$digest")" "number of referrers"
}

a_listing_that_fails_once_is_asked_again() {
  _signed_behind_a_proxy --on "$BOTH_LISTINGS" --answer 503 --times 1
  admits --key "$key.pub" "$behind:1"
}

a_login_page_instead_of_a_listing_is_undetermined() {
  _signed_behind_a_proxy --on "$BOTH_LISTINGS" --answer html
  cannot_tell PROTOCOL --retries 0 --key "$key.pub" "$behind:1"
}

a_bundle_that_is_unavailable_is_undetermined() {
  _signed_behind_a_proxy --on "$BLOBS" --answer 503
  cannot_tell UNAVAILABLE --retries 0 --key "$key.pub" "$behind:1"
}

a_bundle_that_is_cut_short_is_undetermined() {
  _signed_behind_a_proxy --on "$BLOBS" --answer cut
  cannot_tell PROTOCOL --retries 0 --key "$key.pub" "$behind:1"
}

a_bundle_that_is_cut_short_once_is_asked_again() {
  _signed_behind_a_proxy --on "$BLOBS" --answer cut --times 1
  admits --key "$key.pub" "$behind:1"
}

# As a whole it breaks off, then the first piece: 20 MB that cannot be packed smaller.
a_large_upload_that_breaks_off_goes_on_in_pieces() {
  head -c 20000000 /dev/urandom >large
  exits 0 oras push --oci-layout --no-tty --artifact-type application/vnd.example.large large-image:1 \
    large:application/vnd.oci.image.layer.v1.tar
  start_faulty_proxy proxy "$REGISTRY" --on "PUT .*$(sha256sum <large | cut -d ' ' -f 1)|PATCH" \
    --answer gone --times 2
  exits 0 inkan copy --jobs 1 oci:large-image:1 "$(cat proxy/address)/${REPO#*/}:1"
  same "PUT PATCH" "$(sed 's/gone \([A-Z]*\) .*/\1/' proxy/log | xargs)" "what was lost: the whole, the first piece"
  exits 0 oras pull --plain-http --no-tty -o pulled "$REPO:1"
  same "$(sha256sum <large)" "$(sha256sum <pulled/large)" "content after pulling"
}
