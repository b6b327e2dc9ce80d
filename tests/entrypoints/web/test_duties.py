"""Whose it is, page by page: the directory with its gaps, rules that are tried first, proposals, the joint meeting."""

import html
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haitang.commands import fairness, handing
from haitang.engine import gate, outbox
from haitang.kernel.command import Fact
from haitang.kernel.registry import commands
from haitang.records.duty import Duty, RoutingRule
from haitang.records.matter import Matter
from haitang.records.slot import Motion
from tests.cast import Cast, Told
from tests.commands.inputs import SOUND
from tests.commands.ready_cases import given_duty, given_joint_held, given_routing_rule
from tests.commands.test_notices import PDF
from tests.entrypoints.web.atwork import Worker, forms_of
from tests.entrypoints.web.residents import text_of


def command(name: str) -> Callable[..., Fact]:
    """A command by its name."""
    return commands[name].function


def marked(told: Told, reason: str = "bounced") -> Told:
    """A matter that is to be put before a joint meeting."""
    matter = told.record()
    with gate.upkeep():
        details = {**matter.details, "joint_meeting": reason}
        Matter.objects.filter(pk=matter.pk).update(details=details, for_joint=True)
    return told


# The directory


def test_the_list_says_for_what_nobody_is_named(cast: Cast) -> None:
    given_duty(cast)
    page = text_of(Worker.of("dispatcher").client.get("/desk/duties?place=dgmy"))
    assert "还没有人管的" in page and "物业公司" in page and "合同：物业合同第三条" in page
    elsewhere = text_of(Worker.of("dispatcher").client.get("/desk/duties?place=jinhua"))
    assert "没有写明是谁" in elsewhere


def test_a_line_is_written_with_its_document_and_staff_alone_open_it(cast: Cast, client: Client) -> None:
    worker = Worker.of("dispatcher")
    form = next(form for form in worker.forms("/desk/duties/new") if "basis" in form.names)
    given = {**form.values, **SOUND["duties.add"], "document_file": SimpleUploadedFile("a.pdf", PDF)}
    assert worker.client.post("/desk/duties/new", given).status_code == 302
    kept = Duty.objects.get()
    assert kept.file is not None
    document = f"/desk/duties/{kept.pk}/document"
    assert worker.client.get(document).status_code == 200
    assert client.get(document).status_code == 302, "a stranger signs in first"
    assert Worker.of("other_dispatcher").client.get(document).status_code == 404


def test_whoever_changes_a_line_second_sees_what_the_first_made_of_it(cast: Cast) -> None:
    duty = given_duty(cast)["duty"]
    worker, page = Worker.of("dispatcher"), f"/desk/duties/{duty}"
    form = next(form for form in worker.forms(page) if "edition" in form.names and "text" in form.names)
    first = {**SOUND["duties.change"], "duty": duty, "text": "先来的人写的补充协议"}
    gate.do(command("duties.change"), cast.supervisor, **first)
    answer = worker.client.post(page, {**form.values, "text": "后来的人写的", "note": "又一份"})
    assert answer.status_code == 409
    assert "先来的人写的补充协议" in text_of(answer) and "后来的人写的" in answer.content.decode()
    kept = next(form for form in forms_of(answer) if form.values.get("note") == "又一份")
    assert worker.client.post(page, kept.values).status_code == 302
    assert Duty.objects.get().text == "后来的人写的"


def test_whoever_keeps_no_duties_reads_them_and_has_no_form(cast: Cast) -> None:
    duty = given_duty(cast)["duty"]
    worker = Worker.of("desk")
    assert "物业公司" in text_of(worker.client.get("/desk/duties"))
    assert not any("basis" in form.names for form in worker.forms(f"/desk/duties/{duty}"))
    assert worker.client.get("/desk/duties/new").status_code == 403


def test_everybody_reads_whose_it_is_by_office_and_basis(cast: Cast, client: Client) -> None:
    empty = client.get("/duties", headers={"accept-language": "zh-CN"})
    assert "还没有写清什么事归谁管" in text_of(empty)
    given_duty(cast)
    for address in ("/duties?place=dgmy", "/duties/print?place=dgmy"):
        answer = client.get(address, headers={"accept-language": "zh-CN"})
        page = text_of(answer)
        assert "物业公司" in page and "合同：物业合同第三条" in page and "未确认" in page
        assert answer.content.decode().count('class="petal') == 4
        assert "desk/duties" not in answer.content.decode()
    english = text_of(client.get("/duties?place=dgmy", headers={"accept-language": "en"}))
    assert "property company" in english and "contract" in english


# Rules


def test_a_rule_is_tried_before_it_takes_effect(cast: Cast) -> None:
    given_duty(cast)
    told = cast.accepted()
    worker = Worker.of("dispatcher")
    form = next(form for form in worker.forms("/desk/routing/new") if "why" in form.names)
    typed = {
        **form.values,
        "then": "post",
        "owner": "works",
        "why": "管网归市政",
        "why_en": "the mains",
        "category": "drains",
    }
    tried = worker.client.post("/desk/routing/new", typed)
    page = text_of(tried)
    assert "用最近 1 件事试过" in page and told.number in page and "市政养护" in page
    assert not RoutingRule.objects.exists(), "nothing is written"
    keep = next(form for form in forms_of(tried) if form.action.endswith("/do/routing.add"))
    assert worker.client.post(keep.action, keep.values).status_code == 302
    assert RoutingRule.objects.get().why == "管网归市政"


