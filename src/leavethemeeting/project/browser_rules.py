"""What a browser is told of every page: load nothing foreign, run nothing inline, and use no device that no page needs."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, Any] = {
    "camera": "self",
    "microphone": "self",
    "display-capture": "self",
    "autoplay": "self",
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
    "fullscreen": "self",
    "web-share": "self",
    "accelerometer": [],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "midi": [],
    "payment": [],
    "usb": [],
}
