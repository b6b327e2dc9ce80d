"""Papers: everything written about a matter comes back from one query, whatever table it lies in."""

from typing import Any

from haitang.commands import matters, meetings, voices
from haitang.engine import gate, outbox, papers
from haitang.records.slot import Motion
from tests.cast import Cast


def test_every_sort_of_paper_is_found(cast: Cast, django_assert_num_queries: Any) -> None:
    told = cast.assigned()
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="下水道", matter=told.number)
    gate.do(matters.start, cast.property, matter=told.number)
    given = {"outcome": "solved", "evidence": "word", "note": "疏通了"}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    gate.do(matters.reject, cast.checker, matter=told.number, note="还有味道")
    gate.do(matters.claim, cast.property, matter=told.number, **{**given, "note": "又冲了一次"})
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="好了")
    gate.do(voices.judge, told.voice, matter=told.number, verdict="half", words="还有一点")
    outbox.drain()
    record = told.record()
    with django_assert_num_queries(1):
        found = papers.of(record)
    assert [(paper.code, paper.text) for paper in found.of("claim")] == [("solved", "疏通了"), ("solved", "又冲了一次")]
    assert [(paper.code, paper.text) for paper in found.of("check")] == [("no", "还有味道"), ("yes", "")]
    again = ("物业公司", "property company", "物业合同")  # once given, once sent back
    assert [(paper.code, paper.more, paper.text) for paper in found.of("task")] == [again, again]
    assert [(paper.code, paper.text) for paper in found.of("verdict")] == [("half", "还有一点")]
    answer = found.of("answer")[0]
    assert answer.voice == told.voice.voice
    assert found.delivery(answer.pk) == "delivered"
    assert [(link.code, link.text, link.note, link.state) for link in found.of("leads")] == [
        ("raised-at", session, "逢四说事", "planned")
    ]


def test_a_paper_is_found_by_the_instant_of_its_act(cast: Cast) -> None:
    told = cast.claimed()
    claim = papers.of(told.record()).of("claim")[0]
    assert claim.at is not None
    assert papers.of(told.record()).at("claim", claim.at) == claim
    assert papers.of(told.record()).at("check", claim.at) is None


def test_a_link_names_no_title_that_is_not_screened(cast: Cast) -> None:
    told = cast.accepted(title="张三家", screened=False)
    motion = gate.do(meetings.table, cast.chair, meeting=cast.session(), topic="小径", matter=told.number).values[
        "motion"
    ]
    meeting = Motion.objects.select_related("meeting").get(pk=motion).meeting
    link = papers.of(meeting).of("comes")[0]
    assert (link.text, link.note) == (told.number, "")


def test_papers_of_another_matter_stay_there(cast: Cast) -> None:
    cast.answered()
    assert set(papers.of(cast.report().record()).all) == {"clock"}  # its own time runs
