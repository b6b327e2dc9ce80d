"""Roles 角色: what a post lets its holder do. Authority is holding a post at a place, here or above."""

from enum import StrEnum

from haitang.kernel.words import Words


class Role(StrEnum):
    """Who may knock. `ANYONE`, `VOICE`, `SYSTEM`, `HOLDER` (who was appointed to the post concerned) and `MEDIATING`
    (who mediates this very dispute) are not posts."""

    ANYONE = "anyone"
    VOICE = "voice"
    SYSTEM = "system"
    HOLDER = "holder"
    RECORDER = "recorder"
    GRID = "grid"
    DESK = "desk"
    DISPATCHER = "dispatcher"
    OWNER = "owner"
    CHECKER = "checker"
    SUPERVISOR = "supervisor"
    CHAIR = "chair"
    MEDIATOR = "mediator"
    MEDIATING = "mediating"
    READER = "reader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_WORDS: dict[Role, Words] = {
    Role.ANYONE: Words(zh="任何人", en="anyone"),
    Role.VOICE: Words(zh="说事的人", en="the person who spoke"),
    Role.SYSTEM: Words(zh="系统", en="the system"),
    Role.HOLDER: Words(zh="岗位的任职人", en="whoever was appointed to the post"),
    Role.RECORDER: Words(zh="代记人", en="recorder"),
    Role.GRID: Words(zh="网格员", en="neighborhood (grid) worker"),
    Role.DESK: Words(zh="社区受理台", en="community desk"),
    Role.DISPATCHER: Words(zh="派办员", en="dispatcher"),
    Role.OWNER: Words(zh="承办单位", en="responsible party"),
    Role.CHECKER: Words(zh="核查员", en="checker"),
    Role.SUPERVISOR: Words(zh="督办员", en="supervisor"),
    Role.CHAIR: Words(zh="召集人", en="chair"),
    Role.MEDIATOR: Words(zh="人民调解员", en="mediator"),
    Role.MEDIATING: Words(zh="本案调解员", en="mediator of this dispute"),
    Role.READER: Words(zh="数据查阅人", en="reader of figures"),
    Role.AUDITOR: Words(zh="审计员", en="auditor"),
    Role.ADMINISTRATOR: Words(zh="管理员", en="administrator"),
}

#: Roles that are posts, in the order in which pages list them.
POSTS: tuple[Role, ...] = tuple(
    role for role in Role if role not in {Role.ANYONE, Role.VOICE, Role.SYSTEM, Role.HOLDER, Role.MEDIATING}
)
