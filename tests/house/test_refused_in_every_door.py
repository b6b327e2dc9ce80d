"""What is no matter here is refused at every door in words that say who is competent; a sentence only brings a hint."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.test import Client

from haitang.commands import links, matters
from haitang.engine import gate
from haitang.engine import links as opening
from haitang.entrypoints.terminal import main
from haitang.kernel import refused, token
from haitang.kernel.errors import Invalid
from haitang.kernel.registry import kinds
from haitang.records.account import Account
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from tests.cast import Cast

KINDS = ("volunteers.persons_of_interest", "requests.tenants", "requests.opinion", "fairs.rewards", "requests.faith")
NAMED = ("110", "12345", "调解")


def desk() -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    client.force_login(Account.objects.get(login="desk"))
    return client


def given(kind: str) -> dict[str, str]:
    return {"words": "楼下的灯不亮", "place": "dgmy", "kind": kind}


def page(cast: Cast, kind: str) -> str:
    answer = desk().post("/do/matters.report", given(kind))
    assert answer.status_code == 422
    return answer.content.decode()


def interface(cast: Cast, kind: str) -> str:
    answer = desk().post("/api/commands/matters.report", json.dumps(given(kind)), content_type="application/json")
    assert answer.status_code == 422
    return json.dumps(answer.json(), ensure_ascii=False)


def terminal(cast: Cast, kind: str) -> str:
    line = ["--language", "zh", "do", "matters.report", "--as", "desk", "--json", "-"]
    done = CliRunner().invoke(main, line, input=json.dumps(given(kind)))
    assert done.exit_code == 2, done.output
    return done.output


def replay(cast: Cast, kind: str) -> str:
    with pytest.raises(Invalid) as found:
        list(gate.many([gate.Asked(matters.report, cast.founder, given(kind))]))
    return found.value.problems[0].words.zh


@pytest.mark.parametrize("door", [page, interface, terminal, replay])
def test_a_refused_kind_is_refused_with_who_is_competent(cast: Cast, door: Callable[[Cast, str], str]) -> None:
    for kind in KINDS:
        said = door(cast, kind)
        assert "只收地方和东西的事" in said and any(name in said for name in NAMED), (door.__name__, kind)
    assert not Matter.objects.exists()


def test_no_kind_of_the_catalogue_is_one_of_them() -> None:
    assert [kind.name for kind in kinds if refused.of_kind(kind.name)] == []


def test_the_form_says_it_before_anything_is_sent_and_takes_it_all_the_same(cast: Cast) -> None:
    said = {"words": "邻居骂人骂了一夜", "place": "dgmy", "key": "k"}
    browser = Client(headers={"Accept-Language": "zh-hans"})
    first = browser.post("/report", said)
    text = first.content.decode()
    assert first.status_code == 200 and "人民调解委员会" in text and said["words"] in text
    assert not Matter.objects.exists()
    assert browser.post("/report", {**said, "meant": "yes"}).status_code == 302
    assert Matter.objects.count() == 1


def test_the_other_doors_give_the_hint_with_the_receipt(cast: Cast) -> None:
    said = {"words": "有小偷翻墙", "place": "dgmy"}
    answer = desk().post("/api/commands/matters.report", json.dumps(said), content_type="application/json").json()
    assert "110" in answer["values"]["hint"]
    line = ["do", "matters.report", "--as", "desk", "--json", "-"]
    done = CliRunner().invoke(main, line, input=json.dumps(said))
    assert "110" in json.loads(done.output)["values"]["hint"]
    assert "hint" not in gate.do(matters.report, cast.anyone, words="路灯不亮", place="dgmy").values


def test_a_link_says_it_before_anything_is_kept_and_takes_it_all_the_same(cast: Cast) -> None:
    told = cast.answered()
    link = CapabilityLink.objects.get(
        pk=gate.do(links.make, cast.desk, matter=told.number, role="voice").values["link"]
    )
    browser = Client(headers={"Accept-Language": "zh-hans"})
    browser.get(f"/k/{token.written(link.ref, opening.secret_of(link))}")
    said = {"command": "voices.judge", "verdict": "no", "words": "邻居骂人骂了一夜"}
    first = browser.post(f"/k/at/{link.ref}", said)
    text = first.content.decode()
    assert first.status_code == 200 and "人民调解委员会" in text and said["words"] in text
    assert told.record().state == "answered"
    assert browser.post(f"/k/at/{link.ref}", {**said, "meant": "yes"}).status_code == 302
    assert told.record().state == "reopened"


def test_an_office_that_works_by_link_is_not_asked_whom_its_note_is_about(cast: Cast) -> None:
    told = cast.working()
    link = CapabilityLink.objects.get(pk=gate.do(links.make, cast.desk, matter=told.number).values["link"])
    browser = Client(headers={"Accept-Language": "zh-hans"})
    browser.get(f"/k/{token.written(link.ref, opening.secret_of(link))}")
    said = {"command": "matters.claim", "outcome": "solved", "evidence": "slip", "note": "说有小偷的那扇门已装锁"}
    assert browser.post(f"/k/at/{link.ref}", said).status_code == 302


def test_criticism_of_an_office_brings_no_hint() -> None:
    for words in ("窗口的人态度不好", "社区办事太慢，我要投诉", "物业不管事", "The desk is rude and slow"):
        assert refused.hint(words) is None
