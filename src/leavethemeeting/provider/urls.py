from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.consent import provider_views as policy_views
from leavethemeeting.provider import (
    case_views,
    home_views,
    list_views,
    log_views,
    people_views,
    plugin_views,
    safety_views,
    service_views,
)

app_name = "provider"
urlpatterns: list[URLPattern] = [
    path("", home_views.home, name="home"),
    path("people/", people_views.people, name="people"),
    path("people/<slug:kind>/<uuid:key>/", people_views.person, name="person"),
    path("people/<slug:kind>/<uuid:key>/write/", people_views.write, name="write"),
    path("people/<slug:kind>/<uuid:key>/erase/", people_views.erase_person, name="erase"),
    path("erasures/<uuid:key>/", people_views.erasure, name="erasure"),
    path("cases/", case_views.case_list, name="cases"),
    path("cases/<reference:reference>/", case_views.case, name="case"),
    path("cases/<reference:reference>/move/", case_views.case_move, name="case_move"),
    path("cases/<reference:reference>/child/", people_views.case_child, name="case_child"),
    path("news/", home_views.news, name="news"),
    path("members/", list_views.members, name="members"),
    path("meetings/", list_views.meetings, name="meetings"),
    path("deeds/", list_views.deeds, name="deeds"),
    path("safety/", safety_views.safety, name="safety"),
    path("safety/block/", safety_views.block, name="block"),
    path("safety/<uuid:block_id>/free/", safety_views.free, name="free"),
    path("members/<uuid:key>/suspend/", safety_views.suspend, name="suspend"),
    path("members/<uuid:key>/sign-ins/", safety_views.end_sign_ins, name="end_sign_ins"),
    path("workings/", service_views.workings, name="workings"),
    path("figures/", service_views.figures, name="figures"),
    path("log-data/", log_views.log_data, name="log_data"),
    path("plugins/", plugin_views.plugins, name="plugins"),
    path("policy/", policy_views.policy, name="policy"),
    path("policy/<slug:kind>/draft/", policy_views.policy_draft, name="policy_draft"),
    path("policy/<slug:kind>/preview/", policy_views.policy_preview, name="policy_preview"),
    path("policy/<slug:kind>/post/", policy_views.policy_post, name="policy_post"),
    path("policy/<slug:kind>/discard/", policy_views.policy_discard, name="policy_discard"),
]
