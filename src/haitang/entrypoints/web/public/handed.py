"""Handed over 对外提供: to whom an office hands over what, by which law; for everybody to read."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from haitang.engine import directory, handovers
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.words import Words
from haitang.records.handover import Handover


@dataclass(frozen=True, slots=True)
class Shown:
    """One declaration as everybody reads it."""

    handover: Handover
    recipient: Words
    fields: list[Words]
    running: bool


def exports(request: HttpRequest) -> HttpResponse:
    """Every handover that was ever declared, those in force first."""
    return show(request, "exports", {"handovers": shown(handovers.declared(directory.site()))})


def shown(found: list[Handover]) -> list[Shown]:
    """Declarations in words."""
    return [
        Shown(
            one,
            Words(zh=one.recipient, en=one.recipient_en or one.recipient),
            handovers.words_of(one.fields),
            handovers.in_force(one),
        )
        for one in found
    ]
