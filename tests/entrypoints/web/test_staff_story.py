"""The loop as people at work take it, page by page, without JavaScript: every step is a form that stood there."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from haitang.commands import matters, meetings, voices
from haitang.engine import gate, outbox
from haitang.records.contact import Reading
from haitang.records.file import Attachment
from haitang.records.matter import Matter
from haitang.records.slot import Motion
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker, forms_of
from tests.entrypoints.web.residents import PHONE, SAID, proved, text_of


def page_of(number: str) -> str:
    """The desk's page of a matter."""
    return reverse("desk_matter", args=[number])


def picture(name: str = "photo.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def desk(cast: Cast) -> Worker:
    return Worker.of("desk")


def test_one_sentence_is_accepted_assigned_done_checked_answered_and_judged(cast: Cast, desk: Worker) -> None:
    told = cast.report(SAID, contact=PHONE)
    page = page_of(told.number)
    assert SAID in desk.reads(f"{reverse('desk')}?sheet=new")
    desk.does(page, "/do/matters.accept", category="drains", title="水管夜里响", screened="yes")
    dispatcher, owner, checker = Worker.of("dispatcher"), Worker.of("property"), Worker.of("checker")
    dispatcher.does(page, "/do/matters.assign", owner="property", why="物业合同")
    owner.does(reverse("desk_mine"), "/do/matters.start")
    owner.does(page, "/claim", outcome="solved", evidence="word", note="换了一段管子")
    checker.does(page, "/do/matters.check")
    desk.does(page, "/do/matters.answer", sentence="夜里不会再响了。")
    assert "夜里不会再响了" in text_of(proved(told).get(reverse("matter", args=[told.number])))
    gate.do(voices.judge, told.voice, matter=told.number, verdict="yes")
    record = told.record()
    assert (record.state, record.outcome, record.basis) == ("closed", "solved", "resident")
    read = desk.reads(page)
    for words in ("派给物业公司", "换了一段管子", "夜里不会再响了", "核查员", "说事的人：", "受理台"):
        assert words in read


def test_the_owner_who_claimed_is_offered_no_check(cast: Cast) -> None:
    told, owner = cast.working(), Worker.of("property")
    page = page_of(told.number)
    owner.does(page, "/claim", outcome="solved", evidence="word", note="好了")
    assert not {door for door in owner.doors(page) if door.endswith(("matters.check", "matters.reject"))}
    assert {door for door in Worker.of("checker").doors(page) if door.endswith(("matters.check", "matters.reject"))}


def test_a_desk_that_claimed_for_itself_reads_why_it_may_not_check(cast: Cast, desk: Worker) -> None:
    told = cast.accepted()
    page = page_of(told.number)
    desk.does(page, "/do/matters.assign", owner="desk", why="自办")
    desk.does(page, "/do/matters.start")
    desk.does(page, "/claim", outcome="solved", evidence="word", note="自己办好了")
    assert "自己办的事要由别人核查" in desk.reads(page)
    assert not {door for door in desk.doors(page) if door.endswith(("matters.check", "matters.reject"))}
    answer = desk.client.post(reverse("act", args=["matters.check"]), {"matter": told.number, "next": page})
    assert answer.status_code == 403
    Worker.of("checker").does(page, "/do/matters.check")


def test_there_is_one_red_button_and_it_is_the_next_step(cast: Cast, desk: Worker) -> None:
    steps = {
        cast.report().number: "matters.accept",
        cast.accepted().number: "matters.assign",
        cast.claimed().number: "matters.check",
        cast.checked().number: "matters.answer",
    }
    for number, door in steps.items():
        forms = [form for form in desk.forms(page_of(number)) if "/do/matters" in form.action]
        red = [form.action for form in forms if any("button" in b and "outline" not in b for b in form.buttons)]
        assert [action.rpartition("/")[2] for action in red] == [door]


def test_somebody_else_changed_it_first_and_what_was_typed_is_kept(cast: Cast, desk: Worker) -> None:
    told = cast.report()
    page = page_of(told.number)
    form = desk.form(page, "/do/matters.accept")
    gate.do(matters.accept, cast.grid, matter=told.number, category="lighting", title="路灯")
    answer = desk.client.post(form.action, {**form.values, "category": "drains", "title": "我写的标题"})
    assert answer.status_code == 409
    read = text_of(answer)
    assert "别人刚刚改过这件事" in read
    assert "已受理" in read
    assert "我写的标题" in answer.content.decode()
    assert "重新提交" not in read and "抄走" in read


def test_whoever_was_second_reads_what_the_first_did_beside_what_they_typed(cast: Cast, desk: Worker) -> None:
    told = cast.accepted()
    form = desk.form(page_of(told.number), "/do/matters.assign")
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="works", why="市政的灯")
    answer = desk.client.post(form.action, {**form.values, "owner": "property", "why": "小区里的灯"})
    assert answer.status_code == 409
    read = text_of(answer)
    assert "这期间别人做了什么" in read and "派办" in read and "市政的灯" in read
    assert "小区里的灯" in answer.content.decode()


