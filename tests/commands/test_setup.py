"""The set-up of a real office: who may, what is kept, what is refused; modules, rules, calendar, trial and opening."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from haitang.commands import matters, meetings, offices, openings, places, setup, workdays
from haitang.engine import charter, clock, gate, ledger, opening, promise, rules
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow, Refusal
from haitang.kernel.registry import figures, kinds, modules
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.office import Setting, WorkDay
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast
from tests.commands.inputs import PREPARED, SOUND

SETTING_UP = sorted(
    name for name in SOUND if name.partition(".")[0] in {"setup", "rules", "modules", "places", "workdays", "openings"}
)
#: Where one grid cell ends and the next begins, the dispatcher knows too: issue, “editing of polygons by staff”.
DRAWN = {"places.outline", "places.undraw"}
NAMES = {"name": "新", "name_en": "new"}


def sujin() -> Organization:
    return Organization.objects.get(code="sujin")


def prepare(cast: Cast) -> None:
    gate.do(openings.prepare, cast.founder, place="sujin")


# Who may


@pytest.mark.parametrize("name", SETTING_UP)
def test_nobody_but_the_offices_own_administrator_sets_it_up(cast: Cast, name: str) -> None:
    ready = PREPARED[name](cast)
    drawers = {"administrator", "dispatcher"} if name in DRAWN else {"administrator"}
    others = [actor for login, actor in cast.by_login.items() if login not in drawers]
    for actor in (*others, cast.anyone, Actor("web", voice=1)):
        with pytest.raises(Denied):
            gate.do(ready.command, actor, **ready.given)
    assert ready({}).ledger == "sujin"


@pytest.mark.parametrize("name", [name for name in SETTING_UP if SOUND[name].get("place") == "sujin"])
def test_an_administrator_of_a_community_does_not_speak_for_the_whole_office(cast: Cast, name: str) -> None:
    given = {"code": "small", "role": "administrator", "place": "daguan", "organization": "sujin", **NAMES}
    gate.do(offices.create_post, cast.founder, **given)
    gate.do(offices.open_account, cast.founder, login="small")
    gate.do(offices.appoint, cast.founder, post="small", login="small", since=date(2020, 1, 1))
    small = Actor("web", account=Account.objects.get(login="small").pk)
    ready = PREPARED[name](cast)
    for place in ("sujin", "daguan"):
        with pytest.raises((Denied, Invalid)):
            gate.do(ready.command, small, **{**ready.given, "place": place})


def test_an_administrator_creates_posts_for_the_own_office_only(cast: Cast) -> None:
    post = {"code": "new", "role": "desk", "place": "jinhua", **NAMES}
    gate.do(offices.create_post, cast.administrator, **post, organization="sujin")
    refused: tuple[type[Refusal], ...] = (Denied, Invalid)
    for given in ({"organization": "xcscjg8"}, {"organization": "sujin", "place": "huangqiao"}):
        with pytest.raises(refused):
            gate.do(offices.create_post, cast.administrator, **{**post, "code": "other", **given})


# What is kept


def test_name_telephone_hours_and_notice_are_kept(cast: Cast) -> None:
    for command in (setup.office, setup.hours, setup.privacy):
        gate.do(command, cast.administrator, **SOUND[command.__haitang_command__.name])  # type: ignore[attr-defined]
    known = charter.of(sujin())
    assert (sujin().name, known.phone, known.hours and known.hours.en) == (
        "名",
        "0512-65430000",
        "working days, 9 to 17",
    )
    assert known.privacy["zh"] == "办"


def test_the_ledger_holds_no_telephone_number(cast: Cast) -> None:
    done = gate.do(setup.office, cast.administrator, **SOUND["setup.office"])
    _, body = ledger.line("sujin", done.entry) or pytest.fail("no line")
    assert "0512" not in str(body.facts)


# Rules


@pytest.mark.parametrize("rule", rules.RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_takes_its_own_default_and_nothing_outside(rule: rules.Rule) -> None:
    assert rule.read(str(rule.default)) == rule.default
    for text in ("", "-1", "9" * 7, "²", "x", str(rule.low - 1), str(rule.high + 1)):
        assert rule.read(text) is None


def test_the_defaults_are_what_the_product_works_by() -> None:
    term = kinds["requests.problem"].promise
    assert term is not None and term.workdays == rules.RULES["promise_workdays"].default
    assert rules.RULES["lapse_workdays"].default == matters.LAPSE_WORKDAYS


def test_a_changed_rule_is_unconfirmed_until_somebody_names_its_source(cast: Cast) -> None:
    given = {"place": "sujin", "rule": "promise_workdays"}
    gate.do(setup.confirm_rule, cast.administrator, **given, source="街道办 1 号")
    assert rules.of(sujin())["promise_workdays"].confirmed
    gate.do(setup.set_rule, cast.administrator, **given, value="3")
    line = rules.of(sujin())["promise_workdays"]
    assert (line.value, line.confirmed) == (3, False)
    assert rules.of(Organization.objects.get(code="xcscjg8"))["promise_workdays"].value == 5


def test_a_promise_follows_the_offices_own_rule(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-13 09:00")
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="promise_workdays", value="1")
    due = cast.report().record().due_at
    assert due is not None and clock.local_day(due) == date(2023, 11, 14)
    other = cast.report(place="bzxc").record().due_at
    assert other is not None and clock.local_day(other) == date(2023, 11, 20)


def test_silence_lapses_by_the_offices_own_rule(cast: Cast, clock_at: Callable[[str], datetime]) -> None:
    clock_at("2023-11-13 09:00")
    told = cast.answered()
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="lapse_workdays", value="5")
    clock_at("2023-11-20 18:30")
    assert gate.do(matters.close, cast.system, matter=told.number).entry


@pytest.mark.parametrize(("rule", "value"), [("promise_workdays", "0"), ("sessions", "moon"), ("none", "1")])
def test_a_rule_that_cannot_be_is_named(cast: Cast, rule: str, value: str) -> None:
    with pytest.raises(Invalid):
        gate.do(setup.set_rule, cast.administrator, place="sujin", rule=rule, value=value)


def test_what_this_version_fixes_is_not_changed(cast: Cast) -> None:
    with pytest.raises(NotNow):
        gate.do(setup.set_rule, cast.administrator, place="sujin", rule="due_hour", value="17")


# Modules


def test_every_kind_and_figure_belongs_to_a_module() -> None:
    named = {module.name for module in modules}
    assert {thing.name.partition(".")[0] for store in (kinds, figures) for thing in store} <= named


def test_defence_party_and_volunteers_start_off_in_a_real_office(cast: Cast) -> None:
    prepare(cast)
    assert charter.of(sujin()).off == {"defence_classroom", "co_governance", "volunteers", "talents"}


def test_a_module_that_is_off_takes_nothing_new_and_ends_what_is_under_way(cast: Cast) -> None:
    session = cast.session()
    gate.do(setup.switch, cast.administrator, place="sujin", module="talk_on_fours", on=False)
    with pytest.raises(NotNow):
        cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    assert cast.held(session)
    gate.do(setup.switch, cast.administrator, place="sujin", module="talk_on_fours", on=True)
    assert cast.session()


def test_the_trunk_stays_on(cast: Cast) -> None:
    with pytest.raises(NotNow):
        gate.do(setup.switch, cast.administrator, place="sujin", module="requests", on=False)


# Places


def test_a_closed_place_is_offered_to_nobody_and_keeps_what_happened(cast: Cast) -> None:
    told = cast.report(place="dgmy-15")
    with pytest.raises(Invalid):
        gate.do(places.close, cast.administrator, place="dgmy", reason="里面还有")
    gate.do(places.close, cast.administrator, place="dgmy-15", reason="拆了")
    assert Place.objects.get(code="dgmy-15").closed_on is not None
    assert told.record().place.code == "dgmy-15"
    with pytest.raises(Invalid):
        gate.do(places.add, cast.administrator, code="n", kind="lift", parent="dgmy-15", **NAMES)


@pytest.mark.parametrize("given", [{"place": "sujin"}, {"place": "nowhere"}])
def test_what_cannot_be_closed(cast: Cast, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        gate.do(places.close, cast.administrator, **given, reason="停")


def test_a_code_is_given_once_in_the_whole_installation(cast: Cast) -> None:
    with pytest.raises(Conflict):
        gate.do(places.add, cast.administrator, code="beizhuang", kind="spot", parent="dgmy", **NAMES)


# Calendar


def test_a_year_counts_as_known_only_when_it_is_said_to_be_complete(cast: Cast) -> None:
    given = {"place": "sujin", "work": False, "name": "元旦", "source": "国办发明电"}
    gate.do(workdays.set_day, cast.founder, **given, day=date(2031, 1, 1))
    assert 2031 not in promise.workdays().official_years
    with pytest.raises(NotNow):
        gate.do(workdays.complete, cast.founder, place="sujin", year=2031, source="国办发明电")
    for day in range(2, 9):
        gate.do(workdays.set_day, cast.founder, **given, day=date(2031, 1, day))
    gate.do(workdays.complete, cast.founder, place="sujin", year=2031, source="国办发明电")
    assert 2031 in promise.workdays().official_years
    assert WorkDay.objects.get(day=date(2031, 1, 1)).source == "国办发明电"


def test_no_office_changes_the_calendar_of_another(cast: Cast) -> None:
    with pytest.raises(Denied):
        gate.do(workdays.set_day, cast.administrator, **SOUND["workdays.set"])


# Opening


def test_until_it_opens_nobody_reports_and_in_the_trial_only_its_staff(cast: Cast) -> None:
    prepare(cast)
    with pytest.raises(NotNow):
        cast.report()
    gate.do(openings.start_trial, cast.administrator, place="sujin")
    for actor in (cast.anyone, cast.other_desk):
        with pytest.raises(Denied):
            gate.do(matters.report, actor, words="灯", place="dgmy")
    done = gate.do(matters.report, cast.desk, words="灯", place="dgmy")
    _, body = ledger.line("sujin", done.entry) or pytest.fail("no line")
    assert '"trial":true' in str(body.facts).replace(" ", "")
    assert cast.report(place="bzxc").number.startswith("XC")


def test_publishing_says_what_is_missing(cast: Cast) -> None:
    prepare(cast)
    with pytest.raises(NotNow) as refused:
        gate.do(openings.publish, cast.administrator, place="sujin")
    assert "电话" in refused.value.words.zh and "telephone" in refused.value.words.en
    assert [step.name for step in opening.missing(sujin())] == ["office", "hours", "privacy"]


def test_a_demonstration_is_never_published(cast: Cast) -> None:
    with gate.upkeep():
        Setting.objects.create(name="clock.offset_seconds", value=-86_400)
    clock.forget_offset()
    for command in (openings.start_trial, openings.publish):
        with pytest.raises(NotNow, match="demonstration"):
            gate.do(command, cast.administrator, place="sujin")


def test_only_roles_that_are_posts_are_counted(cast: Cast) -> None:
    assert opening.standing(sujin()).desks == 2
    assert Role.DESK == "desk"
