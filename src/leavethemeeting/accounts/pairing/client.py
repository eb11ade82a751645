"""The one public client that plugins pair as. It has no secret: whoever holds a plugin could read it."""

from __future__ import annotations

from allauth.idp.oidc.models import Client

CLIENT_ID = "plugin"
EVENTS, SETTINGS = "plugin:events", "plugin:settings"
SCOPES = (EVENTS, SETTINGS)


def ensure_client() -> Client:
    """The client as this version of the software wants it; made at the first start, put right at every other."""
    wanted = {
        "name": "LeaveTheMeeting plugin", "type": Client.Type.PUBLIC, "secret": "", "skip_consent": False,
        "scopes": "\n".join(SCOPES), "default_scopes": "\n".join(SCOPES), "redirect_uris": "", "cors_origins": "",
        "grant_types": Client.GrantType.DEVICE_CODE.value, "response_types": "", "allow_uri_wildcards": False,
        "owner": None, "data": None,
    }  # fmt: skip
    client, _made = Client.objects.update_or_create(id=CLIENT_ID, defaults=wanted)
    return client
