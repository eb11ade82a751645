"""The addresses of signing in with networks; accounts lists them among its own.

allauth's others are not served: nobody signs in with a token that a page sends, and its page of connections is ours.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.accounts.social import deletion, entrance_views, linked
from leavethemeeting.accounts.social.networks import PROVIDERS

#: Under ``/accounts/``, with allauth's names.
entrance: list[URLPattern] = [
    path(f"{name}/{tail}", view, {"network": name}, name=f"{name}_{kind}")
    for name in PROVIDERS
    for tail, view, kind in (
        ("login/", entrance_views.start, "login"),
        ("login/callback/", entrance_views.callback, "callback"),
    )
] + [
    path("social/denied/", entrance_views.cancelled, name="socialaccount_login_cancelled"),
    path("social/signup/", entrance_views.SocialSignUpView.as_view(), name="socialaccount_signup"),
]

#: In the namespace ``accounts``.
pages: list[URLPattern] = [
    path("profile/linked/", linked.linked, name="linked"),
    path("profile/linked/<int:link_id>/unlink/", linked.unlink, name="unlink"),
    path("accounts/facebook/data-deletion/", deletion.asked, name="facebook_data_deletion"),
    path("accounts/facebook/data-deletion/<str:code>/", deletion.outcome, name="facebook_deletion"),
]
