"""``python -m leavethemeeting``."""

from leavethemeeting.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
