from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from leavethemeeting.rights import correction_views, export_views, mirror_views, objection_views, proving_views


class Handle(StringConverter):
    """A signed handle of a proof."""

    regex = r"[A-Za-z0-9_.-]{20,120}"


register_converter(Handle, "handle")

app_name = "rights"
urlpatterns: list[URLPattern] = [
    path("your-data/", proving_views.home, name="home"),
    path("your-data/code/<handle:handle>/", proving_views.code, name="code"),
    path("your-data/done/", proving_views.done, name="done"),
    path("your-data/meetings/", mirror_views.meetings, name="meetings"),
    path("your-data/meetings/<uuid:occurrence_id>/", mirror_views.meeting, name="meeting"),
    path("your-data/meetings/<uuid:occurrence_id>/correct/", correction_views.correct, name="correct"),
    path("your-data/hosts/<uuid:host_id>/", mirror_views.host, name="host"),
    path("your-data/pictures/<uuid:attendee_id>/", mirror_views.picture, name="picture"),
    path("your-data/looks/", mirror_views.looks, name="looks"),
    path("your-data/export/", export_views.export, name="export"),
    path("your-data/export/<uuid:export_id>/", export_views.file, name="file"),
    path("your-data/objections/", objection_views.objections, name="objections"),
    path("your-data/objections/<slug:kind>/", objection_views.object_to, name="object_to"),
    path("your-data/erase/", objection_views.erase, name="erase"),
    path("attendees/wishes/", correction_views.wishes, name="wishes"),
    path("attendees/wishes/<uuid:case_id>/", correction_views.wish_page, name="wish"),
]
