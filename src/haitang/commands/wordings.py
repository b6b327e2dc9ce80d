"""Wordings 用语: an office says its answers and receipts in its own words. The words are public speech, not personal."""

from typing import Literal

from haitang.engine import territory, wordings
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.limits import Code, Sentence
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.wording import Wording

WRITERS = (Role.ADMINISTRATOR,)
LanguageTag = Literal["zh-hans", "en"]


@command("wordings.change", zh="改用语", en="Change the wording", roles=WRITERS, at="place")
def change_wording(change: Change, place: Code, kind: Code, event: Code, language: LanguageTag, text: Sentence) -> Fact:
    """Say one answer (or the receipt) of a kind in the office's own words from now on; what was told stays as told."""
    organization = territory.office_at(change.placed)
    _known(kind, event)
    Wording.objects.update_or_create(
        organization=organization,
        kind=kind,
        event=event,
        language=language,
        defaults={"text": wordings.checked(text, event)},
    )
    facts = {"kind": kind, "event": event, "language": language}
    return Fact("wording.changed", organization.code, place, f"wording:{kind}:{event}", facts=facts)


@command("wordings.reset", zh="恢复原来的用语", en="Go back to the catalogue's wording", roles=WRITERS, at="place")
def reset(change: Change, place: Code, kind: Code, event: Code, language: LanguageTag) -> Fact:
    """Let the catalogue's words hold again."""
    organization = territory.office_at(change.placed)
    _known(kind, event)
    rows = Wording.objects.filter(organization=organization, kind=kind, event=event, language=language)
    if not rows.delete()[0]:
        raise refuse_now("这里用的就是原来的用语", "The catalogue's wording holds already")
    facts = {"kind": kind, "event": event, "language": language}
    return Fact("wording.reset", organization.code, place, f"wording:{kind}:{event}", facts=facts)


def _known(name: str, event: str) -> Kind:
    kind = kinds.get(name)
    if kind is None or not kind.flow.voiced:
        raise Invalid.of("kind", "请从列表里选一个", "Please choose one from the list")
    if event not in wordings.events_of(kind):
        raise Invalid.of("event", "请从列表里选一个", "Please choose one from the list")
    return kind


COMMANDS = (change_wording, reset)