@pytest.mark.parametrize(("step", "more"), [("move", {"turn": "1"}), ("retire", {})])
def test_moving_and_retiring_are_tried_first_too(cast: Cast, step: str, more: dict[str, str]) -> None:
    first, second = given_routing_rule(cast)["rule"], given_routing_rule(cast)["rule"]
    worker = Worker.of("supervisor")
    given = {"step": step, "place": "sujin", "rule": second, "edition": 1, **more}
    tried = worker.client.post(f"/desk/routing/{second}", given)
    keep = next(form for form in forms_of(tried) if f"/do/routing.{step}" in form.action)
    assert worker.client.post(keep.action, keep.values).status_code == 302
    left = list(RoutingRule.objects.filter(retired_at=None).order_by("position").values_list("pk", flat=True))
    assert left == ([second, first] if step == "move" else [first])


def test_a_rule_that_means_nothing_comes_back_with_everything_typed(cast: Cast) -> None:
    worker = Worker.of("dispatcher")
    form = next(form for form in worker.forms("/desk/routing/new") if "why" in form.names)
    answer = worker.client.post("/desk/routing/new", {**form.values, "then": "post", "why": "因为这样", "why_en": "so"})
    assert answer.status_code == 422 and "请选归哪个岗位" in text_of(answer) and "因为这样" in answer.content.decode()


def test_an_administrator_sees_counts_and_no_matters(cast: Cast) -> None:
    given_duty(cast)
    told = cast.accepted()
    given = {**SOUND["routing.add"], "category": "drains"}
    page = text_of(Worker.of("administrator").client.post("/desk/routing/new", given))
    assert "用最近 1 件事试过" in page and told.number not in page


# The proposal on a matter


def test_the_proposal_is_taken_in_one_tap(cast: Cast) -> None:
    given_routing_rule(cast)
    told = cast.accepted()
    worker, page = Worker.of("dispatcher"), f"/desk/m/{told.number}"
    assert "第 1 条规则" in text_of(worker.client.get(page))
    form = next(
        form for form in worker.forms(page) if form.action.endswith("/do/matters.assign") and "owner" in form.hidden
    )
    assert worker.client.post(form.action, form.values).status_code == 302
    matter = told.record()
    assert (matter.owner.code, matter.owner_basis) == ("works", "归市政")  # type: ignore[union-attr]


def test_one_red_button_stands_on_the_page_and_one_may_choose_otherwise(cast: Cast) -> None:
    given_routing_rule(cast)
    told = cast.accepted()
    forms = Worker.of("dispatcher").forms(f"/desk/m/{told.number}")
    assert (
        sum(
            "button" in classes.split() and "outline" not in classes
            for form in forms
            if form.method == "post"
            for classes in form.buttons
        )
        == 1
    )
    assert any(form.action.endswith("/do/matters.assign") and "owner" not in form.hidden for form in forms)


def test_what_came_back_says_why_and_whom_the_directory_names_besides(cast: Cast) -> None:
    given_duty(cast)
    gate.do(
        command("duties.add"),
        cast.dispatcher,
        **{**SOUND["duties.add"], "place": "sujin", "owner": "works", "part": "department"},
    )
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="这是主管网")
    page = text_of(Worker.of("dispatcher").client.get(f"/desk/m/{told.number}"))
    assert "这是主管网" in page and "清单里还写着" in page and "市政养护" in page
    listed = text_of(Worker.of("dispatcher").client.get("/desk/routing"))
    assert "退回来的" in listed and "这是主管网" in listed


def test_what_was_decided_may_become_the_rule(cast: Cast) -> None:
    told = cast.bounced()
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="井在市政路上")
    worker = Worker.of("supervisor")
    link = f"/desk/duties/new?from={told.number}"
    assert link in worker.client.get(f"/desk/m/{told.number}").content.decode()
    form = next(form for form in worker.forms(link) if "basis" in form.names)
    assert {name: form.values[name] for name in ("place", "category", "owner", "text")} == {
        "place": "dgmy", "category": "drains", "owner": "works", "text": "井在市政路上",
    }  # fmt: skip
    typed = {**form.values, "basis": "resolution", "part": "department"}
    assert worker.client.post("/desk/duties/new", typed).status_code == 302
    assert link not in worker.client.get(f"/desk/m/{told.number}").content.decode(), "the directory says so now"


