#!/usr/bin/env bash
# Run a command where nothing but loopback exists, so that a test can reach no other machine and WebRTC has exactly one
# address. Root has its own namespaces; others map themselves to root. Whatever tries to leave all the same is written to a
# log (tools/egress_trap.py), which the journeys read at their end (tests/journeys/leaving.py).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
log=$(mktemp -t egress-XXXXXX.log)
inside='ip link set lo up; log=$1; trap=$2; shift 2; exec python3 "$trap" "$log" -- "$@"'
if [ "$(id -u)" = 0 ] && unshare -nm true 2>/dev/null; then exec unshare -nm bash -c "$inside" hermetic "$log" "$here/egress_trap.py" "$@"; fi
if unshare -rnm true 2>/dev/null; then exec unshare -rnm bash -c "$inside" hermetic "$log" "$here/egress_trap.py" "$@"; fi
echo "No network namespaces here: running with this machine's network." >&2
exec "$@"
