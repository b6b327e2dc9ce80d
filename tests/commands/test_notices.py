"""Notices: who may speak for a place, what a warning must say, and that nothing that was said is unsaid."""

from datetime import timedelta
from typing import Any

import pytest

from haitang.commands import notices
from haitang.engine import clock, gate, ledger, photos
from haitang.engine import notices as board
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow
from haitang.records.notice import Correction, Notice
from haitang.records.place import Place
from tests.cast import Cast
from tests.engine.test_photos import encoded, picture

GIVEN: dict[str, Any] = {
    "place": "daguan",
    "sort": "notice",
    "title": "清理楼道",
    "body": "周六清理。",
    "source": "社区",
}
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def publish(cast: Cast, by: str = "desk", **given: Any) -> int:
    number: int = gate.do(notices.publish, getattr(cast, by), **{**GIVEN, **given}).values["notice"]
    return number


def warn(cast: Cast, by: str = "desk", days: float = 2, **given: Any) -> int:
    return publish(cast, by, sort="warning", warning="storm", ends=clock.now() + timedelta(days=days), **given)


def correct(cast: Cast, number: int, version: int = 1, **given: Any) -> None:
    changed = {**GIVEN, "body": "周日清理。", "reason": "写错了日子", **given}
    del changed["sort"]
    gate.do(notices.correct, cast.desk, notice=number, version=version, **changed)


@pytest.mark.parametrize("login", ["desk", "chair", "supervisor"])
def test_the_desk_the_chair_and_the_supervisor_speak_for_their_place(cast: Cast, login: str) -> None:
    assert Notice.objects.get(pk=publish(cast, login)).title == "清理楼道"


@pytest.mark.parametrize(
    "login",
    ["administrator", "grid", "property", "reader", "auditor", "recorder", "dispatcher", "jinhua_desk", "other_desk"],
)
def test_nobody_else_does_and_nobody_withdraws_or_corrects_it_either(cast: Cast, login: str) -> None:
    number = publish(cast)
    with pytest.raises(Denied):
        publish(cast, login)
    with pytest.raises(Denied):
        gate.do(notices.withdraw, getattr(cast, login), place="daguan", notice=number, reason="不要")
    assert Notice.objects.get().withdrawn_at is None


def test_authority_at_one_place_touches_no_notice_of_another(cast: Cast) -> None:
    number = publish(cast)
    with pytest.raises(Invalid) as refused:
        gate.do(notices.withdraw, cast.jinhua_desk, place="jinhua", notice=number, reason="不要")
    assert [problem.field for problem in refused.value.problems] == ["notice"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sort": "warning", "warning": "storm"}, "ends"),
        ({"sort": "legal"}, "ends"),
        ({"sort": "warning", "ends": timedelta(days=1)}, "warning"),
        ({"warning": "storm"}, "warning"),
        ({"sort": "warning", "warning": "flood", "ends": timedelta(days=14, seconds=1)}, "ends"),
        ({"ends": timedelta(seconds=-1)}, "ends"),
        ({"starts": timedelta(days=2), "ends": timedelta(days=1)}, "ends"),
        ({"title_en": "Cleaning"}, "body_en"),
        ({"body_en": "On Saturday."}, "title_en"),
        ({"files": ["0" * 64]}, "files"),
    ],
)
def test_what_no_notice_may_be(cast: Cast, clock_at: Any, given: dict[str, Any], field: str) -> None:
    now = clock_at("2023-11-14 09:30")
    told = {name: now + value if isinstance(value, timedelta) else value for name, value in given.items()}
    with pytest.raises(Invalid) as refused:
        publish(cast, **told)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Notice.objects.exists()


