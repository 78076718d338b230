# `inkan promote`: only what is rightly signed arrives, whole, and its tag comes last.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign cosign2 containers-image regctl oras crane curl jq
# shellcheck shell=bash

_is_absent() { exits 1 crane digest --insecure "$1"; } # IMAGE

an_unsigned_image_leaves_no_tag() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 1 inkan promote --key "$key.pub" "$REPO:1" "$elsewhere:1"
  _is_absent "$elsewhere:1"
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 inkan promote --key "$key.pub" "$REPO:1" "$elsewhere:1"
  exits 0 cosign_verify "$key" "$elsewhere:1"
}

a_wrongly_signed_image_leaves_no_tag() {
  push app "$REPO:1"
  exits 0 cosign_sign "$(cosign_key b)" "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key b)" "$REPO:1"
  exits 1 inkan promote --key "$(cosign_key).pub" "$REPO:1" "$REPO-prod:1"
  _is_absent "$REPO-prod:1"
  exits 0 inkan promote --key "$(cosign_key b).pub" "$REPO:1" "$REPO-prod:1"
  exits 0 cosign_verify "$(cosign_key b)" "$REPO-prod:1"
}

_everybody_verifies_what_was_promoted_to() { # REPO
  same "$(digest_of "$REPO:1")" "$(digest_of "$1:1")" "digest of what was promoted"
  exits 0 cosign_verify "$(cosign_key a)" "$1:1"
  exits 0 cosign_verify_old "$(cosign_key b)" "$1:1"
  exits 0 cosign_verify "$(inkan_key p256)" "$1:1"
  exits 0 cosign_verify_old "$(inkan_key p256)" "$1:1"
  containers_image_admits "$(cosign_key b)" "exactRepository:$REPO" "$1:1"
  local key
  for key in "$(cosign_key a)" "$(cosign_key b)" "$(inkan_key p256)"; do
    admits --key "$key.pub" "$1:1"
  done
}

everybody_verifies_what_was_promoted() {
  push multi "$REPO:1"
  exits 0 cosign_sign "$(cosign_key a)" "$REPO:1"
  exits 0 cosign2_sign "$(cosign_key b)" --recursive "$REPO:1"
  exits 0 inkan sign --format sigstore --format cosign --key "$(inkan_key p256).key" "$REPO:1"
  exits 0 inkan promote --key "$(cosign_key a).pub" "$REPO:1" "$REPO-prod:1"
  _everybody_verifies_what_was_promoted_to "$REPO-prod"
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  exits 0 inkan promote --key "$(cosign_key b).pub" "$REPO:1" "$elsewhere:1"
  _everybody_verifies_what_was_promoted_to "$elsewhere"
}

a_policy_decides_about_the_name_of_the_source() {
  push app "$REPO:1"
  cat >policy.yaml <<YAML
apiVersion: inkan.dev/v1
kind: ImagePolicy
metadata: {name: interop}
signers:
  release: {cosign: {key: $(cosign_key).pub}}
rules:
  - name: staging
    match: {images: ["$REPO"]}
    require: {signatures: {all: [release]}}
YAML
  exits 1 inkan promote --policy policy.yaml "$REPO:1" "$REPO-prod:1"
  _is_absent "$REPO-prod:1"
  exits 0 cosign_sign "$(cosign_key)" "$REPO:1"
  exits 0 inkan promote --policy policy.yaml "$REPO:1" "$REPO-prod:1"
  exits 0 cosign_verify "$(cosign_key)" "$REPO-prod:1"
}

a_dry_run_of_promote_writes_nothing() {
  push app "$REPO:1"
  exits 0 cosign_sign "$(cosign_key)" "$REPO:1"
  exits 0 inkan promote --dry-run --key "$(cosign_key).pub" "$REPO:1" "$REPO-prod:1"
  _is_absent "$REPO-prod:1"
  # Some registries say that the repository does not exist, and some that it is empty.
  same '' "$(crane ls --insecure "$REPO-prod" 2>crane.err)" "tags after a dry run"
}