def test_a_decision_proposes_a_routing_rule_that_is_tried_first_and_a_person_lets_it_take_effect(cast: Cast) -> None:
    like = cast.accepted()
    told = cast.bounced()
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="井在市政路上")
    worker, page = Worker.of("supervisor"), f"/desk/m/{told.number}"
    assert "建议派给“市政养护”" in text_of(worker.client.get(page))
    form = next(form for form in worker.forms(page) if form.action.endswith("/desk/routing/new"))
    tried = worker.client.post(form.action, form.values)
    assert "最近 2 件" in text_of(tried) and like.number in text_of(tried)
    assert not RoutingRule.objects.exists(), "nothing is a rule before somebody says so"
    confirm = next(one for one in forms_of(tried) if one.action.endswith("/do/routing.add"))
    done = worker.client.post(confirm.action, confirm.values)
    assert done.status_code == 302, text_of(done)
    rule = RoutingRule.objects.get()
    assert (rule.position, rule.category, rule.place and rule.place.code) == (1, "drains", "dgmy")
    assert (rule.post and rule.post.code, rule.why) == ("works", "井在市政路上")
    assert "可以立一条派办规则" not in text_of(worker.client.get(page)), "the rules say so now"
    later = cast.accepted()
    assert later.record().details["routing"]["post"] == "works"


def test_the_rule_a_decision_proposes_may_be_written_otherwise(cast: Cast) -> None:
    told = cast.bounced()
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="井在市政路上")
    worker = Worker.of("dispatcher")
    content = worker.client.get(f"/desk/m/{told.number}").content.decode()
    link = html.unescape(content.split('class="button ghost small" href="')[1].split('"')[0])
    form = next(form for form in worker.forms(link) if "why_en" in form.names)
    read = {name: form.values[name] for name in ("category", "below", "then", "owner", "why", "turn")}
    assert read == {
        "category": "drains", "below": "dgmy", "then": "post", "owner": "works", "why": "井在市政路上", "turn": "1",
    }  # fmt: skip


def test_whoever_keeps_no_rules_and_matters_about_an_office_get_no_proposal(cast: Cast) -> None:
    told = cast.bounced()
    gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="works", why="井在市政路上")
    assert "可以立一条派办规则" not in text_of(Worker.of("desk").client.get(f"/desk/m/{told.number}"))
    gate.do(fairness.raise_up, cast.supervisor, matter=told.number, concerns="desk")
    assert "可以立一条派办规则" not in text_of(Worker.of("supervisor").client.get(f"/desk/m/{told.number}"))


# The joint meeting


def test_what_waits_is_put_on_the_next_agenda_with_its_question(cast: Cast) -> None:
    told = marked(cast.accepted())
    worker = Worker.of("dispatcher")
    assert "退来退去" in text_of(worker.client.get("/desk/joint"))
    session = cast.session(kind="joint_handling.session", title="联席会议")
    form = next(form for form in worker.forms("/desk/joint") if form.action.endswith(f"/{session}/table"))
    assert worker.client.post(form.action, {**form.values, "topic": "井盖到底归谁"}).status_code == 302
    assert Motion.objects.get().topic == "井盖到底归谁"
    assert "已列入议程" in text_of(worker.client.get("/desk/joint"))
    assert told.number in text_of(worker.client.get("/desk/joint"))


def test_offices_are_ticked_and_the_decision_stands_on_matter_and_minutes(cast: Cast) -> None:
    given = given_joint_held(cast)
    chair, page = Worker.of("chair"), f"/desk/meetings/{given['meeting']}"
    form = next(form for form in chair.forms(page) if form.action.endswith("/do/joint.decide"))
    typed = {
        **form.values,
        "owner": "works",
        "due": "2030-01-07T18:00",
        "text": "由市政养护修",
        "reason": "井在市政路上",
    }
    assert chair.client.post(form.action, typed).status_code == 302
    outbox.drain()
    item = Motion.objects.select_related("matter").get()
    assert "定了算数" in text_of(chair.client.get(page))
    minutes = text_of(chair.client.get(f"{page}/minutes"))
    assert "市政养护" in minutes and "到会单位" in minutes
    assert item.matter is not None
    seen = text_of(Worker.of("dispatcher").client.get(f"/desk/m/{item.matter.number}"))
    assert "联席会议定了，不能再退" in seen and "以后都照这样办" in seen


def test_an_ordinary_session_has_no_binding_form(cast: Cast) -> None:
    session = cast.session()
    gate.do(command("meetings.table"), cast.chair, meeting=session, topic="车棚", matter=cast.accepted().number)
    cast.held(session)
    forms = Worker.of("chair").forms(f"/desk/meetings/{session}")
    assert not any("joint." in form.action for form in forms)
    assert any(form.action.endswith("/do/meetings.decide") for form in forms)


@pytest.mark.parametrize("address", ["/desk/duties", "/desk/routing", "/desk/joint", "/duties"])
def test_a_page_takes_as_many_queries_with_much_as_with_little(cast: Cast, address: str) -> None:
    worker = Worker.of("dispatcher")
    given_duty(cast)
    given_routing_rule(cast)
    marked(cast.accepted(category="lifts"))
    worker.queries(address)
    before = worker.queries(address)
    for _ in range(3):
        given_duty(cast)
        given_routing_rule(cast)
        marked(cast.accepted(category="lifts"))
    assert worker.queries(address) == before <= 16


def test_one_matter_keeps_its_number_of_queries(cast: Cast) -> None:
    given_duty(cast)
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="不归我们")
    assert Worker.of("dispatcher").queries(f"/desk/m/{told.number}") <= 18
