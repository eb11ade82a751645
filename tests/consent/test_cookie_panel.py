"""The panel: three buttons of one size, no script, and a no that keeps nothing."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.consent import browser
from leavethemeeting.consent.models import Consent
from leavethemeeting.domain.promises import Cookie, CookieCategory
from leavethemeeting.shared import personal_data
from tests.consent.stories import choose, page, stamp, words

pytestmark = pytest.mark.django_db
GPC = {"Sec-GPC": "1"}


def allowed(client: Client, **headers: str) -> tuple[bool, bool]:
    """(comfort, measurement) as a view of this service would see it."""
    request = client.get("/cookies/", headers=headers).wsgi_request
    choice = browser.choice(request)
    return choice.comfort, choice.measurement


def test_looking_at_the_page_sets_nothing_and_allows_nothing(client: Client) -> None:
    assert allowed(client) == (False, False)
    assert not client.cookies


def test_refusing_is_one_button_like_the_others_on_the_same_layer(client: Client) -> None:
    buttons = re.findall(r'<button class="([^"]*)" name="answer" value="(\w+)">', page(client, "/cookies/"))
    assert buttons == [("secondary", "none"), ("secondary", "ticked"), ("secondary", "all")]
    assert "checked" not in page(client, "/cookies/")


@pytest.mark.parametrize(
    ("answer", "ticked", "found"),
    [("none", {"comfort": "on"}, (False, False)), ("all", {}, (True, True)), ("ticked", {"comfort": "on"}, (True, False)), ("ticked", {"measurement": "on"}, (False, True))],
)  # fmt: skip
def test_each_category_is_chosen_by_itself(
    client: Client, answer: str, ticked: dict[str, str], found: tuple[bool, bool]
) -> None:
    assert allowed(choose(client, answer, **ticked)) == found


def test_a_no_keeps_no_number_and_no_row(client: Client) -> None:
    choose(client, "none")
    assert re.fullmatch(r"1\.[0-9a-f]{8}\.\.\d+\.", client.cookies["consent"].value)
    assert not Consent.objects.exists()


def test_a_yes_is_proved_by_the_sentence_and_the_hash_of_the_number(client: Client) -> None:
    choose(client, "ticked", measurement="on")
    number = client.cookies["consent"].value.rpartition(".")[2]
    row = Consent.objects.get()
    assert (row.kind, row.channel, row.user_id, row.email) == ("measurement", "cookie_panel", None, "")
    assert row.browser_sha256 == hashlib.sha256(number.encode()).hexdigest()
    assert row.text in words(page(client, "/cookies/"))


def test_changing_ones_mind_ends_the_proof_and_forgets_the_number(client: Client) -> None:
    choose(choose(client, "all"), "none")
    assert [row.withdrawn_at is not None for row in Consent.objects.all()] == [True, True]
    assert client.cookies["consent"].value.endswith(".")
    assert allowed(client) == (False, False)


def test_what_was_set_under_a_refused_category_goes_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = Cookie("tag", ("C30",), 86400, "for this test", CookieCategory.MEASUREMENT)
    monkeypatch.setitem(personal_data._cookies, "tag", tag)
    choose(client, "all")
    client.cookies["tag"] = "x"
    choose(client, "none")
    assert (client.cookies["tag"].value, client.cookies["tag"]["max-age"]) == ("", 0)


def test_another_wording_opens_the_question_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(client, "all")
    monkeypatch.setattr(browser, "wording", lambda: "00000000")
    assert allowed(client) == (False, False)
    assert "You have not chosen yet" in words(page(client, "/cookies/"))


@pytest.mark.parametrize(
    "forged", ["", "1", "1.x.cm.1.", "2.00000000.cm.1700000000.", "1.00000000.cm.1700000000.<script>"]
)
def test_a_cookie_that_we_did_not_write_allows_nothing(client: Client, forged: str) -> None:
    client.cookies["consent"] = forged
    assert allowed(client) == (False, False)


def test_the_signal_is_a_no_to_measurement_and_says_so(client: Client) -> None:
    choose(client, "all")
    assert allowed(client) == (True, True)
    assert allowed(client, **GPC) == (True, False)
    assert "Signal honoured" in client.get("/cookies/", headers=GPC).content.decode()


def test_a_choice_made_with_the_signal_in_sight_counts(client: Client) -> None:
    form = {"shown_at": stamp(page(client, "/cookies/")), "answer": "all"}
    client.post("/cookies/", form, headers={"Sec-Fetch-Site": "same-origin", **GPC})
    assert allowed(client, **GPC) == (True, True)
    assert "Your choice counts" in client.get("/cookies/", headers=GPC).content.decode()


def test_another_site_cannot_choose_for_somebody(client: Client) -> None:
    form = {"shown_at": stamp(page(client, "/cookies/")), "answer": "all"}
    refused = client.post("/cookies/", form, headers={"Sec-Fetch-Site": "cross-site"})
    assert (refused.status_code, len(client.cookies)) == (403, 0)


def test_the_choice_lives_half_a_year_and_no_script_reads_it(client: Client) -> None:
    choose(client, "none")
    cookie = client.cookies["consent"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        180 * 86400,
        True,
        "Lax",
        "/",
    )


def test_every_browser_has_its_own_number(db: None) -> None:
    numbers = {choose(Client(), "all").cookies["consent"].value.rpartition(".")[2] for _ in range(8)}
    assert len(numbers) == 8
    assert all(len(number) == 22 for number in numbers)  # 128 bits in base64


def test_the_choice_is_not_asked_of_an_old_page_twice(client: Client) -> None:
    form = {"shown_at": stamp(page(client, "/cookies/")), "answer": "all"}
    here = {"Sec-Fetch-Site": "same-origin"}
    assert client.post("/cookies/", form, headers=here).status_code == 302
    assert client.post("/cookies/", form, headers=here).status_code == 422
    assert Consent.objects.filter(given_at__lte=timezone.now()).count() == 2
