"""How a matter goes, for everybody: the flow's own steps and roles, the times that hold here and who has confirmed them."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.commands import terming
from haitang.engine import gate, rules
from haitang.entrypoints.web.public import way
from haitang.kernel.ladder import CLOCKS, RESOLVE
from haitang.kernel.role import ROLE_WORDS
from haitang.kernel.shapes import CASE
from haitang.records.term_rule import TermRule
from tests.cast import Cast
from tests.entrypoints.web.figuring import reader, seen, words_of


def test_every_step_on_the_page_is_one_of_the_flow_with_everybody_who_may_take_it(cast: Cast) -> None:
    said, english = words_of(seen(reader(), "how")), words_of(seen(reader(language="en"), "how")).lower()
    for name in (*way.STRAIGHT, *way.ELSE):
        move = CASE.move(name)
        assert move is not None and move.words.zh in said and move.words.en.lower() in english, name
        assert "、".join(ROLE_WORDS[role].zh for role in move.roles) in said, name


def test_the_usual_way_leads_from_the_first_word_to_the_end(cast: Cast) -> None:
    """Each step begins where an earlier one leads to."""
    reached: set[str] = set()
    for name in way.STRAIGHT:
        move = CASE.move(name)
        assert move is not None and (not move.sources or reached & set(move.sources)), name
        reached |= set(move.targets)
    assert any(CASE.state(state).final for state in reached)


def test_every_time_stands_there_with_its_source_and_whether_anybody_confirmed_it(cast: Cast) -> None:
    said = words_of(seen(reader(), "how"))
    for clock in CLOCKS.values():
        source = rules.RULES["promise_workdays"].source if clock.name == RESOLVE else clock.source
        assert clock.words.zh in said and source.zh in said, clock.name
    assert "（未确认）" in said and "（已确认）" not in said and "不是法律" in said


def test_what_the_office_set_and_confirmed_is_what_everybody_reads(cast: Cast) -> None:
    given = {"clock": "check", "amount": 3, "unit": "workdays", "source": "街道办理规程第三条"}
    gate.do(terming.set_term, cast.administrator, place="sujin", **given)
    rule = f"own:{TermRule.objects.get().pk}"
    assert "核查：3 个工作日 （未确认）" in words_of(seen(reader(), "how"))
    gate.do(terming.confirm_term, cast.administrator, place="sujin", rule=rule, source="街道办理规程第三条")
    page = words_of(seen(reader(), "how"))
    assert "核查：3 个工作日" in page and "核查：3 个工作日 （未确认）" not in page
    assert re.search(r"3 个工作日 ?街道办理规程第三条 （已确认）", page)


def test_it_is_reached_from_every_public_page_and_asks_little_of_the_database(cast: Cast) -> None:
    assert f'href="{reverse("how")}"' in seen(Client(), "report")
    with CaptureQueriesContext(connection) as caught:
        seen(reader(), "how")
    assert len(caught) <= 10
