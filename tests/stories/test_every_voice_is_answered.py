"""Whatever way a case takes to its end, every voice that has not withdrawn has its answer, in its own language.

The ways are drawn at random from the flow itself: any move that is possible where the matter stands, by who may make it.
"""

import itertools
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from haitang.engine import again, clock, joined, outbox
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.office import Delivery
from haitang.records.voice import Answer, Voice
from tests.cast import Cast
from tests.stories.walking import BACK, MOVES, Way, begin

#: A mediation has two sides instead of many voices: tests/stories/test_mediation_at_random.py.
CASES = [kind for kind in kinds if kind.flow.voiced and not (kind.confidential or kind.apart)]
START = datetime(2023, 3, 1, 2, tzinfo=UTC)
drawn = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def answered_since(way: Way, voice: Voice) -> list[Answer]:
    told = Answer.objects.filter(voice=voice, at__gte=way.last_reopened)
    return list(told.exclude(outcome__in=(joined.TOLD, again.REFUSED)))


def assert_answered(way: Way) -> None:
    for voice in way.speaking:
        answers = answered_since(way, voice)
        assert len(answers) == 1
        assert answers[0].text.strip() and answers[0].language == voice.language
        assert answers[0].text.isascii() is (voice.language == "en") or "“" in answers[0].text
    assert not Answer.objects.filter(voice__matter=way.matter, at__gt=F("voice__withdrawn_at")).exists()


@pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.name)
@drawn
@given(thrown=st.lists(st.integers(0, 10_000), min_size=60, max_size=120))
def test_no_way_leads_to_the_end_past_the_answer(cast: Cast, kind: Kind, thrown: list[int]) -> None:
    """Thrown beforehand: which claims are looked at depends on ids, and ids are others at every try."""
    with transaction.atomic(), clock.at(START):
        way = begin(cast, kind, itertools.cycle(thrown))
        for step in range(len(thrown) // 4):
            ahead = [move.name for move in kind.flow.from_state(way.matter.state)]
            if not ahead:
                break
            with clock.at(START + timedelta(days=16 * step)), suppress(NotNow, Invalid, Denied):
                MOVES[way.choose(ahead + 4 * [name for name in ahead if name not in BACK])](way)
                was, way.matter = way.matter.state, Matter.objects.get(pk=way.matter.pk)
                if way.matter.state == "reopened" != was:
                    way.last_reopened = clock.now()
            if way.matter.state in {"answered", "closed"}:
                assert_answered(way)
        event(f"ends {way.matter.state}")
        transaction.set_rollback(True)


def test_every_answer_has_a_state_of_delivery(cast: Cast) -> None:
    told = cast.checked(cast.report(contact="13800001234"))
    cast.answered(told)
    outbox.drain()
    answers = Answer.objects.filter(voice__matter__number=told.number)
    assert answers
    for one in answers:
        assert Delivery.objects.get(consumer="answers", target=str(one.pk)).state in {
            "waiting", "delivered", "unknown", "failed",
        }  # fmt: skip