def test_a_warning_may_last_fourteen_days_to_the_second(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")
    assert warn(cast, days=14)


def test_a_correction_keeps_both_wordings_and_the_reason(cast: Cast) -> None:
    number = publish(cast)
    correct(cast, number)
    assert Notice.objects.get().body == "周日清理。"
    before = Correction.objects.get()
    assert (before.body, before.reason) == ("周六清理。", "写错了日子")


def test_who_corrects_what_somebody_else_has_just_corrected_is_told(cast: Cast) -> None:
    number = publish(cast)
    correct(cast, number)
    with pytest.raises(Conflict):
        correct(cast, number, version=1)
    correct(cast, number, version=2, body="周一清理。")
    assert Correction.objects.count() == 2


def test_a_corrected_warning_still_ends_within_two_weeks(cast: Cast) -> None:
    number = warn(cast)
    with pytest.raises(Invalid):
        correct(cast, number, ends=clock.now() + timedelta(days=20))


def test_what_was_withdrawn_shows_no_wording_and_is_changed_no_more(cast: Cast) -> None:
    number = publish(cast)
    gate.do(notices.withdraw, cast.supervisor, place="daguan", notice=number, reason="不办了")
    found = board.find(number)
    assert found is not None
    shown = board.posted(found)
    assert (shown.state, shown.withdrawn_reason) == ("withdrawn", "不办了")
    assert "周六" not in shown.body.zh
    with pytest.raises(NotNow):
        correct(cast, number)


def test_the_ledger_vouches_for_the_wording_and_says_no_word_of_it(cast: Cast) -> None:
    before = ledger.head("sujin").size
    number = publish(cast)
    correct(cast, number)
    gate.do(notices.withdraw, cast.desk, place="daguan", notice=number, reason="不办了")
    bodies = list(ledger.bodies("sujin", before))
    assert [body.subject for body in bodies] == [f"notice:{number}"] * 3
    written = "".join(str(body.facts) for body in bodies)
    assert "清理" not in written and "不办" not in written and '"text":' in written


def test_a_photo_and_a_pdf_go_along_and_are_not_swept_away(cast: Cast) -> None:
    files = [photos.keep(encoded(picture())).digest, photos.keep_pdf(PDF).digest]
    number = publish(cast, files=files)
    with clock.at(clock.now() + timedelta(days=2)):
        assert photos.forget_orphans() == 0
    kept = Notice.objects.get(pk=number).enclosures.order_by("pk")
    assert [one.file.digest for one in kept] == files
    assert all(photos.open(one.file).exists() for one in kept)


def test_a_pdf_nobody_published_goes_after_a_day(cast: Cast) -> None:
    path = photos.open(photos.keep_pdf(PDF + b"\n"))
    with clock.at(clock.now() + timedelta(days=2)):
        assert photos.forget_orphans() == 1
    assert not path.exists()


@pytest.mark.parametrize("mark", [b"/JavaScript", b"/Launch", b"/EmbeddedFile"])
def test_a_pdf_that_acts_or_carries_something_is_refused(mark: bytes) -> None:
    with pytest.raises(Invalid):
        photos.keep_pdf(PDF.replace(b"/Catalog", b"/Catalog " + mark + b" 2 0 R"))


@pytest.mark.parametrize("upload", [b"", b"%PDF-1.7 cut off", b"GIF89a%%EOF"])
def test_what_is_no_whole_pdf_is_refused(upload: bytes) -> None:
    with pytest.raises(Invalid):
        photos.keep_pdf(upload)


# What is posted where, and until when


@pytest.mark.parametrize(
    ("place", "by", "seen"),
    [
        ("sujin", "supervisor", {"sujin", "daguan", "dgmy", "jinhua"}),
        ("daguan", "desk", {"sujin", "daguan", "dgmy"}),
        ("dgmy", "desk", {"sujin", "daguan", "dgmy"}),
        ("jinhua", "jinhua_desk", {"sujin", "jinhua"}),
    ],
)
def test_a_notice_shows_at_its_place_below_and_above(cast: Cast, place: str, by: str, seen: set[str]) -> None:
    publish(cast, by, place=place)
    organization = Place.objects.select_related("organization").get(code="sujin").organization
    assert organization is not None
    shown = {
        code
        for code in ("sujin", "daguan", "dgmy", "jinhua")
        if board.current(organization, Place.objects.get(code=code)).others
    }
    assert shown == seen


def test_what_is_over_goes_by_the_clock_alone(cast: Cast, clock_at: Any) -> None:
    now = clock_at("2023-11-14 09:30")
    warn(cast, days=1)
    organization = Notice.objects.get().organization
    for after, current in ((0, 1), (86_400, 1), (86_401, 0)):
        with clock.at(now + timedelta(seconds=after)):
            assert len(board.current(organization).warnings) == current
            assert len(board.past(organization)) == 1 - current
