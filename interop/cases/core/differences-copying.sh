# Where inkan and its peers copy, sign beside and find differently: one row of docs/differences.md a case.
# on: distribution olareg
# needs: inkan cosign cosign2 containers-image regctl oras crane skopeo curl jq python3
# shellcheck shell=bash

# An image with a bundle by the key a and a .sig by the key b of cosign; sets digest.
_signed_in_both_families() { # IMAGE-NAME REPO
  push "$1" "$2:1"
  digest=$(digest_of "$2:1")
  exits 0 cosign_sign "$(cosign_key a)" "$2:1"
  exits 0 cosign2_sign "$(cosign_key b)" "$2:1"
}

# Which of the two families is found at REPO, by inkan, which looks at all places.
_families_at() { # REPO: prints "bundle", ".sig", both or nothing
  local found=()
  ! inkan verify --key "$(cosign_key a).pub" "$1:1" >/dev/null 2>&1 </dev/null || found+=(bundle)
  ! inkan verify --key "$(cosign_key b).pub" "$1:1" >/dev/null 2>&1 </dev/null || found+=(.sig)
  printf '%s\n' "${found[*]}"
}

_peer_carries() { # FAMILIES COPY-COMMAND...
  _signed_in_both_families app "$REPO"
  exits 0 "${@:2}" "$REPO:1" "$REPO-peer:1"
  same "$1" "$(_families_at "$REPO-peer")" "families that the peer carried"
  exits 0 inkan copy "$REPO:1" "$REPO-inkan:1"
  same 'bundle .sig' "$(_families_at "$REPO-inkan")" "families that inkan carried"
}

_skopeo_copies() { skopeo_copy --all "docker://$1" "docker://$2"; }
_regctl_copies() { regctl_ "${1%%/*}" "${2%%/*}" -- image copy "$1" "$2"; }

difference_cosign_copy_loses_bundles() { _peer_carries .sig cosign_copy; }
difference_oras_leaves_the_sig_tag_behind() { _peer_carries bundle oras_copy; }
difference_crane_copies_the_image_only() { _peer_carries '' crane_copy; }
difference_skopeo_copies_the_image_only() { _peer_carries '' _skopeo_copies; }
difference_regctl_without_flags() { _peer_carries '' _regctl_copies; }
difference_regctl_with_its_flags() { _peer_carries 'bundle .sig' regctl_copy; }

# The source is signed by b under its .sig tag, the destination by c.
_signed_on_both_sides() { # SOURCE DESTINATION
  push app "$1:1"
  push app "$2:1"
  exits 0 cosign2_sign "$(cosign_key b)" "$1:1"
  exits 0 cosign2_sign "$(cosign_key c)" "$2:1"
}

_signers_left_at() { # REPO: prints those of b and c whose signature is under the .sig tag
  local signer left=()
  for signer in b c; do
    ! cosign2_verify "$(cosign_key "$signer")" "$1:1" >/dev/null 2>&1 </dev/null || left+=("$signer")
  done
  printf '%s\n' "${left[*]}"
}

difference_sig_tags_on_both_sides() {
  _signed_on_both_sides "$REPO" "$REPO-cosign"
  exits 1 cosign_copy "$REPO:1" "$REPO-cosign:1"
  exits 0 cosign_copy -f "$REPO:1" "$REPO-cosign:1"
  same b "$(_signers_left_at "$REPO-cosign")" "signers left after cosign copied"
  _signed_on_both_sides "$REPO" "$REPO-regctl"
  exits 0 regctl_copy "$REPO:1" "$REPO-regctl:1"
  same b "$(_signers_left_at "$REPO-regctl")" "signers left after regctl copied"
  _signed_on_both_sides "$REPO" "$REPO-inkan"
  exits 0 inkan copy "$REPO:1" "$REPO-inkan:1"
  same 'b c' "$(_signers_left_at "$REPO-inkan")" "signers left after inkan copied"
}

# What the forced copy of cosign does to bundles that are at the destination already.
difference_forced_copy_over_bundles() {
  _signed_in_both_families app "$REPO"
  push app "$REPO-cosign:1"
  push app "$REPO-inkan:1"
  exits 0 cosign_sign "$(cosign_key c)" "$REPO-cosign:1"
  exits 0 cosign_sign "$(cosign_key c)" "$REPO-inkan:1"
  exits 0 cosign_copy -f "$REPO:1" "$REPO-cosign:1"
  case $KIND in
    olareg) exits 0 cosign_verify "$(cosign_key c)" "$REPO-cosign:1" ;;
    *) exits 12 cosign_verify "$(cosign_key c)" "$REPO-cosign:1" ;;
  esac
  exits 0 inkan copy --overwrite "$REPO:1" "$REPO-inkan:1"
  exits 0 cosign_verify "$(cosign_key c)" "$REPO-inkan:1"
  same 'bundle .sig' "$(_families_at "$REPO-inkan")" "families that inkan carried"
}

