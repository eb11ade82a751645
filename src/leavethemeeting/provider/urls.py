from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.consent import provider_views as policy_views

app_name = "provider"
urlpatterns: list[URLPattern] = [
    path("policy/", policy_views.policy, name="policy"),
    path("policy/<slug:kind>/draft/", policy_views.policy_draft, name="policy_draft"),
    path("policy/<slug:kind>/preview/", policy_views.policy_preview, name="policy_preview"),
    path("policy/<slug:kind>/post/", policy_views.policy_post, name="policy_post"),
    path("policy/<slug:kind>/discard/", policy_views.policy_discard, name="policy_discard"),
]
