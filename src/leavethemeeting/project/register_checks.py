"""What ``doctor`` asks of the registers: is the chain whole, and was anybody undeclared talked to."""

from __future__ import annotations

from leavethemeeting.registers import chain
from leavethemeeting.shared import egress
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.examination import Finding, State
from leavethemeeting.shared.recipients import recipients


def chain_of(environment: Environment) -> Finding:
    """Whether an entry of the registers was changed, taken out or put in."""
    wrong = chain.broken(chain.kept_head(environment.data_dir))
    if wrong:
        return Finding(
            "Registers", State.BROKEN,
            f"{wrong}; was an older backup restored? Find out, and write it down as an incident (docs/provider/registers.md)",
        )  # fmt: skip
    last = chain.newest()
    return Finding("Registers", State.GOOD, f"{last.position} entries, every hash right" if last else "no entry so far")


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
