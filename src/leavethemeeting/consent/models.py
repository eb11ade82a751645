"""Versions of the policy and the terms, who accepted which, and what was consented to.

Acceptance is not consent: the first says that somebody read what holds, the second switches one
thing on. Rows of both are only ever added; a consent that is taken back keeps its row until the
person goes.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from leavethemeeting.shared.ids import new_id

LONGEST_SUMMARY = 500


class Document(models.TextChoices):
    """The two texts that are versioned."""

    POLICY = "policy"
    TERMS = "terms"


class PolicyVersion(models.Model):
    """One posted text. It holds from ``published_at`` until the next of its kind (C51) and is never changed or removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=6, choices=Document.choices)
    number = models.PositiveIntegerField()
    source = models.TextField()  # Markdown with its placeholders, as the provider gave it
    text = models.TextField()  # Markdown as everybody reads it: placeholders filled, tables in place
    sha256 = models.CharField(max_length=64)  # of ``text`` in UTF-8
    facts = models.JSONField(default=list)  # "account|provide|host": what is kept, why, for whom; sorted
    material = models.BooleanField()  # asks everybody again
    summary = models.CharField(max_length=LONGEST_SUMMARY)  # what changed, in the provider's words
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "consent_policy_version"
        constraints = (models.UniqueConstraint(fields=["kind", "number"], name="consent_policy_version_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class PolicyDraft(models.Model):
    """What the provider is writing: at most one of each kind, seen by the provider only."""

    kind = models.CharField(max_length=6, choices=Document.choices, primary_key=True)
    source = models.TextField()
    summary = models.CharField(max_length=LONGEST_SUMMARY, blank=True)
    material = models.BooleanField(default=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table = "consent_policy_draft"


class Acceptance(models.Model):
    """Somebody accepted a version: a member, or a guest known by the address they wrote."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acceptances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)  # lower case; empty for a member
    channel = models.CharField(max_length=16)  # kinds.Channel
    accepted_at = models.DateTimeField()

    class Meta:
        db_table = "consent_acceptance"
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user__isnull=True) & ~Q(email="")),
                name="consent_acceptance_of_one",
            ),
            models.UniqueConstraint(
                fields=["user", "version"], condition=Q(user__isnull=False), name="consent_acceptance_member_once"
            ),
            models.UniqueConstraint(fields=["email", "version"], condition=~Q(email=""), name="consent_acceptance_guest_once"),
        )  # fmt: skip


class Consent(models.Model):
    """One thing that a member, an address or a browser agreed to, with its proof."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    browser_sha256 = models.CharField(max_length=64, blank=True)  # of the random number in that browser's cookie
    kind = models.CharField(max_length=24)  # kinds.Kind
    text = models.TextField()  # the sentence, as it was shown
    text_sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=16)  # kinds.Channel
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "consent_consent"
        constraints = (
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="", browser_sha256="")
                | (Q(user__isnull=True, browser_sha256="") & ~Q(email=""))
                | (Q(user__isnull=True, email="") & ~Q(browser_sha256="")),
                name="consent_consent_of_one",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(user__isnull=False, withdrawn_at__isnull=True),
                name="consent_consent_member_open_once",
            ),
            models.UniqueConstraint(
                fields=["email", "browser_sha256", "kind"], condition=Q(user__isnull=True, withdrawn_at__isnull=True),
                name="consent_consent_other_open_once",
            ),
        )  # fmt: skip