a_tag_on_another_image_is_not_moved_unasked() {
  push app "$REPO:1"
  push other "$REPO-prod:1"
  local key before
  key=$(cosign_key)
  before=$(digest_of "$REPO-prod:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 1 inkan promote --key "$key.pub" "$REPO:1" "$REPO-prod:1"
  same "$before" "$(digest_of "$REPO-prod:1")" "digest under the tag"
  exits 0 inkan promote --expect "$before" --key "$key.pub" "$REPO:1" "$REPO-prod:1"
  exits 0 cosign_verify "$key" "$REPO-prod:1"
  exits 0 inkan promote --key "$key.pub" "$REPO:1" "$REPO-prod:1"
  says 'already'
}

a_layout_is_promoted_to_a_registry_and_back() {
  push app "$REPO:1"
  local key
  key=$(cosign_key)
  exits 0 cosign_sign "$key" "$REPO:1"
  exits 0 inkan promote --key "$key.pub" "$REPO:1" oci:ours:1
  exits 0 cosign verify --local-image --key "$key.pub" --insecure-ignore-tlog=true ours
  exits 0 inkan promote --key "$key.pub" oci:ours:1 "$REPO-prod:1"
  exits 0 cosign_verify "$key" "$REPO-prod:1"
  exits 1 inkan promote --key "$(cosign_key b).pub" "$REPO:1" oci:theirs:1
  admits --key "$key.pub" oci:ours:1
  exits 2 inkan verify --key "$key.pub" oci:theirs:1 # there is no such layout
}

# ---- killed at any moment ----

_milliseconds() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

# Where the tag is, its signatures are.
_the_tag_is_never_without_its_signatures() { # IMAGE
  crane digest --insecure "$1" >killed.digest 2>killed.err || {
    grep -qE 'MANIFEST_UNKNOWN|NAME_UNKNOWN' killed.err || fail "$(cat killed.err)"
    return 0
  }
  exits 0 cosign_verify "$key" "$1"
  exits 0 cosign_verify_old "$key" "$1"
}

a_promote_that_is_killed_leaves_no_tag_without_its_signatures() {
  push multi "$REPO:1"
  local key begin whole n pid arrived=0
  key=$(inkan_key p256)
  exits 0 inkan sign --format sigstore --format cosign --recursive --key "$key.key" "$REPO:1"
  # A slow way, so that the kills are spread over the writing rather than over the start of the program.
  local elsewhere
  start_other_registry another
  elsewhere=$(cat another/address)/elsewhere/app
  start_faulty_proxy slow "${elsewhere%%/*}" --delay 20
  begin=$(_milliseconds)
  exits 0 inkan promote --key "$key.pub" "$REPO:1" "$(cat slow/address)/timed:1"
  whole=$(($(_milliseconds) - begin))
  for n in 1 2 3 4 5 6 7 8 9 10; do
    "$INKAN" promote --key "$key.pub" "$REPO:1" "$(cat slow/address)/killed-$n:1" >"$n.out" 2>&1 </dev/null &
    pid=$!
    sleep "$(awk -v whole="$whole" -v n="$n" 'BEGIN { print whole * (n + 0.5) / 11000 }')"
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    [ "$n" -lt 10 ] || sleep 0.2
    if crane digest --insecure "${elsewhere%%/*}/killed-$n:1" >/dev/null 2>&1; then arrived=$((arrived + 1)); fi
    _the_tag_is_never_without_its_signatures "${elsewhere%%/*}/killed-$n:1"
  done
  [ "$arrived" -lt 10 ] || fail "no kill came before the end"
  for n in 3 6 9; do
    exits 0 inkan promote --key "$key.pub" "$REPO:1" "${elsewhere%%/*}/killed-$n:1"
    exits 0 cosign_verify "$key" "${elsewhere%%/*}/killed-$n:1"
    exits 0 cosign_verify_old "$key" "${elsewhere%%/*}/killed-$n:1"
  done
}
