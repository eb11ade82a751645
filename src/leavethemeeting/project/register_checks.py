"""What ``doctor`` asks of the registers."""

from __future__ import annotations

from leavethemeeting.shared import egress
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.examination import Finding, State
from leavethemeeting.shared.recipients import recipients


def egress_of(environment: Environment) -> Finding:
    """Whether this installation talked to a machine that is nobody's in the register of recipients."""
    found = egress.noted(environment.data_dir)
    if found:
        told = ", ".join(f"{host} ({count} times)" for host, count in sorted(found.items())[:5])
        return Finding(
            "Recipients", State.BROKEN,
            f"something here talked to {told}, which no setting names; find it, then delete {environment.data_dir / egress.NOTED}",
        )  # fmt: skip
    known = [one.name for one in recipients(environment)]
    return Finding(
        "Recipients", State.GOOD, f"only {', '.join(known)}" if known else "nobody outside receives anything"
    )
