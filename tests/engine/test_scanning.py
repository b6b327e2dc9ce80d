"""Uploads are shown to a real ClamAV where one is configured; what cannot be checked is never let through."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import photos, scanning
from haitang.kernel.errors import Invalid
from haitang.records.file import File
from haitang.records.matter import Matter
from tests import virusscanner
from tests.cast import Cast
from tests.commands.inputs import a_photo
from tests.conftest import missing
from tests.servers import free_port
from tests.virusscanner import EICAR


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A real daemon, by socket and by port."""
    if virusscanner.program() is None:
        missing("ClamAV (apt-get install clamav-daemon)")
    with virusscanner.running(tmp_path_factory.mktemp("clam"), free_port()) as where:
        yield where


def said(upload: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        photos.keep(upload)
    [problem] = refusal.value.problems
    assert problem.field == "photo"
    return problem.words.en


@pytest.mark.parametrize("way", [0, 1], ids=["socket", "port"])
@pytest.mark.usefixtures("cast")
def test_a_clean_photo_is_taken_and_a_harmful_one_is_not(
    daemon: tuple[str, str], settings: DjangoSettings, way: int
) -> None:
    settings.CLAMD = daemon[way]
    assert photos.keep(a_photo("navy")).width == 80
    assert "harmful" in said(a_photo("olive") + EICAR)
    assert not File.objects.filter(size=0).exists() and File.objects.count() == 1


@pytest.mark.usefixtures("cast")
def test_a_large_photo_is_shown_whole(daemon: tuple[str, str], settings: DjangoSettings) -> None:
    settings.CLAMD = daemon[0]
    padding = b"\0" * (5 * scanning.CHUNK + 17)
    assert "harmful" in said(a_photo() + padding + EICAR)
    assert photos.keep(a_photo() + padding).width == 80


def test_more_than_the_daemon_takes_is_no_verdict(daemon: tuple[str, str]) -> None:
    with pytest.raises((scanning.Unreachable, OSError)):
        scanning.infected(b"\0" * (14 * 1024 * 1024), daemon[0])


@pytest.mark.usefixtures("cast")
def test_a_daemon_that_is_away_lets_nothing_through(settings: DjangoSettings, tmp_path: Path) -> None:
    for where in (str(tmp_path / "nobody.sock"), f"127.0.0.1:{free_port()}", "nonsense", "host:port"):
        settings.CLAMD = where
        assert "cannot be checked now" in said(a_photo())
    assert not File.objects.exists()


@pytest.mark.parametrize("reply", [b"", b"stream: nonsense\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK?\0"])
@pytest.mark.usefixtures("cast")
def test_what_is_no_verdict_lets_nothing_through(settings: DjangoSettings, reply: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        threading.Thread(target=_says, args=(server, reply), daemon=True).start()
        assert "cannot be checked now" in said(a_photo())


def _says(server: socket.socket, reply: bytes) -> None:
    wire, _ = server.accept()
    with wire:
        wire.recv(1_000_000)
        wire.sendall(reply)


@pytest.mark.usefixtures("cast")
def test_a_daemon_that_never_answers_is_not_waited_for_long(
    settings: DjangoSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        assert "cannot be checked now" in said(a_photo())


def test_without_a_daemon_configured_nothing_is_asked(cast: Cast) -> None:
    assert photos.keep(a_photo() + b"nothing").width == 80


def test_the_form_says_so_and_keeps_every_word(
    cast: Cast, client: Client, settings: DjangoSettings, tmp_path: Path
) -> None:
    settings.CLAMD = str(tmp_path / "nobody.sock")
    upload = SimpleUploadedFile("x.png", a_photo(), "image/png")
    answer = client.post("/report", {"words": "灯不亮", "place": "dgmy", "photos": upload})
    text = answer.content.decode()
    assert answer.status_code == 422 and "现在查不了毒" in text and "灯不亮" in text
    assert not Matter.objects.exists()
    upload = SimpleUploadedFile("x.png", a_photo(), "image/png")
    answer = client.post("/api/photos", {"photo": upload}, headers={"accept-language": "en"})
    assert answer.status_code == 422 and "cannot be checked now" in answer.content.decode()
    assert client.post("/report", {"words": "灯不亮", "place": "dgmy"}).status_code == 302
