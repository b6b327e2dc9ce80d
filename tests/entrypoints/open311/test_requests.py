"""Requests over Open311: reported like on a page, read like on a public page, closed only when closed."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from haitang.commands import matters, places, setup, voices
from haitang.engine import gate, ledger
from haitang.records.matter import Matter
from haitang.records.voice import Voice
from tests.cast import Cast, Told
from tests.entrypoints.open311.conftest import System
from tests.tokens import lent, made, record

LONG_AGO, LATER = "2023-11-06 09:30", "2023-11-20 15:45"
OUTLINE = [(120.60, 31.30), (120.62, 31.30), (120.62, 31.32), (120.60, 31.32)]


def matter_of(answer: Any) -> Matter:
    assert answer.status_code == 200, answer.content.decode()
    return Matter.objects.get(number=json.loads(answer.content)[0]["service_request_id"])


def test_a_report_becomes_a_matter_with_a_receipt_that_works(cast: Cast, system: System) -> None:
    answer = system.report(phone="13800001234", first_name="小明", device_id="ffee", account_id="7")
    matter = matter_of(answer)
    row = json.loads(answer.content)[0]
    assert (matter.kind, matter.place.code, matter.state) == ("requests.problem", "dgmy", "received")
    voice = Voice.objects.get(matter=matter)
    assert (voice.words, voice.door, voice.language) == ("drains: 3幢楼下的下水道堵了", "open311", "en")
    assert voice.contact is not None and voice.contact.mask == "138····34"
    assert matter.number in row["service_notice"] and "/follow" in row["service_notice"]
    assert row["account_id"] is None and answer["Cache-Control"] == "no-store"
    found = system.rows(f"tokens/{row['token']}")
    assert found == [{"service_request_id": matter.number, "token": row["token"]}]
    _leaf, body = ledger.of_subject(matter.number)[0][::-1]
    assert (body.actor, body.door, body.command) == ("anyone", "open311", "matters.report")


def test_the_same_in_xml(cast: Cast, system: System) -> None:
    body = "jurisdiction_id=sujin&service_code=requests.problem.drains&address_id=dgmy&description=a%26b"
    answer = system.client.post("/open311/v2/requests.xml", body, content_type="application/x-www-form-urlencoded")
    tree = ElementTree.fromstring(answer.content)
    assert tree.tag == "service_requests"
    number = tree.findtext("request/service_request_id") or ""
    assert Voice.objects.get(matter__number=number).words.endswith("a&b")


def test_a_point_finds_its_cell_and_one_elsewhere_is_refused(cast: Cast, system: System) -> None:
    gate.do(places.outline, cast.administrator, place="daguan-1", outline=OUTLINE)
    assert matter_of(system.report(address_id=None, lat="31.31", long="120.61")).place.code == "daguan-1"
    for lat, long in (("40.71", "-74.00"), ("31.31", ""), ("x", "y"), ("1e3", "2"), ("nan", "nan"), ("91", "181")):
        refused = system.report(address_id=None, lat=lat, long=long)
        assert refused.status_code == 400, (lat, long)


def test_words_alone_say_where(cast: Cast, system: System) -> None:
    matter = matter_of(system.report(address_id=None, address_string="人民路公交站旁边"))
    assert (matter.place.code, matter.place_words) == ("sujin", "人民路公交站旁边")
    assert system.report(address_id=None).status_code == 400


def test_attributes_are_kept_and_others_refused(cast: Cast, system: System) -> None:
    given = {"attribute[place_words]": "北门", "attribute[private]": "yes", "attribute[named]": "no"}
    matter = matter_of(system.report(**given))
    assert (matter.place_words, matter.private) == ("北门", True)
    for name, value in (("attribute[private]", "maybe"), ("attribute[nothing]", "x")):
        assert system.report(**{name: value}).status_code == 400


def test_the_same_key_makes_one_request(cast: Cast, system: System) -> None:
    first, again = (matter_of(system.report(key="k-17")) for _ in range(2))
    assert first.number == again.number and Voice.objects.filter(matter=first).count() == 1
    assert system.report(key="k-17", description="别的").status_code == 409


def test_what_sounds_dangerous_is_answered_with_a_number_to_call(cast: Cast, system: System) -> None:
    notice = json.loads(system.report(description="电梯里困人了", media_url="http://x/y.jpg").content)[0][
        "service_notice"
    ]
    assert "119" in notice and "media_url is not taken" in notice


def test_a_token_reports_where_the_office_asks_for_one(cast: Cast, system: System) -> None:
    token = made(cast, "matters.report", place="sujin")
    assert matter_of(system.report(api_key=token))
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="open311", value="token")
    refused = system.report()
    assert (refused.status_code, json.loads(refused.content)[0]["code"]) == (403, 403)
    assert system.report(api_key="haitang-" + "a" * 40).status_code == 403
    assert system.report(api_key=made(cast, "read.requests")).status_code == 403
    with_header = System("en", authorization=f"Bearer {token}")
    said = ledger.of_subject(matter_of(with_header.report()).number)[0]
    assert f"token:{record(token).pk}" in {getattr(half, "actor", "") for half in said}


def test_nothing_is_listed_before_it_is_screened_and_a_day_old(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    new, accepted, hidden = cast.report(), cast.accepted(), cast.accepted()
    gate.do(matters.accept, cast.desk, matter=new.number, category="drains", title="不公开", screened=False)
    assert system.ids() == set()
    clock_at("2023-11-06 23:59")
    assert system.ids() == set()
    clock_at("2023-11-07 00:00")
    assert system.ids() == {accepted.number, hidden.number}
    assert system.get(f"v2/requests/{new.number}.json").status_code == 404
    assert system.get("v2/requests/SJ23-99999-9.json").status_code == 404


def test_a_private_matter_is_never_there(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    made_private = gate.do(matters.report, cast.anyone, words="私事", place="dgmy", private=True)
    told = Told(made_private.subject, 0, cast.anyone)
    gate.do(matters.accept, cast.desk, matter=told.number, category="drains", title="标题", screened=True)
    clock_at(LATER)
    assert told.number not in system.ids()
    assert system.get(f"v2/requests/{told.number}.json").status_code == 404


def test_a_row_says_what_the_public_page_says(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    gate.do(places.outline, cast.administrator, place="daguan-1", outline=OUTLINE)
    told = cast.accepted(cast.report("我家602门口的下水道堵了", place="dgmy-15", contact="13800001234"))
    clock_at("2023-11-08 10:00")
    (row,) = system.rows("requests")
    assert row == {
        "service_request_id": told.number,
        "status": "open",
        "status_notes": "accepted",
        "service_name": "drains",
        "service_code": "requests.problem.drains",
        "description": "下水道堵塞",
        "agency_responsible": "Sujin Sub-district",
        "service_notice": None,
        "requested_datetime": "2023-11-06T00:00:00+08:00",
        "updated_datetime": "2023-11-06T00:00:00+08:00",
        "expected_datetime": "2023-11-13T00:00:00+08:00",
        "address": row["address"],
        "address_id": "dgmy",
        "zipcode": None,
        "lat": 31.31,
        "long": 120.61,
        "media_url": None,
    }
    assert "602" not in json.dumps(row, ensure_ascii=False) and "15" not in row["address"]
    assert system.rows(f"requests/{told.number}") == [row]
    assert {one.tag for one in system.tree("requests").find("request") or []} == set(row)


def test_closed_only_when_it_is_closed_and_the_notes_are_honest(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    told, silent = cast.answered(), cast.answered()
    clock_at("2023-11-08 10:00")

    def row(number: str) -> Any:
        return system.rows(f"requests/{number}")[0]

    assert row(told.number)["status"] == "open" and "solved" in row(told.number)["status_notes"]
    gate.do(voices.judge, told.voice, matter=told.number, verdict="yes")
    closed = row(told.number)
    assert (closed["status"], closed["updated_datetime"]) == ("closed", "2023-11-08T00:00:00+08:00")
    assert closed["status_notes"].splitlines()[-1] == "whoever spoke says that it is solved"
    clock_at("2023-12-20 10:00")
    gate.do(matters.close, cast.system, matter=silent.number)
    assert "without whoever spoke" in row(silent.number)["status_notes"]
    assert system.ids(status="closed") == {told.number, silent.number} and system.ids(status="open") == set()


def test_what_is_late_says_so(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    told = cast.accepted()
    clock_at(LATER)
    assert "late" in system.rows(f"requests/{told.number}")[0]["status_notes"]


def test_every_filter(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at("2023-06-01 09:00")
    old = cast.accepted()
    clock_at(LONG_AGO)
    first = cast.accepted()
    lamp = cast.report("路灯不亮")
    gate.do(matters.accept, cast.desk, matter=lamp.number, category="lighting", title="路灯", screened=True)
    clock_at(LATER)
    assert system.ids() == {first.number, lamp.number}, "the last 90 days"
    assert system.ids(service_request_id=f"{old.number},{first.number.lower()},nonsense", status="closed") == {
        old.number, first.number,
    }, "numbers override every other filter"  # fmt: skip
    assert system.ids(service_code="requests.problem.lighting,nothing.at.all") == {lamp.number}
    assert system.ids(service_code="nothing") == set() and system.ids(status="open,closed") == system.ids()
    assert system.ids(start_date="2023-05-31T00:00:00Z") == {old.number}, "90 days from the start, no more"
    assert system.ids(end_date="2023-06-01T23:59:59+08:00") == {old.number}
    assert system.ids(start_date="2023-11-07T00:00:00+08:00", end_date="2023-11-09T00:00:00+08:00") == set()
    assert system.ids(start_date="2023-11-06T23:00:00+08:00", end_date="2023-11-06T00:00:00+08:00") == {
        first.number, lamp.number,
    }, "days, not hours"  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2023-11-06"}, {"start_date": "2023-11-06T00:00:00"}, {"end_date": "10000-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59-12:00"}, {"start_date": "0001-01-01T00:00:00+14:00"}, {"start_date": "x\x00"},
        {"start_date": "2023-11-06T00:00:00Z", "end_date": "2023-11-01T00:00:00Z"}, {"status": "done"},
        {"service_request_id": ",".join(["SJ23-00001-7"] + [f"x{n}" for n in range(1001)])},
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_a_clear_400(cast: Cast, system: System, query: dict[str, str]) -> None:
    found = system.get("v2/requests.json", **query)
    assert (found.status_code, json.loads(found.content)[0]["code"]) == (400, 400)
    assert json.loads(found.content)[0]["description"]


def test_whoever_reported_with_a_token_reads_how_it_stands_and_nobody_else(cast: Cast, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    token, other = made(cast, "matters.report", "read.requests", place="sujin"), made(cast, "read.requests")
    mine, theirs = System(authorization=f"Bearer {token}"), System(authorization=f"Bearer {other}")
    number = matter_of(mine.report()).number
    (row,) = mine.rows(f"requests/{number}")
    assert (row["status"], row["status_notes"], row["description"], row["address"]) == ("open", "received", None, None)
    assert theirs.get(f"v2/requests/{number}.json").status_code == 404
    assert System().get(f"v2/requests/{number}.json").status_code == 404
    narrow = System(authorization=f"Bearer {made(cast, 'matters.report')}")
    assert narrow.get("v2/requests.json").status_code == 403


def test_a_lent_post_reads_no_more_than_the_public(cast: Cast, clock_at: Any) -> None:
    clock_at(LONG_AGO)
    told = cast.report()
    desk = System(authorization=f"Bearer {lent(cast.desk, 'desk', 'read.requests')}")
    assert desk.get(f"v2/requests/{told.number}.json").status_code == 404


def test_many_requests_cost_no_more_queries(
    cast: Cast, system: System, clock_at: Any, django_assert_max_num_queries: Any
) -> None:
    clock_at(LONG_AGO)
    for _ in range(4):
        cast.accepted()
    clock_at(LATER)
    with django_assert_max_num_queries(8):
        assert len(system.ids()) == 4
