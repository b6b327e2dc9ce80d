"""One request on the wire: what is known of it afterwards, and how long and how much at most."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine.channels import wire
from haitang.engine.channels.addresses import Target
from tests.receivers import DROP, STALL, TAKE_AND_DROP, Receiver, open_receiver
from tests.servers import free_port


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as opened:
        yield opened


def to(port: int, host: str = "receiver.example", secure: bool = False) -> Target:
    return Target(secure, host, port, "/hook", "127.0.0.1")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (200, "delivered"), (201, "delivered"), (204, "delivered"), (301, "failed"), (307, "failed"), (400, "failed"),
        (401, "failed"), (404, "failed"), (408, "later"), (410, "failed"), (429, "later"), (500, "later"), (503, "later"),
    ],
)  # fmt: skip
def test_what_an_answer_means(receiver: Receiver, answer: int, state: str) -> None:
    receiver.next(answer)
    assert wire.post(to(receiver.port), {}, b"{}").state == state
    assert len(receiver.asked) == 1


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.next(302)
    receiver.more = {"Location": receiver.url}
    result = wire.post(to(receiver.port), {}, b"{}")
    assert (result.state, len(receiver.asked)) == ("failed", 1)


def test_nobody_there_is_tried_later() -> None:
    result = wire.post(to(free_port()), {}, b"{}")
    assert (result.state, result.note) == ("later", "the receiver was not reached: ConnectionRefusedError")


@pytest.mark.parametrize("answer", [DROP, TAKE_AND_DROP])
def test_a_line_dropped_after_the_request_leaves_it_unknown(receiver: Receiver, answer: str) -> None:
    receiver.next(answer)
    assert wire.post(to(receiver.port), {}, b"{}").state == "unknown"


def test_a_receiver_that_stalls_is_waited_for_a_while_and_no_longer(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 0.3)
    receiver.next(STALL)
    began = time.monotonic()
    assert wire.post(to(receiver.port), {}, b"{}").state == "unknown"
    assert time.monotonic() - began < 5


def test_a_receiver_that_drips_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.6)
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listener.accept()
        with line:
            try:
                for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 200:
                    line.sendall(bytes([letter]))
                    time.sleep(0.2)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    began = time.monotonic()
    assert wire.post(to(listener.getsockname()[1]), {}, b"{}").state == "unknown"
    assert time.monotonic() - began < 5
    listener.close()


def test_what_is_too_large_is_not_sent(receiver: Receiver) -> None:
    assert wire.post(to(receiver.port), {}, b"x" * (wire.BODY_BYTES + 1)).state == "failed"
    assert receiver.asked == []


def test_the_receiver_is_named_as_it_was_asked_for(receiver: Receiver) -> None:
    wire.post(to(receiver.port), {"X-One": "1"}, b"{}")
    headers = receiver.taken[0].headers
    assert (headers["Host"], headers["X-One"]) == (f"receiver.example:{receiver.port}", "1")


# TLS: whoever answers at the checked address has to prove to be the host of that name.


def certificate(room: Path, host: str) -> Path:
    """A key and its own certificate for a host, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = room / f"{host}.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A receiver that proves to be receiver.example by a certificate of its own; its port and the certificate."""
    file = certificate(tmp_path, "receiver.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(line, server_side=True) as safe:
                    safe.recv(65536)
                    safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                line.close()

    threading.Thread(target=answer, daemon=True).start()
    yield listener.getsockname()[1], file
    listener.close()


def test_a_certificate_nobody_vouches_for_is_not_believed(tls: tuple[int, Path]) -> None:
    result = wire.post(to(tls[0], secure=True), {}, b"{}")
    assert (result.state, "SSLCertVerificationError" in result.note) == ("later", True)


def test_the_installation_names_whom_it_believes(tls: tuple[int, Path], settings: DjangoSettings) -> None:
    settings.CA_FILE = str(tls[1])
    assert wire.post(to(tls[0], secure=True), {}, b"{}").state == "delivered"
    assert wire.post(to(tls[0], "somebody.else", secure=True), {}, b"{}").state == "later"