difference_image_under_its_own_fallback_tag() {
  push app "$REPO:1"
  local digest tag
  digest=$(digest_of "$REPO:1")
  tag=${digest/:/-}
  exits 0 cosign_copy "$REPO:1" "$REPO-cosign:1"
  same "$digest" "$(digest_of "$REPO-cosign:$tag")" "what cosign put under the fallback tag"
  exits 0 inkan copy "$REPO:1" "$REPO-inkan:1"
  same 1 "$(tags_of "$REPO-inkan" | xargs)" "tags that inkan wrote"
  # Where that tag is needed, cosign replaces what is there, and inkan does not.
  [ "$KIND" != olareg ] || return 0
  exits 3 inkan sign --key "$(cosign_key).key" "$REPO-cosign:1"
  same "$digest" "$(digest_of "$REPO-cosign:$tag")" "what is under the fallback tag after inkan tried to sign"
  exits 0 cosign_sign "$(cosign_key)" "$REPO-cosign:1"
  [ "$digest" != "$(digest_of "$REPO-cosign:$tag")" ] || fail "cosign did not replace it"
}

difference_foreign_bundle_beside_a_good_sig_tag() {
  _signed_in_both_families app "$REPO"
  exits 1 cosign_verify "$(cosign_key b)" "$REPO:1"
  exits 1 cosign2_verify "$(cosign_key b)" "$REPO:1"
  admits --key "$(cosign_key b).pub" "$REPO:1"
  admits --key "$(cosign_key a).pub" "$REPO:1"
}

# Under .sig tags it is the same as with bundles.
_sig_tag_self_and_other() { # ALGORITHM
  push app "$REPO:1"
  push other "$REPO:2"
  local key
  key=$(imported_key "$1")
  exits 0 cosign2_sign "$key" "$REPO:1"
  exits 12 cosign2_verify "$key" "$REPO:1"
  exits 12 cosign_verify "$key" "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO:2"
  exits 0 cosign2_verify "$key" "$REPO:2"
  exits 0 cosign_verify "$key" "$REPO:2"
  admits --key "$key.pub" "$REPO:2"
}

difference_sig_tag_by_a_p384_key() { _sig_tag_self_and_other p384; }
difference_sig_tag_by_a_p521_key() { _sig_tag_self_and_other p521; }
difference_sig_tag_by_an_ed25519_key() { _sig_tag_self_and_other ed25519; }

difference_sig_tag_answered_503() {
  push app "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key)" "$REPO:1"
  start_faulty_proxy proxy "$REGISTRY" --on 'GET .*/manifests/sha256-[0-9a-f]{64}[.]sig' --answer 503
  local behind
  behind=$(cat proxy/address)/${REPO#*/}:1
  exits 1 cosign2_verify "$(cosign_key)" "$behind"
  exits 1 cosign_verify "$(cosign_key)" "$behind"
  cannot_tell UNAVAILABLE --retries 0 --key "$(cosign_key).pub" "$behind"
}

difference_name_in_a_sig_tag() {
  local tool key
  for tool in cosign2 inkan; do push app "$REPO-$tool:1"; done
  key=$(cosign_key)
  exits 0 cosign2_sign "$key" "$REPO-cosign2:1"
  containers_image_refuses 'signature for identity' "$key" default "$REPO-cosign2:1"
  containers_image_admits "$key" matchRepository "$REPO-cosign2:1"
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO-inkan:1"
  containers_image_admits "$key" default "$REPO-inkan:1"
}

_five_sign_in_parallel() { # IMAGE SIGN-COMMAND
  local signer signers=()
  for signer in a b c d e; do
    "$2" "$signer" "$1" >"$signer.out" 2>&1 </dev/null &
    signers+=($!)
  done
  for signer in "${signers[@]}"; do
    wait "$signer" || fail "a signer failed: $(cat ./?.out)"
  done
}

_sign_with_cosign2() { cosign2_sign "$(cosign_key "$1")" "$2"; }
_sign_with_inkan() { inkan sign --format cosign --key "$(cosign_key "$1").key" "$2"; }

difference_parallel_signers_of_a_sig_tag() {
  push app "$REPO:1"
  push other "$REPO:2"
  local first second left signer
  for signer in a b c d e; do cosign_key "$signer"; done
  first=$(digest_of "$REPO:1")
  second=$(digest_of "$REPO:2")
  start_faulty_proxy slow "$REGISTRY" --delay 100
  _five_sign_in_parallel "$(cat slow/address)/${REPO#*/}@$first" _sign_with_cosign2
  left=$(sig_layer_count "$REPO" "$first")
  [ "$left" -lt 5 ] || fail "cosign lost no signature"
  _five_sign_in_parallel "$(cat slow/address)/${REPO#*/}@$second" _sign_with_inkan
  same 5 "$(sig_layer_count "$REPO" "$second")" "number of signatures left of inkan's"
}

difference_saved_bundle_cannot_be_loaded() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  exits 1 cosign load --allow-http-registry --dir saved "$REPO-cosign:1"
  exits 0 inkan copy oci:saved "$REPO-inkan:1"
  exits 0 cosign_verify "$key" "$REPO-inkan:1"
}

difference_saved_index() {
  push multi "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 cosign save --allow-http-registry --dir saved "$REPO:1"
  exits 1 cosign verify --local-image --key "$key.pub" --insecure-ignore-tlog=true saved
  admits --key "$key.pub" oci:saved
}

difference_copy_of_an_unsigned_image() {
  push app "$REPO:1"
  exits 0 cosign_copy "$REPO:1" "$REPO-cosign:1"
  exits 0 regctl_copy "$REPO:1" "$REPO-regctl:1"
  exits 0 inkan copy "$REPO:1" "$REPO-copy:1"
  exits 1 inkan promote --key "$(cosign_key).pub" "$REPO:1" "$REPO-inkan:1"
  exits 1 crane digest --insecure "$REPO-inkan:1"
}
