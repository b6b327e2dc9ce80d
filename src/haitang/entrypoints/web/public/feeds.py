"""Feeds 订阅: notices and answers of a place as Atom (RFC 4287), what comes as iCalendar (RFC 5545); only what is public."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from haitang.engine import clock, sheets
from haitang.engine import notices as board
from haitang.engine import week as slots
from haitang.engine.addresses import absolute
from haitang.engine.notices import Posted
from haitang.engine.sheets import Row
from haitang.engine.territory import known, shown
from haitang.engine.week import Coming
from haitang.entrypoints.web.actors import actor_of, language
from haitang.entrypoints.web.public.notices import address
from haitang.records.party import Organization
from haitang.records.place import Place

#: Entries of a feed of answers, and how old an empty feed is.
ANSWERS, NEVER = 50, datetime(2000, 1, 1, tzinfo=UTC)
ATOM, ICAL = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8"


@require_safe
def notices(request: HttpRequest, code: str) -> HttpResponse:
    """The notices of a place, the last changed first; what was withdrawn says that it was."""
    place, organization = _place(code)
    tongue = language(request)
    posted = board.latest(organization, place)
    page = absolute(f"/notices?place={place.code}")
    changed = posted[0].changed_at if posted else NEVER
    feed = _feed(place, organization, tongue, _("%(place)s: notices"), page, "notices_feed", changed)
    for one in posted:
        _add(feed, one, tongue)
    return _answer(request, feed.writeString("utf-8").encode(), ATOM, feed.latest_post_date())


@require_safe
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """What was answered and closed at a place, the latest first: what it was about, what came of it, on which day."""
    place, organization = _place(code)
    tongue = language(request)
    closed = sheets.rows("public_closed", actor_of(request), {"place": place.code}, limit=ANSWERS).rows
    changed = _day(closed[0]) if closed else NEVER
    page = absolute(reverse("place", args=[place.code]))
    feed = _feed(place, organization, tongue, _("%(place)s: what was done"), page, "answers_feed", changed)
    for row in closed:
        link = absolute(reverse("matter", args=[row.number]))
        outcome = row.outcome.say(tongue) if row.outcome else row.state_words.say(tongue)
        said = f"{row.place.say(tongue)} · {outcome}"
        feed.add_item(
            title=row.title.say(tongue), link=link, description=said, unique_id=link, pubdate=_day(row),
            updateddate=_day(row), categories=[outcome],
        )  # fmt: skip
    return _answer(request, feed.writeString("utf-8").encode(), ATOM, feed.latest_post_date())


def _day(row: Row) -> datetime:
    """The day a matter was closed, at its midnight: the public reads days, not hours."""
    closed = row.closed_at or row.received_at
    return closed.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


class Dated(Atom1Feed):
    """A feed that is as old as what changed last, also when it is empty: the same content has the same bytes."""

    def latest_post_date(self) -> datetime:
        """When something was last published, corrected or withdrawn."""
        changed: datetime = self.feed["changed"]
        return changed


def _feed(
    place: Place, organization: Organization, tongue: str, title: str, page: str, route: str, changed: datetime
) -> Dated:
    """An empty feed about a place; `title` names it with `%(place)s`, `page` is what people read instead."""
    return Dated(
        title=title % {"place": shown(place).say(tongue)},
        link=page,
        description=None,
        language="zh-Hans" if tongue != "en" else "en",
        feed_url=absolute(reverse(route, args=[place.code])),
        feed_guid=page,
        author_name=organization.name if tongue != "en" else organization.name_en,
        changed=changed,
    )


def _add(feed: Dated, one: Posted, tongue: str) -> None:
    feed.add_item(
        title=one.title.say(tongue),
        link=address(one),
        description=f"{one.body.say(tongue)}\n{one.withdrawn_reason}".strip(),
        unique_id=address(one),
        author_name=one.source,
        pubdate=one.published_at,
        updateddate=one.changed_at,
        categories=[words.say(tongue) for words in (one.sort_words, one.warning) if words is not None],
    )


@require_safe
def week(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody may come to at a place, as one calendar."""
    place, organization = _place(code)
    tongue = language(request)
    made = Calendar()
    made.add("prodid", "-//Haitang//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", shown(place).say(tongue))
    for coming in slots.calendar(organization, place):
        made.add_component(_event(coming, tongue))
    response = _answer(request, made.to_ical(), ICAL)
    response["Content-Disposition"] = f'attachment; filename="{place.code}.ics"'
    return response


def _event(coming: Coming, tongue: str) -> Event:
    event = Event()
    event.add("uid", f"slot-{coming.slot}@{urlsplit(absolute()).hostname or 'haitang'}")
    event.add("dtstamp", coming.known_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", coming.starts.astimezone(UTC))
    event.add("dtend", coming.ends.astimezone(UTC))
    event.add("summary", coming.title.say(tongue))
    event.add("location", coming.place.say(tongue))
    event.add("status", "CANCELLED" if coming.off else "CONFIRMED")
    event.add("url", absolute(f"/{coming.shape}s/{coming.number}"))
    return event


def _answer(request: HttpRequest, body: bytes, kind: str, changed: datetime | None = None) -> HttpResponse:
    """The body, or 304 for whom nothing has changed. Shared by everybody, so that readers may keep it for a while."""
    response = HttpResponse(body, content_type=kind)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    made: Any = get_conditional_response(request, etag, int(changed.timestamp()) if changed else None, response)
    answer: HttpResponse = made
    return answer


def _place(code: str) -> tuple[Place, Organization]:
    place = known(code)
    if place is None or place.organization is None:
        raise Http404
    return place, place.organization
