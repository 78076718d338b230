# Registries that let nobody in: behind TLS with a private authority, with a password or a token service of the test's own.
# on: distribution docker-registry
# needs: inkan oras crane skopeo curl openssl
# shellcheck shell=bash

_USER=robot
_PASSWORD=opensesame
# perl -e 'print crypt("opensesame", "\$2y\$05\$abcdefghijklmnopqrstuu")'
# shellcheck disable=SC2016
_HTPASSWD='robot:$2y$05$abcdefghijklmnopqrstuuQbLfdQZSxZ9gjhA5V9o8Tyc6aQRO0Qi'

# A home of this case's own, so that nothing is kept elsewhere.
_at_home() {
  export HOME=$PWD/home
  mkdir -p "$HOME"
  unset DOCKER_CONFIG REGISTRY_AUTH_FILE XDG_RUNTIME_DIR XDG_CONFIG_HOME XDG_CACHE_HOME
}

_authority() { # makes ca.crt, and server.key with server.crt of 127.0.0.1
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj "/CN=private authority" 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=registry" 2>/dev/null
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out server.crt \
    -extfile <(echo "subjectAltName=IP:127.0.0.1") 2>/dev/null
}

# Starts the case's kind of registry with more configuration; sets LOCKED to its address.
_start_locked() { # SCHEME YAML
  local port
  port=$(free_port)
  mkdir -p locked
  storage_config "$PWD/locked" "$port"
  printf '%s\n' "$2" >>locked/config.yml
  if [ "$1" = https ]; then
    sed -i "s|^http: .*|http: {addr: \"127.0.0.1:$port\", tls: {certificate: $PWD/server.crt, key: $PWD/server.key}}|" locked/config.yml
  fi
  OTEL_TRACES_EXPORTER=none "$PEERS/bin/$KIND" serve locked/config.yml >locked/log 2>&1 </dev/null &
  echo $! >locked/pid
  LOCKED=127.0.0.1:$port
  wait_until 30 curl -sk -o /dev/null --max-time 5 "$1://$LOCKED/v2/" || fail "the registry did not start: $(tail -n 3 locked/log)"
}

_behind_tls_and_a_password() {
  _at_home
  _authority
  printf '%s\n' "$_HTPASSWD" >htpasswd
  _start_locked https "auth: {htpasswd: {realm: test, path: $PWD/htpasswd}}"
  mkdir -p "$HOME/.config/containers/certs.d/$LOCKED"
  cp ca.crt "$HOME/.config/containers/certs.d/$LOCKED/"
}

_login() { inkan login "$@" --password-stdin <<<"$_PASSWORD"; }
_wrong_login() { inkan login "$@" --password-stdin <<<"not-$_PASSWORD"; }
_crane() { SSL_CERT_FILE=$PWD/ca.crt crane "$@"; }
_push() { oras push --no-tty --ca-file ca.crt "$1" index.txt:text/plain; }

_nothing_secret_was_said() {
  says_not "$_PASSWORD"
  says_not "$(printf '%s:%s' "$_USER" "$_PASSWORD" | base64)"
}

a_password_is_tried_and_then_kept_where_the_peers_find_it() {
  _behind_tls_and_a_password
  local key
  key=$(inkan_key p256)
  exits 3 _wrong_login "$LOCKED" -u "$_USER"
  _nothing_secret_was_said
  [ ! -e "$HOME/.docker/config.json" ] || fail "a wrong password was kept"
  exits 0 _login "$LOCKED" -u "$_USER"
  _nothing_secret_was_said
  same 600 "$(stat -c %a "$HOME/.docker/config.json")" "mode of the file"
  echo content >index.txt
  exits 0 _push "$LOCKED/app:v1"
  exits 0 inkan sign --key "$key.key" "$LOCKED/app:v1"
  exits 0 inkan verify --key "$key.pub" "$LOCKED/app:v1"
  exits 0 inkan copy "$LOCKED/app:v1" "$LOCKED/team/other:v1"
  exits 0 inkan verify -v --key "$key.pub" "$LOCKED/team/other:v1"
  _nothing_secret_was_said
  exits 0 _crane digest "$LOCKED/app:v1"
  exits 0 skopeo inspect --raw --cert-dir "$HOME/.config/containers/certs.d/$LOCKED" "docker://$LOCKED/team/other:v1"
  exits 0 inkan env "$LOCKED"
  says "a user and a password .*config.json"
  _nothing_secret_was_said
  exits 0 inkan logout "$LOCKED"
  exits 3 inkan verify --key "$key.pub" "$LOCKED/app:v1"
  exits 1 _crane digest "$LOCKED/app:v1"
}

what_a_peer_keeps_lets_inkan_in() {
  _behind_tls_and_a_password
  local key
  key=$(inkan_key p256)
  echo content >index.txt
  _oras_login() { oras login --ca-file ca.crt -u "$_USER" --password-stdin "$LOCKED" <<<"$_PASSWORD"; }
  _skopeo_login() {
    skopeo login --cert-dir "$HOME/.config/containers/certs.d/$LOCKED" --authfile "$HOME/.config/containers/auth.json" \
      -u "$_USER" --password-stdin "$LOCKED" <<<"$_PASSWORD"
  }
  exits 0 _oras_login
  exits 0 _push "$LOCKED/app:v1"
  exits 0 inkan sign --key "$key.key" "$LOCKED/app:v1"
  rm -r "$HOME/.docker"
  exits 3 inkan verify --key "$key.pub" "$LOCKED/app:v1"
  exits 0 _skopeo_login
  exits 0 inkan verify --key "$key.pub" "$LOCKED/app:v1"
  rm "$HOME/.config/containers/auth.json"
  exits 0 _crane auth login -u "$_USER" -p "$_PASSWORD" "$LOCKED"
  exits 0 inkan verify --key "$key.pub" "$LOCKED/app:v1"
}

a_token_service_is_asked_for_what_is_needed() {
  _at_home
  _authority
  mkdir -p tokens
  "$PYTHON" "$INTEROP/tools/token_server.py" server.key server.crt test-issuer "$_USER" "$_PASSWORD" \
    >tokens/address 2>tokens/log </dev/null &
  echo $! >tokens/pid
  wait_until 20 test -s tokens/address || fail "the token service did not start: $(cat tokens/log)"
  _start_locked http "auth: {token: {realm: \"http://$(cat tokens/address)/token\", service: locked, issuer: test-issuer, rootcertbundle: $PWD/ca.crt}}"
  local key
  key=$(inkan_key p256)
  exits 3 _wrong_login "$LOCKED" -u "$_USER"
  exits 0 _login "$LOCKED" -u "$_USER"
  echo content >index.txt
  exits 0 oras push --no-tty --plain-http "$LOCKED/app:v1" index.txt:text/plain
  exits 0 inkan sign --key "$key.key" "$LOCKED/app:v1"
  : >tokens/log
  exits 0 inkan verify --key "$key.pub" "$LOCKED/app:v1"
  same 1 "$(grep -c "GET /token" tokens/log)" "tokens for one verification"
  exits 0 inkan copy "$LOCKED/app:v1" "$LOCKED/team/other:v1"
  exits 0 inkan verify --key "$key.pub" "$LOCKED/team/other:v1"
  ! grep -q "$_PASSWORD" tokens/log || fail "the password stands in a URL"
}
