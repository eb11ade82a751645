#!/usr/bin/env bash
# Build the wheel and prove it where nothing of this clone exists: a bare virtual environment,
# no Node on the path, another folder. It must serve pages with their style and their scripts.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bare=$(mktemp -d); trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$bare"' EXIT

"$root/.venv/bin/python" -m build --wheel --no-isolation --outdir "$bare/dist" "$root" >"$bare/build.log" 2>&1 || { tail -20 "$bare/build.log" >&2; exit 1; }
"$root/.venv/bin/uv" export -q --frozen --no-dev --no-emit-project --project "$root" -o "$bare/requirements.txt"
python3 -m venv "$bare/venv"
"$root/.venv/bin/uv" pip install -q --python "$bare/venv/bin/python" --require-hashes -r "$bare/requirements.txt"
"$root/.venv/bin/uv" pip install -q --python "$bare/venv/bin/python" --no-deps "$bare"/dist/*.whl

cd "$bare"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
clean=(env -i PATH="$bare/venv/bin" HOME="$bare" DATA_DIR="$bare/data" LISTEN="127.0.0.1:$port" LANG=C.UTF-8)
if "${clean[@]}" /bin/sh -c 'command -v node' >/dev/null; then echo "node is on the bare path" >&2; exit 1; fi
"${clean[@]}" "$bare/venv/bin/leavethemeeting" migrate
"${clean[@]}" "$bare/venv/bin/leavethemeeting" doctor
"${clean[@]}" "$bare/venv/bin/leavethemeeting" serve >"$bare/serve.log" 2>&1 & server=$!
python3 - "$port" <<'PYTHON' || { cat "$bare/serve.log" >&2; exit 1; }
import sys, time, urllib.error, urllib.request
site = f"http://127.0.0.1:{sys.argv[1]}"
for attempt in range(100):
    try:
        urllib.request.urlopen(site + "/healthz", timeout=2); break
    except (OSError, urllib.error.URLError):
        time.sleep(0.2)
for path, least in {"/": 1000, "/accounts/signup/": 1000, "/static/dist/ltm.css": 10_000, "/static/dist/room.js": 500,
                    "/static/dist/dashboard.js": 500,
                    "/static/dist/plugin/leavethemeeting-chromium.zip": 5000, "/static/dist/plugin/leavethemeeting-firefox.zip": 5000,
                    "/static/shared/mark.svg": 100, "/api/v1/openapi.json": 500}.items():
    body = urllib.request.urlopen(site + path, timeout=10).read()
    assert len(body) >= least, f"{path} has {len(body)} bytes"
    print(f"  {path}: {len(body)} bytes")
PYTHON
grep -q "/set-up/" "$bare/serve.log" || { echo "no set-up link was printed" >&2; exit 1; }
echo "  the wheel serves from a bare environment"
