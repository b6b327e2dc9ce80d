"""A real SMTP server for tests: it takes letters, refuses, hangs, or breaks off at the moment a test asks for."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port

BREAK, HANG = "break", "hang"
#: How long a server that hangs keeps its answer to itself.
HANG_SECONDS = 20


@dataclass
class Mailbox:
    """What arrived, and what the server shall answer next: `at` is RCPT or DATA, an answer a reply line, BREAK or HANG."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    #: Seconds for which it keeps every text before it answers, and how many texts have come at all.
    stalls: float = 0
    arrived: int = 0

    def next(self, *, at: str, answers: list[str]) -> None:
        """Let the server give these answers in turn at that command; afterwards it is its ordinary self."""
        self.answers[at] = list(answers)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[Any]
    ) -> str:
        if said := self._said("RCPT", server):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.arrived += 1
        await asyncio.sleep(self.stalls)
        if (said := self._said("DATA", server)) and said[0] in "45":
            return said
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        if said == HANG:
            await asyncio.sleep(HANG_SECONDS)
        return said if said[:1].isdigit() else "250 OK"

    def _said(self, command: str, server: SMTP) -> str:
        waiting = self.answers.get(command)
        answer = waiting.pop(0) if waiting else ""
        if answer == BREAK:
            assert server.transport is not None
            server.transport.abort()
        return answer


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """A server on a loopback port until the block ends."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
