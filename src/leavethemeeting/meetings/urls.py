from __future__ import annotations

from django.urls import URLPattern, path

from leavethemeeting.meetings.views import giving, hosting, joining, planning

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("meetings/", planning.my_meetings, name="list"),
    path("meetings/plan/", planning.plan, name="plan"),
    path("meetings/plan/preview/", planning.preview, name="plan_preview"),
    path("meetings/<uuid:meeting_id>/", hosting.meeting_page, name="meeting"),
    path("meetings/<uuid:meeting_id>/edit/", planning.edit, name="edit"),
    path("meetings/<uuid:meeting_id>/edit/preview/", planning.preview, name="edit_preview"),
    path("meetings/<uuid:meeting_id>/duplicate/", planning.duplicate, name="duplicate"),
    path("meetings/<uuid:meeting_id>/delete/", planning.delete, name="delete"),
    path("meetings/<uuid:meeting_id>/open/", hosting.open_, name="open"),
    path("meetings/<uuid:meeting_id>/occurrences/<uuid:occurrence_id>/reopen/", hosting.reopen, name="reopen"),
    path("meetings/<uuid:meeting_id>/co-hosts/", hosting.co_host_add, name="co_host_add"),
    path("meetings/<uuid:meeting_id>/co-hosts/<int:co_host_id>/remove/", hosting.co_host_remove, name="co_host_remove"),
    path("meetings/<uuid:meeting_id>/newcomers/", hosting.newcomers, name="newcomers"),
    path("meetings/<uuid:meeting_id>/attendees/<uuid:attendee_id>/picture/", hosting.picture, name="picture"),
    path("meetings/<uuid:meeting_id>/give/", giving.give, name="give"),
    path("meetings/<uuid:meeting_id>/give/back/", giving.take_back, name="give_back"),
    path("meetings/offers/<uuid:offer_id>/", giving.offer, name="offer"),
    path("m/<slug:code>/", joining.join, name="join"),
    path("m/<slug:code>/state/", joining.state, name="state"),
    path("m/<slug:code>/age/", joining.age, name="age"),
    path("m/<slug:code>/guest/", joining.guest, name="guest"),
    path("m/<slug:code>/enter/", joining.enter, name="enter"),
    path("m/<slug:code>/forget/", joining.forget, name="forget"),
    path("m/<slug:code>/outside/", joining.outside, name="outside"),
]
