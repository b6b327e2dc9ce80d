"""The register of talents: offered in one's own words, confirmed by a post, found for a matter, asked, gone when they like."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import erasures, matters, setup, talents
from haitang.engine import answers, clock, gate, inbox, ledger, outbox, persons, sheets, vault
from haitang.engine import links as opening
from haitang.engine import talents as registered
from haitang.engine.sheets.named import SHEETS
from haitang.jobs import talents as daily
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.registry import kinds
from haitang.records.entry import Body
from haitang.records.matter import Matter
from haitang.records.office import Delivery, Message
from haitang.records.searched import Searched
from haitang.records.talent import Talent, TalentRequest
from haitang.records.voice import Answer, Voice
from tests import talents as walk
from tests.cast import Cast, Told


def shown(matter: Told) -> list[str]:
    """Whom staff are shown for a matter, by number."""
    return [one.number for one in registered.near(matter.record())]


def told(one: Told) -> list[str]:
    """What somebody was told, oldest first."""
    return list(Answer.objects.filter(voice=one.voice.voice).order_by("pk").values_list("text", flat=True))


def test_without_consent_nobody_is_put_down(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        walk.offered(cast, consent=False)
    assert [problem.field for problem in refused.value.problems] == ["consent"]
    assert not Talent.objects.exists()


def test_an_offer_keeps_one_sentence_a_skill_a_place_that_is_no_building_and_a_sealed_contact(cast: Cast) -> None:
    one = walk.offered(cast, place="dgmy-15")
    kept, voice = one.record(), Voice.objects.select_related("contact__organization").get(pk=one.voice.voice)
    assert (kept.category, kept.place.code, voice.words) == ("plumbing", "dgmy", walk.WORDS)
    assert voice.contact is not None and vault.unseal(voice.contact) == walk.CONTACT
    assert walk.talent(one).until == clock.today() + timedelta(days=365)


def test_a_skill_that_is_not_on_the_list_is_not_taken(cast: Cast) -> None:
    with pytest.raises(Invalid):
        walk.offered(cast, skill="spying")


def test_the_desk_is_told_that_somebody_waits(cast: Cast) -> None:
    one = walk.offered(cast)
    outbox.drain()
    message = Message.objects.get(matter__number=one.number)
    assert (message.post.code, inbox.words_of(message).zh) == ("desk", "有人报名当能人，请确认")


def test_whoever_wrote_it_down_does_not_confirm_it(cast: Cast) -> None:
    made = gate.do(talents.offer_for, cast.desk, **{**walk.GIVEN, "how": "paper"}).values
    with pytest.raises(Denied):
        gate.do(talents.confirm, cast.desk, matter=made["number"], spoken=True)
    gate.do(talents.confirm, cast.dispatcher, matter=made["number"], spoken=True)
    assert Talent.objects.get().confirmed_by.code == "dispatcher"  # type: ignore[union-attr]


def test_nobody_is_confirmed_unheard(cast: Cast) -> None:
    one = walk.offered(cast)
    with pytest.raises(Invalid):
        gate.do(talents.confirm, cast.desk, matter=one.number)
    assert one.record().state == "offered"


def test_what_is_not_taken_up_is_told_with_a_reason_of_the_list_and_is_found_nowhere(cast: Cast) -> None:
    one, matter = walk.offered(cast), cast.accepted()
    gate.do(talents.turn_down, cast.desk, matter=one.number, why_not="enough")
    assert "人手够了" in told(one)[-1] and shown(matter) == []


def test_the_nearest_come_first_then_who_was_never_asked_then_who_was_asked_longest_ago(cast: Cast) -> None:
    far, same_community = walk.confirmed(cast, place="jinhua"), walk.confirmed(cast, place="daguan")
    lately, before, never = walk.confirmed(cast), walk.confirmed(cast), walk.confirmed(cast)
    now = clock.now()
    with gate.upkeep():
        Talent.objects.filter(matter__number=lately.number).update(asked_at=now - timedelta(days=1))
        Talent.objects.filter(matter__number=before.number).update(asked_at=now - timedelta(days=30))
    found = registered.near(cast.accepted().record())
    assert [one.number for one in found] == [one.number for one in (never, before, lately, same_community, far)]
    assert [one.near.zh for one in found][2:] == ["同一个小区", "同一个社区", "本街道"]


def test_only_skills_that_fit_the_category_are_shown(cast: Cast) -> None:
    walk.confirmed(cast, skill="law")
    assert shown(cast.accepted()) == []
    assert len(shown(cast.accepted(category="parking"))) == 1


def test_nobody_of_another_organization_is_shown(cast: Cast) -> None:
    made = gate.do(talents.offer, cast.anyone, **{**walk.GIVEN, "place": "bzxc"}).values
    gate.do(talents.confirm, cast.other_desk, matter=made["number"], spoken=True)
    assert shown(cast.accepted()) == []


@pytest.mark.parametrize("hidden", ["private", "concerned", "unsorted", "closed"])
def test_for_some_matters_nobody_is_asked(cast: Cast, hidden: str) -> None:
    one = walk.confirmed(cast)
    match hidden:
        case "private":
            matter = cast.accepted(private=True)
        case "concerned":
            matter = cast.report(concerns="property")
        case "unsorted":
            matter = cast.report()
        case _:
            matter = cast.solved()
    assert shown(matter) == []
    with pytest.raises((NotNow, Denied)):
        gate.do(talents.ask, cast.desk, matter=matter.number, talent=one.number)


def test_whoever_is_asked_is_told_the_category_and_the_place_and_nothing_of_who_spoke(cast: Cast) -> None:
    _matter, one, _made = walk.asked(cast)
    said = told(one)[-1]
    assert "下水道" in said and "大观名园" in said
    assert "下水道堵塞" not in said and cast_words(_matter) not in said


def cast_words(matter: Told) -> str:
    return Voice.objects.filter(matter__number=matter.number).values_list("words", flat=True)[0]


def test_a_message_goes_by_the_way_they_gave_and_its_letter_carries_the_link(cast: Cast) -> None:
    one = walk.confirmed(cast, contact="helper@example.org")
    _matter, _one, made = walk.asked(cast, one)
    outbox.drain()
    sent = Answer.objects.get(pk=made.link.answer_id)
    assert Delivery.objects.filter(consumer=answers.NAME, target=str(sent.pk)).count() == 1
    letter = answers.compose(sent, "helper@example.org", "<a@b>")
    assert opening.address_of(made.link) in letter.body and "好了没有" not in letter.body


def test_who_left_a_telephone_number_is_a_task_for_the_desk(cast: Cast) -> None:
    _matter, one, made = walk.asked(cast)
    outbox.drain()
    row = Delivery.objects.get(consumer=answers.NAME, target=str(made.link.answer_id))
    assert (row.state, row.note) == ("failed", answers.BY_PEOPLE.note)
    gate.do(talents.agree, cast.recorder, matter=one.number, how="by_phone")
    made.refresh_from_db()
    assert made.standing == "yes"


def test_a_yes_by_the_link_shows_at_the_matter_and_the_link_opens_once(cast: Cast) -> None:
    matter, one, made = walk.agreed(cast)
    assert [(row.standing, row.talent.matter.number) for row in registered.asked(matter.record())] == [
        ("yes", one.number)
    ]
    with pytest.raises(Denied):
        gate.do(talents.cannot, opening.actor_of(made.link, "zh-hans"), matter=one.number)


def test_the_link_opens_nothing_but_yes_and_no_and_only_its_own_request(cast: Cast) -> None:
    _matter, one, made = walk.asked(cast)
    by = opening.actor_of(made.link, "zh-hans")
    for command in (talents.leave, talents.renew, erasures.erase):
        with pytest.raises(Denied):
            gate.do(command, by, matter=one.number)
    second = gate.do(talents.ask, cast.desk, matter=cast.accepted().number, talent=one.number).values["asked"]
    gate.do(talents.agree, by, matter=one.number, asked=second)
    assert TalentRequest.objects.get(pk=second).standing == "waiting"
    made.refresh_from_db()
    assert made.standing == "yes"


def test_a_no_and_silence_are_told_apart_by_nothing_that_is_kept(cast: Cast) -> None:
    matter, one, _made = walk.asked(cast)
    gate.do(talents.cannot, one.voice, matter=one.number)
    kept = TalentRequest.objects.get()
    assert kept.standing == "over" and shown(matter) == []
    acts = [body.facts for body, _leaf in ledger.of_subject(one.number)]
    assert not any("cannot" in (facts or "") or "declin" in (facts or "") for facts in acts)
    gate.do(matters.assign, cast.dispatcher, matter=matter.number, owner="property")
    _close(cast, matter)
    assert daily.let_go() == 1 and not TalentRequest.objects.exists()


def _close(cast: Cast, matter: Told) -> None:
    with gate.upkeep():
        Matter.objects.filter(number=matter.number).update(closed_at=clock.now())


def test_nobody_is_asked_twice_about_the_same_matter(cast: Cast) -> None:
    matter, one, _made = walk.asked(cast)
    with pytest.raises(Invalid):
        gate.do(talents.ask, cast.desk, matter=matter.number, talent=one.number)


def test_a_request_that_nobody_answered_in_time_is_over(cast: Cast) -> None:
    _matter, one, made = walk.asked(cast)
    with clock.at(made.until + timedelta(seconds=1)):
        assert not registered.waits(TalentRequest.objects.get())
        with pytest.raises(NotNow):
            gate.do(talents.agree, one.voice, matter=one.number)


def test_leaving_hides_at_once_ends_every_request_and_is_told(cast: Cast) -> None:
    matter, one, made = walk.agreed(cast)
    gate.do(talents.leave, one.voice, matter=one.number)
    made.refresh_from_db()
    assert shown(cast.accepted()) == [] and made.standing == "over"
    assert "退出" in told(one)[-1] and one.record().closed_at is not None
    assert [row.standing for row in registered.asked(matter.record())] == ["over"]


def test_it_is_said_beforehand_that_it_runs_out_once_and_then_it_ends(cast: Cast) -> None:
    one = walk.confirmed(cast)
    until = walk.talent(one).until
    with clock.at(clock.start_of(until - timedelta(days=registered.NOTICE_DAYS + 1))):
        assert daily.notify() == daily.expire() == 0
    with clock.at(clock.start_of(until - timedelta(days=3))):
        assert (daily.notify(), daily.notify()) == (1, 0)
        assert "到期" in told(one)[-1]
    with clock.at(clock.start_of(until)):
        assert daily.expire() == 0
    with clock.at(clock.start_of(until + timedelta(days=1))):
        matter = cast.accepted()
        assert shown(matter) == []
        assert daily.expire() == 1 and one.record().outcome == "expired"


def test_staying_on_counts_a_new_term_from_the_day_it_is_said(cast: Cast) -> None:
    one = walk.confirmed(cast)
    until = walk.talent(one).until
    with clock.at(clock.start_of(until - timedelta(days=3))):
        daily.notify()
        gate.do(talents.renew, one.voice, matter=one.number)
        kept = walk.talent(one)
        assert kept.until == until - timedelta(days=3) + timedelta(days=365) and kept.notified_at is None
        assert kept.how == "page"


def test_the_term_is_the_offices_own(cast: Cast) -> None:
    gate.do(setup.set_rule, cast.administrator, place="sujin", rule="talent_days", value="90")
    assert walk.talent(walk.offered(cast)).until == clock.today() + timedelta(days=90)


def test_what_was_left_behind_is_erased_after_a_while_and_the_ledger_stays_whole(cast: Cast) -> None:
    one = walk.confirmed(cast)
    gate.do(talents.leave, one.voice, matter=one.number)
    before = ledger.head("sujin").size
    assert daily.forget() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert (daily.forget(), daily.forget()) == (1, 0)
    voice = Voice.objects.get(pk=one.voice.voice)
    assert (voice.words, voice.contact, voice.erasure) == ("", None, "term")
    assert ledger.head("sujin").size == before + 1
    assert ledger.of_subject(one.number)[0][0].salt is None


def test_whoever_is_on_the_register_leaves_first_and_then_is_erased_at_once(cast: Cast) -> None:
    one = walk.confirmed(cast)
    with pytest.raises(NotNow):
        gate.do(erasures.erase, one.voice, matter=one.number)
    gate.do(talents.leave, one.voice, matter=one.number)
    gate.do(erasures.erase, one.voice, matter=one.number)
    assert Voice.objects.get(pk=one.voice.voice).words == ""


def test_the_public_lines_say_no_more_than_that_something_happened(cast: Cast) -> None:
    _matter, one, _made = walk.agreed(cast)
    gate.do(talents.leave, one.voice, matter=one.number)
    lines = ledger.of_subject(one.number)
    assert {(leaf.kind, leaf.community) for _body, leaf in lines} == {("sealed", "sujin")}
    acts = [act_of(body) for body, _leaf in lines]
    assert acts == ["talent.offered", "talent.listed", "talent.asked", "talent.agreed", "talent.listed"]
    assert [leaf.quantity for _body, leaf in lines] == [1, 1, 1, 1, -1]
    said = "".join((body.facts or "") + body.place for body, _leaf in lines)
    assert walk.WORDS not in said and walk.CONTACT not in said and "plumbing" not in said and "dgmy" not in said


def act_of(body: Body) -> str:
    return str(json.loads(body.facts or "{}")["act"])


def test_no_list_no_search_and_no_page_of_matters_holds_an_offer(cast: Cast) -> None:
    one = walk.confirmed(cast)
    for name in SHEETS:
        page = sheets.rows(name, cast.supervisor)
        assert one.number not in {row.number for row in page.rows}, name
    assert not Searched.objects.filter(matter__number=one.number).exists()
    assert persons.refused(one.record()) is False


def test_an_office_that_keeps_no_register_takes_no_offer_and_asks_nobody(cast: Cast) -> None:
    one, matter = walk.confirmed(cast), cast.accepted()
    gate.do(setup.switch, cast.administrator, place="sujin", module="talents", on=False)
    with pytest.raises(NotNow):
        walk.offered(cast)
    with pytest.raises(NotNow):
        gate.do(talents.ask, cast.desk, matter=matter.number, talent=one.number)


def test_small_numbers_are_not_shown_in_public(cast: Cast) -> None:
    organization = walk.confirmed(cast).record().organization
    for _ in range(3):
        walk.confirmed(cast)
    assert registered.counted(organization) == []
    walk.confirmed(cast)
    assert [(skill.zh, n) for skill, _place, n in registered.counted(organization)] == [("水电维修", 5)]


def test_every_category_of_a_request_is_served_by_some_skill() -> None:
    served = {code for skill in registered.kind().categories for code in skill.serves}
    assert served == {option.code for option in kinds["requests.problem"].categories}


STEPS = st.lists(
    st.sampled_from(["confirm", "turn_down", "leave", "renew", "day", "month", "year", "clock", "erase", "ask"]),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, on_behalf=st.booleans())
def test_nobody_is_ever_shown_without_consent_confirmation_and_time_left(
    cast: Cast, steps: list[str], on_behalf: bool
) -> None:
    """Whatever happens in whatever order, who is shown has consented, was confirmed, has not left and has not run out."""
    with transaction.atomic():
        _walk(cast, steps, on_behalf)
        transaction.set_rollback(True)


def _walk(cast: Cast, steps: list[str], on_behalf: bool) -> None:
    made = gate.do(talents.offer_for if on_behalf else talents.offer, cast.recorder, **walk.GIVEN).values
    number = made["number"]
    by = Actor("web", voice=made["voice"])
    confirmed = ended = False
    now, until = clock.now(), clock.today() + timedelta(days=365)
    matter = cast.accepted()
    for step in steps:
        now += {"day": timedelta(days=1), "month": timedelta(days=30), "year": timedelta(days=366)}.get(
            step, timedelta()
        )
        with clock.at(now):
            try:
                match step:
                    case "confirm":
                        gate.do(talents.confirm, cast.desk, matter=number, spoken=True)
                        confirmed = True
                    case "turn_down":
                        gate.do(talents.turn_down, cast.desk, matter=number, why_not="enough")
                        ended = True
                    case "leave":
                        gate.do(talents.leave, by, matter=number)
                        ended = True
                    case "renew":
                        gate.do(talents.renew, by, matter=number)
                        until = clock.today() + timedelta(days=365)
                    case "erase":
                        gate.do(erasures.erase, by, matter=number)
                    case "ask":
                        gate.do(talents.ask, cast.desk, matter=matter.number, talent=number)
                        matter = cast.accepted()
                    case "clock":
                        daily.run_due()
                        ended = ended or until < clock.today()
            except (NotNow, Denied, Invalid):
                pass
            may = confirmed and not ended and until >= clock.today()
            assert (number in shown(matter)) is may, (step, confirmed, ended, until)
