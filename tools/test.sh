#!/usr/bin/env bash
# `make test`, as named steps. With an argument, only that step. Nothing here needs a network.
set -euo pipefail
cd "$(dirname "$0")/.."
BIN=.venv/bin
export LEAVETHEMEETING_TESTING=1 HYPOTHESIS_STORAGE_DIRECTORY=.hypothesis
# A hundred processes are started below: each would compile all of Django anew, had nobody kept the result.
export PYTHONPYCACHEPREFIX=$PWD/.stamps/bytecode
unset DATABASE_URL EMAIL_URL PUBLIC_URL SECRET_KEY LISTEN PYTHONDONTWRITEBYTECODE 2>/dev/null || true
# Whatever a test or a browser leaves behind lies in here and goes with it, interrupted or not.
TMPDIR=$(mktemp -d)
chmod 711 "$TMPDIR" # PostgreSQL's own user has a folder inside
export TMPDIR DATA_DIR=$TMPDIR/data # one for every process of the run: they share its secret key
mkdir "$DATA_DIR"
table=$TMPDIR/steps
clear_up() { trap - EXIT; rm -rf "$TMPDIR" 2>/dev/null || { sleep 1; rm -rf "$TMPDIR"; } || true; }
trap clear_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
wanted=${1:-all}

step() {  # step NAME COMMAND…
  local name=$1 began=$SECONDS; shift
  echo "── $name"
  "$@" || { echo "✗ $name failed after $((SECONDS - began)) s" >&2; exit 1; }
  echo "✓ $name ($((SECONDS - began)) s)"
  printf '%6d s  %s\n' $((SECONDS - began)) "$name" >>"$table"
}

static() {
  step "format" $BIN/ruff format --check -q .
  step "lint" $BIN/ruff check -q .
  step "laws" $BIN/lint-imports --no-cache
  step "types" $BIN/mypy
  step "front end: types and lint" npm run --silent check
}
# Many tests wait for a server, a clock or a bell: four at a time keep two cores busy. Some of them measure seconds,
# so what failed among neighbours is told once more, alone, and says that it was; twice is a failure.
suite() {
  local chosen=(-m "not browser and not slow" tests "${apart[@]}")
  "$@" $BIN/pytest -q -n 4 --dist worksteal "${chosen[@]}" && return
  echo "  ! what failed is told once more"
  "$@" $BIN/pytest -q -p no:randomly --last-failed --last-failed-no-failures none "${chosen[@]}"
}
unit() {
  local apart=()
  step "front end: unit" npm run --silent test
  step "suite on SQLite" suite env
}
postgres() {  # without what asks no database anything
  local apart=(--ignore tests/domain --ignore tests/protocol --ignore tests/architecture)
  step "suite on PostgreSQL" suite $BIN/python tools/with_postgres.py
}
# Each journey is one story in one file. Most wait for pages and go two at a time; where seconds are measured, or
# many browsers call each other, a story has the machine for itself. Real browsers on a busy machine miss a second
# now and then, so a story that fails is told once more, whole and alone, and says that it was; twice is a failure.
ALONE="main_job room_call turn"
journey() { bash tools/hermetic.sh $BIN/pytest -q -p no:randomly -m browser "tests/journeys/test_$1.py"; }
again() { echo "  ! journey $1 failed and is told once more"; journey "$1"; }
beside() {  # its words are kept apart from its neighbour's, and shown where it failed
  local began=$SECONDS
  if journey "$1" >"$TMPDIR/$1.log" 2>&1; then echo "✓ journey $1 ($((SECONDS - began)) s)"; else touch "$TMPDIR/$1.failed"; fi
}
pairs() { export -f journey beside; export BIN; printf '%s\n' "$@" | xargs -P 2 -I{} bash -c 'beside "$1"' beside {}; }
browser() {
  local story stories=(kills every_page) # the longest first, so that the pairs end together
  for story in tests/journeys/test_*.py; do
    story=$(basename "$story" .py); story=${story#test_}
    [[ " $ALONE ${stories[*]} " == *" $story "* ]] || stories+=("$story")
  done
  step "journeys, two at a time" pairs "${stories[@]}"
  for story in "${stories[@]}"; do
    if [ -e "$TMPDIR/$story.failed" ]; then cat "$TMPDIR/$story.log"; step "journey $story" again "$story"; fi
  done
  for story in $ALONE; do step "journey $story" attempt "$story"; done
}
attempt() { journey "$1" || again "$1"; }
slow() { step "kills and durability" $BIN/pytest -q -m "slow and not browser" tests; }
soak() {
  export SOAK=1
  step "every input at every address, and long fuzzing" \
    $BIN/pytest -q -n 2 tests/project/test_bad_input.py tests/realtime/test_intake_fuzz.py
  step "two hundred invented meetings for each leave rule, and long properties" npx vitest run protocol/tests/leaving plugin/tests
  step "every promise broken once, and noticed" $BIN/python -m tools.mutations
  step "fifty kills on each database" $BIN/pytest -q -p no:randomly -m slow tests
}
# What each test of a clause of the policy said, for the evidence pages; the wheel takes it along.
prove() { export PROOFS=$TMPDIR/proofs.json; }
keep_proofs() { step "proofs" cp "$PROOFS" src/leavethemeeting/evidence/proofs.json; }
wheel() { step "wheel in a bare environment" bash tools/wheel.sh; }

case $wanted in
  all) static; prove; unit; postgres; slow; browser; keep_proofs; wheel ;;
  static) static ;; unit) unit ;; postgres) postgres ;; browser) browser ;; slow) slow ;; wheel) wheel ;;
  soak) soak ;;
  *) echo "unknown step $wanted" >&2; exit 2 ;;
esac
echo "── seconds"
cat "$table"
echo "All steps passed in $SECONDS s."
