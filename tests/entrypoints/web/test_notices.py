"""Notices on their pages: the warning first, the archive, the paper, the feed, the desk's preview; only what is published."""

import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from haitang.commands import notices
from haitang.engine import clock, gate, photos
from haitang.records.notice import Notice
from tests.cast import Cast
from tests.commands.test_notices import PDF, correct, publish, warn
from tests.engine.test_photos import encoded, picture
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import phone, text_of

ATOM = "{http://www.w3.org/2005/Atom}"


def withdraw(cast: Cast, number: int) -> None:
    gate.do(notices.withdraw, cast.desk, place="daguan", notice=number, reason="楼道有人修水管")


def test_the_home_page_begins_with_warnings_then_three_notices(cast: Cast) -> None:
    for n in range(4):
        publish(cast, title=f"公告{n}号")
    warn(cast, title="明天大风")
    page = phone().get("/").content.decode()
    warning, first, say = (page.index(part) for part in ("明天大风", "公告3号", 'class="say"'))
    assert warning < first < say
    assert "公告0号" not in page
    status = page[page.index('role="status"') : warning]
    assert "alert-triangle" in status and "提醒 · 大风暴雨" in status


def test_a_warning_leaves_the_home_page_when_its_end_has_passed(cast: Cast, clock_at: Any) -> None:
    now: datetime = clock_at("2023-11-14 09:30")
    warn(cast, days=1, title="明天大风")
    with clock.at(now + timedelta(days=1)):
        assert "明天大风" in text_of(phone().get("/"))
    with clock.at(now + timedelta(days=1, seconds=1)):
        assert "明天大风" not in text_of(phone().get("/"))
        assert "明天大风" in text_of(phone().get("/notices"))


def test_the_home_page_says_who_to_read_in_ten_queries(cast: Cast) -> None:
    warn(cast)
    cast.session()
    cast.solved()
    phone().get("/")
    assert Worker(phone()).queries("/") <= 10


def test_a_notice_of_the_sub_district_shows_on_the_pages_of_its_communities_and_not_the_other_way_round(
    cast: Cast,
) -> None:
    publish(cast, "supervisor", place="sujin", title="全街道的事")
    publish(cast, title="大观的事")
    there = text_of(phone().get("/p/jinhua/"))
    assert "全街道的事" in there and "大观的事" not in there
    assert "大观的事" in text_of(phone().get("/p/sujin/"))
    assert "大观的事" not in text_of(phone().get("/notices?place=jinhua"))


def test_a_corrected_notice_shows_both_wordings_with_day_and_reason(cast: Cast) -> None:
    number = publish(cast)
    correct(cast, number)
    page = text_of(phone().get(reverse("notice", args=[number])))
    assert page.index("周日清理。") < page.index("周六清理。")
    assert "更正，原因：" in page and "写错了日子" in page


def test_a_withdrawn_notice_says_so_and_keeps_its_wording_and_files_to_itself(cast: Cast) -> None:
    files = [photos.keep(encoded(picture())).digest, photos.keep_pdf(PDF).digest]
    number = publish(cast, files=files)
    correct(cast, number, body="周日清理。")
    enclosure = Notice.objects.get().enclosures.get(file__digest=files[1]).pk
    addresses = [reverse("photo", args=[files[0]]), reverse("notice_file", args=[number, enclosure])]
    assert [phone().get(url).status_code for url in addresses] == [200, 200]
    withdraw(cast, number)
    page = text_of(phone().get(reverse("notice", args=[number])))
    assert "撤回" in page and "楼道有人修水管" in page
    for word in ("周六", "周日"):
        assert word not in page
        assert word not in phone().get("/p/daguan/notices.atom").content.decode()
    assert [phone().get(url).status_code for url in addresses] == [404, 404]
    assert phone().get(reverse("notice_print", args=[number])).status_code == 404


