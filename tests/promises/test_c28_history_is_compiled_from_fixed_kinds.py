"""C28: registration, history of use, the network used to sign in, sign-ins: each has its mapped place, and is shown to its owner."""

from __future__ import annotations

import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.actions import record_sign_in, record_use
from leavethemeeting.logdata.client import Client as Device
from leavethemeeting.logdata.kinds import FEATURES, Feature, Method, Result
from leavethemeeting.logdata.models import Entry
from leavethemeeting.shared.personal_data import data_map
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def test_each_kind_is_mapped_to_the_clause_and_exported() -> None:
    tables = data_map()
    for table, column in (
        ("accounts_user", "date_joined"), ("accounts_user", "sign_in_method"), ("socialaccount_socialaccount", "provider"),
        ("logdata_entry", "method"), ("logdata_entry", "network"), ("logdata_entry", "feature"), ("logdata_entry", "at"),
    ):  # fmt: skip
        found = tables[table].columns[column]
        assert "C28" in found.clauses and found.exported, (table, column)


def test_the_network_and_the_features_are_words_of_a_list_and_read_by_their_owner(bob: User) -> None:
    now = timezone.now()
    record_sign_in(
        user_id=bob.pk, method=Method.NETWORK, network="google", client=Device(), result=Result.DONE, now=now
    )
    for feature in Feature:
        record_use(user_id=bob.pk, feature=feature, now=now)
    page = signed_in(bob).get("/profile/log-data/").content.decode()
    assert "Google" in page
    assert all(str(FEATURES[feature]) in page for feature in Feature)
    assert set(Entry.objects.filter(what="use").values_list("feature", flat=True)) == {str(one) for one in Feature}
