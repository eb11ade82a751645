"""Who is who: from what sources say about people to attendees with stable keys.

Tiers (docs/developer/presence.md, "Who is who"): our own token, verified e-mail, platform
account, a name that can only mean one person, and else a guest waiting for the host.
A claimant is one connection of one source; everything said on it is said by one person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter

from leavethemeeting.domain.people import (
    Claimant,
    ClaimantRef,
    Doubt,
    DoubtKind,
    Expected,
    Identities,
    Person,
    Tier,
    is_pseudo_name,
    normal_email,
    normal_name,
    shown_name,
)
from leavethemeeting.domain.tokens import Components, account_token, guest_token, strength


def identify(
    claimants: Iterable[Claimant],
    *,
    expected: Sequence[Expected] = (),
    binds: Iterable[tuple[str, str]] = (),
) -> Identities:
    """Group ``claimants`` into people; the order of any argument does not matter.

    ``binds`` are pairs ``(token, key)`` the host has confirmed.
    """
    admitted, rejected = _without_pseudo_names(claimants)
    work = _Grouping(admitted, tuple(sorted(expected, key=lambda e: e.key)), sorted(set(binds)))
    work.group()
    people, key_of = work.people()
    return Identities(people, key_of, tuple(sorted(work.doubts, key=_doubt_order)), rejected)


def _doubt_order(doubt: Doubt) -> tuple[str, str, str]:
    return (doubt.key, doubt.kind, doubt.name)


def _without_pseudo_names(
    claimants: Iterable[Claimant],
) -> tuple[list[Claimant], tuple[str, ...]]:
    """Drop claimants known by nothing but a folded line such as "Ada and 2 more"."""
    admitted: list[Claimant] = []
    rejected: set[str] = set()
    for one in sorted(claimants, key=itemgetter(0, 1)):
        hints = one.hints
        known = hints.attendee or hints.email or hints.platform_account
        if not known and hints.name and is_pseudo_name(hints.name):
            rejected.add(shown_name(hints.name))
        else:
            admitted.append(one)
    return admitted, tuple(sorted(rejected))


# The node, the first claimant and what it says: e-mail, attendee and account token.
Bundle = tuple[str, Claimant, tuple[str, str, str]]


class _Grouping:
    """The working state of one ``identify``; nodes are tokens, claimants and plan entries.

    Claimants that say exactly the same strong things share one node.
    """

    def __init__(
        self,
        claimants: list[Claimant],
        expected: tuple[Expected, ...],
        binds: list[tuple[str, str]],
    ) -> None:
        self.claimants = claimants
        self.expected = expected
        self.plan = {one.key: one for one in expected}
        self.binds = binds
        self.aliases = {normal_email(alias): normal_email(one.emails[0]) for one in expected for alias in one.emails}
        self.parts = Components()
        self.doubts: set[Doubt] = set()
        self.by_name: set[str] = set()  # nodes known only by a name
        self.bearers: dict[str, set[str]] = {}  # nodes by the name they bear
        self._seen_as: set[tuple[str, str, str]] = set()  # (root, source, name) of the known
        bundles: dict[tuple[str, str, str], tuple[str, Claimant]] = {}
        self.nodes: list[str] = []  # of each claimant
        for one in claimants:
            said = self._strong_tokens(one)
            node = guest_token(one.source, one.ref)
            self.nodes.append(bundles.setdefault(said, (node, one))[0] if any(said) else node)
        self.bundles: list[Bundle] = [(*bundle, said) for said, bundle in bundles.items()]

    def _strong_tokens(self, one: Claimant) -> tuple[str, str, str]:
        """``email:``, ``attendee:`` and ``account:`` tokens, empty where not said."""
        hints = one.hints
        return (
            f"email:{self.email(hints.email)}" if hints.email and hints.email_verified else "",
            f"attendee:{hints.attendee}" if hints.attendee else "",
            account_token(one.source, hints.platform_account) if hints.platform_account else "",
        )

    def group(self) -> None:
        """Join nodes, the strongest evidence first."""
        self._plan()
        self._strong()
        self._names()

    def email(self, address: str) -> str:
        """The address in canonical form, an alias resolved to the main one."""
        plain = normal_email(address)
        return self.aliases.get(plain, plain)

    def _plan(self) -> None:
        for one in self.expected:
            node = f"plan:{one.key}"
            self.parts.join(node, one.key)
            if one.emails:
                self.parts.join(node, f"email:{self.email(one.emails[0])}")
            if one.attendee:
                self.parts.join(node, f"attendee:{one.attendee}")

    def _strong(self) -> None:
        """E-mails first: they are what must never be merged, so they must stand already."""
        bundles = self._entangled()
        for place in range(3):
            for node, one, said in bundles:
                if said[place]:
                    self._join(node, said[place], one)
            if place == 0:
                for token, key in self.binds:
                    if not token.startswith("name:"):
                        self._bind(token, key)

    def _entangled(self) -> list[Bundle]:
        """Bundles that share a token with anything else; the others, nearly all, are settled here."""
        uses = Counter(token for _, _, said in self.bundles for token in said if token)
        touched = {token for bind in self.binds for token in bind}
        entangled = []
        for bundle in self.bundles:
            node, _, said = bundle
            tokens = [token for token in said if token]
            if node in touched or any(uses[t] > 1 or t in touched or self.parts.has(t) for t in tokens):
                entangled.append(bundle)
            else:
                self.parts.found(node, tokens)
        return entangled

    def _bind(self, token: str, key: str) -> None:
        if not self.parts.join(token, key):
            self.doubts.add(Doubt(DoubtKind.SHARED, key, token, (token,)))

    def _join(self, node: str, token: str, claimant: Claimant) -> None:
        if not self.parts.join(node, token):
            name = shown_name(claimant.hints.name)
            self.doubts.add(Doubt(DoubtKind.SHARED, token, name, (node, token)))

    def _names(self) -> None:
        """A name counts only if it can mean one person and one claimant per source."""
        unknown = self._unknown_by_name()
        self.bearers = bearers = self._known_bearers(unknown)
        bound = {token: key for token, key in self.binds if token.startswith("name:")}
        for name, group in unknown.items():
            if f"name:{name}" in bound:
                for node, _ in group:
                    self._by_name(node, bound[f"name:{name}"])
                continue
            roots = sorted({self.parts.root(node) for node in bearers.get(name, ())})
            if len(roots) == 1 and self._one_each(group, name, roots[0]):
                for node, _ in group:
                    self._by_name(node, roots[0])

    def _by_name(self, node: str, root: str) -> None:
        if self.parts.join(node, root):
            self.by_name.add(node)

    def _one_each(self, group: list[tuple[str, Claimant]], name: str, root: str) -> bool:
        """No source knows two people of this name, counting those it knows better."""
        person_of: dict[str, str] = {}
        for node, one in group:
            person = self.parts.root(node)
            if one.many or person_of.setdefault(one.source, person) != person:
                return False
        return not any((root, source, name) in self._seen_as for source in person_of)

    def _unknown_by_name(self) -> dict[str, list[tuple[str, Claimant]]]:
        groups: dict[str, list[tuple[str, Claimant]]] = {}
        for node, one in zip(self.nodes, self.claimants, strict=True):
            if one.hints.name and not self.parts.known(node):
                name = normal_name(one.hints.name)
                if name:
                    groups.setdefault(name, []).append((node, one))
        return groups

    def _known_bearers(self, wanted: Collection[str]) -> dict[str, set[str]]:
        """Nodes of the plan and of recognised people, by the ``wanted`` names they bear."""
        bearers: dict[str, set[str]] = {}
        if not wanted:
            return bearers
        for entry in self.expected:
            name = normal_name(entry.name)
            if name in wanted:
                bearers.setdefault(name, set()).add(f"plan:{entry.key}")
        for node, one in zip(self.nodes, self.claimants, strict=True):
            name = normal_name(one.hints.name)
            if name in wanted and self.parts.known(node):
                bearers.setdefault(name, set()).add(node)
                self._seen_as.add((self.parts.root(node), one.source, name))
        return bearers

    def people(self) -> tuple[tuple[Person, ...], dict[ClaimantRef, str]]:
        """Everybody who was claimed to be there, by key, and the key of each claimant."""
        groups: dict[str, list[tuple[str, Claimant]]] = {}
        for node, one in zip(self.nodes, self.claimants, strict=True):
            groups.setdefault(self.parts.root(node), []).append((node, one))
        people = [self._person(root, group) for root, group in groups.items()]
        for person, group in zip(people, groups.values(), strict=True):
            if person.tier is Tier.GUEST:
                self.doubts.add(self._doubt(person, group))
        key_of = {ref: person.key for person in people for ref in person.claimants}
        return tuple(sorted(people, key=lambda p: p.key)), key_of

    def _person(self, root: str, group: list[tuple[str, Claimant]]) -> Person:
        guests = {guest_token(one.source, one.ref) for _, one in group}
        tokens = sorted({*self.parts.members(root), *guests}, key=strength)
        speaking = list({(node, id(one.hints)): (node, one) for node, one in group}.values())  # each word once
        plan = self.plan.get(tokens[0].removeprefix("plan:")) if tokens[0].startswith("plan:") else None
        email = next((token.removeprefix("email:") for token in tokens if token.startswith("email:")), "")
        return Person(
            key=plan.key if plan else tokens[0],
            tier=min([self._tier(node, one) for node, one in speaking]),
            name=(shown_name(plan.name) if plan else "") or _best_name([one for _, one in group]),
            email=email,
            role=min([one.hints.role for _, one in speaking], key=_role_order),
            known_by=tuple([token for token in tokens if token not in guests]),
            claimants=tuple([(one.source, one.ref) for _, one in group]),
            expected=plan is not None,
        )

    def _tier(self, node: str, one: Claimant) -> Tier:
        hints = one.hints
        if hints.attendee and self._same(node, f"attendee:{hints.attendee}"):
            return Tier.TOKEN
        if hints.email and hints.email_verified:
            return Tier.EMAIL
        if node in self.by_name:
            return Tier.NAME
        return Tier.ACCOUNT if self.parts.known(node) else Tier.GUEST

    def _same(self, node: str, token: str) -> bool:
        return self.parts.root(node) == self.parts.root(token)

    def _doubt(self, guest: Person, group: list[tuple[str, Claimant]]) -> Doubt:
        """A guest's row in the review queue, with everybody it could be."""
        name = normal_name(guest.name)
        nodes = set(self.bearers.get(name, ())) if name else set()
        kind = DoubtKind.SAME_NAME if nodes else DoubtKind.GUEST
        for _, one in group:
            token = f"email:{self.email(one.hints.email)}"
            if one.hints.email and self.parts.known(token) and len(self.parts.members(token)) > 1:
                nodes.add(token)
                kind = DoubtKind.UNVERIFIED_EMAIL
        candidates = {self._key(node) for node in nodes}
        return Doubt(kind, guest.key, guest.name, tuple(sorted(candidates)))

    def _key(self, node: str) -> str:
        return min(self.parts.members(node), key=strength).removeprefix("plan:")


def _best_name(group: list[Claimant]) -> str:
    """The name said by the best known claimant; ties by source and connection."""
    named = [one for one in group if one.hints.name]
    if len({one.hints.name for one in named}) == 1:
        return shown_name(named[0].hints.name)
    return shown_name(min(named, key=_naming_order).hints.name) if named else ""


def _naming_order(one: Claimant) -> tuple[bool, bool, bool, str, str]:
    hints = one.hints
    return (
        not hints.attendee,
        not hints.email_verified,
        not hints.platform_account,
        one.source,
        one.ref,
    )


def _role_order(role: str) -> int:
    return {"host": 0, "participant": 1, "viewer": 2}.get(role, 3)
