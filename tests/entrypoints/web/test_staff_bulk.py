"""Several at once: the same gate, matter by matter, with a result each; what one page would refuse is refused here too."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from haitang.commands import matters
from haitang.engine import gate, ledger
from haitang.entrypoints.web.staff.bulk_answers import seen_of
from haitang.kernel.limits import PAGE
from haitang.records.matter import Matter
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.entrypoints.web.atwork import Worker, forms_of
from tests.entrypoints.web.residents import text_of
from tests.entrypoints.web.test_staff_lists import LIST, many

BULK = "desk_bulk"


def address(numbers: list[str], step: str = "") -> str:
    chosen = "&".join(f"matter={number}" for number in numbers)
    return f"{reverse(BULK)}?{chosen}{f'&step={step}' if step else ''}"


def send(worker: Worker, numbers: list[str], step: str, **given: Any) -> Any:
    """Fill in the form as it stands, ticks and versions and all, and send it."""
    form = worker.form(address(numbers, step), "", step=step)
    return worker.client.post(reverse(BULK), {**form.values, "matter": numbers, **given})


def states(numbers: list[str]) -> list[str]:
    found = dict(Matter.objects.filter(number__in=numbers).values_list("number", "state"))
    return [found[number] for number in numbers]


def test_several_are_accepted_with_one_form_and_each_has_its_ledger_line(cast: Cast) -> None:
    numbers, desk = many(cast, 5), Worker.of("desk")
    before = ledger.head("sujin").size
    answer = send(desk, numbers, "matters.accept", category="lighting", severity="2")
    assert states(numbers) == ["accepted"] * 5 and ledger.head("sujin").size == before + 5
    assert "办成 5 件，没办成 0 件" in text_of(answer)
    assert set(Matter.objects.filter(number__in=numbers).values_list("category", "title")) == {("lighting", "")}


def test_one_that_cannot_be_taken_stops_no_other_and_says_why(cast: Cast) -> None:
    numbers, desk = many(cast, 3), Worker.of("desk")
    form = desk.form(address(numbers, "matters.accept"), "", step="matters.accept")
    gate.do(matters.accept, cast.desk, matter=numbers[1], category="drains")
    given = {**form.values, "matter": numbers, "category": "lighting", "severity": "2"}
    answer = desk.client.post(reverse(BULK), given)
    assert [(row.done, bool(row.result)) for row in answer.context["rows"]] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert "别人刚刚改过这件事" in text_of(answer) and "办成 2 件，没办成 1 件" in text_of(answer)
    assert Matter.objects.get(number=numbers[1]).category == "drains"


def test_bulk_refuses_what_the_page_of_one_matter_refuses_with_the_same_words(cast: Cast) -> None:
    """Every state × every step of the form: what came of each in bulk is what the gate alone says of it."""
    walks = (cast.report, cast.accepted, cast.assigned, cast.working, cast.claimed, cast.checked, cast.answered)
    given = {
        "matters.accept": {"category": "lighting", "severity": "2"},
        "matters.assign": {"owner": "works", "why": "市政合同"},
        "matters.start": {},
        "matters.answer": {"sentence": "办好了。"},
    }
    for login in ("desk", "dispatcher", "property", "jinhua_desk"):
        worker = Worker.of(login)
        for step, fields in given.items():
            numbers = [walk().number for walk in walks]
            expected = {number: _alone(cast.by_login[login], step, number, fields) for number in numbers}
            answer = worker.client.post(reverse(BULK), {"matter": numbers, "step": step, **fields, **each(numbers)})
            rows = answer.context["rows"] if answer.status_code == 200 else []
            came = {row.matter.number: (row.done, row.result.zh if row.result else "") for row in rows}
            for number, alone in expected.items():
                assert came.get(number, (False, alone[1])) == alone, (login, step, number)


def each(numbers: list[str], sentence: str = "办好了。", english: str = "") -> dict[str, str]:
    """The sentence for each of these matters, as it was shown before."""
    typed = {f"sentence-{number}": sentence for number in numbers}
    typed |= {f"sentence_en-{number}": english for number in numbers if english}
    return typed | {f"seen-{number}": seen_of(sentence, english) for number in numbers}


def _alone(actor: Any, step: str, number: str, fields: dict[str, str]) -> tuple[bool, str]:
    """What the gate would say of this one alone; nothing stays done."""
    from_form = {"severity": int} if "severity" in fields else {}
    typed = {name: from_form.get(name, str)(value) for name, value in fields.items()}
    command = {"matters.accept": matters.accept, "matters.assign": matters.assign, "matters.start": matters.start}
    try:
        with transaction.atomic():
            gate.do(command.get(step, matters.answer), actor, matter=number, **typed)
            transaction.set_rollback(True)
    except gate.Refusal as refusal:
        return False, refusal.words.zh
    return True, ""


def outcomes(cast: Cast) -> list[Told]:
    """Two matters to be answered that came out differently, each with what was written about it."""
    told = [cast.checked(), cast.working()]
    given = {"outcome": "not_solved", "evidence": "word", "note": "产权不明，等业主大会"}
    gate.do(matters.claim, cast.property, matter=told[1].number, **given)
    gate.do(matters.check, cast.checker, matter=told[1].number)
    return told


def answers(told: list[Told]) -> list[str]:
    return [Answer.objects.filter(voice=one.voice.voice).latest("id").text for one in told]


def test_each_answer_stands_before_the_desk_in_the_words_of_its_own_outcome_with_what_was_written_about_it(
    cast: Cast,
) -> None:
    told, desk = outcomes(cast), Worker.of("desk")
    numbers = [one.number for one in told]
    page = desk.client.get(address(numbers, "matters.answer"))
    shown = [row.draft for row in page.context["rows"]]
    assert [draft.outcome.zh for draft in shown] == ["办好了", "没办成，说明原因"]
    assert shown[1].sentence == "产权不明，等业主大会" and shown[0].sentence != shown[1].sentence
    form = desk.form(address(numbers, "matters.answer"), "", step="matters.answer")
    answer = desk.client.post(reverse(BULK), {**form.values, "matter": numbers})
    assert "办成 2 件，没办成 0 件" in text_of(answer)
    assert answers(told) == [draft.texts[0][1] for draft in shown], "what was sent is what was shown"


def test_a_sentence_that_was_changed_is_shown_once_more_before_it_is_sent(cast: Cast) -> None:
    told, desk = outcomes(cast), Worker.of("desk")
    numbers = [one.number for one in told]
    form = desk.form(address(numbers, "matters.answer"), "", step="matters.answer")
    typed = {**form.values, "matter": numbers, f"sentence-{numbers[1]}": "要等业主大会开过再定。"}
    again = desk.client.post(reverse(BULK), typed)
    assert again.status_code == 200 and "要等业主大会开过再定。" in again.context["rows"][1].draft.texts[0][1]
    assert "现在还没有发出" in text_of(again) and states(numbers) == ["checked"] * 2
    form = next(form for form in forms_of(again) if "key" in form.values and form.method == "post")
    desk.client.post(reverse(BULK), {**form.values, "matter": numbers})
    assert states(numbers) == ["answered"] * 2 and "要等业主大会开过再定。" in answers(told)[1]


def test_an_answer_without_a_sentence_or_without_its_english_is_asked_for_at_that_matter(cast: Cast) -> None:
    numbers = [cast.checked().number, cast.checked(cast.report(language="en")).number]
    desk = Worker.of("desk")
    empty = desk.client.post(reverse(BULK), {"matter": numbers, "step": "matters.answer", **each(numbers, "")})
    assert empty.status_code == 422 and f"sentence-{numbers[0]}" in {one["name"] for one in empty.context["errors"]}
    missing = desk.client.post(reverse(BULK), {"matter": numbers, "step": "matters.answer", **each(numbers)})
    assert [one["name"] for one in missing.context["errors"]] == [f"sentence_en-{numbers[1]}"]
    assert states(numbers) == ["checked"] * 2
    both = {**each(numbers[:1]), **each(numbers[1:], english="Done.")}
    desk.client.post(reverse(BULK), {"matter": numbers, "step": "matters.answer", **both})
    assert states(numbers) == ["answered"] * 2


def test_answers_take_as_many_queries_for_ten_as_for_two(cast: Cast) -> None:
    numbers, desk = [cast.checked().number for _ in range(10)], Worker.of("desk")
    few, many_ = address(numbers[:2], "matters.answer"), address(numbers, "matters.answer")
    assert desk.queries(many_) == desk.queries(few)


def test_a_wrong_field_is_asked_for_again_and_nothing_is_done(cast: Cast) -> None:
    numbers, desk = many(cast, 3), Worker.of("desk")
    answer = send(desk, numbers, "matters.accept", severity="9", category="lighting")
    assert answer.status_code == 422 and states(numbers) == ["received"] * 3
    kept = next(form for form in forms_of(answer) if form.method == "post" and "key" in form.values)
    assert kept.values["category"] == "lighting" and kept.values["step"] == "matters.accept"


def test_a_category_that_is_none_is_refused_for_each(cast: Cast) -> None:
    numbers, desk = many(cast, 2), Worker.of("desk")
    answer = send(desk, numbers, "matters.accept", severity="2", category="nothing")
    assert [row.done for row in answer.context["rows"]] == [False, False] and states(numbers) == ["received"] * 2
    assert "请从列表里选一个" in text_of(answer)


def test_sending_it_twice_does_it_once(cast: Cast) -> None:
    numbers, desk = many(cast, 3), Worker.of("desk")
    form = desk.form(address(numbers, "matters.accept"), "", step="matters.accept")
    given = {**form.values, "matter": numbers, "category": "lighting", "severity": "2"}
    first = desk.client.post(reverse(BULK), given)
    size = ledger.head("sujin").size
    again = desk.client.post(reverse(BULK), given)
    assert text_of(first) == text_of(again) and ledger.head("sujin").size == size


def test_what_is_not_theirs_takes_no_part(cast: Cast) -> None:
    numbers = many(cast, 2)
    stranger = Worker.of("jinhua_desk")
    assert stranger.client.get(address(numbers)).status_code == 302
    posted = {"matter": numbers, "step": "matters.accept", "category": "lighting", "severity": "2"}
    assert stranger.client.post(reverse(BULK), posted).status_code == 302
    assert states(numbers) == ["received"] * 2


def test_no_more_than_a_page_are_taken_at_once(cast: Cast) -> None:
    numbers, desk = many(cast, PAGE + 5), Worker.of("desk")
    assert f"一次最多 {PAGE} 件" in desk.reads(address(numbers))
    posted = {"matter": numbers, "step": "matters.accept", "category": "lighting", "severity": "2"}
    answer = desk.client.post(reverse(BULK), posted)
    assert len(answer.context["rows"]) == PAGE
    assert sorted(states(numbers)) == ["accepted"] * PAGE + ["received"] * 5


@pytest.mark.parametrize("step", ["matters.check", "matters.close", "offices.found", "nothing", "voices.judge"])
def test_no_other_step_is_taken_for_several(cast: Cast, step: str) -> None:
    numbers, desk = [cast.claimed().number], Worker.of("desk")
    assert desk.client.post(reverse(BULK), {"matter": numbers, "step": step}).status_code == 404
    assert states(numbers) == ["claimed_done"]


def test_the_form_takes_as_many_queries_for_fifty_as_for_two(cast: Cast) -> None:
    numbers, desk = many(cast, PAGE), Worker.of("desk")
    assert desk.queries(address(numbers)) == desk.queries(address(numbers[:2])) <= LIST


def test_the_list_offers_it_where_something_can_be_done_and_not_to_readers(cast: Cast) -> None:
    number = cast.report().number
    cast.lapsed()
    assert any(form.action == reverse(BULK) for form in Worker.of("desk").forms(f"{reverse('desk')}?sheet=new"))
    for login, sheet in (("desk", "closed"), ("checker", "new")):
        assert all(form.action != reverse(BULK) for form in Worker.of(login).forms(f"{reverse('desk')}?sheet={sheet}"))
    assert number in Worker.of("desk").opens(address([number])).content.decode()
