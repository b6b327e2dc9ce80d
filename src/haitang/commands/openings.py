"""Openings 开门: an office prepares, tries it among its own staff, and opens to everybody. A demonstration never does."""

from haitang.engine import charter, clock
from haitang.engine.change import Change, refuse_now
from haitang.engine.opening import missing, organization_at
from haitang.kernel.command import Fact, command
from haitang.kernel.limits import Code
from haitang.kernel.registry import modules
from haitang.kernel.role import Role
from haitang.records.party import Organization

ADMINISTRATORS = (Role.ADMINISTRATOR, Role.SYSTEM)


@command("openings.prepare", zh="开始准备", en="Begin to prepare", roles=(Role.SYSTEM,), at="place")
def prepare(change: Change, place: Code) -> Fact:
    """A real office begins closed, with the modules off that nobody has asked for."""
    organization = _real(change)
    if charter.of(organization).since:
        raise refuse_now("已经在准备或者开门了", "It is being prepared or open already")
    off = sorted(module.name for module in modules if not module.starts_on)
    charter.put(organization, charter.OFF, off)
    return _stand(organization, place, "preparing")


@command("openings.start_trial", zh="开始试运行", en="Start the trial", roles=ADMINISTRATORS, at="place")
def start_trial(change: Change, place: Code) -> Fact:
    """From now on the office's own staff may try everything; what they record is marked as trial."""
    organization = _real(change)
    if charter.of(organization).state != "preparing":
        raise refuse_now("试运行已经开始，或者已经开门", "The trial has begun already, or the office is open")
    return _stand(organization, place, "trial")


@command("openings.publish", zh="开门", en="Open to the public", roles=ADMINISTRATORS, at="place")
def publish(change: Change, place: Code) -> Fact:
    """Everybody may come in. Refused, saying what is missing, until the needed steps are done."""
    organization = _real(change)
    if charter.of(organization).state == "open":
        raise refuse_now("已经开门了", "It is open already")
    lacking = missing(organization)
    if lacking:
        raise refuse_now(
            "还差：" + "；".join(f"{step.words.zh}（{step.missing.zh}）" for step in lacking if step.missing),
            "Still missing: " + "; ".join(f"{step.words.en} ({step.missing.en})" for step in lacking if step.missing),
        )
    return _stand(organization, place, "open")


def _real(change: Change) -> Organization:
    if clock.is_demonstration():
        raise refuse_now(
            "这里是演示，永远不会变成真实单位；请另用一个空的数据目录运行 haitang init",
            "This is a demonstration and never becomes a real office: run haitang init in an empty home of its own",
        )
    return organization_at(change)


def _stand(organization: Organization, place: str, state: str) -> Fact:
    charter.put(organization, charter.OPENING, {"state": state, "since": clock.today().isoformat()})
    return Fact("opening.changed", organization.code, place, organization.code, facts={"state": state})


COMMANDS = (prepare, start_trial, publish)
