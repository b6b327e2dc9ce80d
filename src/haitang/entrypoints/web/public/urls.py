"""Addresses of these rooms 网址. Numbers and codes are read tolerantly by the views."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path

from haitang.entrypoints.web.public import (
    about,
    answers,
    follow,
    home,
    matter,
    photos,
    places,
    projects,
    receipt,
    report,
    sessions,
    verdict,
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
    path("m/<str:number>/judge", judge, name="judge"),
    path("meetings", sessions.meetings, name="meetings"),
    path("meetings/<str:number>", sessions.meeting, name="meeting"),
    path("projects", projects.projects, name="projects"),
    path("projects/<str:number>", projects.project, name="project"),
    path("p/<str:code>/", places.place, name="place"),
    path("answers", answers.answers, name="answers"),
    re_path(r"^photo/(?P<digest>[0-9a-f]{64})$", photos.photo, name="photo"),
    path("accessibility", about.accessibility, name="accessibility"),
    path("privacy", about.privacy, name="privacy"),
    path("verify", about.verify, name="verify"),
    path("verify/<str:name>", about.verifier_file, name="verifier_file"),
    path("robots.txt", about.robots, name="robots"),
]
