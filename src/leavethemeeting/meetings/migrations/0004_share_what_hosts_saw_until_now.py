"""Members who came before profiles were kept as shared: hosts saw them as they are, so that is what was shared last."""

from __future__ import annotations

from typing import Any

from django.db import migrations

CHUNK = 200
COPIED = ("pronouns", "organisation", "time_zone", "sign_in_method", "date_joined", "last_login")


def _ways_in(apps: Any, user: Any) -> str:
    ways = [] if user.password.startswith("!") else ["password"]
    factors = apps.get_model("mfa", "Authenticator").objects
    ways += ["passkey"] if factors.filter(user_id=user.pk, type="webauthn").exists() else []
    linked = apps.get_model("socialaccount", "SocialAccount").objects.filter(user_id=user.pk)
    return " ".join([*ways, *linked.order_by("pk").values_list("provider", flat=True)] or ["code"])


def share(apps: Any, _editor: Any) -> None:
    profiles = apps.get_model("meetings", "SharedProfile").objects
    pictures = apps.get_model("accounts", "Picture").objects
    without = apps.get_model("meetings", "Attendee").objects.filter(user__isnull=False, profile__isnull=True)
    while rows := list(without.select_related("user").order_by("pk")[:CHUNK]):
        profiles.bulk_create(
            profiles.model(
                attendee_id=row.pk,
                shared_at=row.first_came_at,
                ways_in=_ways_in(apps, row.user),
                webp=pictures.filter(user_id=row.user_id).values_list("webp", flat=True).first(),
                **{column: getattr(row.user, column) for column in COPIED},
            )
            for row in rows
        )


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_share_profiles_as_of_the_last_entrance"),
        ("accounts", "0002_know_profiles_devices_and_endings"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [migrations.RunPython(share, migrations.RunPython.noop)]
