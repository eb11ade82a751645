#!/usr/bin/env bash
# What the machine must have. `run`: to serve; `test`: to pass the tests as well. What is
# missing is installed where that is allowed (root on Debian), else named with its command.
set -euo pipefail
need=$1
missing=()
want() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1
fi
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
want git git
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; then
  echo "Node 20 or newer is needed to build the front end from a clone (a wheel needs none)." >&2
  echo "Debian 12's own is older; see https://nodejs.org/ for packages of it." >&2; exit 1
fi
if [ "$need" = test ]; then
  want chromium chromium
  want firefox-esr firefox-esr
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  want ip iproute2
  want strace strace
  want turnserver coturn
  want msgfmt gettext
  # Playwright brings a Node of its own, and that is linked to this library, which a bare Debian lacks.
  /sbin/ldconfig -p | grep -q 'libatomic\.so\.1' || missing+=(libatomic1)
  fc-list 2>/dev/null | grep -qi dejavu || missing+=(fonts-dejavu-core fontconfig)
  fc-list 2>/dev/null | grep -qi emoji || missing+=(fonts-noto-color-emoji)
fi
[ ${#missing[@]} -eq 0 ] && exit 0
install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing what is missing: ${missing[*]}"
  log=$(mktemp)
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install -qq; } >"$log" 2>&1; then
    tail -20 "$log" >&2; echo "Could not install. By hand: $install" >&2; exit 1
  fi
else
  echo "Missing on this machine. Install with: sudo $install" >&2
  exit 1
fi
