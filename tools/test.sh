#!/usr/bin/env bash
# `make test`, as named steps. With an argument, only that step. Nothing here needs a network.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
export LEAVETHEMEETING_TESTING=1 PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY=.hypothesis
unset DATABASE_URL EMAIL_URL PUBLIC_URL SECRET_KEY LISTEN 2>/dev/null || true
DATA_DIR=$(mktemp -d) # one for every process of the run: they share its secret key
export DATA_DIR
trap 'rm -rf "$DATA_DIR"' EXIT
wanted=${1:-all}

step() {  # step NAME COMMAND…
  local name=$1 began=$SECONDS; shift
  echo "── $name"
  "$@" || { echo "✗ $name failed after $((SECONDS - began)) s" >&2; exit 1; }
  echo "✓ $name ($((SECONDS - began)) s)"
}

static() {
  step "format" $BIN/ruff format --check -q .
  step "lint" $BIN/ruff check -q .
  step "laws" $BIN/lint-imports --no-cache
  step "types" $BIN/mypy
  step "front end: types and lint" npm run --silent check
}
unit() {
  step "front end: unit" npm run --silent test
  step "suite on SQLite" $BIN/pytest -q -n 2 -m "not browser and not slow" tests
}
postgres() { step "suite on PostgreSQL" $BIN/python tools/with_postgres.py $BIN/pytest -q -n 2 -m "not browser and not slow" tests; }
# Each journey is one story in one file. Real browsers on a busy machine miss a second now and then, so
# a story that fails is told once more, whole, and says that it was; twice is a failure.
journey() {
  bash tools/hermetic.sh $BIN/pytest -q -p no:randomly -m browser "$1" && return
  echo "  ! $1 failed and is told once more"
  bash tools/hermetic.sh $BIN/pytest -q -p no:randomly -m browser "$1"
}
browser() {
  local story
  for story in tests/journeys/test_*.py; do step "journey $(basename "$story" .py)" journey "$story"; done
}
slow() { step "kills and durability" $BIN/pytest -q -m "slow and not browser" tests; }
wheel() { step "wheel in a bare environment" bash tools/wheel.sh; }

case $wanted in
  all) static; unit; postgres; slow; browser; wheel; echo "All steps passed in $SECONDS s." ;;
  static) static ;; unit) unit ;; postgres) postgres ;; browser) browser ;; slow) slow ;; wheel) wheel ;;
  soak) export SOAK=1; step "soak" $BIN/pytest -q -m slow tests ;;
  *) echo "unknown step $wanted" >&2; exit 2 ;;
esac
