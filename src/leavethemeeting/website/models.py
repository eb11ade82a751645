"""What visitors leave behind: an address for one letter, and what they write to the provider."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leavethemeeting.shared.ids import new_id
from leavethemeeting.website.references import new_reference


class PluginLinkRequest(models.Model):
    """Somebody wants the link to the plugin. The row goes at the download, or after thirty days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)  # lower case
    token_sha256 = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "website_plugin_link_request"


class Case(models.Model):
    """One matter between a person and the provider, from the first message to the last."""

    class Kind(models.TextChoices):
        CONTACT = "contact"
        GUARDIAN = "guardian"  # a parent or guardian about a child
        RIGHTS = "rights"  # somebody asks for their data, or for its end

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed"  # the code sent to the address did not come back yet
        OPEN = "open"  # waits for the provider
        ANSWERED = "answered"  # waits for the person
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(
        max_length=9, unique=True, default=new_reference
    )  # said aloud and in letters; opens nothing
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254)  # lower case
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "website_case"
        indexes = (
            models.Index(fields=["state", "opened_at"], name="website_case_waiting"),
            models.Index(fields=["email"], name="website_case_of_address"),
        )

    def __str__(self) -> str:
        return self.reference


class CaseMessage(models.Model):
    """One message of a case, or a note that only the provider reads."""

    class Author(models.TextChoices):
        VISITOR = "visitor"
        PROVIDER = "provider"
        NOTE = "note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=8, choices=Author.choices)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "website_case_message"
        indexes = (models.Index(fields=["case", "at"], name="website_case_message_read"),)


class CaseKey(models.Model):
    """What a letter's link to the conversation holds, as a hash: each letter has a key of its own."""

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="keys")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "website_case_key"


class GuardianRequest(models.Model):
    """What a parent or guardian told about a child. It goes when the case is closed."""

    class Relation(models.TextChoices):
        PARENT = "parent"
        GUARDIAN = "guardian"
        OTHER = "other"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="guardian")
    relation = models.CharField(max_length=8, choices=Relation.choices)
    child_name = models.CharField(max_length=120, blank=True)
    child_email = models.EmailField(max_length=254, blank=True)  # lower case
    meeting = models.CharField(max_length=300, blank=True)  # a link, a title, a day: what they know
    code_digest = models.CharField(max_length=64)
    code_until = models.DateTimeField()
    code_tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "website_guardian_request"
