"""Rows 依据: the ledger lines behind a number, a page at a time, in words and with a way on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from haitang.engine import concern, ledger, tally
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked
from haitang.entrypoints.web.figures.kinds import words_of
from haitang.entrypoints.web.figures.readers import Reader
from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

#: Lines on one page: a phone shows each as a card.
PAGE = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line as the page shows it. `subject` is a matter's number, for entitled staff only."""

    ledger: str
    entry: int
    words: Words
    day: date
    community: str
    quantity: str
    url: str
    subject: str = ""
    subject_url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and the cursor of the next."""

    rows: list[Row]
    after: str
    first: bool


def page(spec: Figure, asked: Asked, reader: Reader, after: str) -> Page:
    """The lines of one page; Invalid naming `after` for a cursor nobody gave out."""
    lines, cursor = tally.rows(spec.name, *asked.given, after=after, limit=PAGE, entitled=asked.live, where=asked.where)
    subjects = _subjects(lines) if asked.live else {}
    hidden = concern.hidden(reader.posts, subjects.values())
    subjects = {line: number for line, number in subjects.items() if number not in hidden}
    opens = reader.opens(subjects.values())
    return Page([_row(line, asked.live, subjects, opens) for line in lines], cursor or "", not after)


def _row(line: dict[str, Any], live: bool, subjects: dict[tuple[str, int], str], opens: dict[str, str]) -> Row:
    subject = subjects.get((line["ledger"], line["entry"]), "")
    return Row(
        ledger=line["ledger"],
        entry=line["entry"],
        words=words_of(line["kind"]),
        day=line["day"],
        community=line["community"],
        quantity=shown(line["quantity"]),
        url=reverse("desk_entry" if live else "entry", args=[line["ledger"], line["entry"]]),
        subject=subject,
        subject_url=opens.get(subject, ""),
    )


def _subjects(lines: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    """The subjects of these lines, from the sealed halves. One query."""
    ledgers = sorted({line["ledger"] for line in lines})
    entries = [line["entry"] for line in lines]
    found = ledger.every_body(ledgers).filter(entry__in=entries).values_list("ledger", "entry", "subject")
    return {(name, entry): subject for name, entry, subject in found}
