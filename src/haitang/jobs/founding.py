"""Founding 设立真实单位: an organization with its place, its administrator's post and account, all at once or not at all."""

from typing import Any

from haitang.commands import accounts, offices, openings
from haitang.engine import clock, gate, installation, invitations
from haitang.jobs.demonstration import home
from haitang.kernel.actor import Actor
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.account import Invitation

FOUNDER = Actor("terminal", system="installation")
#: What an organization's own place may be, and what it is called.
KINDS: dict[str, Words] = {
    "sub-district": Words(zh="街道", en="sub-district"),
    "community": Words(zh="社区", en="community"),
    "village": Words(zh="村", en="village"),
    "development-zone": Words(zh="开发区", en="development zone"),
    "bureau": Words(zh="局", en="bureau"),
}
DEMONSTRATION = Words(
    zh="这个数据目录是演示，永远不会变成真实单位。请用 --home 换一个空目录。",
    en="This home is a demonstration and never becomes a real office. Choose an empty one with --home.",
)


def prepare() -> home.Nature:
    """Make the tables of an empty home; what the home is. NotNow for a demonstration, whole or half loaded."""
    installation.migrate()
    found = home.nature()
    if found in ("demonstration", "unfinished"):
        raise NotNow(DEMONSTRATION)
    return found


def found(code: str, name: str, name_en: str, mark: str, login: str, kind: str = "sub-district") -> str:
    """Found an office that is not open yet, in one transaction; the link with which its administrator begins.

    Invalid names what cannot be used, Conflict what is taken already; then nothing is written.
    """
    names = {"name": name, "name_en": name_en}
    post = f"{code}-administrator"
    acts: list[tuple[Any, dict[str, Any]]] = [
        (offices.found, {"code": code, "mark": mark, **names}),
        (offices.add_place, {"code": code, "kind": kind, "organization": code, **names}),
        (openings.prepare, {"place": code}),
        (offices.create_post, {
            "code": post, "name": "管理员", "name_en": "Administrator", "role": "administrator", "place": code,
            "organization": code,
        }),
        (offices.open_account, {"login": login}),
        (offices.appoint, {"post": post, "login": login, "since": clock.today()}),
        (accounts.invite, {"place": code, "login": login}),
    ]  # fmt: skip
    outcomes = list(gate.many(gate.Asked(command, FOUNDER, given) for command, given in acts))
    return invitations.link_of(Invitation.objects.get(pk=outcomes[-1].values["invitation"]))
