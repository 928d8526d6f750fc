# For scripts that try the packaged local server: sourced in functions/local, by scripts that are strict (set -euo pipefail).
# Makes the folder $work, which goes at the end with every process in $pids.

readonly tries=100 # of 0.2 s, for anything that is waited for

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { printf '%s\n' "$*" >&2; exit 1; }

# The java of a JDK 25: JAVA_HOME's, or one whose home stands beside that of the default java.
java25() {
  local release homes
  homes=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")")
  for release in "${JAVA_HOME:-$homes}/release" "$homes"/*/release; do
    if grep -qE '^JAVA_VERSION="25[."]' "$release" 2>/dev/null; then
      printf '%s\n' "${release%/release}/bin/java"
      return
    fi
  done
  fail "no JDK 25 in JAVA_HOME or beside the default java"
}

await() {
  local try
  for ((try = 0; try < tries; try++)); do
    if "$@"; then return; fi
    sleep 0.2
  done
  fail "waited in vain: $*"$'\n'"$(cat "$work"/*.err)"
}

value() { sed -n "s/^$1 //p" "$2"; }
announced() { grep -qs '^ready ' "$1"; }

# Starts the packaged server; what it announces goes to the file named, and its id to $server.
serve() {
  local out=$work/$1
  shift
  "$java" -jar target/tollgate-local.jar --port 0 "$@" >"$out" 2>"$out.err" &
  server=$!
  disown "$server"
  pids+=("$server")
  await announced "$out"
}

java=$(java25)
[ -f target/tollgate-local.jar ] || fail "run mvn package first: there is no functions/local/target/tollgate-local.jar"
