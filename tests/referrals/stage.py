"""The stage hand of the invitations' journey, in a process of its own: a member who has linked Google."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    django.setup()
    from allauth.socialaccount.models import SocialAccount

    from leavethemeeting.accounts.models import User
    from leavethemeeting.referrals.models import Invitation

    match sys.argv[1:]:
        case ["link-google", user_id]:
            SocialAccount.objects.create(user=User.objects.get(pk=user_id), provider="google", uid="canary-keeper")
            print("{}")
        case ["invitations"]:
            print(json.dumps(list(Invitation.objects.values_list("state", flat=True))))


if __name__ == "__main__":
    main()
