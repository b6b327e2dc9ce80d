"""Taking 收下: what somebody said becomes a matter with a number, and a voice with a way to be told the answer."""

from typing import Any

from haitang.engine import steps, terming
from haitang.engine.change import Change, territory_of
from haitang.engine.numbers import next_number
from haitang.engine.opening import taken_on
from haitang.kernel.kind import Kind
from haitang.kernel.words import Language
from haitang.records.matter import Matter
from haitang.records.place import Place
from haitang.records.voice import Voice


def open_matter(
    change: Change, spec: Kind, at: Place, place_words: str = "", details: dict[str, Any] | None = None
) -> Matter:
    """A new matter of a kind at a place, promised an answer where the kind promises one."""
    organization = territory_of(at)
    trial = {"trial": True} if taken_on(change, organization, spec) else {}
    matter = Matter(
        number=next_number(organization),
        kind=spec.name,
        shape=spec.shape,
        organization=organization,
        place=at,
        community=at.community,
        place_words=place_words,
        details={**(details or {}), **trial},
        state=spec.flow.first,
        received_at=change.at,
    )
    terming.begin(matter)
    matter.save()
    return matter


def voice_in(
    change: Change,
    matter: Matter,
    words: str,
    contact: str,
    language: Language,
    for_somebody: bool = False,
    named: bool = False,
) -> Voice:
    """The voice that said it; how to reach it is sealed, and those who handle it see it only where the voice says so."""
    return Voice.objects.create(
        matter=matter,
        words=words,
        language=language,
        contact=steps.sealed_contact(contact, matter.organization),
        door=change.by.door,
        for_somebody=for_somebody,
        named=named,
        said_at=change.at,
    )
