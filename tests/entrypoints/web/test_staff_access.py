"""Who may open which staff page, and what nobody else gets to see."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from haitang.engine import gate
from haitang.records.party import Membership
from haitang.records.slot import Motion
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import PHONE, SAID, phone, text_of

LISTS = ("desk", "desk_mine", "desk_inbox", "desk_meetings", "desk_projects")
ROLES = (
    "recorder", "grid", "desk", "dispatcher", "property", "works", "checker", "supervisor", "chair", "reader",
    "auditor", "administrator", "jinhua_desk", "other_desk", "other_supervisor",
)  # fmt: skip


@dataclass(frozen=True)
class Things:
    """One of each: a matter in hand of the property company, one just said, a session, a project of public works."""

    matter: str
    fresh: str
    session: str
    project: str


@pytest.fixture
def things(cast: Cast) -> Things:
    matter = cast.working(cast.report(SAID, contact=PHONE)).number
    fresh = cast.report(SAID, place="daguan-1", contact=PHONE).number
    return Things(matter, fresh, cast.session(), cast.project())


#: Who opens the matter in hand, the fresh one, the session, the project. Whoever is not named gets 404.
OPENS = {
    "grid": {"matter", "fresh"},
    "desk": {"matter", "fresh", "session", "project"},
    "chair": {"matter", "fresh", "session", "project"},
    "dispatcher": {"matter", "fresh", "session", "project"},
    "checker": {"matter", "fresh", "session", "project"},
    "supervisor": {"matter", "fresh", "session", "project"},
    "property": {"matter"},
    "works": {"project"},
}
ROUTES = {"matter": "desk_matter", "fresh": "desk_matter", "session": "desk_meeting", "project": "desk_project"}


@pytest.mark.parametrize("login", ROLES)
def test_a_post_opens_what_is_its_own_and_nothing_else(things: Things, login: str) -> None:
    worker = Worker.of(login)
    statuses = {
        thing: worker.client.get(reverse(route, args=[getattr(things, thing)])).status_code
        for thing, route in ROUTES.items()
    }
    allowed = OPENS.get(login, set())
    assert statuses == {thing: 200 if thing in allowed else 404 for thing in ROUTES}


@pytest.mark.parametrize("login", ROLES)
def test_every_post_opens_its_lists(things: Things, login: str) -> None:
    for route in LISTS:
        Worker.of(login).opens(reverse(route))


@pytest.mark.parametrize("login", ["property", "works", "recorder", "reader", "auditor", "jinhua_desk", "other_desk"])
def test_lists_show_nobody_elses_matters(things: Things, login: str) -> None:
    worker = Worker.of(login)
    pages = [worker.reads(f"{reverse('desk')}?sheet={sheet}") for sheet in ("open", "new", "late")]
    pages += [worker.reads(reverse(route)) for route in LISTS]
    for page in pages:
        assert things.fresh not in page
        assert login == "property" or SAID not in page
        assert login in {"property"} or things.matter not in page


def test_another_organization_sees_nothing_of_ours(things: Things) -> None:
    for login in ("other_desk", "other_supervisor", "other_chair", "other_grid"):
        worker = Worker.of(login)
        for route in LISTS:
            page = worker.reads(reverse(route))
            assert not any(number in page for number in (things.matter, things.fresh, things.session, things.project))
        worker.opens(reverse("desk_peek", args=[things.matter]), 404)
        worker.opens(reverse("desk_claim", args=[things.matter]), 404)
        worker.opens(reverse("desk_minutes", args=[things.session]), 404)
        assert things.matter not in worker.reads(f"{reverse('desk')}?peek={things.matter}")


def test_whoever_is_not_signed_in_is_asked_to_sign_in_and_comes_back(things: Things) -> None:
    pages = [reverse(route) for route in LISTS]
    pages += [reverse(route, args=[getattr(things, thing)]) for thing, route in ROUTES.items()]
    for url in [*pages, reverse("desk_meeting_new"), f"{reverse('desk')}?sheet=late"]:
        answer = phone().get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{reverse('sign_in')}?next=/desk/")


def test_signing_in_without_a_post_gets_an_honest_page(cast: Cast) -> None:
    with gate.upkeep():
        Membership.objects.filter(account__login="desk").delete()
    for route in LISTS:
        answer = Worker.of("desk").opens(reverse(route), 403)
        assert "没有岗位" in text_of(answer)


def test_nothing_of_the_desk_is_kept_by_a_browser(things: Things) -> None:
    for url in (reverse("desk"), reverse("desk_matter", args=[things.matter])):
        assert "no-store" in Worker.of("desk").opens(url).headers["Cache-Control"]


def test_an_unknown_number_and_one_that_is_not_mine_look_the_same(things: Things) -> None:
    worker = Worker.of("jinhua_desk")
    unknown = worker.opens(reverse("desk_matter", args=["SJ23-99999-9"]), 404)
    not_mine = worker.opens(reverse("desk_matter", args=[things.fresh]), 404)
    assert text_of(unknown) == text_of(not_mine)


def test_only_organizers_plan_sessions(cast: Cast) -> None:
    for login in ROLES:
        allowed = login in {"desk", "dispatcher", "chair", "jinhua_desk", "other_desk"}
        Worker.of(login).opens(reverse("desk_meeting_new"), 200 if allowed else 403)


def test_a_private_matter_shows_as_such_on_lists_and_beside_them(cast: Cast) -> None:
    told = cast.report(SAID)
    with gate.upkeep():
        record = told.record()
        record.private = True
        record.save()
    page = Worker.of("desk").reads(f"{reverse('desk')}?peek={told.number}")
    assert "私事" in page
    assert SAID not in page


def test_the_agenda_of_another_place_offers_no_foreign_matter(cast: Cast) -> None:
    here, there = cast.report(SAID).number, cast.report(SAID, place="jinhua-1").number
    session = cast.session()
    offered = Worker.of("chair").opens(reverse("desk_meeting", args=[session])).content.decode()
    assert here in offered
    assert there not in offered
    answer = Worker.of("chair").client.post(
        reverse("desk_table", args=[session]), {"matter": there, "meeting": session}
    )
    assert answer.status_code == 404
    assert not Motion.objects.filter(matter__number=there).exists()
