"""``gunicorn --threads 8 benchmarks.peer.wsgi``: makes its tables, and one token (``PEER_TOKEN``)."""

from __future__ import annotations

import os
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 -- Django must be set up first
from django.core.wsgi import get_wsgi_application  # noqa: E402 -- as above
from django.db import connection  # noqa: E402 -- as above

from benchmarks.peer.models import Token  # noqa: E402 -- as above

call_command("migrate", run_syncdb=True, verbosity=0)
Token.objects.get_or_create(value=os.environ["PEER_TOKEN"], meeting_id=UUID(int=1))
connection.close()
application = get_wsgi_application()
