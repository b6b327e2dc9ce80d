"""Addresses of these rooms 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.staff import (
    channels,
    claim,
    inbox,
    matter,
    meeting,
    meetings,
    mine,
    minutes,
    projects,
    slip,
    today,
    undelivered,
    wording,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/", today.desk, name="desk"),
    path("desk/find", today.find, name="desk_find"),
    path("desk/peek/<str:number>", today.peek, name="desk_peek"),
    path("desk/mine", mine.mine, name="desk_mine"),
    path("desk/inbox", inbox.letters, name="desk_inbox"),
    path("desk/m/<str:number>", matter.matter, name="desk_matter"),
    path("desk/m/<str:number>/claim", claim.claim, name="desk_claim"),
    path("desk/m/<str:number>/contact/<int:voice>", matter.contact, name="desk_contact"),
    path("desk/meetings", meetings.meetings, name="desk_meetings"),
    path("desk/meetings/new", meetings.new, name="desk_meeting_new"),
    path("desk/meetings/<str:number>", meeting.meeting, name="desk_meeting"),
    path("desk/meetings/<str:number>/table", meeting.table, name="desk_table"),
    path("desk/meetings/<str:number>/minutes", minutes.minutes, name="desk_minutes"),
    path("desk/projects", projects.projects, name="desk_projects"),
    path("desk/projects/<str:number>", projects.project, name="desk_project"),
    path("desk/undelivered", undelivered.undelivered, name="desk_undelivered"),
    path("desk/m/<str:number>/slip/<int:answer>", slip.slip, name="desk_answer_slip"),
    path("desk/channels", channels.channels, name="desk_channels"),
    path("desk/wording", wording.wording, name="desk_wording"),
    path("desk/wording/<str:name>/<str:code>", wording.one, name="desk_wording_one"),
]
