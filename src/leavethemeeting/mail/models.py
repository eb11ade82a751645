"""Letters: written in the same transaction as what they tell, delivered afterwards. And what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from leavethemeeting.mail.judging import Judged, Why
from leavethemeeting.shared.ids import new_id


class Mailing(models.Model):
    """What several letters have in common: one piece of news, one version of the policy, all plugin letters.

    Numbers of letters that are gone by now are kept here, without their readers.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)  # of its letters: "news"
    reference = models.CharField(max_length=80, unique=True)  # "policy:3"; the same reference is the same mailing
    subject = models.CharField(max_length=255)
    content = models.JSONField(default=dict)  # what is still to be written: paragraphs, button
    written_at = models.DateTimeField()
    written_up_to = models.UUIDField(null=True)  # the last consent whose letter is written
    finished_at = models.DateTimeField(null=True)  # empty: letters are still being written
    delivered_before = models.PositiveIntegerField(default=0)  # letters that were deleted since
    failed_before = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "mail_mailing"


class Letter(models.Model):
    """One mail to one person. ``sent_at`` empty = waiting (or, without SMTP, in the outbox)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)  # the letter's name, e.g. "verify_email"
    recipient = models.EmailField(max_length=254)
    user_id = models.UUIDField(null=True, db_index=True)  # where it is to a member as such
    because = models.CharField(max_length=12, default="")  # a ``guard.Because``
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, null=True, related_name="letters")
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    unsubscribe_url = models.CharField(max_length=300, blank=True)  # RFC 8058
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    bounced_at = models.DateTimeField(null=True)  # a server further on reported that it came no further

    class Meta:
        db_table = "mail_letter"
        indexes = (
            models.Index(
                fields=["next_attempt_at"], name="mail_letter_waiting",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
        )  # fmt: skip
        constraints = (
            models.UniqueConstraint(
                fields=["mailing", "recipient"], condition=Q(because="subscribed"), name="mail_letter_once_a_mailing"
            ),
        )


class LinkKind(models.TextChoices):
    """What following the address means."""

    OPEN = "open"  # the picture of one pixel was fetched
    VISIT = "visit"  # a link was followed


class MailLink(models.Model):
    """An address of ours in a letter, known by a random token of which only the hash is kept.

    With ``letter`` it belongs to one person's letter, and visits are noted one by one. Without, it only
    leads on; ``shared`` is the one row of a mailing that counts those visits, for everybody together.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="links")
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="links")
    shared = models.BooleanField(default=False)
    kind = models.CharField(max_length=5, choices=LinkKind.choices)
    target = models.CharField(max_length=2000, blank=True)  # where it leads; empty for the pixel
    made_at = models.DateTimeField()
    persons = models.PositiveIntegerField(default=0)
    machines = models.PositiveIntegerField(default=0)
    unknowns = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "mail_link"
        constraints = (
            models.UniqueConstraint(
                fields=["mailing", "kind", "target"], condition=Q(shared=True), name="mail_link_shared_once"
            ),
            models.CheckConstraint(condition=Q(shared=False) | Q(letter__isnull=True), name="mail_link_shared_by_all"),
        )


class MailVisit(models.Model):
    """One person's letter was opened, or one of its links followed, with that person's consent."""

    link = models.ForeignKey(MailLink, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()
    judged = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Judged])
    why = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Why])

    class Meta:
        db_table = "mail_visit"
        indexes = (models.Index(fields=["link", "at"], name="mail_visit_of_link"),)


class WayOut(models.Model):
    """The link at the foot of a letter that takes one consent back, known by the hash of its token.

    ``address`` and ``user_id`` are emptied when it was used: nothing is left to take back.
    """

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    consent = models.CharField(max_length=24)  # a ``consent.kinds.Kind``
    address = models.EmailField(max_length=254, blank=True)
    user_id = models.UUIDField(null=True, db_index=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mail_way_out"
        indexes = (models.Index(fields=["address"], name="mail_way_out_of_address"),)


class Undeliverable(models.Model):
    """An address that a mail server called dead. It gets no news for a while; other letters try again."""

    address = models.EmailField(max_length=254, primary_key=True)  # lower case
    since = models.DateTimeField()
    said = models.CharField(max_length=500)

    class Meta:
        db_table = "mail_undeliverable"
