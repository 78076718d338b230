# What `inkan sign --format cosign` writes under the tag sha256-HEX.sig, everybody else who reads such tags accepts.
# on: distribution docker-registry olareg inkan
# needs: inkan cosign cosign2 containers-image oras crane curl jq
# shellcheck shell=bash

NO_SIGNATURE='no signature exists'

_signed_by_inkan() { # tag|digest FLAG...: sets key and digest
  push app "$REPO:1"
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  local image=$REPO:1
  [ "$1" = tag ] || image=$REPO@$digest
  exits 0 inkan sign --format cosign --key "$key.key" "${@:2}" "$image"
}

cosign_2_and_3_verify_the_sig_tag_that_inkan_wrote() {
  push other "$REPO:2"
  _signed_by_inkan tag
  same 0 "$(referrer_count "$REPO" "$digest")" "number of referrers"
  same 1 "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  local image verify
  for verify in cosign2_verify cosign_verify; do
    for image in "$REPO:1" "$REPO@$digest"; do
      exits 0 "$verify" "$key" "$image"
      prints ".[0].critical.image[\"docker-manifest-digest\"] == \"$digest\""
    done
    exits 12 "$verify" "$(inkan_key p256 b)" "$REPO:1"
    exits 10 "$verify" "$key" "$REPO:2"
  done
  admits --key "$key.pub" "$REPO:1"
}

cosign_2_and_3_verify_the_sig_tag_that_inkan_wrote_by_digest() {
  _signed_by_inkan digest
  exits 0 cosign2_verify "$key" "$REPO:1"
  prints ".[0].critical.identity[\"docker-reference\"] == \"$REPO\""
  exits 0 cosign_verify "$key" "$REPO@$digest"
}

cosign_2_and_3_find_the_annotations_that_inkan_signed_under_a_sig_tag() {
  _signed_by_inkan tag -a stage=prod -a 'ticket=A <b> "quoted" ünïcode'
  local verify
  for verify in cosign2_verify cosign_verify; do
    exits 0 "$verify" "$key" -a stage=prod "$REPO:1"
    prints '.[0].optional == {"stage": "prod", "ticket": "A <b> \"quoted\" ünïcode"}'
    exits 12 "$verify" "$key" -a stage=test "$REPO:1"
  done
  admits --key "$key.pub" -a stage=prod "$REPO:1"
  denies WRONG_ANNOTATION --key "$key.pub" -a stage=test "$REPO:1"
}

cosign_2_and_3_verify_the_children_that_inkan_signed_recursively_under_sig_tags() {
  push multi "$REPO:1"
  local key digest child children
  key=$(inkan_key p256)
  digest=$(digest_of "$REPO:1")
  exits 0 inkan sign --recursive --format cosign --key "$key.key" "$REPO:1"
  exits 0 cosign2_verify "$key" "$REPO:1"
  children=$(children_of "$REPO@$digest")
  same 2 "$(wc -w <<<"$children")" "number of children"
  for child in $children; do
    exits 0 cosign2_verify "$key" "$REPO@$child"
    exits 0 cosign_verify "$key" "$REPO@$child"
    admits --key "$key.pub" "$REPO@$child"
  done
  containers_image_admits "$key" default "$REPO:1"
}

containers_image_accepts_by_its_default_rule_what_inkan_signed_by_tag() {
  _signed_by_inkan tag
  containers_image_admits "$key" default "$REPO:1"
  containers_image_admits "$key" default "$REPO@$digest"
  containers_image_admits "$key" matchRepository "$REPO:1"
  # The name is what was signed: the same digest under another tag is another image by this rule.
  exits 0 crane tag --insecure "$REPO:1" 2
  containers_image_refuses 'signature for identity' "$key" default "$REPO:2"
  containers_image_admits "$key" matchRepository "$REPO:2"
}

containers_image_accepts_by_repository_what_inkan_signed_by_digest() {
  _signed_by_inkan digest
  containers_image_admits "$key" matchRepository "$REPO:1"
  containers_image_admits "$key" matchRepository "$REPO@$digest"
  containers_image_admits "$key" "exactRepository:$REPO" "$REPO:1"
  containers_image_refuses 'signature for identity' "$key" default "$REPO:1"
  containers_image_refuses 'signature for identity' "$key" default "$REPO@$digest"
  containers_image_refuses 'signature for identity' "$key" "exactRepository:$REPO-other" "$REPO:1"
}

containers_image_refuses_the_unsigned_and_what_another_key_signed() {
  _signed_by_inkan tag
  push other "$REPO:2"
  containers_image_refuses "$NO_SIGNATURE" "$key" default "$REPO:2"
  containers_image_refuses 'signature verification failed|invalid signature' "$(inkan_key p256 b)" default "$REPO:1"
  containers_image_admits "$key" default "$REPO:1"
}

