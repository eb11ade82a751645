"""Log data: entries about members, with the seven kinds of C20 and nothing else; errors, about nobody; and what plugins can read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leavethemeeting.shared.ids import new_id


class Entry(models.Model):
    """A sign-in (``method``, ``network``, ``result``) or the use of a feature, and from what it was done.

    ``user`` is empty for a refused sign-in whose address belongs to no member; the address is not kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=8)  # kinds.What
    method = models.CharField(max_length=12, blank=True)  # kinds.Method
    network = models.CharField(max_length=20, blank=True)  # the social network, by its short name
    result = models.CharField(max_length=8, blank=True)  # kinds.Result
    feature = models.CharField(max_length=12, blank=True)  # kinds.Feature
    device_type = models.CharField(max_length=12, blank=True)
    system = models.CharField(max_length=40, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    ip = models.CharField(max_length=50, blank=True)  # in full for seven days, then /24 or /48
    ip_is_short = models.BooleanField(default=False)
    device_id = models.CharField(max_length=32, blank=True)  # only with consent

    class Meta:
        db_table = "logdata_entry"
        indexes = (
            models.Index(fields=["user", "-at"], name="logdata_entry_of_member"),
            models.Index(fields=["at"], name="logdata_entry_by_time"),
            models.Index(fields=["at"], name="logdata_entry_full_ip", condition=models.Q(ip_is_short=False)),
        )


class Error(models.Model):
    """One kind of error, however often it happened: its class and the lines of code it went through. No values."""

    fingerprint = models.CharField(max_length=32, primary_key=True)
    source = models.CharField(max_length=8)  # kinds.Source
    name = models.CharField(max_length=120)  # the exception's class
    page = models.CharField(max_length=80, blank=True)  # the address's name, never the address
    stack = models.JSONField(default=list)  # ["leavethemeeting/room/views.py:41 page", …], the innermost last
    version = models.CharField(max_length=20, blank=True)
    browser = models.CharField(max_length=40, blank=True)  # of the last one
    request_id = models.CharField(max_length=32, blank=True)  # of the last one
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "logdata_error"


class AdapterReading(models.Model):
    """Whether one plugin can read one part of one platform's page, as it last said. It goes a day after that.

    Both references are keyed hashes: they tell plugins and people apart for counting and lead to nobody without the
    service's secret key.
    """

    plugin_ref = models.CharField(max_length=32)
    member_ref = models.CharField(max_length=32, db_index=True)
    platform = models.CharField(max_length=16)  # kinds.Platform
    signal = models.CharField(max_length=8)  # kinds.Signal
    readable = models.CharField(max_length=16)  # kinds.Readable
    version = models.CharField(max_length=20, blank=True)  # the plugin's
    browser = models.CharField(max_length=40, blank=True)  # its family, without a version
    since = models.DateTimeField()  # when it first said so
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "logdata_adapter_reading"
        constraints = (
            models.UniqueConstraint(fields=["plugin_ref", "platform", "signal"], name="logdata_one_reading_each"),
        )


class AdapterAlarm(models.Model):
    """That one part of one platform's page was unreadable on many plugins at once. About nobody."""

    platform = models.CharField(max_length=16)  # kinds.Platform
    signal = models.CharField(max_length=8)  # kinds.Signal
    since = models.DateTimeField()  # when the first of those plugins said so
    told_at = models.DateTimeField(null=True)  # when the operator was last told
    over_at = models.DateTimeField(null=True)  # when it was found readable again; empty while it is not
    last_at = models.DateTimeField(db_index=True)  # when a duty last saw it unreadable

    class Meta:
        db_table = "logdata_adapter_alarm"
        constraints = (models.UniqueConstraint(fields=["platform", "signal"], name="logdata_one_alarm_each"),)
