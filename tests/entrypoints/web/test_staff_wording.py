"""The page of wordings: the preview is what would be read, nothing is kept before it is asked for, and mistakes are named."""

import pytest
from django.urls import reverse

from haitang.records.wording import Wording
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import proved, text_of

URL = "/desk/wording/requests.problem/solved"


@pytest.fixture
def administrator(cast: Cast) -> Worker:
    return Worker.of("administrator")


def test_every_outcome_and_the_receipt_stand_there_in_both_languages(administrator: Worker) -> None:
    page = administrator.reads(reverse("desk_wording"))
    for text in ("收据", "办好了", "没办成", "What you told us is done", "系统原带的"):
        assert text in page


def test_a_preview_shows_both_languages_and_keeps_nothing(administrator: Worker) -> None:
    text = {"text_zh-hans": "{title}（{number}）：{sentence}", "text_en": "{title}: {sentence} See {link}"}
    page = text_of(administrator.client.post(URL, {**text, "preview": "yes"}))
    assert "3 幢楼下的路灯不亮（SJ" in page and "昨天换了灯泡" in page
    assert "The lamp below building 3 is out: The bulb was changed yesterday" in page
    assert "还没有保存" in page
    assert not Wording.objects.exists()


def test_an_unknown_placeholder_is_named_and_what_was_typed_stays(administrator: Worker) -> None:
    answer = administrator.client.post(URL, {"text_zh-hans": "{姓名}您好", "text_en": "Done.", "save": "yes"})
    assert answer.status_code == 422
    assert "只能用这几个占位" in text_of(answer) and "{姓名}您好" in text_of(answer)
    assert not Wording.objects.exists()


def test_it_is_kept_used_and_taken_back(cast: Cast, administrator: Worker) -> None:
    form = administrator.form(URL, "")
    kept = {**form.values, "text_zh-hans": "街道说：办好了。", "save": "yes"}
    assert administrator.client.post(URL, kept).status_code == 302
    assert [(row.language, row.text) for row in Wording.objects.all()] == [("zh-hans", "街道说：办好了。")]
    told = cast.answered()
    assert "街道说：办好了。" in text_of(proved(told).get(reverse("matter", args=[told.number])))
    administrator.does(URL, "/do/wordings.reset")
    assert not Wording.objects.exists()


def test_the_receipt_says_it_too(cast: Cast, administrator: Worker) -> None:
    url = "/desk/wording/requests.problem/received"
    form = administrator.form(url, "")
    administrator.client.post(url, {**form.values, "text_zh-hans": "记下了 {number}，五天内答复。", "save": "yes"})
    told = cast.report()
    page = text_of(proved(told).get(reverse("receipt", args=[told.number])))
    assert f"记下了 {told.number}，五天内答复。" in page


def test_the_desk_may_try_but_not_put_into_use(cast: Cast) -> None:
    desk = Worker.of("desk")
    page = desk.client.post(URL, {"text_zh-hans": "好。", "text_en": "Done.", "preview": "yes"})
    assert "由管理员来做" in text_of(page)
    assert desk.client.post(URL, {"text_zh-hans": "好。", "text_en": "Done.", "save": "yes"}).status_code == 403
    assert not Wording.objects.exists()


def test_what_is_not_there_is_not_found(administrator: Worker) -> None:
    administrator.opens("/desk/wording/requests.problem/nothing", status=404)
    administrator.opens("/desk/wording/nothing/solved", status=404)
    Worker.of("property").opens(URL, status=403)
