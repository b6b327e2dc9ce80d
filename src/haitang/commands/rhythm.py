"""Rhythm 会期: by which rule days for sessions are proposed; a setting of an organization."""

from typing import Literal

from haitang.engine.change import Change, territory_of
from haitang.engine.rhythm import SETTING
from haitang.kernel.command import Fact, command
from haitang.kernel.limits import Code
from haitang.kernel.role import Role
from haitang.records.office import Setting

ORGANIZERS = (Role.CHAIR, Role.DISPATCHER, Role.ADMINISTRATOR)


@command("rhythm.choose", zh="定会期规则", en="Choose the days for sessions", roles=ORGANIZERS, at="place")
def choose(change: Change, place: Code, rule: Literal["fours", "thursdays", "own"]) -> Fact:
    """From now on sessions of the place's organization are proposed for the days of this rule."""
    organization = territory_of(change.placed)
    Setting.objects.update_or_create(
        organization=organization, name=SETTING, defaults={"value": rule, "source": "", "confirmed": True}
    )
    return Fact("setting.changed", organization.code, place, SETTING, facts={"rule": rule})


COMMANDS = (choose,)
