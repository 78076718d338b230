# Sourced by install and run: where the peers are, and which of them are there.
# shellcheck shell=bash

PEERS=${INKAN_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/inkan/peers}
peers_file=$(dirname "${BASH_SOURCE[0]}")/peers.txt

peer_rows() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$peers_file"; }

# The row of one peer, blanks squeezed: what must be installed, to the letter.
peer_pin() { peer_rows | awk -v name="$1" '$1 == name { $1 = $1; print }'; }

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
