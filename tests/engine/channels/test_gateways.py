"""Group robots and SMS through apprise, against a receiver of our own: no vendor is contacted here."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.messagebird import NotifyMessageBird
from apprise.plugins.wecombot import NotifyWeComBot

from haitang.commands import channels
from haitang.engine import answers, gate, outbox
from haitang.engine.channels import gateways, wire
from haitang.engine.channels.addresses import Refused
from haitang.engine.consumer import Result
from haitang.records.voice import Answer
from tests.cast import Cast
from tests.receivers import DROP, STALL, Receiver, open_receiver
from tests.servers import free_port

TOKEN = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
ROBOTS: dict[str, tuple[type[Any], str]] = {
    "wecom": (NotifyWeComBot, "/cgi-bin/webhook/send?key={key}"),
    "dingtalk": (NotifyDingTalk, "/robot/send?access_token={token}"),
    "feishu": (NotifyFeishu, "/open-apis/bot/v2/hook/{token}/"),
}
PASTED = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
    "feishu": f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}",
}
each_robot = pytest.mark.parametrize("kind", sorted(ROBOTS))


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A receiver that stands where the vendors stand."""
    with open_receiver() as opened:
        point_to(monkeypatch, opened.port)
        yield opened


def point_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    for plugin, path in ROBOTS.values():
        monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{port}{path}")
    monkeypatch.setattr(NotifyMessageBird, "notify_url", f"http://127.0.0.1:{port}/messages")


def sent(kind: str, text: str = "有人说了一件事", secret: str = "") -> Result:
    token = TOKEN.replace("-", "") if kind == "dingtalk" else TOKEN
    return gateways.send(gateways.robot(kind, token, secret), text)


@each_robot
def test_the_vendors_own_addresses_are_those_of_apprise(kind: str) -> None:
    plugin, path = ROBOTS[kind]
    assert plugin.notify_url == PASTED[kind].split("/", 3)[0] + "//" + PASTED[kind].split("/")[2] + path


@each_robot
def test_a_text_arrives_in_the_vendors_form(kind: str, receiver: Receiver) -> None:
    assert sent(kind).state == "delivered"
    [message] = receiver.taken
    assert TOKEN.replace("-", "") in message.path.replace("-", "")
    assert "有人说了一件事" in json.dumps(json.loads(message.body), ensure_ascii=False)


def test_a_dingtalk_robot_signs(receiver: Receiver) -> None:
    assert sent("dingtalk", secret="SEC0123456789abcdef").state == "delivered"
    assert "&timestamp=" in receiver.taken[0].path and "&sign=" in receiver.taken[0].path


@pytest.mark.parametrize(
    ("kind", "said", "state"),
    [
        ("dingtalk", {"errcode": 0, "errmsg": "ok"}, "delivered"),
        ("dingtalk", {"errcode": 300001, "errmsg": "token is not exist"}, "failed"),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "failed"),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, "later"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "failed"),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "later"),
        ("feishu", {"code": 0, "msg": "success"}, "delivered"),
        ("feishu", {"code": 19001, "msg": "param invalid"}, "failed"),
    ],
)
def test_a_refusal_with_200_ok_is_no_delivery(kind: str, said: dict[str, Any], state: str, receiver: Receiver) -> None:
    receiver.said = json.dumps(said).encode()
    result = sent(kind)
    assert result.state == state
    assert str(said.get("errmsg", said.get("msg"))) not in result.note


@each_robot
@pytest.mark.parametrize(
    ("answer", "state"), [(500, "later"), (429, "later"), (403, "failed"), (302, "failed"), (DROP, "unknown")]
)
def test_what_a_service_answers(kind: str, answer: int | str, state: str, receiver: Receiver) -> None:
    receiver.next(answer)
    assert sent(kind).state == state
    assert len(receiver.asked) == 1


