"""Setting up an office 办公设置: its name and telephone, its hours, its privacy notice, its rules and its modules."""

from typing import Annotated

from pydantic import Field

from haitang.engine import charter, proofs, rules
from haitang.engine.change import Change, refuse_now
from haitang.engine.opening import organization_at
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, OptionalSentence, Sentence, Title
from haitang.kernel.registry import modules
from haitang.kernel.role import Role
from haitang.records.office import Setting
from haitang.records.party import Organization

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)
Phone = Annotated[str, Field(pattern=r"^[0-9+][0-9 +\-]{2,30}$")]


@command("setup.office", zh="定单位名称和电话", en="Name the office", roles=ADMINISTRATORS, at="place")
def office(change: Change, place: Code, name: Title, name_en: Title, phone: Phone) -> Fact:
    """The name and the one telephone number that every page shows."""
    organization = organization_at(change)
    Organization.objects.filter(pk=organization.pk).update(name=name, name_en=name_en)
    charter.put(organization, charter.PHONE, phone)
    return Fact("setup.office", organization.code, place, organization.code)


@command("setup.hours", zh="定办公时间", en="Set the opening hours", roles=ADMINISTRATORS, at="place")
def hours(change: Change, place: Code, hours: Title, hours_en: Title) -> Fact:
    """When somebody is there, in words."""
    organization = organization_at(change)
    charter.put(organization, charter.HOURS, {"zh": hours, "en": hours_en})
    return Fact("setup.hours", organization.code, place, organization.code)


@command("setup.privacy", zh="定隐私告知", en="Set the privacy notice", roles=ADMINISTRATORS, at="place")
def privacy(change: Change, place: Code, responsible: Title, responsible_en: Title, phone: Phone) -> Fact:
    """Which office answers for personal data, and the number to call about it. An office, never a person's name."""
    organization = organization_at(change)
    charter.put(organization, charter.PRIVACY, {"zh": responsible, "en": responsible_en, "phone": phone})
    return Fact("setup.privacy", organization.code, place, organization.code)


@command("rules.set", zh="改一条规则", en="Change a rule", roles=ADMINISTRATORS, at="place")
def set_rule(change: Change, place: Code, rule: Code, value: Title, source: OptionalSentence = "") -> Fact:
    """Another value for one line of the profile; it is unconfirmed until somebody confirms it with its source."""
    organization, line = organization_at(change), _rule(rule)
    read = line.read(value)
    if read is None:
        raise Invalid.of("value", "这条规则不能用这个值", "This rule cannot take that value")
    if line.fixed and read != line.default:
        raise refuse_now("这一版只能按这个值办", "This version works with this value only")
    charter.put(organization, line.kept, read, source, confirmed=False)
    return Fact("rule.changed", organization.code, place, rule, facts={"value": read})


@command("rules.confirm", zh="确认一条规则", en="Confirm a rule", roles=ADMINISTRATORS, at="place")
def confirm_rule(change: Change, place: Code, rule: Code, source: Sentence) -> Fact:
    """Somebody says that the value holds here, and by which source."""
    organization, line = organization_at(change), _rule(rule)
    value = _value(organization, line)
    charter.put(organization, line.kept, value, source, confirmed=True)
    return Fact("rule.confirmed", organization.code, place, rule, facts={"value": value})


@command("modules.switch", zh="开关模块", en="Switch a module", roles=ADMINISTRATORS, at="place")
def switch(change: Change, place: Code, module: Code, on: bool) -> Fact:
    """Open or close the doors of a catalogue file; what is under way in it is brought to its end all the same."""
    organization, named = organization_at(change), modules.get(module)
    if named is None:
        raise Invalid.of("module", "没有这个模块", "There is no such module")
    if named.core and not on:
        raise refuse_now("这个模块是本系统的主干，不能关", "Everything rests on this module; it stays on")
    off = charter.of(organization).off - {module} if on else charter.of(organization).off | {module}
    charter.put(organization, charter.OFF, sorted(off))
    return Fact("module.switched", organization.code, place, module, facts={"on": on})


def _value(organization: Organization, rule: rules.Rule) -> rules.Value:
    row = Setting.objects.filter(organization=organization, name=rule.kept).first()
    return rules.line_of(rule, row).value


def _rule(name: str) -> rules.Rule:
    found = rules.RULES.get(name) or proofs.rules().get(name)
    if found is None:
        raise Invalid.of("rule", "没有这条规则", "There is no such rule")
    return found


COMMANDS = (office, hours, privacy, set_rule, confirm_rule, switch)
