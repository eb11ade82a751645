#!/usr/bin/env bash
# `make bench`: every benchmark, each on SQLite and on PostgreSQL where it stores anything. Exits 0 when all gates hold.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
$BIN/uv sync -q --frozen --inexact --group bench
export LEAVETHEMEETING_TESTING=1
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
failed=0
run() { # NAME DATABASE COMMAND…
  echo "═══ $1 on $2"
  mkdir -p "$FOLDER/$1-$2"
  DATA_DIR="$FOLDER/$1-$2" "${@:3}" "$BIN/python" -m "benchmarks.$1" || failed=1
}
for name in ${1:-sizes start intake fanout http report erasure inference plugin}; do
  case $name in http|plugin|sizes) ;; *) run "$name" SQLite env ;; esac
  case $name in sizes) run "$name" disk env ;; esac
  case $name in plugin) run "$name" Chromium bash tools/hermetic.sh ;; esac
  case $name in start|plugin|sizes) ;; *) run "$name" PostgreSQL "$BIN/python" tools/with_postgres.py ;; esac
done
exit $failed
