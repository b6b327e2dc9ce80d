"""Proving 凭码: the number and the secret of a receipt open one voice's matter; wrong tries are counted and limited."""

from datetime import timedelta

from django.db.models import Q

from haitang.engine import clock
from haitang.engine.numbers import is_secret_of
from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.number import parse_number
from haitang.kernel.words import Words
from haitang.records.office import Refusal
from haitang.records.voice import Voice

#: Wrong secrets for one number within the window, whether or not such a matter exists (decisions.md A11).
TRIES = 10
WINDOW = timedelta(hours=1)
_COMMAND = "follow"
TOO_OFTEN = Words(
    zh="这个编号一小时里试错了 10 次，先停一停。过一小时再试，或者打电话、到窗口问",
    en="This number was tried wrongly ten times within an hour. Please wait an hour, or ask by telephone or at the desk",
)


class TooOften(NotNow):
    """试得太多: this number is closed to secrets for a while, to the right one as well."""

    status = 429
    #: In how many seconds it is worth another try.
    retry_after = int(WINDOW.total_seconds())


def prove(number: str, secret: str, door: str) -> Voice:
    """The voice whose receipt holds this number and secret, as people type them; one that was erased still proves itself.

    Invalid naming `number` when it cannot be a number, and `secret` when the two do not belong together;
    TooOften after ten wrong tries within an hour.
    """
    meant = _number(number)
    refuse_more(_who(meant), _COMMAND, TOO_OFTEN)
    standing = Q(withdrawn_at=None) | ~Q(erasure="")
    voices = Voice.objects.filter(standing, matter__number=meant).select_related("matter").order_by("id")
    for voice in voices:
        if is_secret_of(voice.matter_id, voice.pk, secret):
            return voice
    note_wrong(_who(meant), _COMMAND, door)
    raise Invalid.of(
        "secret",
        "编号和查询码对不上，请照回执再看一遍",
        "Number and secret do not belong together; please look at the receipt again",
    )


def _number(typed: str) -> str:
    try:
        return parse_number(typed)
    except ValueError:
        raise Invalid.of(
            "number", "编号不对，请照回执再看一遍", "This is not one of our numbers; please look at the receipt again"
        ) from None


def refuse_more(who: str, command: str, words: Words) -> None:
    """TooOften, in these words, when `who` was tried wrongly ten times within an hour."""
    if Refusal.objects.filter(actor=who, command=command, at__gt=clock.now() - WINDOW).count() >= TRIES:
        raise TooOften(words)


def note_wrong(who: str, command: str, door: str) -> None:
    """One more wrong try; what was tried and from where is not kept."""
    Refusal.objects.create(at=clock.now(), command=command, actor=who, door=door, refusal="WrongSecret")


def _who(number: str) -> str:
    return f"number:{number}"
