"""Something of everything that visitors leave behind, for the walls' world."""

from __future__ import annotations

from datetime import datetime

from leavethemeeting.mail.guard import typed_now
from leavethemeeting.website.cases import confirm, open_case
from leavethemeeting.website.guardian import Told, ask, handle_of
from leavethemeeting.website.models import Case, GuardianRequest
from leavethemeeting.website.plugin_link import ask_for_link
from tests.website.visitors import letters_to, path_in


def left_behind(*, now: datetime) -> dict[str, str]:
    """A case with its link, a guardian's code that is awaited, and a wish for the plugin; parameters of their addresses."""
    case = open_case(kind=Case.Kind.CONTACT, email="vera@example.org", text="Who are you?", now=now)
    typed_now("gina@example.org")
    told = Told(GuardianRequest.Relation.PARENT, "Kim", "kim@example.org", "")
    child = ask(email="gina@example.org", name="Gina", text="My child was here.", told=told, now=now)
    typed_now("gerda@example.org")
    heard = ask(email="gerda@example.org", name="Gerda", text="My child, too.", told=told, now=now)
    confirm(case=heard, now=now)
    typed_now("wim@example.org")
    ask_for_link(email="wim@example.org", agreed="", now=now)
    return {
        "website:case token": path_in(letters_to("vera@example.org")[0]).split("/")[2],
        "website:plugin_of token": path_in(letters_to("wim@example.org")[0]).split("/")[2],
        "website:plugin_download token": path_in(letters_to("wim@example.org")[0]).split("/")[2],
        "website:plugin_download browser": "a-browser-nobody-knows",
        "website:guardian_code handle": handle_of(child),
        "website:received reference": case.reference,
        "reference": case.reference,
        "provider:case_child reference": heard.reference,
    }
