"""Addresses of these rooms 网址. Numbers and codes are read tolerantly by the views."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from haitang.entrypoints.web.public import (
    about,
    answers,
    asking,
    calls,
    feeds,
    find,
    follow,
    guide,
    handed,
    home,
    joining,
    matter,
    mine,
    notices,
    parked,
    photos,
    places,
    projects,
    receipt,
    report,
    sessions,
    verdict,
    week,
)


def judge(request: HttpRequest, number: str) -> HttpResponse:
    """A verdict, and the matter's page again when something is missing."""
    return verdict.judge(request, number, again=matter.matter)


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("o/<str:code>/", home.office, name="office"),
    path("report", report.report, name="report"),
    path("q/<str:plate>", report.plate, name="plate"),
    path("receipt/<str:number>", receipt.receipt, name="receipt"),
    path("receipt/<str:number>/proof", receipt.bundle, name="bundle"),
    path("follow", follow.follow, name="follow"),
    path("forget", follow.forget, name="forget"),
    path("m/<str:number>", matter.matter, name="matter"),
    path("m/<str:number>/too", joining.me_too, name="me_too"),
    path("parked", parked.parked, name="parked"),
    path("m/<str:number>/judge", judge, name="judge"),
    path("m/<str:number>/again", verdict.recur, name="recur"),
    path("m/<str:number>/data", mine.my_data, name="my_data"),
    path("m/<str:number>/data/export", mine.export, name="my_data_export"),
    path("m/<str:number>/data/correct", mine.correct, name="my_data_correct"),
    path("m/<str:number>/data/erase", mine.erase, name="my_data_erase"),
    path("exports", handed.exports, name="exports"),
    path("meetings", sessions.meetings, name="meetings"),
    path("meetings/<str:number>", sessions.meeting, name="meeting"),
    path("projects", projects.projects, name="projects"),
    path("projects/<str:number>", projects.project, name="project"),
    path("p/<str:code>/", places.place, name="place"),
    path("p/<str:code>/notices.atom", feeds.notices, name="notices_feed"),
    path("p/<str:code>/week.ics", feeds.week, name="week_ics"),
    path("notices", notices.notices, name="notices"),
    path("n/<int:notice>", notices.notice, name="notice"),
    path("n/<int:notice>/print", notices.paper, name="notice_print"),
    path("n/<int:notice>/pdf/<int:file>", notices.pdf, name="notice_file"),
    path("week", week.week, name="week"),
    path("find", find.find, name="find"),
    path("p/<str:code>/card", calls.door_card, name="door_card"),
    path("calls", calls.calls, name="calls"),
    path("guide", guide.listed, name="guide"),
    path("guide/ask", asking.consult, name="consult"),
    path("g/<str:code>", guide.article, name="article"),
    path("correct", asking.correct, name="correct"),
    path("too-much", asking.too_much, name="too_much"),
    path("answers", answers.answers, name="answers"),
    re_path(r"^photo/(?P<digest>[0-9a-f]{64})$", photos.photo, name="photo"),
    path("accessibility", about.accessibility, name="accessibility"),
    path("privacy", about.privacy, name="privacy"),
    path("verify", about.verify, name="verify"),
    path("verify/<str:name>", about.verifier_file, name="verifier_file"),
    path("robots.txt", about.robots, name="robots"),
]
