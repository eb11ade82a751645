"""Identity tokens and the components they form: what must be one person, what must not.

A token is ``attendee:<id>``, ``email:<address>``, ``account:<id>``, ``name:<name>`` or
``guest:<source>:<connection>``; ``plan:<key>`` stands for an entry of the host's plan.
"""

from __future__ import annotations

_STRENGTH = {"plan": 0, "attendee": 1, "email": 2, "account": 3}


def account_token(source: str, account: str) -> str:
    """The token of a platform account.

    A bare id means something only inside its source; an id with a colon (``zoom:abc``)
    names its platform and is good across sources.
    """
    return f"account:{account}" if ":" in account else f"account:{source}:{account}"


def strength(token: str) -> tuple[int, str]:
    """Sorts tokens: strongest first, then by text."""
    return (_STRENGTH.get(token.partition(":")[0], 4), token)


class Components:
    """Joins tokens, and refuses what would make one person of two.

    Refused: two verified e-mails, two entries of the plan, and two of our own attendee ids
    joined by nothing better than a shared platform account.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}  # of a root with more than itself

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
        return any(strength(one)[0] < 4 for one in self.members(token))

    def join(self, one: str, other: str) -> bool:
        """Make one component of two; False, and nothing changes, where that is refused."""
        left, right = self.root(one), self.root(other)
        if left == right:
            return True
        mine, theirs = self.members(left), self.members(right)
        if _clash(mine, theirs, by_account=other.startswith("account:")):
            return False
        if len(mine) < len(theirs):
            left, right, mine, theirs = right, left, theirs, mine
        self._parent[right] = left
        self._members.setdefault(left, [left]).extend(theirs)
        self._members.pop(right, None)
        return True


def _clash(mine: list[str], theirs: list[str], *, by_account: bool) -> bool:
    if len(mine) == 1 and mine[0].startswith("guest:"):
        return False
    if len(theirs) == 1 and theirs[0].startswith("guest:"):
        return False
    unique = ("email:", "plan:", "attendee:") if by_account else ("email:", "plan:")
    return any(_first(mine, kind) and _first(theirs, kind) for kind in unique)


def _first(tokens: list[str], kind: str) -> str:
    return next((one for one in tokens if one.startswith(kind)), "")
