"""A version of the policy or the terms was posted: write to those who asked to be told (C50)."""

from __future__ import annotations

from django.urls import reverse

from leavethemeeting.consent.models import Document, PolicyVersion
from leavethemeeting.mail.content import absolute
from leavethemeeting.mail.letters import policy_changed
from leavethemeeting.mail.lists import POLICY_CHANGED
from leavethemeeting.mail.mailings import begin


def version_posted(version: PolicyVersion) -> None:
    """What ``consent`` tells inside the transaction of posting. The first version changes nothing for anybody."""
    if version.number == 1:
        return
    terms = version.kind == Document.TERMS
    url = absolute(reverse("consent:terms" if terms else "consent:policy"))
    content = policy_changed(terms=terms, number=version.number, summary=version.summary, url=url)
    begin(content, kind=POLICY_CHANGED, reference=f"{version.kind}:{version.number}", now=version.published_at)
