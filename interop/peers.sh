# Sourced by install and run: where the peers are, and which of them are there.
# shellcheck shell=bash

PEERS=${INKAN_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/inkan/peers}
peers_file=$(dirname "${BASH_SOURCE[0]}")/peers.txt

peer_rows() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$peers_file"; }

# The row of one peer, blanks squeezed: what must be installed, to the letter. A program of ours counts its source in.
peer_pin() { # NAME
  local row how package
  row=$(peer_rows | awk -v name="$1" '$1 == name { $1 = $1; print }')
  read -r _ how _ package _ <<<"$row" || true
  [ "$how" != local ] || row+=" $(cd "${peers_file%/*}/$package" && cat go.mod go.sum ./*.go | sha256sum | cut -d ' ' -f 1)"
  printf '%s\n' "$row"
}

# True when the peer NAME is installed as pinned.
peer_is_there() {
  local pin
  pin=$(peer_pin "$1")
  case $pin in
    *' apt '*' - -') command -v "$1" >/dev/null ;; # any version will do, whoever installed it
    *' apt '*) command -v "$1" >/dev/null && [ "$(cat "$PEERS/pins/$1" 2>/dev/null)" = "$pin" ] ;;
    ?*) [ -x "$PEERS/bin/$1" ] && [ "$(cat "$PEERS/pins/$1" 2>/dev/null)" = "$pin" ] ;;
    *) return 1 ;;
  esac
}
