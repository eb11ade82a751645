"""A report finds who was there without walking the words of the chat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("attendance", "0001_first"),)

    operations = (
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("text", "")), fields=["occurrence_id"], name="attendance_claim_people"
            ),
        ),
    )