@each_robot
def test_a_service_that_is_away_is_tried_later(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    point_to(monkeypatch, free_port())
    assert sent(kind) == Result("later", "the service was not reached: NewConnectionError")


def test_a_service_that_stalls_leaves_it_unknown(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.3)
    receiver.next(STALL)
    assert sent("wecom").state == "unknown"


def test_neither_log_nor_note_holds_a_token(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    receiver.next(403)
    with caplog.at_level(logging.WARNING):
        note = sent("wecom").note
    assert TOKEN not in caplog.text + note


@each_robot
def test_the_pasted_address_and_the_bare_token_are_the_same(kind: str) -> None:
    assert gateways.token_of(kind, PASTED[kind]) == gateways.token_of(kind, TOKEN) == TOKEN


@each_robot
@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1/?key=abcdefgh",
        "https://evil.example/cgi-bin/webhook/send?key=abcdefgh",
        "a b",
        "x" * 200,
        "a/../b",
    ],
)
def test_anything_else_is_no_robot(kind: str, text: str) -> None:
    with pytest.raises(Refused):
        gateways.token_of(kind, text)


# Text messages.

BIRD = "msgbird://abcdefghijklmnopqrstuvwxy/15551234567/{phone}"


def test_a_text_message_goes_to_the_number(receiver: Receiver) -> None:
    assert gateways.send(gateways.sms(BIRD, "138 0000 1234"), "有答复了").state == "delivered"
    [message] = receiver.taken
    assert "13800001234" in message.body.decode()


@pytest.mark.parametrize(("answer", "state"), [(422, "failed"), (401, "failed"), (503, "later"), (DROP, "unknown")])
def test_a_text_message_that_is_refused(receiver: Receiver, answer: int | str, state: str) -> None:
    receiver.next(answer)
    assert gateways.send(gateways.sms(BIRD), "有答复了").state == state


def test_an_answer_is_announced_to_a_telephone_where_the_office_has_a_gateway(cast: Cast, receiver: Receiver) -> None:
    given = {"place": "sujin", "kind": "sms", "name": "短信", "address": BIRD, "secret": "13900000000"}
    gate.do(channels.add, cast.administrator, **given)
    told = cast.answered(cast.report(contact="138 0000 1234"))
    elsewhere = cast.answered(cast.report(place="bzxc", contact="138 0000 1234"))
    outbox.drain()
    [message] = receiver.taken
    said = (
        json.dumps(json.loads(message.body), ensure_ascii=False) if message.body[:1] == b"{" else message.body.decode()
    )
    assert told.number in said
    answer = Answer.objects.get(voice=told.voice.voice)
    assert answer.text[:8] not in said
    assert answers.delivery_of(answer) == "delivered"
    assert answers.delivery_of(Answer.objects.get(voice=elsewhere.voice.voice)) == "failed"


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1/{phone}", "msgbird://token/15551234567", "vonage://a:b/c/{phone}", "smseagle://token@10.0.0.1/{phone}", "{phone}",
        "msgbird://token/{phone}/{phone}", "mailto://a:b@example.org/{phone}", "file:///{phone}", "exec://{phone}",
    ],
)  # fmt: skip
def test_only_services_with_a_fixed_host_are_taken(address: str) -> None:
    with pytest.raises(Refused):
        gateways.sms(address)


@pytest.mark.parametrize("more", ["?redirect=yes", "?verify=no"])
def test_an_address_cannot_switch_the_locks_off(more: str) -> None:
    with pytest.raises(Refused):
        gateways.check(gateways.sms(BIRD) + more)


@pytest.mark.parametrize("phone", ["", "door 3", "138;rm", "1/2/3"])
def test_what_is_no_number_gets_no_message(phone: str) -> None:
    with pytest.raises(Refused):
        gateways.sms(BIRD, phone)


def test_apprise_is_loaded_only_by_what_sends() -> None:
    """Starting the product and showing its pages does not pay for it."""
    code = "import django; django.setup(); import haitang.site.urls, sys; print({'apprise'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
