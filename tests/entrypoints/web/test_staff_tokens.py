"""The page of tokens: it teaches when it is empty, shows a token once, and lets everybody end what is theirs to end."""

import re

import pytest
from django.urls import reverse

from haitang.records.token import Token
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.tokens import lent, made

TOKEN = re.compile(r"haitang-[a-z2-7]{40}")


@pytest.fixture
def page(cast: Cast) -> str:
    return reverse("desk_tokens")


def test_an_empty_page_teaches(cast: Cast, page: str) -> None:
    assert "还没有令牌" in Worker.of("administrator").reads(page)
    assert "No token yet" in Worker.of("administrator", "en").reads(page)


def test_a_token_is_shown_once_and_then_only_its_line(cast: Cast, page: str) -> None:
    administrator = Worker.of("administrator")
    given = {
        "command": "tokens.make", "as": "machine", "place": "daguan", "name": "热线系统", "lasting": "30",
        "scopes": ["matters.report", "read.figures"], "a_minute": "20", "key": "k1",
    }  # fmt: skip
    answer = administrator.client.post(page, given, follow=True)
    assert len(set(TOKEN.findall(answer.content.decode()))) == 1
    assert "no-store" in answer["Cache-Control"]
    again = administrator.opens(page).content.decode()
    assert TOKEN.findall(again) == [] and "热线系统" in again and "说一件事" in again and "20" in again
    token = Token.objects.get()
    assert (token.a_minute, token.scopes, token.post) == (20, ["matters.report", "read.figures"], None)


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, page: str) -> None:
    given = {"command": "tokens.make", "as": "machine", "place": "daguan", "name": "热线系统", "key": "k1"}
    answer = Worker.of("administrator").client.post(page, given)
    assert answer.status_code == 422 and "热线系统" in answer.content.decode() and Token.objects.count() == 0


def test_a_desk_lends_its_own_post_and_sees_no_other_token(cast: Cast, page: str) -> None:
    made(cast, "matters.report")
    desk = Worker.of("desk")
    assert "区级平台" not in desk.reads(page) and "单独的机器" not in desk.reads(page)
    form = desk.reads(f"{page}?as=desk")
    assert "受理" in form and "开一个令牌" in form and "任职" not in form.split("这个系统以什么身份来")[1]
    given = {
        "command": "tokens.lend",
        "as": "desk",
        "post": "desk",
        "name": "工单",
        "scopes": ["matters.accept"],
        "key": "k",
    }
    answer = desk.client.post(page, given, follow=True)
    assert len(set(TOKEN.findall(answer.content.decode()))) == 1
    assert desk.client.post(page, {**given, "post": "grid", "key": "k2"}).status_code == 403


def test_whoever_may_takes_a_token_back(cast: Cast, page: str) -> None:
    lent(cast.desk, "desk", "matters.accept")
    lent(cast.property, "property", "matters.start")
    desk, administrator = Worker.of("desk"), Worker.of("administrator")
    for worker, command in ((desk, "tokens.withdraw"), (administrator, "tokens.revoke")):
        token = Token.objects.filter(revoked_at=None).earliest("id")
        assert f'value="{command}"' in worker.opens(page).content.decode()
        given = {
            "command": command,
            "token": str(token.pk),
            "place": token.place.code,
            "post": token.post.code if token.post else "",
        }
        assert worker.client.post(page, given).status_code == 302
        assert worker.client.post(page, given).status_code == 409
    assert Token.objects.filter(revoked_at=None).count() == 0
    assert "已收回" in administrator.reads(page)


def test_another_office_sees_nothing_of_it(cast: Cast, page: str) -> None:
    made(cast, "matters.report")
    assert "区级平台" not in Worker.of("other_administrator").reads(page)


def test_many_tokens_cost_no_more_queries(cast: Cast, page: str) -> None:
    administrator = Worker.of("administrator")
    made(cast, "matters.report")
    few = administrator.queries(page)
    for _ in range(3):
        made(cast, "matters.report")
        lent(cast.desk, "desk", "matters.accept")
    assert administrator.queries(page) == few <= 10
