"""Which connections are one attendee, as far as is known now; better evidence joins what was apart.

An attendee id of our own join page first, then a verified e-mail, then a platform's account; a connection
that says none of it is an attendee of its own. What the host binds counts, and can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from leavethemeeting.domain.events import Hints
from leavethemeeting.domain.people import normal_email, normal_name
from leavethemeeting.domain.tokens import Components, account_token, strength
from leavethemeeting.live.connections import Connection
from leavethemeeting.live.shapes import Row

Bind = tuple[str, str]
"""``(identity token, attendee key)`` that the host says are one."""


@dataclass(slots=True, eq=False)
class Group:
    """The connections of one attendee. ``row`` is what readers were last told."""

    key: str
    connections: list[Connection] = field(default_factory=list)
    row: Row | None = None


class Groups:
    """All groups. ``dirty`` need drawing; ``retired`` are rows whose group is no more; ``moved``: keys changed."""

    def __init__(self) -> None:
        self.dirty: dict[Group, None] = {}
        self.retired: list[Row] = []
        self.moved = False
        self._connections: dict[tuple[str, str], Connection] = {}
        self._tokens: dict[Connection, list[str]] = {}
        self._parts = Components()
        self._of: dict[str, Group] = {}  # by the root of the component
        self._binds: dict[tuple[str, str], Bind] = {}
        self._bound_names: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._of)

    def connection(self, source: str, ref: str) -> Connection:
        """The connection, made when it is new."""
        known = self._connections.get((source, ref))
        if known is not None:
            return known
        made = Connection(source, ref, f"guest:{source}:{ref}", number=len(self._connections))
        self._connections[source, ref] = made
        self._tokens[made] = []
        self._of[made.token] = Group(made.token, [made])
        return made

    def of_source(self, source: str) -> list[Connection]:
        return [one for one in self._connections.values() if one.source == source]

    def group_of(self, token: str) -> Group | None:
        """The group of an identity token or a connection's token."""
        return self._of.get(self._parts.root(token))

    def key_of(self, token: str) -> str:
        """The attendee key of a token; empty while nobody has it."""
        if not token:
            return ""
        group = self.group_of(token)
        return group.key if group else ""

    def touch(self, token: str) -> None:
        """What is shown of this attendee may have changed."""
        group = self.group_of(token)
        if group is not None:
            self.dirty[group] = None

    def identify(self, connection: Connection, hints: Hints, *, fresh: bool = False) -> None:
        """Take in what a connection says about who it is; ``fresh``: nothing was told of it before."""
        for token in self._tokens_of(connection, hints):
            if token not in self._tokens[connection]:
                self._tokens[connection].append(token)
                self._join(connection.token, token, fresh=fresh)

    def _tokens_of(self, connection: Connection, hints: Hints) -> list[str]:
        tokens = []
        if hints.attendee:
            tokens.append(f"attendee:{hints.attendee}")
        if hints.email and hints.email_verified:
            tokens.append(f"email:{normal_email(hints.email)}")
        if hints.platform_account:
            tokens.append(account_token(connection.source, hints.platform_account))
        if hints.name and not tokens and self._bound_names:
            target = self._bound_names.get(f"name:{normal_name(hints.name)}")
            tokens += [target] if target else []
        return tokens

    def bind(self, reference: tuple[str, str], bind: Bind) -> None:
        """The host says who a token is."""
        self._binds[reference] = bind
        self._regroup()

    def unbind(self, reference: tuple[str, str]) -> None:
        """The host took it back."""
        if self._binds.pop(reference, None) is not None:
            self._regroup()

    def _regroup(self) -> None:
        """From the start, with the binds as they are now. Rare, so it may cost what is known."""
        self.retired += [group.row for group in self._of.values() if group.row is not None]
        self.dirty.clear()
        self.moved = True
        self._parts = Components()
        self._of = {one.token: Group(one.token, [one]) for one in self._connections.values()}
        self._bound_names = {token: key for token, key in self._binds.values() if token.startswith("name:")}
        for connection, tokens in self._tokens.items():
            for token in tokens:
                self._join(connection.token, token)
        for token, key in self._binds.values():
            if not token.startswith("name:"):
                self._join(token, key)
        for connection in self._tokens:
            bound = self._bound_names.get(f"name:{normal_name(connection.name)}")
            if bound and not self._parts.known(connection.token):
                self._join(connection.token, bound)
        self.dirty.update(dict.fromkeys(self._of.values()))

    def _join(self, one: str, other: str, *, fresh: bool = False) -> None:
        roots = (self._parts.root(one), self._parts.root(other))
        if roots[0] == roots[1] or not self._parts.join(one, other):
            return
        groups = [group for root in roots if (group := self._of.pop(root, None)) is not None]
        if not groups:
            return  # two tokens that nobody has yet
        root = self._parts.root(one)
        key = min(self._parts.members(root), key=strength)
        told_of = (group for group in groups if not (fresh and group.key == one))
        self.moved = self.moved or any(group.key != key for group in told_of)
        kept = max(groups, key=lambda group: group.row is not None)
        for group in groups:
            if group is not kept:
                self._absorb(kept, group)
        kept.key = key
        self._of[root] = kept
        self.dirty[kept] = None

    def _absorb(self, kept: Group, group: Group) -> None:
        kept.connections = sorted(kept.connections + group.connections, key=lambda one: one.number)
        self.dirty.pop(group, None)
        if group.row is not None:
            self.retired.append(group.row)
