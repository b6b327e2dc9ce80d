"""Two people at one record: whoever is second sees what the first made of it beside what they typed, and may go on."""

from haitang.commands import directory, guide
from haitang.engine import gate
from haitang.records.directory import DirectoryLine
from haitang.records.guide import GuideArticle
from haitang.records.notice import Notice
from tests.cast import Cast
from tests.commands.inputs import SOUND
from tests.commands.test_notices import correct, publish
from tests.entrypoints.web.atwork import Worker, forms_of
from tests.entrypoints.web.residents import text_of


def test_a_notice_corrected_meanwhile(cast: Cast) -> None:
    desk, number = Worker.of("desk"), publish(cast)
    page = f"/desk/notices/{number}"
    form = next(form for form in desk.forms(page) if "version" in form.names)
    correct(cast, number, body="先来的人改成周日。")
    typed = {**form.values, "body": "后来的人改成周一。", "reason": "又错了"}
    answer = desk.client.post(page, typed)
    assert answer.status_code == 409
    assert "先来的人改成周日。" in text_of(answer) and "后来的人改成周一。" in answer.content.decode()
    kept = next(form for form in forms_of(answer) if form.values.get("reason") == "又错了")
    assert desk.client.post(page, kept.values).status_code == 302
    assert Notice.objects.get(pk=number).body == "后来的人改成周一。"


def test_an_article_corrected_meanwhile(cast: Cast) -> None:
    code = gate.do(guide.publish, cast.desk, **SOUND["guide.publish"]).subject
    desk, page = Worker.of("desk"), f"/desk/guide/{code}"
    form = next(form for form in desk.forms(page) if "edition" in form.names)
    first = {**SOUND["guide.correct"], "article": code, "edition": 1, "papers": "先来的人写：身份证"}
    gate.do(guide.correct, cast.desk, **first)
    answer = desk.client.post(page, {**form.values, "papers": "后来的人写：户口簿", "note": "补一样"})
    assert answer.status_code == 409
    assert "先来的人写：身份证" in text_of(answer) and "后来的人写：户口簿" in answer.content.decode()
    kept = next(form for form in forms_of(answer) if form.values.get("note") == "补一样")
    assert desk.client.post(page, kept.values).status_code == 302
    assert GuideArticle.objects.get(code=code).papers == "后来的人写：户口簿"


def test_a_number_changed_meanwhile(cast: Cast) -> None:
    added = gate.do(directory.add, cast.desk, **SOUND["directory.add"]).subject
    line = int(added.partition(":")[2])
    desk, page = Worker.of("desk"), f"/desk/directory/{line}"
    form = next(form for form in desk.forms(page) if "edition" in form.names)
    first = {**SOUND["directory.add"], "line": line, "edition": 1, "phone": "0512-0000 0077"}
    gate.do(directory.change_line, cast.desk, **first)
    answer = desk.client.post(page, {**form.values, "phone": "0512-0000 0088"})
    assert answer.status_code == 409
    assert "0512-0000 0077" in text_of(answer) and "0512-0000 0088" in answer.content.decode()
    kept = next(form for form in forms_of(answer) if form.values.get("phone") == "0512-0000 0088")
    assert desk.client.post(page, kept.values).status_code == 302
    assert DirectoryLine.objects.get(pk=line).phone == "0512-0000 0088"
