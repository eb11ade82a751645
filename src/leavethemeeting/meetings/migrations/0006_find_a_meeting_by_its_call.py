from __future__ import annotations

from typing import Any

from django.db import migrations, models

from leavethemeeting.domain.call_addresses import address_sha256, call_address


def find(apps: Any, _editor: Any) -> None:
    meetings = apps.get_model("meetings", "Meeting").objects
    for key, url in meetings.exclude(outside_url="").values_list("pk", "outside_url").iterator():
        address = call_address(url)
        if address:
            meetings.filter(pk=key).update(call_sha256=address_sha256(address))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_transfers")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="call_sha256",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.RunPython(find, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("call_sha256", ""), _negated=True),
                fields=["call_sha256"],
                name="meetings_meeting_by_call",
            ),
        ),
    ]
