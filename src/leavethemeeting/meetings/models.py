"""Meetings as planned, and their occurrences as they ran. Rows and constraints; no decisions.

Planned times are aware datetimes. Observed times (``*_at`` as BigInteger) are milliseconds
UTC, because the realtime app reads and writes them with its own SQL.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leavethemeeting.shared.ids import new_code, new_id


class Meeting(models.Model):
    """What a host plans: one meeting or a series. Its join link stays the same for ever."""

    class Place(models.TextChoices):
        ROOM = "room", "built-in room"
        LINK = "link", "outside link"

    class Admits(models.TextChoices):
        GUESTS = "guests", "members and guests"
        MEMBERS = "members", "members only"

    class Role(models.TextChoices):
        PARTICIPANT = "participant", "participant"
        VIEWER = "viewer", "viewer"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Protected: the log has no foreign key, so a meeting goes by ``actions.planning`` only, with what is recorded.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings")
    code = models.CharField(max_length=32, unique=True, default=new_code)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=5000)
    place = models.CharField(max_length=8, choices=Place, default=Place.ROOM)
    outside_url = models.URLField(blank=True, max_length=1000)
    # Of domain.call_addresses: how a plugin that is in the call asks for the meeting. Empty: no call can be told from the link.
    call_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    starts_at = models.DateTimeField(null=True, blank=True)  # first run; empty = any time
    ends_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")  # the series keeps this wall time
    repeats = models.CharField(max_length=200, blank=True)  # RFC 5545 RRULE, e.g. FREQ=WEEKLY;COUNT=6
    admits = models.CharField(max_length=8, choices=Admits, default=Admits.GUESTS)
    newcomers_are = models.CharField(max_length=12, choices=Role, default=Role.PARTICIPANT)
    waiting_room = models.BooleanField(default=False)
    keeps_chat_text = models.BooleanField(default=True)
    keeps_days = models.PositiveSmallIntegerField(default=365)
    minors_attend = models.BooleanField(default=False, db_default=False)  # then its occurrences record no individuals
    planned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "meetings_meeting"
        indexes = (
            models.Index(fields=["owner", "starts_at"], name="meetings_meeting_of_owner"),
            models.Index(
                fields=["call_sha256"], name="meetings_meeting_by_call", condition=~models.Q(call_sha256="")
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class CoHost(models.Model):
    """A member who hosts a meeting beside its owner."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="co_hosts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="co_hosted")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "meetings_co_host"
        constraints = (models.UniqueConstraint(fields=["meeting", "user"], name="meetings_co_host_once"),)


class Occurrence(models.Model):
    """One actual run of a meeting; made when the host first opens it, its URL never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="occurrences")
    scheduled_start_at = models.BigIntegerField(null=True)
    scheduled_end_at = models.BigIntegerField(null=True)
    first_opened_at = models.BigIntegerField()
    counts_only = models.BooleanField(
        default=False, db_default=False
    )  # records no individuals: as planned when it was opened

    class Meta:
        db_table = "meetings_occurrence"
        constraints = (
            models.UniqueConstraint(fields=["meeting", "scheduled_start_at"], name="meetings_occurrence_once"),
        )
        indexes = (models.Index(fields=["meeting", "-first_opened_at"], name="meetings_occurrence_latest"),)


class Opening(models.Model):
    """One stretch of an occurrence being open; reopening after a mistake makes another row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.BigIntegerField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.BigIntegerField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    close_reason = models.CharField(max_length=16, blank=True)  # "host", "ended_for_all", "forgotten"

    class Meta:
        db_table = "meetings_opening"
        constraints = (
            models.UniqueConstraint(
                fields=["occurrence"], condition=models.Q(closed_at__isnull=True), name="meetings_opening_open_once"
            ),
        )


class Attendee(models.Model):
    """Anyone who came through a meeting's join page, member or guest; one row per series.

    Name and e-mail are as of the last shared meeting, and so is the profile beside it: a host keeps
    what was shared when a member leaves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="attendances")
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    email_verified = models.BooleanField(default=False)
    role = models.CharField(max_length=12, choices=Meeting.Role, default=Meeting.Role.PARTICIPANT)
    first_came_at = models.BigIntegerField()

    class Meta:
        db_table = "meetings_attendee"
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=models.Q(user__isnull=False), name="meetings_attendee_member_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SharedProfile(models.Model):
    """A member's profile as it was when they last entered the meeting: what its hosts see, whatever it is today.

    It goes with the attendee and with the account. Guests have none.
    """

    attendee = models.OneToOneField(Attendee, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    shared_at = models.BigIntegerField()
    pronouns = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    sign_in_method = models.CharField(max_length=16, blank=True)  # the last one: accounts.signing_in.Method
    ways_in = models.CharField(max_length=80, blank=True)  # accounts.devices.ways_in, with spaces between
    date_joined = models.DateTimeField()
    last_login = models.DateTimeField(null=True)
    webp = models.BinaryField(null=True)

    class Meta:
        db_table = "meetings_shared_profile"


class Admission(models.Model):
    """Asked to come in from the waiting room, and what was decided by whom.

    The decision is about the ``name`` and ``email`` that were shown when they asked; somebody who comes
    under others asks again, and ``formerly`` then holds the name they were admitted under.
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="admissions")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="admissions")
    asked_at = models.BigIntegerField()
    name = models.CharField(max_length=120, blank=True, default="", db_default="")
    email = models.CharField(max_length=254, blank=True, default="", db_default="")
    formerly = models.CharField(max_length=120, blank=True, default="", db_default="")
    decided_at = models.BigIntegerField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    admitted = models.BooleanField(null=True)

    class Meta:
        db_table = "meetings_admission"
        constraints = (models.UniqueConstraint(fields=["occurrence", "attendee"], name="meetings_admission_once"),)


class Removal(models.Model):
    """Removed by the host; stays removed from this occurrence until lifted. ``barred``: from every later one as well."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="removals")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="removals")
    removed_at = models.BigIntegerField()
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.BigIntegerField(null=True)
    barred = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "meetings_removal"
        constraints = (
            models.UniqueConstraint(
                fields=["occurrence", "attendee"], condition=models.Q(lifted_at__isnull=True),
                name="meetings_removal_once",
            ),
        )  # fmt: skip


class Handover(models.Model):
    """The host left and handed this occurrence over to an attendee, who may do what a host may in the room."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="handovers")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="handovers")
    handed_at = models.BigIntegerField()
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "meetings_handover"
        constraints = (
            models.UniqueConstraint(
                fields=["occurrence", "attendee"], condition=models.Q(taken_back_at__isnull=True),
                name="meetings_handover_once",
            ),
        )  # fmt: skip


class Transfer(models.Model):
    """The owner offered the meeting to another member, who may accept it for good. The row stays as the note of it."""

    class Outcome(models.TextChoices):
        OPEN = "", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"
        EXPIRED = "expired", "expired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="transfers")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    offered_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN)

    class Meta:
        db_table = "meetings_transfer"
        constraints = (
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(ended_at__isnull=True), name="meetings_transfer_open_once"
            ),
        )
