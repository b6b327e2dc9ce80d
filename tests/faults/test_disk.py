"""A full disk: an honest page, a log line, nothing half kept; and when there is room again, it goes on."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import outbox, verify
from haitang.records.account import Account
from haitang.records.file import File
from haitang.records.intake import Intake
from haitang.records.matter import Matter
from haitang.records.office import Message
from tests import databases
from tests.faults.disks import SmallDisk, small_disk


@dataclass
class House:
    """The product on a small disk."""

    disk: SmallDisk
    files: Path
    client: Client

    def report(self, key: str, photo: bool = False) -> HttpResponse:
        """A resident hands in the form, with or without a photo."""
        given: dict[str, Any] = {"words": "下水道堵了", "place": "dgmy", "key": key}
        if photo:
            given["photos"] = SimpleUploadedFile("a.jpg", noisy_photo(), "image/jpeg")
        answer: Any = self.client.post("/report", given)
        return answer  # type: ignore[no-any-return]

    def until_full(self, photo: bool = False) -> tuple[list[str], str, HttpResponse]:
        """Reports until one is refused: the keys that were taken, the one that was not, and its answer."""
        taken: list[str] = []
        for number in range(300):
            key = f"disk-{photo}-{number}"
            answer = self.report(key, photo)
            if answer.status_code != 302:
                return taken, key, answer
            taken.append(key)
        raise AssertionError("the disk never was full")


def noisy_photo() -> bytes:
    """A photo that cannot be made small."""
    out = io.BytesIO()
    Image.effect_noise((700, 700), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def house(django_db_setup: None, django_db_blocker: Any, tmp_path: Path, settings: DjangoSettings) -> Iterator[House]:
    """A copy of the template on a disk of its own."""
    with small_disk(tmp_path / "disk") as disk, django_db_blocker.unblock(), databases.copied(disk.room):
        settings.FILES = disk.room / "files"
        client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        yield House(disk, disk.room / "files", client)


def honest(answer: HttpResponse) -> None:
    """The page says that it did not work, what to do, and whom to call."""
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "please send it again in a while" in page
    assert "12345" in page
    assert "Traceback" not in page


def test_a_database_that_cannot_grow_says_so_and_goes_on_when_there_is_room(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    if connection.vendor == "postgresql":
        with house.disk.full():  # its files lie elsewhere: a full home does not keep anybody from speaking
            assert house.report("elsewhere").status_code == 302
        return
    with house.disk.full():
        taken, refused, answer = house.until_full()
        honest(answer)
        assert Matter.objects.count() == len(taken)
    assert any("unavailable" in record.getMessage() and "report" in record.getMessage() for record in caplog.records)
    assert "下水道" not in caplog.text
    assert house.report(refused).status_code == 302
    assert [house.report(key).status_code for key in taken] == [302] * len(taken)
    assert Matter.objects.count() == len(taken) + 1
    assert list(verify.verify_all())


def test_a_photo_for_which_there_is_no_room_takes_nothing_with_it(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with house.disk.full():
        taken, refused, answer = house.until_full(photo=True)
        honest(answer)
    assert Matter.objects.count() == len(taken)
    assert any("unavailable" in record.getMessage() for record in caplog.records)
    assert not list(house.files.rglob(".*"))
    assert house.report(refused, photo=True).status_code == 302
    assert File.objects.count() == len(list(house.files.rglob("*.thumb.jpg")))
    assert list(verify.verify_all())


def test_the_delivery_loop_waits_for_room(house: House) -> None:
    assert house.report("before").status_code == 302
    with house.disk.full():
        for _ in range(3):
            outbox._safely(outbox.drain)
    outbox.drain()
    assert [row.template for row in Message.objects.all()] == ["case.received"]


def test_a_table_for_which_there_is_no_room_is_not_half_kept(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.client.force_login(Account.objects.get(login="dispatcher"))
    rows = "".join(f"{number},路灯不亮,2023-11-14\n" for number in range(20_000))
    table = ("工单编号,诉求内容,受理时间\n" + rows).encode()

    def hand_in() -> HttpResponse:
        given = {"layout": "hotline12345", "file": SimpleUploadedFile("a.csv", table)}
        answer: Any = house.client.post("/desk/import", given)
        return answer  # type: ignore[no-any-return]

    with house.disk.full():
        honest(hand_in())
    assert not Intake.objects.exists() and not list((house.files.parent / "tables").glob("*"))
    assert "路灯" not in caplog.text
    assert hand_in().status_code == 302 and Intake.objects.get().state == "judging"
