#!/usr/bin/env bash
# Run a command where nothing but loopback exists, so that a test can reach no other machine and
# WebRTC has exactly one address. Root has its own network namespace; others map themselves to root.
set -euo pipefail
inside='ip link set lo up; exec "$@"'
if [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then exec unshare -n bash -c "$inside" hermetic "$@"; fi
if unshare -rn true 2>/dev/null; then exec unshare -rn bash -c "$inside" hermetic "$@"; fi
echo "No network namespaces here: running with this machine's network." >&2
exec "$@"
