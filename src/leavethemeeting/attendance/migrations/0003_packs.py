"""The evidence of a large occurrence in one piece, so that a report does not read fifty thousand rows."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("attendance", "0002_find_claims_of_presence"),)

    operations = (
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("occurrence_id", models.UUIDField(primary_key=True, serialize=False)),
                ("edition", models.UUIDField(default=uuid.uuid4)),
                ("position", models.BigIntegerField(default=0)),
                ("body", models.BinaryField(default=b"")),
            ],
            options={"db_table": "attendance_pack"},
        ),
    )
