"""One walk through the whole web app, for every promise about what its pages say."""

from __future__ import annotations

import os
import pickle

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Meeting
from tests.cast import signed_in
from tests.promises.crawling import TYPED, Seen, crawl
from tests.walls.world import build


@pytest.fixture
def pages(alice: User, bob: User, charlie: User, tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """Everything a visitor and the host reach by links, in a world with something of everything.

    Walked once in a run and kept in its folder: what is asked of the pages afterwards needs no database.
    """
    folder = tmp_path_factory.getbasetemp()
    kept = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "walk.pickle"
    if kept.exists():
        walked: list[Seen] = pickle.loads(kept.read_bytes())
        return walked
    world = build(alice=alice, bob=bob, charlie=charlie)
    elsewhere = Meeting.objects.create(owner=alice, title="Elsewhere", place=Meeting.Place.LINK, outside_url=TYPED)
    doors = [f"/m/{meeting.code}/" for meeting in (world.meeting, elsewhere)]
    seen = [*crawl(Client(), "/", *doors), *crawl(signed_in(alice), "/", "/meetings/", *doors)]
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(seen))
    unfinished.rename(kept)
    return seen
