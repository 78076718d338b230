# The tag sha256-HEX is where clients list what hangs on an image when the registry does not. `cosign copy` puts the image
# itself there, and whoever signs next mixes the two. inkan sees through it, says so, and never writes over it.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign cosign2 regctl oras crane curl jq
# shellcheck shell=bash

_lists_by_itself() { [ "$KIND" = olareg ] || [ "$KIND" = inkan ]; }

_fallback_tag() { printf '%s\n' "${1/:/-}"; } # DIGEST

# Signed in the older format and copied by cosign, so that the tag sha256-HEX of the copy names IMAGE-NAME itself; sets key,
# digest and copy.
_copied_by_cosign() { # IMAGE-NAME
  push "$1" "$REPO:1"
  key=$(cosign_key)
  digest=$(digest_of "$REPO:1")
  copy=$REPO-copy
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 0 cosign_copy "$REPO:1" "$copy:1"
  same "$digest" "$(digest_of "$copy:$(_fallback_tag "$digest")")" "what cosign put under the fallback tag"
}

a_sig_tag_beside_an_image_under_the_fallback_tag_is_found() {
  _copied_by_cosign app
  admits --key "$key.pub" "$copy:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$copy:1"
}

a_sig_tag_beside_an_index_of_children_under_the_fallback_tag_is_found() {
  _copied_by_cosign multi
  admits --key "$key.pub" "$copy:1"
  denies BAD_SIGNATURE --key "$(cosign_key b).pub" "$copy:1"
}

an_unsigned_image_under_its_own_fallback_tag_is_unsigned() {
  push app "$REPO:1"
  exits 0 cosign_copy "$REPO:1" "$REPO-copy:1"
  denies UNSIGNED --key "$(cosign_key).pub" "$REPO-copy:1"
}

children_under_the_fallback_tag_are_no_signatures() {
  push multi "$REPO:1"
  exits 0 cosign_copy "$REPO:1" "$REPO-copy:1"
  exits 1 inkan verify --output json --key "$(cosign_key).pub" "$REPO-copy:1"
  prints '.verdict == "deny"'
}

signing_in_the_older_format_does_not_touch_the_polluted_tag() {
  _copied_by_cosign app
  exits 0 inkan sign --format cosign --key "$(inkan_key p256).key" "$copy:1"
  same "$digest" "$(digest_of "$copy:$(_fallback_tag "$digest")")" "what is under the fallback tag"
  same 2 "$(sig_layer_count "$copy" "$digest")" "number of signatures under the .sig tag"
  admits --key "$(inkan_key p256).pub" "$copy:1"
  exits 0 cosign2_verify "$key" "$copy:1"
}

# Where the registry lists by itself nobody needs the tag; elsewhere the bundle has no place left, and an image is not
# overwritten to make one.
a_bundle_is_written_only_where_it_needs_no_polluted_tag() {
  _copied_by_cosign app
  local status=0
  inkan sign --key "$(inkan_key p256).key" "$copy:1" >out 2>err </dev/null || status=$?
  cat out err
  if _lists_by_itself; then
    same 0 "$status" "exit status of sign"
    admits --key "$(inkan_key p256).pub" "$copy:1"
    exits 0 cosign_verify "$(inkan_key p256)" "$copy:1"
  else
    [ "$status" != 0 ] || fail "sign exits 0 and has no place to list its bundle"
    says "$(_fallback_tag "$digest")"
  fi
  same "$digest" "$(digest_of "$copy:$(_fallback_tag "$digest")")" "what is under the fallback tag"
  admits --key "$key.pub" "$copy:1"
}

# cosign adds its signature to a copy of the image's own index there: the two are told apart.
a_list_of_children_and_referrers_under_one_tag_is_seen_through() {
  _copied_by_cosign multi
  exits 0 cosign_sign "$(cosign_key b)" "$copy:1"
  admits --key "$(cosign_key b).pub" "$copy:1"
  admits --key "$key.pub" "$copy:1"
  denies BAD_SIGNATURE --key "$(cosign_key c).pub" "$copy:1"
}

copying_on_carries_the_signatures_and_not_the_pollution() {
  _copied_by_cosign app
  exits 0 inkan copy "$copy:1" "$REPO-clean:1"
  same "1 $(sig_tag "$digest")" "$(tags_of "$REPO-clean" | xargs)" "tags of the copy"
  admits --key "$key.pub" "$REPO-clean:1"
  exits 0 cosign2_verify "$key" "$REPO-clean:1"
  # There a bundle has its place.
  exits 0 inkan sign --key "$(inkan_key p256).key" "$REPO-clean:1"
  exits 0 cosign_verify "$(inkan_key p256)" "$REPO-clean:1"
}

copying_on_tells_children_from_referrers() {
  _copied_by_cosign multi
  exits 0 cosign_sign "$(cosign_key b)" "$copy:1"
  exits 0 inkan copy "$copy:1" "$REPO-clean:1"
  same 1 "$(referrer_count "$REPO-clean" "$digest")" "number of referrers of the copy"
  admits --key "$key.pub" "$REPO-clean:1"
  exits 0 cosign_verify "$(cosign_key b)" "$REPO-clean:1"
  exits 0 cosign_verify_old "$key" "$REPO-clean:1"
}

copying_to_a_polluted_place_overwrites_nothing_there() {
  push app "$REPO:1"
  local digest status=0
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --format sigstore --format cosign --key "$(inkan_key p256).key" "$REPO:1"
  push app "$REPO-plain:1"
  exits 0 cosign_copy "$REPO-plain:1" "$REPO-copy:1"
  inkan copy "$REPO:1" "$REPO-copy:2" >out 2>err </dev/null || status=$?
  cat out err
  same "$digest" "$(digest_of "$REPO-copy:$(_fallback_tag "$digest")")" "what is under the fallback tag"
  if _lists_by_itself; then
    same 0 "$status" "exit status of copy"
    exits 0 cosign_verify "$(inkan_key p256)" "$REPO-copy:2"
  else
    [ "$status" != 0 ] || fail "copy exits 0 and has no place to list the bundle"
    exits 1 crane digest --insecure "$REPO-copy:2" # no tag without its signatures
  fi
}
