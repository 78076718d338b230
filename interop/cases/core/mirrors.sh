# Pull-through caches as mirrors, named in the files of podman and containerd.
# on: distribution docker-registry
# needs: inkan cosign skopeo jq
# shellcheck shell=bash

# A signed image, and a cache that has seen nothing yet: sets key, digest and cache (its address).
_signed_with_a_cache() {
  key=$(cosign_key)
  push app "$REPO:1"
  digest=$(digest_of "$REPO:1")
  exits 0 cosign_sign "$key" "$REPO:1"
  start_registry pull-through "$PWD/cached"
  cache=$(cat cached/address)
  cat >registries.conf <<TOML
unqualified-search-registries = ["docker.io"]
[[registry]]
location = "$REGISTRY"
[[registry.mirror]]
location = "$cache"
insecure = true
TOML
  mkdir -p hosts/_default
  printf '[host."http://%s"]\n  capabilities = ["pull"]\n' "$cache" >hosts/_default/hosts.toml
}

_blobs_in_the_cache() { find cached/data -path '*/blobs/*' -name data | wc -l; }

a_cache_serves_the_layers_and_the_registry_the_tag() {
  _signed_with_a_cache
  exits 0 inkan copy --registries-conf registries.conf --print-digest "$REPO:1" oci:copy:1
  same "$digest" "$(sed 's/.*@//' out)" "digest of the copy"
  [ "$(_blobs_in_the_cache)" -gt 0 ] || fail "nothing went through the cache"
  admits --key "$key.pub" oci:copy:1
}

containerds_folder_names_it_as_well() {
  _signed_with_a_cache
  admits --hosts-dir hosts --key "$key.pub" "$REPO@$digest"
  exits 0 inkan copy --hosts-dir hosts "$REPO:1" oci:copy:1
  [ "$(_blobs_in_the_cache)" -gt 0 ] || fail "nothing went through the cache"
}

a_tag_that_moved_is_not_read_in_the_cache() {
  _signed_with_a_cache
  exits 0 skopeo copy -q --insecure-policy --src-tls-verify=false "docker://$cache/${REPO#*/}:1" oci:old:1
  push multi "$REPO:1"
  exits 0 inkan copy --registries-conf registries.conf --print-digest "$REPO:1" oci:copy:1
  same "$(digest_of "$REPO:1")" "$(sed 's/.*@//' out)" "digest of the copy"
}

a_cache_that_is_gone_is_passed_over() {
  _signed_with_a_cache
  stop_process cached
  admits --registries-conf registries.conf --key "$key.pub" "$REPO:1"
  says 'warning: mirror .* is passed over'
}

a_registry_that_is_blocked_is_not_asked_what_it_says_of_an_image() {
  _signed_with_a_cache
  sed -i "s/^location = \"$REGISTRY\"/&\nblocked = true/" registries.conf
  cannot_tell UNREADABLE --registries-conf registries.conf --key "$key.pub" "$REPO:1"
}
