"""Canaries: values that nobody else may ever read, put in at every door that takes text; and how they are looked for."""

import html
import io
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from haitang.commands import hotline, matters, offices, photos, voices
from haitang.engine import gate, looking, outbox, sealing
from haitang.kernel.actor import Actor
from haitang.records.voice import Voice
from tests import mediations, talents
from tests.cast import FOUNDER, Cast, Told
from tests.commands.sound import SOUND
from tests.entrypoints.web.residents import proved, staff

PHONE, EMAIL, LOGIN = "13987651234", "jinsique@canary.example", "jinsique-login"
NAME, DOOR, SAID = "金丝雀王小明", "金丝雀幢606室", "金丝雀原话"
TITLE, WHY, NOTE, CHECKED, ANSWERED = "金丝雀标题", "金丝雀依据", "金丝雀办理", "金丝雀核查", "金丝雀答复"
JUDGED, LOOKED, WITHHELD, SEARCHED, WRONG = "金丝雀评价", "金丝雀查看", "金丝雀照片", "金丝雀搜索", "金丝雀填错"
PASSWORD, AGENT, CAMERA, FILE = "jinsique-password", "jinsique-agent", "jinsique-camera", "jinsique-file"
QUARRELLED, MINUTED = "金丝雀纠纷", "金丝雀调解"
OFFERED = "金丝雀本事"
#: Never in plain text anywhere in the database.
SEALED = (PHONE, EMAIL, QUARRELLED, MINUTED)
#: Kept in the record itself, for those concerned.
KEPT = (NAME, DOOR, SAID, TITLE, WHY, NOTE, CHECKED, ANSWERED, JUDGED, LOOKED, WITHHELD, LOGIN, OFFERED)
#: Not kept at all.
LOST = (SEARCHED, WRONG, PASSWORD, AGENT, CAMERA, FILE)
ALL = (*SEALED, *KEPT, *LOST)


def seed(cast: Cast) -> Told:
    """One matter, and everything that somebody wrote about it is a canary; nothing of it is screened."""
    told = _told(cast)
    _mistakes(told)
    gate.do(matters.accept, cast.desk, matter=told.number, category="drains", title=TITLE, severity=1)
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property", why=WHY)
    claimed = {"outcome": "solved", "evidence": "word", "note": NOTE}
    gate.do(matters.claim, cast.property, matter=told.number, **claimed)
    gate.do(matters.check, cast.checker, matter=told.number, note=CHECKED)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence=ANSWERED)
    gate.do(voices.judge, told.voice, matter=told.number, verdict="half", words=JUDGED)
    voice = Voice.objects.get(pk=told.voice.voice)
    looking.look(voice.contact_id or 0, cast.desk, LOOKED)
    digest = told.record().attachments.get().file.digest
    gate.do(photos.withhold, cast.desk, matter=told.number, photo=digest, reason=WITHHELD)
    gate.do(offices.open_account, FOUNDER, login=LOGIN)
    _ordered(cast)
    mediations.sat(cast, MINUTED, words=f"{QUARRELLED}，{NAME}", contact=PHONE)
    talents.asked(cast, talents.confirmed(cast, words=f"{OFFERED}，{NAME}", contact=PHONE))
    outbox.drain()
    sealing.seal_all()
    return told


def _told(cast: Cast) -> Told:
    """Somebody says it on the page, with a photo, and gives their telephone number; then their e-mail as well."""
    upload = SimpleUploadedFile(f"{FILE}.jpg", photo(), "image/jpeg")
    given = {
        "words": f"{SAID}，{NAME}", "place": "dgmy-15", "place_words": DOOR, "contact": PHONE, "photos": upload,
        "kind": "requests.problem",
    }  # fmt: skip
    answer = Client(headers={"user-agent": AGENT, "referer": f"http://testserver/?{AGENT}"}).post("/report", given)
    assert answer.status_code == 302, answer.content.decode()
    voice = Voice.objects.select_related("matter").latest("pk")
    cast.report(f"{SAID}，第二件", contact=EMAIL)
    return Told(voice.matter.number, voice.matter.pk, Actor("web", voice=voice.pk))


def _ordered(cast: Cast) -> None:
    """An order of the hotline with more words than a sentence holds, and a table with a mistake in every place."""
    said = {"words": f"{SAID}，{NAME}" * 60, "contact": PHONE, "told": ANSWERED, "place_words": DOOR}
    gate.do(hotline.bring, cast.desk, **{**SOUND["hotline.bring"], **said})
    table = f"工单编号,诉求内容,受理时间,联系电话\n1,{WRONG},{WRONG},{PHONE}\n".encode()
    upload = SimpleUploadedFile(f"{FILE}.csv", table)
    assert staff("desk").post("/desk/import", {"layout": "hotline12345", "file": upload}).status_code == 302


def _mistakes(told: Told) -> None:
    """What is typed where it does not belong: it is refused, and kept nowhere."""
    stranger, desk = Client(headers={"user-agent": AGENT}), staff("desk")
    stranger.post("/sign-in", {"username": WRONG, "password": PASSWORD})
    stranger.post("/follow", {"number": told.number, "secret": WRONG})
    stranger.post("/prefs", {"next": f"/{WRONG}", "size": WRONG})
    stranger.get(f"/{quote(WRONG)}", {"q": SEARCHED})
    stranger.post("/api/commands/matters.report", json.dumps({"words": WRONG, "nobody": WRONG}), "application/json")
    stranger.post("/api/commands/matters.report", f"{{{WRONG}", "application/json")
    desk.get("/desk/find", {"q": SEARCHED}, follow=True)
    desk.post("/do/matters.accept", {"matter": told.number, "category": WRONG, "title": WRONG * 40})
    proved(told).post(f"/m/{told.number}/judge", {"verdict": WRONG, "words": WRONG})


def photo() -> bytes:
    """A photo that knows by what it was taken."""
    made, out, exif = Image.new("RGB", (90, 70), "teal"), io.BytesIO(), Image.Exif()
    exif[0x010F] = CAMERA
    made.save(out, "JPEG", exif=exif, comment=CAMERA.encode())
    return out.getvalue()


def ways(canary: str) -> set[str]:
    """How a value may be written on its way out: as it is, in HTML, in JSON, in an address."""
    return {canary, html.escape(canary), json.dumps(canary)[1:-1], quote(canary), quote(canary).lower()}


def heard(text: str, canaries: tuple[str, ...] = ALL) -> list[str]:
    """The canaries that sing in a text, however they are written."""
    return [canary for canary in canaries if any(way in text for way in ways(canary))]


def tables(wanted: Callable[[str], bool] = lambda name: True) -> Iterator[tuple[str, str]]:
    """Every column of the database with everything that stands in it; sessions are opened."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if wanted(table):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                columns = [column[0] for column in cursor.description or ()]
                rows = cursor.fetchall()
                yield from (
                    (f"{table}.{name}", "\n".join(map(_text, each))) for name, each in _by_column(columns, rows)
                )
    for session in Session.objects.all():
        yield "django_session.session_data", json.dumps(session.get_decoded(), ensure_ascii=False)


def _by_column(columns: list[str], rows: list[tuple[object, ...]]) -> Iterator[tuple[str, list[object]]]:
    yield from ((name, [row[number] for row in rows]) for number, name in enumerate(columns))


def _text(value: object) -> str:
    """A value as text, bytes as far as they are any."""
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
