"""Numbers, guide, questions, corrections and burdens as people use them: pages, forms, receipts, the desk's work."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from haitang.commands import asked, directory, guide
from haitang.engine import clock, gate, ledger
from haitang.engine.guide import remind_overdue
from haitang.records.directory import DirectoryLine
from haitang.records.guide import GuideArticle
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker, forms_of
from tests.entrypoints.web.residents import phone, proved, staff, text_of

LINE = {
    "sort": "desk", "label": "大观社区受理台", "label_en": "Daguan community desk", "phone": "0512-0000 0010",
    "days": "always",
}  # fmt: skip
ARTICLE = {
    "topic": "housing", "whom": "owners", "title": "补办门禁卡", "title_en": "A new entry card", "papers": "身份证",
    "counter": "一楼窗口", "source": "社区规定",
}  # fmt: skip


def today() -> str:
    return clock.today().isoformat()


def line(cast: Cast, **given: Any) -> int:
    made = gate.do(directory.add, cast.founder, **{**LINE, "place": "daguan", "checked_on": today(), **given})
    return int(made.subject.partition(":")[2])


def article(cast: Cast, **given: Any) -> str:
    made = gate.do(guide.publish, cast.founder, **{**ARTICLE, "place": "daguan", "checked_on": today(), **given})
    return made.subject


def sends(client: Client, url: str, **given: str) -> Any:
    form = next(form for form in forms_of(client.get(url)) if "words" in form.names)
    return client.post(form.action or url, {**form.values, **given})


def test_a_place_shows_its_numbers_and_those_above_with_one_tap_each(cast: Cast) -> None:
    line(cast)
    line(cast, place="sujin", label="街道值班室", phone="0512-0000 0011")
    html = phone().get("/p/dgmy-15/").content.decode()
    for number in ("0512-00000010", "0512-00000011", "12345", "119", "110", "120"):
        assert f'href="tel:{number}"' in html
    assert "24 小时" in html


def test_a_door_card_prints_numbers_and_a_code_that_leads_to_the_place(cast: Cast) -> None:
    line(cast)
    for size in ("a5", "a6", "x"):
        page = phone().get(f"/p/dgmy/card?size={size}")
        assert "0512-0000 0010" in text_of(page) and "<svg" in page.content.decode()
    assert phone().get("/p/nowhere/card").status_code == 404


def test_numbers_of_other_organizations_are_not_on_the_page_of_all(cast: Cast) -> None:
    line(cast, place="beizhuang", label="北庄受理台")
    line(cast)
    page = text_of(phone().get(reverse("calls")))
    assert "大观社区受理台" in page and "北庄受理台" not in page


def test_pages_of_numbers_and_guide_take_few_queries_however_long_they_are(cast: Cast) -> None:
    desk, client = Worker.of("desk"), Worker(phone())
    code = article(cast)
    number = line(cast)
    urls = {
        reverse("calls"): client, reverse("door_card", args=["dgmy"]): client, reverse("guide"): client,
        reverse("article", args=[code]): client, reverse("correct"): client, reverse("too_much"): client,
        reverse("desk_directory"): desk, reverse("desk_line", args=[number]): desk, reverse("desk_guide"): desk,
        reverse("desk_article", args=[code]): desk, reverse("place", args=["daguan"]): client, "/": client,
    }  # fmt: skip
    few = {url: worker.queries(url) for url, worker in urls.items()}
    for n in range(20):
        line(cast, label=f"{n} 号窗口", place=("dgmy", "sujin", "daguan")[n % 3])
        article(cast, title=f"指南 {n}")
    assert {url: worker.queries(url) for url, worker in urls.items()} == few
    lists = {url: count for url, count in few.items() if url not in {"/", "/p/daguan/"}}
    assert {url: count for url, count in lists.items() if count > 10} == {}


def test_the_guide_is_narrowed_by_words_topic_and_whom(cast: Cast) -> None:
    article(cast, title="换锁芯")
    article(cast, title="居住证明", topic="papers", whom="everybody", papers="户口簿")
    for query, there, away in (
        ("q=锁芯", "换锁芯", "居住证明"), ("topic=papers", "居住证明", "换锁芯"), ("whom=owners", "换锁芯", "居住证明"),
    ):  # fmt: skip
        page = text_of(phone().get(f"/guide?{query}"))
        assert there in page and away not in page
    for odd in ("q=%00", "topic=x&whom=%F0%9F%8C%B8", "q=" + "字" * 500):
        assert phone().get(f"/guide?{odd}").status_code == 200


def test_an_article_past_its_term_is_not_there_and_waits_at_the_desk(cast: Cast) -> None:
    code = article(cast, checked_on="2022-01-05", valid_days=30)
    assert phone().get(f"/g/{code}").status_code == 404
    assert f"/g/{code}" not in phone().get("/guide").content.decode()
    assert "待核对" in Worker.of("desk").reads("/desk/guide")
    Worker.of("desk").does(f"/desk/guide/{code}", "/do/guide.check")
    assert phone().get(f"/g/{code}").status_code == 200


def test_a_question_is_answered_from_the_guide_and_read_by_whoever_asked(cast: Cast) -> None:
    code, client = article(cast), phone()
    answer = sends(client, f"/guide/ask?article={code}", words="补卡带什么", place="dgmy")
    assert answer.status_code == 302
    number = Matter.objects.get(kind="guide.consult").number
    assert number in text_of(client.get(answer.headers["Location"]))
    assert "换人看" not in text_of(client.get(answer.headers["Location"]))
    desk = Worker.of("desk")
    assert code in desk.reads(f"/desk/m/{number}")
    desk.does(f"/desk/m/{number}", "/do/asked.reply", outcome="guide", sentence="带这些就行。", article=code)
    page = text_of(client.get(f"/m/{number}"))
    assert "带这些就行。" in page and "《补办门禁卡》" in page and "身份证" in page


def test_a_question_without_words_comes_back_with_everything_kept(cast: Cast) -> None:
    answer = sends(phone(), "/guide", words="", place="dgmy", contact="13800001234")
    assert answer.status_code == 422
    assert 'value="13800001234"' in answer.content.decode()
    assert [error["name"] for error in answer.context["errors"]] == ["words"]


def test_the_footer_names_the_page_where_it_may_and_nothing_where_it_may_not(cast: Cast) -> None:
    told = cast.answered()
    client = proved(told)
    for url in ("/", "/p/daguan/", "/guide", "/answers"):
        assert f'href="/correct?page={url.replace("/", "%2F")}"' in client.get(url).content.decode()
    for url in (f"/m/{told.number}", f"/receipt/{told.number}", "/follow", "/p/daguan/?secret=x", "/no/such/page"):
        html = client.get(url).content.decode()
        found = re.findall(r'href="(/correct[^"]*)"', html)
        assert set(found) <= {"/correct", "/correct?page=%2Fp%2Fdaguan%2F"}, url
        assert all("secret" not in link for link in found)


def test_a_correction_keeps_the_page_and_is_answered(cast: Cast) -> None:
    client = phone()
    assert "/p/daguan/" in client.get("/correct?page=/p/daguan/").content.decode()
    form = next(form for form in forms_of(client.get("/correct?page=/m/SJ23-00001-7")) if "words" in form.names)
    assert form.values["page"] == ""
    assert sends(client, "/correct?page=/p/daguan/", words="电话错了").status_code == 302
    found = Matter.objects.get(kind="site.page_correction")
    assert (found.details["page"], found.place.code) == ("/p/daguan/", "daguan")
    desk = Worker.of("desk")
    assert "/p/daguan/" in desk.reads(f"/desk/m/{found.number}")
    desk.does(f"/desk/m/{found.number}", "/do/asked.reply", outcome="corrected", sentence="改好了。")
    assert "改好了。" in text_of(client.get(f"/m/{found.number}"))


def test_a_page_of_another_office_is_corrected_there(cast: Cast) -> None:
    sends(phone(), "/correct?page=/p/beizhuang/", words="电话错了")
    assert Matter.objects.get(kind="site.page_correction").organization.code == "xcscjg8"


@pytest.mark.parametrize("page", ["/m/SJ23-00001-7", "/k/abc", "/p/daguan/?x=1", "//elsewhere.example/"])
def test_a_secret_address_typed_in_is_refused_and_named(cast: Cast, page: str) -> None:
    answer = sends(phone(), "/correct", words="错了", page=page)
    assert answer.status_code == 422
    assert [error["name"] for error in answer.context["errors"]] == ["page"]


@pytest.mark.parametrize("who", ["", "grid"])
def test_what_asks_too_much_is_said_without_a_name_also_by_staff(cast: Cast, who: str) -> None:
    client = staff(who) if who else phone()
    answer = sends(client, "/too-much", words="同一张表填三遍", often="monthly", asker="某科室")
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200
    number = Matter.objects.get(kind="site.burden").number
    body, _ = ledger.of_subject(number)[0]
    assert not (body.actor or "").startswith("account")
    page = Worker.of("dispatcher").reads(f"/desk/m/{number}")
    assert "某科室" in page and "每月" in page


def test_the_desk_keeps_its_numbers_on_its_page(cast: Cast) -> None:
    desk = Worker.of("desk")
    desk.does("/desk/directory", "", {"place": "daguan"}, label="大观社区窗口", label_en="Daguan window", sort="desk",
              phone="0512-0000 0012")  # fmt: skip
    kept = DirectoryLine.objects.get()
    page = f"/desk/directory/{kept.pk}"
    desk.does(page, "", {"line": str(kept.pk)}, phone="0512-0000 0013", days="daily", times="8:00-20:00")
    assert "每天 8:00–20:00" in desk.reads("/desk/directory")
    wrong = desk.sends(page, "", {"line": str(kept.pk)}, label="王小明")
    assert wrong.status_code == 422 and "王小明" in wrong.content.decode()
    desk.does(page, "/do/directory.withdraw", reason="停机")
    assert desk.client.get(page).status_code == 404
    assert Worker.of("jinhua_desk").client.get(page).status_code == 404


def test_the_desk_writes_corrects_and_withdraws_an_article(cast: Cast) -> None:
    desk = Worker.of("desk")
    given = {**ARTICLE, "fee": "不收费"}
    desk.does("/desk/guide/new", "", {"place": "daguan"}, **given)
    code = GuideArticle.objects.get().code
    desk.does(f"/desk/guide/{code}", "", {"edition": "1"}, note="换到二楼", counter="二楼窗口")
    page = desk.reads(f"/desk/guide/{code}")
    assert "换到二楼" in page and "一楼窗口" in page and "二楼窗口" in page
    assert "二楼窗口" in text_of(phone().get(f"/g/{code}"))
    desk.does(f"/desk/guide/{code}", "/do/guide.withdraw", reason="不办了")
    assert phone().get(f"/g/{code}").status_code == 404


def test_the_inbox_leads_to_the_article_that_has_to_be_checked(cast: Cast) -> None:
    code = article(cast, checked_on="2022-01-05", valid_days=30)
    assert remind_overdue() == 1
    desk = Worker.of("desk")
    assert f'href="/desk/guide/{code}"' in desk.opens("/desk/inbox").content.decode()
    desk.does("/desk/inbox", "", {"article": code})
    assert desk.opens("/desk/inbox").context["counts"]["unread"] == 0


def test_whoever_keeps_nothing_reads_and_cannot_write(cast: Cast) -> None:
    code = article(cast)
    reader = Worker.of("reader")
    assert "/desk/directory" not in reader.doors("/desk/directory")
    assert reader.doors(f"/desk/guide/{code}") == set()
    assert reader.client.get("/desk/guide/new").status_code == 404


def test_an_answered_question_asks_nobody_for_a_verdict(cast: Cast) -> None:
    client = phone()
    sends(client, "/guide", words="带什么", place="dgmy")
    number = Matter.objects.get(kind="guide.consult").number
    gate.do(asked.reply, cast.desk, matter=number, outcome="sentence", sentence="身份证。")
    assert "好了吗" not in text_of(client.get(f"/m/{number}"))
    assert "已答复" in text_of(client.get("/follow"))
