#!/usr/bin/env bash
# `make bench`: every benchmark, each on SQLite and on PostgreSQL where it stores anything.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
$BIN/uv sync -q --frozen --inexact --group bench
export LEAVETHEMEETING_TESTING=1 DATA_DIR=$(mktemp -d)
trap 'rm -rf "$DATA_DIR"' EXIT
failed=0
for name in ${1:-intake fanout report}; do
  echo "═══ $name on SQLite"; $BIN/python -m benchmarks.$name || failed=1
  case $name in intake|report) echo "═══ $name on PostgreSQL"; $BIN/python tools/with_postgres.py $BIN/python -m benchmarks.$name || failed=1 ;; esac
done
exit $failed