containers_image_does_not_see_a_signature_that_is_in_a_bundle_only() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --key "$key.key" "$REPO:1"
  says 'podman'
  containers_image_refuses "$NO_SIGNATURE" "$key" default "$REPO:1"
  exits 0 inkan sign --format sigstore --format cosign --key "$key.key" "$REPO:1"
  says_not 'podman'
  containers_image_admits "$key" default "$REPO:1"
  exits 0 cosign2_verify "$key" "$REPO:1"
  exits 0 cosign_verify "$key" "$REPO:1"
}

all_refuse_a_payload_that_was_altered_under_the_sig_tag() {
  push other "$REPO:2"
  _signed_by_inkan tag
  local other layer altered
  other=$(digest_of "$REPO:2")
  # The good signature over a payload that names the other image.
  layer=$(sig_manifest "$REPO" "$digest" | jq -r '.layers[0].digest')
  crane blob --insecure "$REPO@$layer" | sed "s/$digest/$other/; s|$REPO:1|$REPO:2|" >altered.json
  altered=sha256:$(sha256sum altered.json | cut -d ' ' -f 1)
  exits 0 oras blob push --plain-http "$REPO@$altered" altered.json
  sig_manifest "$REPO" "$digest" |
    jq -c --arg digest "$altered" --argjson size "$(stat -c %s altered.json)" '.layers[0] += {$digest, $size}' >altered.sig
  put_manifest altered.sig "$MANIFEST_TYPE" "$REPO:$(sig_tag "$other")"
  exits 12 cosign2_verify "$key" "$REPO:2"
  exits 12 cosign_verify "$key" "$REPO:2"
  containers_image_refuses 'signature verification failed|invalid signature' "$key" matchRepository "$REPO:2"
  denies BAD_SIGNATURE --key "$key.pub" "$REPO:2"
  admits --key "$key.pub" "$REPO:1"
}

all_refuse_the_sig_tag_of_another_image() {
  push other "$REPO:2"
  _signed_by_inkan tag
  sig_manifest "$REPO" "$digest" >moved.sig
  put_manifest moved.sig "$MANIFEST_TYPE" "$REPO:$(sig_tag "$(digest_of "$REPO:2")")"
  exits 12 cosign2_verify "$key" "$REPO:2"
  exits 12 cosign_verify "$key" "$REPO:2"
  containers_image_refuses 'digest' "$key" matchRepository "$REPO:2"
  denies WRONG_CLAIM --key "$key.pub" "$REPO:2"
  admits --key "$key.pub" "$REPO:1"
}

signing_again_under_the_sig_tag_changes_nothing() {
  _signed_by_inkan tag
  local before
  before=$(sig_manifest "$REPO" "$digest")
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO:1"
  says 'already'
  same "$before" "$(sig_manifest "$REPO" "$digest")" "the manifest under the .sig tag"
  # Another name is another claim.
  exits 0 inkan sign --format cosign --key "$key.key" "$REPO@$digest"
  same 2 "$(sig_layer_count "$REPO" "$digest")" "number of signatures after another claim"
  exits 0 cosign2_verify "$key" "$REPO:1"
  prints 'length == 2'
  exits 0 cosign_verify "$key" "$REPO:1"
  prints 'length == 2'
}

cosign_attaches_the_signature_that_inkan_made_apart() {
  push app "$REPO:1"
  local key
  key=$(inkan_key p256)
  exits 0 inkan sign --format cosign --key "$key.key" --output-signature app.sig --output-payload app.json "$REPO:1"
  denies UNSIGNED --key "$key.pub" "$REPO:1"
  exits 0 cosign2 attach signature --allow-http-registry --signature app.sig --payload app.json "$REPO:1"
  admits --key "$key.pub" "$REPO:1"
  exits 0 cosign2_verify "$key" "$REPO:1"
  containers_image_admits "$key" default "$REPO:1"
}

three_inkan_signers_in_parallel_lose_no_layer_of_the_sig_tag() {
  push app "$REPO:1"
  # A slow way to the registry, so that all three read the same manifest before the first of them writes.
  start_faulty_proxy slow "$REGISTRY" --delay 100
  local address digest signer key signers=() status=0
  address=$(cat slow/address)/${REPO#*/}
  digest=$(digest_of "$REPO:1")
  for signer in a b c; do
    key=$(inkan_key p256 "$signer")
    inkan sign --format cosign --key "$key.key" "$address@$digest" >"$signer.out" 2>&1 </dev/null &
    signers+=($!)
  done
  for signer in "${signers[@]}"; do
    wait "$signer" || status=$?
  done
  cat ./?.out
  same 0 "$status" "exit status of the signers"
  same 3 "$(sig_layer_count "$REPO" "$digest")" "number of signatures under the .sig tag"
  for signer in a b c; do
    key=$(inkan_key p256 "$signer")
    admits --key "$key.pub" "$REPO@$digest"
    exits 0 cosign2_verify "$key" "$REPO@$digest"
  done
}
