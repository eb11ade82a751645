"""Run a command with DATABASE_URL set to a PostgreSQL cluster of its own, thrown away afterwards.

The cluster lives in a temporary folder, listens on a Unix socket only, and keeps the durability
settings of a real one (fsync, synchronous_commit on), because tests rely on them.
PostgreSQL refuses to run as root, so there it runs as the user ``postgres`` that its package makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


def newest(program: str) -> str:
    """The newest installed server program. Raises SystemExit naming the package when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if found:
        return str(found[-1])
    on_path = shutil.which(program)
    if on_path:
        return on_path
    raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")


def main() -> int:
    if len(sys.argv) < 2:
        raise SystemExit("usage: with_postgres.py COMMAND …")
    folder = Path(tempfile.mkdtemp(prefix="ltm-pg-"))
    as_owner: list[str] = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    folder.chmod(0o755)
    data = folder / "data"
    try:
        subprocess.run(
            [*as_owner, newest("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        with (data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            file.write(f"unix_socket_directories = '{folder}'\n")
        control = [*as_owner, newest("pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        subprocess.run([*control, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            url = f"postgres://postgres@/postgres?host={folder}"
            return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