def test_a_forged_version_shows_no_invented_history(cast: Cast, desk: Worker) -> None:
    told = cast.report()
    form = desk.form(page_of(told.number), "/do/matters.accept")
    gate.do(matters.accept, cast.grid, matter=told.number, category="lighting", title="路灯")
    answer = desk.client.post(form.action, {**form.values, "expect": "999999", "category": "drains"})
    assert answer.status_code == 409
    assert "这期间别人做了什么" not in text_of(answer)


def test_a_step_that_is_still_open_can_be_sent_again_after_a_conflict(cast: Cast, desk: Worker) -> None:
    session = cast.session()
    page = reverse("desk_meeting", args=[session])
    form = desk.form(page, "/table")
    gate.do(meetings.table, cast.chair, meeting=session, topic="先来的议题")
    answer = desk.client.post(form.action, {**form.values, "topic": "我的议题"})
    assert answer.status_code == 409
    assert "重新提交" in text_of(answer)
    kept = next(f for f in forms_of(answer) if f.values.get("topic") == "我的议题")
    done = desk.client.post(kept.action or form.action, kept.values)
    assert done.status_code == 302
    assert set(Motion.objects.values_list("topic", flat=True)) == {"先来的议题", "我的议题"}


def test_a_wrong_form_comes_back_with_everything_kept_and_its_choices(cast: Cast, desk: Worker) -> None:
    told = cast.report()
    answer = desk.sends(page_of(told.number), "/do/matters.accept", title="楼道灯不亮", severity="1", category="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "楼道灯不亮" in page
    assert 'value="lighting"' in page
    kept = next(form for form in forms_of(answer) if "category" in form.names)
    assert kept.values["severity"] == "1"
    done = desk.client.post(
        kept.action or reverse("act", args=["matters.accept"]), {**kept.values, "category": "lighting"}
    )
    assert done.status_code == 302
    assert told.record().title == "楼道灯不亮"


def test_english_is_asked_for_only_where_somebody_reads_it(cast: Cast, desk: Worker) -> None:
    chinese = cast.checked()
    english = cast.checked(cast.report("The lamp is broken", language="en"))
    assert "sentence_en" not in desk.form(page_of(chinese.number), "/do/matters.answer").names
    assert "sentence_en" in desk.form(page_of(english.number), "/do/matters.answer").names
    assert "What you told us is done" in desk.reads(page_of(english.number))
    assert "您说的事办好了" in desk.reads(page_of(chinese.number))
    answer = desk.sends(page_of(english.number), "/do/matters.answer", sentence="修好了")
    assert answer.status_code == 422
    desk.does(page_of(english.number), "/do/matters.answer", sentence="修好了", sentence_en="Repaired.")


def test_photos_come_with_a_claim_and_survive_a_mistake(cast: Cast) -> None:
    told = cast.working()
    owner, url = Worker.of("property"), reverse("desk_claim", args=[told.number])
    wrong = owner.sends(url, "", {"matter": told.number}, outcome="solved", evidence="photos", photos=picture())
    assert wrong.status_code == 422
    kept = next(form for form in forms_of(wrong) if "note" in form.names)
    assert len(kept.values["photos"]) == 64
    assert kept.values["outcome"] == "solved"
    assert not Attachment.objects.exists()
    done = owner.client.post(url, {**kept.values, "note": "修好了，有照片"})
    assert done.status_code == 302
    assert Attachment.objects.get().purpose == "claimed"
    shown = Worker.of("desk").opens(page_of(told.number)).content.decode()
    assert f"{reverse('photo', args=[Attachment.objects.get().file.digest])}?small" in shown


def test_what_is_no_photo_is_refused_on_its_field(cast: Cast) -> None:
    told = cast.working()
    broken = SimpleUploadedFile("photo.jpg", b"not a photo", "image/jpeg")
    given = {"outcome": "solved", "evidence": "photos", "note": "好了", "photos": broken}
    url = reverse("desk_claim", args=[told.number])
    answer = Worker.of("property").sends(url, "", {"matter": told.number}, **given)
    assert answer.status_code == 422
    assert "f-photos-error" in answer.content.decode()
    assert told.record().state == "working"


def test_a_contact_is_opened_with_a_reason_shown_once_and_its_subject_is_told(cast: Cast, desk: Worker) -> None:
    told = cast.report(SAID, contact=PHONE)
    page = page_of(told.number)
    assert PHONE not in desk.opens(page).content.decode()
    answer = desk.sends(page, f"/contact/{told.voice.voice}", reason="约时间上门")
    assert answer.status_code == 200
    assert PHONE in text_of(answer)
    assert PHONE not in desk.opens(page).content.decode()
    assert Reading.objects.get().reason == "约时间上门"
    assert "约时间上门" in text_of(proved(told).get(reverse("matter", args=[told.number])))


def test_a_contact_without_a_reason_stays_closed(cast: Cast, desk: Worker) -> None:
    told = cast.report(SAID, contact=PHONE)
    answer = desk.sends(page_of(told.number), f"/contact/{told.voice.voice}", reason=" ")
    assert answer.status_code == 422
    assert PHONE not in answer.content.decode()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("login", ["property", "checker", "grid", "chair"])
def test_who_may_not_look_is_not_offered_it_and_is_refused(cast: Cast, login: str) -> None:
    told = cast.working(cast.report(SAID, contact=PHONE))
    worker = Worker.of(login)
    assert not {door for door in worker.doors(page_of(told.number)) if "/contact/" in door}
    answer = worker.client.post(reverse("desk_contact", args=[told.number, told.voice.voice]), {"reason": "想看看"})
    assert answer.status_code == 403
    assert PHONE not in answer.content.decode()


def test_a_supervisor_reopens_with_a_reason_that_stands_there(cast: Cast) -> None:
    told = cast.answered()
    page, supervisor = page_of(told.number), Worker.of("supervisor")
    supervisor.does(page, "/do/matters.reopen", reason="回访发现又堵了")
    assert told.record().state == "reopened"
    assert "回访发现又堵了" in supervisor.reads(page)


def test_an_item_becomes_a_decision_a_project_and_an_answer(cast: Cast) -> None:
    told = cast.assigned(cast.report("15幢西侧想有个坐下来的地方"))
    chair = Worker.of("chair")
    planned = _plan(chair)
    session = reverse("desk_meeting", args=[planned])
    chair.does(session, "/table", matter=told.number)
    assert Motion.objects.get().topic == "下水道堵塞"
    chair.does(session, "/do/meetings.publish")
    chair.does(session, "/do/meetings.attend", heads="23")
    chair.does(session, "/do/meetings.decide", decision="project", text="建议事亭", reason="都用得上", opinions="怕吵")
    assert "还有决定没有立项" in chair.reads(session)
    chair.does(session, "/do/projects.propose", title="花园议事亭", theme="neighbors", owner="works")
    chair.does(session, "/do/meetings.close")
    project = Matter.objects.get(shape="project")
    page = reverse("desk_project", args=[project.number])
    works, checker = Worker.of("works"), Worker.of("checker")
    Worker.of("supervisor").does(page, "/do/projects.approve")
    works.does(page, "/do/projects.start")
    works.does(page, "/do/projects.claim", evidence="minute", note="亭子建好了")
    assert not {door for door in works.doors(page) if "projects." in door}
    checker.does(page, "/do/projects.accept", note="居民代表一起看过")
    assert "还有说起这件事的人没有得到答复" in chair.reads(page)
    outbox.drain()
    assert told.record().state == "answered"
    assert "花园议事亭" in text_of(proved(told).get(reverse("matter", args=[told.number])))
    chair.does(page, "/do/projects.close")
    assert Matter.objects.get(pk=project.pk).state == "closed"
    minutes = chair.reads(reverse("desk_minutes", args=[planned]))
    for words in ("到场：23 人", "下水道堵塞", told.number, "建议事亭", "都用得上", "怕吵", project.number):
        assert words in minutes


def test_the_topic_taken_from_a_matter_is_the_one_the_public_may_read(cast: Cast) -> None:
    told = cast.accepted(title="张三家门口", screened=False)
    chair, session = Worker.of("chair"), cast.session()
    chair.does(reverse("desk_meeting", args=[session]), "/table", matter=told.number)
    assert Motion.objects.get().topic == "下水道、排水"


def test_the_rule_for_days_is_a_setting_that_says_so(cast: Cast) -> None:
    chair, url = Worker.of("chair"), reverse("desk_meeting_new")
    assert "一项设置" in chair.reads(url)
    assert "4、14、24" in chair.reads(url)
    chair.does(url, "/do/rhythm.choose", rule="thursdays")
    assert "每周四" in chair.reads(url)
    assert {form.values["starts"][-5:] for form in chair.forms(url) if "starts" in form.values} == {"14:00"}


def test_the_inbox_tells_whose_turn_it_is_and_is_read_by_a_click(cast: Cast, desk: Worker) -> None:
    told = cast.report(SAID)
    outbox.drain()
    url = reverse("desk_inbox")
    assert SAID in desk.reads(url)
    assert "有人说了一件事，请受理" in desk.reads(url)
    desk.does(url, "", {"matter": told.number})
    assert not [form for form in desk.forms(url) if form.values.get("matter") == told.number]
    assert SAID in desk.reads(url)


def test_an_answer_that_did_not_arrive_is_told_by_a_person(cast: Cast, desk: Worker) -> None:
    told = cast.answered(cast.report(SAID, contact=PHONE))
    outbox.drain()
    url = reverse("desk_inbox")
    assert "请打电话或送纸条告诉他们" in desk.reads(url)
    assert PHONE not in desk.opens(url).content.decode()
    form = desk.form(url, "/do/answers.told", matter=told.number)
    assert desk.client.post(form.action, {**form.values, "how": "phone"}).status_code == 302
    assert "请打电话或送纸条告诉他们" not in desk.reads(url)
    assert "已送到" in desk.reads(page_of(told.number))


def _plan(chair: Worker) -> str:
    answer = chair.does(reverse("desk_meeting_new"), "")
    return str(answer.headers["Location"].rsplit("/", 1)[1])
