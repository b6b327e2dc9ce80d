"""The way back to the hotline: a text to paste and an archive of proofs; nobody's words and no telephone among them."""

import io
import zipfile

from haitang.commands import hotline, matters
from haitang.engine import gate, photos
from tests.cast import Cast, Told
from tests.commands.inputs import SOUND, a_photo
from tests.entrypoints.web.residents import staff


def ordered(cast: Cast) -> Told:
    """An order of the hotline, walked to its answer with a photo of what was done."""
    given = {
        **SOUND["hotline.bring"],
        "words": "金丝雀原话",
        "contact": "13800001234",
        "due": "2023-11-16T18:00:00+08:00",
    }
    values = gate.do(hotline.bring, cast.desk, **given).values
    told = Told(values["number"], values["matter"], cast.anyone)
    cast.working(told)
    digest = photos.keep(a_photo()).digest
    claimed = {"outcome": "solved", "evidence": "photos", "note": "灯换了"}
    gate.do(matters.claim, cast.property, matter=told.number, **claimed, photos=[digest])
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="三幢门口的灯昨天换好了。")
    return told


def test_both_clocks_stand_on_the_page_of_the_matter(cast: Cast) -> None:
    told = ordered(cast)
    page = staff("desk").get(f"/desk/m/{told.number}").content.decode()
    assert "热线期限" in page and "20231114-1" in page and "两个都在走" in page


def test_the_text_says_what_came_of_the_order(cast: Cast) -> None:
    told = ordered(cast)
    page = staff("desk").get(f"/desk/m/{told.number}/way-back").content.decode()
    for said in ("工单编号：20231114-1", f"本单位编号：{told.number}", "办理结果：办好了", "三幢门口的灯昨天换好了"):
        assert said in page
    assert "金丝雀" not in page and "1380000" not in page


def test_the_archive_holds_text_lines_and_the_photos_of_what_was_done(cast: Cast) -> None:
    told = ordered(cast)
    content = staff("dispatcher").get(f"/desk/m/{told.number}/way-back.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.namelist() == ["答复.txt", "台账.csv", "照片1.jpg"]
        said = (pack.read("答复.txt") + pack.read("台账.csv")).decode()
        assert pack.read("照片1.jpg").startswith(b"\xff\xd8")
    assert "答复" in said and "金丝雀" not in said and "1380000" not in said


def test_only_those_who_bring_orders_in_and_only_of_orders(cast: Cast) -> None:
    told, other = ordered(cast), cast.answered()
    for login, number, status in (
        ("property", told.number, 404), ("supervisor", told.number, 404), ("jinhua_desk", told.number, 404),
        ("other_desk", told.number, 404), ("desk", other.number, 404), ("desk", told.number, 200),
    ):  # fmt: skip
        for page in ("way-back", "way-back.zip"):
            assert staff(login).get(f"/desk/m/{number}/{page}").status_code == status, (login, page)
