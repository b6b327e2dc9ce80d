"""What is about a person is not kept: words and photos are destroyed, who spoke learns who is competent, the count stays."""

import json

import pytest
from django.db import connection

from haitang.commands import matters, voices
from haitang.engine import gate, ledger, outbox, persons, photos
from haitang.kernel.errors import Denied, NotNow
from haitang.records.file import File
from haitang.records.office import Delivery
from haitang.records.voice import Answer, Voice
from tests.cast import Cast, Told
from tests.commands.inputs import a_photo
from tests.entrypoints.web.residents import proved, staff, text_of

ABOUT = "三楼那个姓赵的天天带人回来"


def about_somebody(cast: Cast, **given: object) -> Told:
    return cast.report(ABOUT, place_words="三楼左边那家", **given)


def refuse(cast: Cast, told: Told, by: str = "desk", competent: str = "hotline") -> None:
    gate.do(matters.refuse_person, getattr(cast, by), matter=told.number, competent=competent)


def everywhere() -> str:
    """Every text that the database holds, table by table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize("accepted", [False, True])
def test_what_was_said_is_nowhere_any_more(cast: Cast, accepted: bool) -> None:
    photo = photos.keep(a_photo("green")).digest
    told = about_somebody(cast, photos=[photo])
    if accepted:
        cast.accepted(told, title="赵家带人")
    path = photos.open(File.objects.get(digest=photo))
    assert ABOUT in everywhere()
    refuse(cast, told)
    photos.forget_orphans()
    assert [word for word in (ABOUT, "姓赵", "三楼左边", "赵家") if word in everywhere()] == []
    assert not path.exists() and not path.with_name(f"{photo}.thumb.jpg").exists()


@pytest.mark.parametrize("competent", list(persons.COMPETENT))
@pytest.mark.parametrize(("language", "number"), [("zh-hans", "12345"), ("en", "12345")])
def test_every_voice_is_told_who_is_competent(cast: Cast, competent: str, language: str, number: str) -> None:
    told = about_somebody(cast, language=language)
    with gate.upkeep():
        Voice.objects.create(matter=told.record(), words="我也是", door="web", said_at=told.record().received_at)
    refuse(cast, told, competent=competent)
    answers = {answer.voice_id: answer for answer in Answer.objects.filter(voice__matter__number=told.number)}
    assert len(answers) == 2
    own = answers[told.voice.voice or 0]
    assert own.language == language
    assert persons.COMPETENT[competent].say(language) in own.text


def test_the_count_stays_and_its_line_says_nothing_of_anybody(cast: Cast) -> None:
    told = about_somebody(cast)
    refuse(cast, told)
    [received, refused] = ledger.of_subject(told.number)
    assert (received[1].kind, refused[1].kind, refused[1].quantity) == ("request.received", "request.refused.person", 1)
    assert set(json.loads(refused[0].facts or "")) == {
        "kind", "competent", "voices", "severity", "due", "late", "workdays",
    }  # fmt: skip


def test_the_answer_is_brought_by_mail_like_any_other(cast: Cast) -> None:
    told = about_somebody(cast, contact="zhang@example.org")
    refuse(cast, told)
    outbox.drain()
    answer = Answer.objects.get(voice__matter__number=told.number)
    assert Delivery.objects.filter(consumer="answers", target=str(answer.pk)).exists()


def test_the_matter_is_closed_and_nothing_more_can_be_made_of_it(cast: Cast) -> None:
    told = about_somebody(cast)
    refuse(cast, told)
    assert (told.record().state, told.record().basis) == ("closed", persons.BASIS)
    with pytest.raises(NotNow):
        gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="还在")
    with pytest.raises(NotNow):
        gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="再看看")
    with pytest.raises(NotNow):
        refuse(cast, told)


@pytest.mark.parametrize(
    "login", ["property", "dispatcher", "supervisor", "jinhua_desk", "other_desk", "administrator"]
)
def test_only_the_desk_and_the_grid_worker_of_the_place_refuse(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        refuse(cast, about_somebody(cast), by=login)


def test_what_has_been_given_to_an_office_is_no_longer_refused(cast: Cast) -> None:
    told = cast.assigned()
    with pytest.raises(NotNow):
        refuse(cast, told)


def test_who_spoke_reads_it_and_is_not_asked_for_a_verdict(cast: Cast) -> None:
    told = about_somebody(cast)
    refuse(cast, told)
    page = text_of(proved(told).get(f"/m/{told.number}"))
    assert "12345" in page and "已经删除" in page and ABOUT not in page
    assert "judge" not in proved(told).get(f"/m/{told.number}").content.decode()


def test_the_desk_finds_the_step_and_sees_what_became_of_it(cast: Cast) -> None:
    told = about_somebody(cast)
    desk = staff("desk")
    page = desk.get(f"/desk/m/{told.number}").content.decode()
    assert "/do/matters.refuse_person" in page
    refuse(cast, told)
    page = desk.get(f"/desk/m/{told.number}").content.decode()
    assert "写的话已经删除" in page and "/do/matters." not in page


def test_the_form_says_beforehand_that_persons_are_not_taken(cast: Cast) -> None:
    page = text_of(proved(cast.report()).get("/report"))
    assert page.index("关于人的事不收") < page.index("一句话")
