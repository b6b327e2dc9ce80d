"""The page of channels: it teaches when it is empty, shows masks only, and a test says honestly what came of it."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine.channels.kinds import EVENTS, SORTS
from haitang.records.channel import Channel
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import text_of
from tests.receivers import Receiver, open_receiver
from tests.servers import free_port

KEY = "a key that nobody guesses"


@pytest.fixture
def administrator(cast: Cast) -> Worker:
    return Worker.of("administrator")


@pytest.fixture
def receiver(settings: DjangoSettings) -> Iterator[Receiver]:
    settings.WEBHOOK_ALLOW = ("127.0.0.0/8",)
    with open_receiver() as opened:
        yield opened


def hook(worker: Worker, url: str) -> Channel:
    """Add a webhook by the page's own form."""
    page = f"{reverse('desk_channels')}?kind=webhook"
    worker.does(page, page + "#add", name="值班系统", address=url, secret=KEY, events=["case.received"])
    return Channel.objects.get()


def pressed(worker: Worker) -> str:
    """Press the test button and read the page that follows."""
    url = reverse("desk_channels")
    form = worker.form(url, "", channel=str(Channel.objects.get().pk))
    answer = worker.client.post(url, {**form.values, "command": "channels.test"}, follow=True)
    return text_of(answer)


def test_an_empty_page_teaches(administrator: Worker) -> None:
    page = administrator.reads(reverse("desk_channels"))
    assert "还没有渠道" in page
    for sort in SORTS.values():
        assert sort.words.zh in page


@pytest.mark.parametrize("kind", sorted(SORTS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_kind_says_what_its_address_is(cast: Cast, kind: str, language: str) -> None:
    page = Worker.of("administrator", language).reads(f"{reverse('desk_channels')}?kind={kind}")
    assert SORTS[kind].address.say(language) in page
    assert (EVENTS["case.reopened"].say(language) in page) is (kind != "sms")


def test_a_webhook_is_added_masked_and_its_test_arrives(administrator: Worker, receiver: Receiver) -> None:
    channel = hook(administrator, receiver.url)
    page = administrator.opens(reverse("desk_channels")).content.decode()
    assert "127.0.0.1/····" in page
    assert "for=haitang" not in page and KEY not in page
    assert channel.events == ["case.received"]
    assert "测试消息对方已接收" in pressed(administrator)
    assert len(receiver.taken) == 1
    assert "对方已接收" in administrator.reads(reverse("desk_channels"))


def test_a_test_that_is_refused_says_so(administrator: Worker, receiver: Receiver) -> None:
    hook(administrator, receiver.url)
    receiver.next(403)
    assert "测试消息没有送到。接收方拒收 (403)" in pressed(administrator)


def test_a_test_to_nobody_says_so_and_is_not_tried_again(administrator: Worker, settings: DjangoSettings) -> None:
    settings.WEBHOOK_ALLOW = ("127.0.0.1",)
    hook(administrator, f"http://127.0.0.1:{free_port()}/")
    assert "连不上接收方" in pressed(administrator)


def test_a_private_address_comes_back_with_everything_that_was_typed(administrator: Worker) -> None:
    page = f"{reverse('desk_channels')}?kind=webhook"
    given = {"name": "值班系统", "address": "https://10.0.0.1/hook", "secret": KEY}
    answer = administrator.sends(page, page + "#add", **given)
    assert answer.status_code == 422
    assert "HAITANG_WEBHOOK_ALLOW" in text_of(answer)
    assert "https://10.0.0.1/hook" in answer.content.decode()


def test_buttons_switch_and_remove(administrator: Worker, receiver: Receiver) -> None:
    channel = hook(administrator, receiver.url)
    url = reverse("desk_channels")
    for command in ("channels.disable", "channels.enable", "channels.remove"):
        form = administrator.form(url, "", channel=str(channel.pk))
        assert administrator.client.post(url, {**form.values, "command": command}).status_code == 302
    channel.refresh_from_db()
    assert channel.removed_at is not None
    assert "还没有渠道" in administrator.reads(url)


@pytest.mark.parametrize("login", ["desk", "auditor", "reader", "property"])
def test_it_is_the_administrators_page(cast: Cast, login: str) -> None:
    Worker.of(login).opens(reverse("desk_channels"), status=403)


def test_the_page_does_not_grow_with_the_channels(administrator: Worker, receiver: Receiver) -> None:
    hook(administrator, receiver.url)
    pressed(administrator)
    few = administrator.queries(reverse("desk_channels"))
    page = f"{reverse('desk_channels')}?kind=email"
    for number in range(5):
        administrator.does(page, page + "#add", name=f"邮箱 {number}", address=f"a{number}@example.org")
    assert administrator.queries(reverse("desk_channels")) == few <= 10
