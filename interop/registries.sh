# Sourced by run and by the cases: starts and stops registries on free loopback ports.
# shellcheck shell=bash

# Starts a registry of the given kind. Its files, log, process id and address (host:port) are in FOLDER.
start_registry() { # KIND FOLDER
  local kind=$1 folder=$2 port attempt
  mkdir -p "$folder"
  for attempt in 1 2 3; do # another process may take the free port first
    port=$(free_port)
    "launch_${kind//-/_}" "$folder" "$port" >"$folder/log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    if wait_until 30 registry_answers_or_died "$port" "$folder" && is_running "$folder"; then
      echo "127.0.0.1:$port" >"$folder/address"
      return 0
    fi
    stop_process "$folder"
  done
  echo "the registry $kind did not start in $attempt attempts; its log ends with:"
  tail -n 5 "$folder/log"
  return 1
}

# Each exec's the server, so that the process id is the server's own.

launch_distribution() { # FOLDER PORT
  storage_config "$@"
  # Otherwise it looks for a trace collector.
  OTEL_TRACES_EXPORTER=none exec "$PEERS/bin/distribution" serve "$1/config.yml"
}

launch_docker_registry() { # FOLDER PORT
  storage_config "$@"
  exec "$PEERS/bin/docker-registry" serve "$1/config.yml"
}

launch_olareg() { # FOLDER PORT
  exec "$PEERS/bin/olareg" serve --addr 127.0.0.1 --port "$2" --store-type mem --api-delete
}

launch_inkan() { # FOLDER PORT
  exec "$INKAN" registry serve --listen "127.0.0.1:$2"
}

launch_inkan_in_a_folder() { # FOLDER PORT
  exec "$INKAN" registry serve --listen "127.0.0.1:$2" --dir "$1/kept"
}

# A cache of the case's registry, of the same kind.
launch_pull_through() { # FOLDER PORT
  cat >"$1/config.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $1/data}}
http: {addr: "127.0.0.1:$2"}
proxy: {remoteurl: "http://$REGISTRY"}
YAML
  OTEL_TRACES_EXPORTER=none exec "$PEERS/bin/$KIND" serve "$1/config.yml"
}

storage_config() { # FOLDER PORT
  cat >"$1/config.yml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $1/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$2"}
YAML
}

# Starts the proxy of tools/faulty_proxy.py before a registry; its address is in FOLDER.
start_faulty_proxy() { # FOLDER ARGUMENT...
  local folder=$1
  shift
  mkdir -p "$folder"
  "$PYTHON" "$INTEROP/tools/faulty_proxy.py" "$@" >"$folder/address" 2>"$folder/log" </dev/null &
  echo $! >"$folder/pid"
  wait_until 20 test -s "$folder/address" && return
  echo "the faulty proxy did not start:"
  cat "$folder/log"
  return 1
}

stop_process() { # FOLDER
  local pid
  pid=$(cat "$1/pid")
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

is_running() { kill -0 "$(cat "$1/pid")" 2>/dev/null; } # FOLDER

registry_answers_or_died() { # PORT FOLDER
  curl -sf -o /dev/null --max-time 5 "http://127.0.0.1:$1/v2/" || ! is_running "$2"
}

free_port() {
  "$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Polls until the command succeeds; fails after SECONDS.
wait_until() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}
