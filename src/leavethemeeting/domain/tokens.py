"""Identity tokens and the components they form: what must be one person, what must not.

A token is ``attendee:<id>``, ``email:<address>``, ``account:<id>``, ``name:<name>`` or
``guest:<source>:<connection>``; ``plan:<key>`` stands for an entry of the host's plan.
"""

from __future__ import annotations

_STRENGTH = {"plan": 0, "attendee": 1, "email": 2, "account": 3}
_GUEST = 4


def account_token(source: str, account: str) -> str:
    """The token of a platform account.

    A bare id means something only inside its source; an id with a colon (``zoom:abc``)
    names its platform and is good across sources.
    """
    return f"account:{account}" if ":" in account else f"account:{source}:{account}"


def guest_token(source: str, ref: str) -> str:
    """The token of somebody of whom nothing is known but a connection."""
    return f"guest:{source}:{ref}"


def strength(token: str) -> tuple[int, str]:
    """Sorts tokens: strongest first, then by text."""
    return (_STRENGTH.get(token.partition(":")[0], _GUEST), token)


class Components:
    """Joins tokens, and refuses what would make one person of two.

    Refused: two verified e-mails, two entries of the plan, and two of our own attendee ids
    joined by nothing better than a shared platform account.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}  # of a root with more than itself
        self._kinds: dict[str, set[str]] = {}  # kinds of strong tokens, of a root that has any

    def root(self, token: str) -> str:
        """The token that stands for the component of ``token``."""
        parent = self._parent
        while (up := parent.get(token)) is not None:
            if (higher := parent.get(up)) is not None:
                parent[token] = higher
            token = up
        return token

    def members(self, token: str) -> list[str]:
        """All tokens of the component of ``token``."""
        root = self.root(token)
        return self._members.get(root) or [root]

    def known(self, token: str) -> bool:
        """Does anything better than a guest's connection stand in this component?"""
        return bool(self._kinds_of(self.root(token)))

    def has(self, token: str) -> bool:
        """Has this token been joined to anything yet?"""
        return token in self._parent or token in self._members

    def found(self, node: str, tokens: list[str]) -> None:
        """Make a component of tokens that no other component has: nothing to weigh."""
        self._parent.update(dict.fromkeys(tokens, node))
        self._members[node] = [node, *tokens]
        self._kinds[node] = {token.partition(":")[0] for token in tokens}

    def join(self, one: str, other: str) -> bool:
        """Make one component of two; False, and nothing changes, where that is refused."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return True
        mine, theirs = self._kinds_of(left), self._kinds_of(right)
        unique = ("email", "plan", "attendee") if other.startswith("account:") else ("email", "plan")
        if mine and theirs and any(kind in mine and kind in theirs for kind in unique):
            return False
        if len(self._members.get(left, ())) < len(self._members.get(right, ())):
            left, right = right, left
        self._parent[right] = left
        self._members.setdefault(left, [left]).extend(self._members.pop(right, [right]))
        self._kinds[left] = mine | theirs
        return True

    def _kinds_of(self, root: str) -> set[str]:
        kinds = self._kinds.get(root)
        if kinds is None:
            kind = root.partition(":")[0]
            kinds = self._kinds[root] = {kind} if kind in _STRENGTH else set()
        return kinds
