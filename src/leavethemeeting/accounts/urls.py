from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.accounts import again_views, life_views, profile_views, security_views, views
from leavethemeeting.accounts.pairing import urls as pairing
from leavethemeeting.accounts.social import urls as social

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    *social.pages,
    *pairing.pages,
    path("set-up/<str:token>/", views.set_up, name="set_up"),
    path("profile/", profile_views.profile, name="profile"),
    path("profile/picture/", profile_views.set_picture, name="set_picture"),
    path("profile/picture/remove/", profile_views.remove_picture, name="remove_picture"),
    path("people/<uuid:user_id>/picture/", profile_views.picture, name="picture"),
    path("security/", security_views.security, name="security"),
    path("devices/", life_views.devices, name="devices"),
    path("devices/<int:session_id>/sign-out/", life_views.sign_out_one, name="sign_out_one"),
    path("devices/sign-out/", life_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/again/", again_views.again, name="again"),
    path("account/again/code/", again_views.again_code, name="again_code"),
    path("account/delete/", life_views.delete, name="delete"),
    path("account/keep/", life_views.keep, name="keep"),
]