def test_a_pdf_is_a_download_in_a_sandbox(cast: Cast) -> None:
    number = publish(cast, files=[photos.keep_pdf(PDF).digest])
    answer = phone().get(reverse("notice_file", args=[number, Notice.objects.get().enclosures.get().pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    digest = Notice.objects.get().enclosures.get().file.digest
    assert phone().get(reverse("photo", args=[digest])).status_code == 404


def test_it_is_read_in_english_where_it_was_written_in_english_and_marked_where_it_was_not(cast: Cast) -> None:
    both = publish(cast, title_en="Cleaning", body_en="On Saturday.")
    chinese = publish(cast)
    assert "On Saturday." in text_of(phone("en").get(reverse("notice", args=[both])))
    page = phone("en").get(reverse("notice", args=[chinese])).content.decode()
    assert 'lang="zh-Hans"><p>周六清理。' in page and "no English wording" in page


def test_the_paper_carries_the_code_that_leads_to_the_page(cast: Cast) -> None:
    page = phone().get(reverse("notice_print", args=[publish(cast)])).content.decode()
    assert "<svg" in page and f"/n/{Notice.objects.get().pk}" in page and "data-print" in page


@pytest.mark.parametrize("number", ["0", "99999", "9" * 30])
def test_a_notice_nobody_published_is_not_there(cast: Cast, number: str) -> None:
    for end in ("", "/print", "/pdf/1"):
        assert phone().get(f"/n/{number}{end}").status_code == 404


def test_the_archive_goes_page_by_page(cast: Cast) -> None:
    for n in range(25):
        withdraw(cast, publish(cast, title=f"旧的{n}号"))
    first = phone().get("/notices").content.decode()
    assert first.count('class="card opens"') == 20
    rest = re.search(r'href="\?after=([^"]+)"', first)
    assert rest is not None
    assert phone().get(f"/notices?after={rest[1]}").content.decode().count('class="card opens"') == 5
    for odd in ("%00", "-1", "x", "9" * 40, "²"):
        assert phone().get(f"/notices?after={odd}&place={odd}").status_code == 200


# The feed


def feed(url: str = "/p/daguan/notices.atom", **headers: str) -> Any:
    return phone().get(url, headers=headers)


def test_the_feed_is_valid_atom_with_what_is_published(cast: Cast) -> None:
    publish(cast, title="清理 <楼道> & 车棚")
    warn(cast, "supervisor", place="sujin", title="大风")
    publish(cast, "jinhua_desk", place="jinhua", title="锦华的事")
    answer = feed()
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated"):
        assert len(root.findall(f"{ATOM}{needed}")) == 1
        assert all(len(entry.findall(f"{ATOM}{needed}")) == 1 for entry in root.findall(f"{ATOM}entry"))
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["大风", "清理 <楼道> & 车棚"]
    assert entries[1].findtext(f"{ATOM}summary") == "周六清理。"
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    for moment in root.iter(f"{ATOM}updated"):
        assert datetime.fromisoformat(moment.text or "").tzinfo


def test_a_feed_nothing_changed_in_is_not_sent_again(cast: Cast) -> None:
    publish(cast)
    first = feed()
    tag, day = first.headers["ETag"], first.headers["Last-Modified"]
    assert feed(**{"if-none-match": tag}).status_code == 304
    assert feed(**{"if-modified-since": day}).status_code == 304
    warn(cast)
    assert feed(**{"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("route", ["/p/daguan/", "/notices", "/"])
def test_pages_lead_readers_to_the_feed(cast: Cast, route: str) -> None:
    head = phone().get(route).content.decode().partition("</head>")[0]
    found = re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)"', head)
    assert found is not None
    assert feed(found[1]).status_code == 200


def test_the_empty_feed_of_a_quiet_place_is_valid_and_no_place_has_none(cast: Cast) -> None:
    assert ElementTree.fromstring(feed().content).findtext(f"{ATOM}updated") == "2000-01-01T00:00:00+00:00"
    assert feed("/p/nowhere/notices.atom").status_code == feed("/p/%00/week.ics").status_code == 404


# The desk


WRITTEN = {
    "place": "daguan",
    "sort": "warning",
    "warning": "outage",
    "title": "停水",
    "body": "五号楼停水。",
    "source": "水务",
}


def test_the_desk_sees_it_as_everybody_will_before_it_is_published(cast: Cast) -> None:
    desk = Worker.of("desk")
    ends = (clock.now() + timedelta(days=1)).astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M")
    looked = desk.sends("/desk/notices/new", "", **WRITTEN, ends=ends)
    assert looked.status_code == 200 and "就这样发布吗" in text_of(looked) and "五号楼停水。" in text_of(looked)
    assert not Notice.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', looked.content.decode()))
    again = desk.client.post("/desk/notices/new", {**hidden, "step": "edit"})
    assert 'value="停水"' in again.content.decode()
    done = desk.client.post("/desk/notices/new", {**hidden, "step": "publish"})
    found = Notice.objects.get()
    assert (done.status_code, done.headers["Location"]) == (302, f"/desk/notices/{found.pk}")
    assert found.ends is not None and found.ends.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M") == ends
    desk.client.post("/desk/notices/new", {**hidden, "step": "publish"})
    assert Notice.objects.count() == 1


def test_what_is_wrong_comes_back_before_the_preview_with_everything_kept(cast: Cast) -> None:
    answer = Worker.of("desk").sends("/desk/notices/new", "", **WRITTEN)
    assert answer.status_code == 422 and 'value="停水"' in answer.content.decode()
    assert {error["name"] for error in answer.context["errors"]} == {"ends"}


def test_photos_and_pdfs_are_kept_over_the_preview(cast: Cast, tmp_path: Any) -> None:
    desk = Worker.of("desk")
    for name, content in (("a.jpg", encoded(picture())), ("a.pdf", PDF)):
        (tmp_path / name).write_bytes(content)
    written = {**WRITTEN, "sort": "notice", "warning": "none", "step": "preview"}
    with (tmp_path / "a.jpg").open("rb") as photo, (tmp_path / "a.pdf").open("rb") as pdf:
        looked = desk.client.post("/desk/notices/new", {**written, "files": [photo, pdf]})
    kept = re.findall(r'name="files" value="([0-9a-f]{64})"', looked.content.decode())
    assert len(kept) == 2
    assert desk.client.post("/desk/notices/new", {**written, "step": "publish", "files": kept}).status_code == 302
    page = phone().get(f"/n/{Notice.objects.get().pk}").content.decode()
    assert "下载 PDF" in page and f"/photo/{kept[0]}?small" in page


def test_a_file_that_is_neither_is_refused_by_its_field(cast: Cast, tmp_path: Any) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    with (tmp_path / "a.exe").open("rb") as file:
        answer = Worker.of("desk").client.post("/desk/notices/new", {**WRITTEN, "files": [file]})
    assert answer.status_code == 422
    assert {error["name"] for error in answer.context["errors"]} == {"files"}


def test_the_desk_corrects_and_withdraws_on_the_page_of_the_notice(cast: Cast) -> None:
    desk, number = Worker.of("desk"), publish(cast)
    url = f"/desk/notices/{number}"
    desk.does(url, "", {"step": "correct"}, body="周日清理。", reason="写错了日子")
    assert Notice.objects.get().version == 2
    refused = desk.sends(url, "", {"step": "withdraw"}, reason="")
    assert refused.status_code == 422
    assert [error["name"] for error in refused.context["errors"]] == ["withdraw-reason"]
    desk.does(url, "", {"step": "withdraw"}, reason="不办了")
    assert Notice.objects.get().withdrawn_reason == "不办了"
    assert desk.doors(url) == set()


def test_who_may_not_speak_finds_no_form(cast: Cast) -> None:
    number = publish(cast)
    assert Worker.of("administrator").doors(f"/desk/notices/{number}") == set()
    assert Worker.of("grid").opens("/desk/notices/new", 403)
    assert Worker.of("other_desk").opens(f"/desk/notices/{number}", 404)
    assert "清理楼道" not in Worker.of("other_desk").reads("/desk/notices")


def test_the_list_of_the_desk_takes_as_many_queries_however_long_it_is(cast: Cast) -> None:
    publish(cast)
    desk = Worker.of("desk")
    short = desk.queries("/desk/notices")
    for _ in range(5):
        warn(cast)
    assert desk.queries("/desk/notices") == short <= 10
