"""Discovery 服务发现: where the endpoint is, which version it speaks, in which formats, and whom to ask for a key."""

from django.http import HttpRequest
from django.urls import reverse

from haitang.engine import clock, directory
from haitang.engine.addresses import absolute
from haitang.entrypoints.open311.answering import Answer, language, operation
from haitang.entrypoints.open311.jurisdictions import served
from haitang.kernel.words import Words

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
#: When what is answered here last changed.
CHANGESET = "2026-11-30T00:00:00+08:00"
KEYS = Words(
    zh="api_key 是单位管理员开的令牌；没有要求令牌的单位，不用写",
    en="api_key is a token made by the office's administrator; offices that ask for none take reports without it",
)


@operation("GET")
def discovery(request: HttpRequest) -> Answer:
    """The service discovery file."""
    return Answer(
        "discovery",
        {
            "changeset": CHANGESET,
            "contact": _contact(),
            "key_service": KEYS.say(language()),
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": absolute(reverse("open311")).rstrip("/"),
                    "changeset": CHANGESET,
                    "type": "test" if clock.is_demonstration() else "production",
                    "formats": ["text/xml", "application/json"],
                }
            ],
        },
    )


def _contact() -> str:
    """The offices served, with their telephone numbers where they publish one."""
    offices = [directory.office_of(one) for one in served()]
    return "; ".join(f"{one.words.say(language())} {one.phone}".strip() for one in offices)
