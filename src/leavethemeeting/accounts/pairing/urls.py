"""The addresses of pairing. allauth's others (authorization, user info, keys, discovery, registration) are not served."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from leavethemeeting.accounts.pairing import approval, endpoints, views

#: In the namespace ``accounts``.
pages: list[URLPattern] = [
    path("plugins/", views.connected, name="plugins"),
    path("plugins/<int:token_id>/disconnect/", views.disconnect, name="disconnect_plugin"),
    path("api/v1/plugin/", views.state, name="plugin_state"),
]

_oidc: list[URLPattern] = [
    path("", approval.pair, name="device_authorization"),
    path("code/", endpoints.CodeEndpoint.as_view(), name="device_code"),
    path("token/", endpoints.TokenEndpoint.as_view(), name="token"),
    path("revoke/", endpoints.RevokeEndpoint.as_view(), name="revoke"),
]

#: allauth looks for these names in these namespaces.
_idp: list[URLResolver] = [path("", include((_oidc, "oidc")))]
urlpatterns: list[URLResolver] = [path("pair/", include((_idp, "idp")))]
