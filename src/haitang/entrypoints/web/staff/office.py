"""The office 办公室: one page that leads to what a post does besides matters: telling, people, messages, privacy, set-up."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from haitang.engine import charter
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.role import Role
from haitang.kernel.words import Words

_DESKS = (Role.DESK, Role.DISPATCHER, Role.ADMINISTRATOR)
_TELLING = (Role.DESK, Role.SUPERVISOR, Role.CHAIR, Role.ADMINISTRATOR)
_OFFICE = (Role.ADMINISTRATOR,)
_WRITING = (Role.RECORDER, Role.GRID, Role.DESK, Role.DISPATCHER)


@dataclass(frozen=True, slots=True)
class Way:
    """One page: its route, an icon, what it is called, what one does there, whose work it is, and the module it is of."""

    route: str
    icon: str
    words: Words
    hint: Words
    roles: tuple[Role, ...]
    module: str = ""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.route)


#: The pages, grouped by what people come for. A module that is not installed has no route, and no way.
WAYS: tuple[tuple[Words, tuple[Way, ...]], ...] = (
    (
        Words(zh="看一看", en="Look around"),
        (
            Way(
                "desk_map",
                "map",
                Words(zh="地图", en="Map"),
                Words(zh="哪里有事、哪里超期；画边界", en="Where something is in hand or late; outlines"),
                (Role.GRID, Role.DESK, Role.DISPATCHER, Role.CHECKER, Role.SUPERVISOR, Role.CHAIR, Role.ADMINISTRATOR),
            ),
        ),
    ),
    (
        Words(zh="告诉居民", en="Tell the neighborhood"),
        (
            Way(
                "desk_notices",
                "speakerphone",
                Words(zh="公告与预警", en="Notices and warnings"),
                Words(zh="发布、更正、撤下，写明到几时", en="Publish, correct, withdraw; say until when"),
                _TELLING,
            ),
            Way(
                "desk_guide",
                "list-details",
                Words(zh="办事指南", en="Service guide"),
                Words(zh="哪些该核对了，哪些咨询等着答", en="What has to be checked again, what was asked"),
                _TELLING,
            ),
            Way(
                "desk_plates",
                "qrcode",
                Words(zh="扫码牌", en="Plates"),
                Words(
                    zh="贴在楼道和电梯，一扫就能说这里的事", en="For stairwells and lifts: scan to say something here"
                ),
                _TELLING,
            ),
            Way(
                "desk_directory",
                "phone",
                Words(zh="找谁办", en="Who is who"),
                Words(zh="每个地方的电话和开门时间", en="Phones and hours of every place"),
                _TELLING,
            ),
        ),
    ),
    (
        Words(zh="归谁管", en="Whose it is"),
        (
            Way(
                "desk_duties",
                "list-details",
                Words(zh="责任清单", en="Directory of duties"),
                Words(
                    zh="什么事、在哪里、归谁管、凭什么；哪里还没人",
                    en="What, where, whose and why; and where nobody is named",
                ),
                (*_DESKS, Role.SUPERVISOR, Role.GRID),
            ),
            Way(
                "desk_routing",
                "arrows-exchange",
                Words(zh="派办规则", en="Routing rules"),
                Words(
                    zh="受理时建议派给谁；改之前先试；没规则管的和退回来的",
                    en="Who is proposed when; tried before it changes; what fits none",
                ),
                (*_DESKS, Role.SUPERVISOR),
            ),
            Way(
                "desk_joint",
                "users",
                Words(zh="联席会议", en="Joint meetings"),
                Words(zh="几家一起定的事，定了不能退", en="What several offices settle together, bindingly"),
                (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR, Role.CHAIR),
            ),
        ),
    ),
    (
        Words(zh="把话送到", en="Bring answers to people"),
        (
            Way(
                "desk_paper",
                "file-text",
                Words(zh="替人记一件", en="Write down for somebody"),
                Words(
                    zh="纸质单、电话、窗口上说的，按说的那天算", en="From paper, telephone or counter, as of that day"
                ),
                _WRITING,
            ),
            Way(
                "desk_talents",
                "users",
                Words(zh="能人名册", en="Register of talents"),
                Words(zh="谁报了名、等着确认；替人报名", en="Who offered and waits; write an offer down"),
                (*_WRITING, Role.SUPERVISOR),
                "talents",
            ),
            Way(
                "desk_undelivered",
                "bell",
                Words(zh="没送到的答复", en="Answers that did not arrive"),
                Words(zh="打电话、发纸条，或再送一次", en="Phone, print a slip, or send again"),
                _DESKS,
            ),
            Way(
                "desk_wording",
                "message-2",
                Words(zh="答复的说法", en="Wording of answers"),
                Words(zh="改之前先看样子，中文英文都有", en="Preview before you change it, in both languages"),
                (*_OFFICE, Role.DESK),
            ),
            Way(
                "desk_channels",
                "send",
                Words(zh="通知渠道", en="Channels"),
                Words(zh="邮件以外还往哪里通知；可以先试", en="Where else to notify; try it first"),
                _OFFICE,
            ),
        ),
    ),
    (
        Words(zh="表格", en="Tables"),
        (
            Way(
                "desk_import",
                "file-text",
                Words(zh="导入表格", en="Bring in a table"),
                Words(
                    zh="热线工单、地方、岗位；先看再登记", en="Hotline orders, places, posts; look first, then enter"
                ),
                (*_OFFICE, Role.DESK, Role.DISPATCHER),
            ),
        ),
    ),
    (
        Words(zh="人和职权", en="People and authority"),
        (
            Way(
                "desk_people",
                "users",
                Words(zh="岗位与任职", en="Posts and who holds them"),
                Words(zh="任命、代理、结束", en="Appoint, stand in, end"),
                (*_OFFICE, Role.SUPERVISOR),
            ),
            Way(
                "desk_accounts",
                "user",
                Words(zh="账号与邀请", en="Accounts and invitations"),
                Words(zh="发链接请人进来，忘了密码也用它", en="Invite by link; also when a password is lost"),
                _OFFICE,
            ),
            Way(
                "desk_tokens",
                "link",
                Words(zh="别的系统进来的令牌", en="Tokens for other systems"),
                Words(zh="哪个系统能进来、能做什么、到哪天", en="Which system comes in, what it may do, until when"),
                tuple(Role),
            ),
            Way(
                "desk_authority",
                "shield-check",
                Words(zh="这里谁能做什么", en="Who may do what here"),
                Words(zh="每一步由谁做，凭什么", en="Who takes each step, and why"),
                tuple(Role),
            ),
        ),
    ),
    (
        Words(zh="个人信息", en="Personal data"),
        (
            Way(
                "desk_retention",
                "archive",
                Words(zh="到期清除", en="What has been kept long enough"),
                Words(zh="一人提出，另一人同意；件数照旧", en="One proposes, another agrees; counts stay"),
                (*_OFFICE, Role.SUPERVISOR),
            ),
            Way(
                "desk_exports",
                "send",
                Words(zh="对外提供", en="Handovers"),
                Words(zh="交给谁、哪些项、凭哪条法", en="To whom, which fields, by which law"),
                (*_OFFICE, Role.SUPERVISOR),
            ),
            Way(
                "desk_erasures",
                "lock",
                Words(zh="代居民删除", en="Erase for somebody"),
                Words(zh="窗口收纸质申请，另一人办理", en="Taken on paper, done by a second person"),
                (Role.DESK, Role.SUPERVISOR),
            ),
            Way(
                "desk_fairness",
                "shield-check",
                Words(zh="第二人与申诉", en="Second look and appeals"),
                Words(
                    zh="不办、不公开要由单位外的人来定",
                    en="Set aside or withheld: decided by somebody outside the office",
                ),
                (Role.CHECKER, Role.SUPERVISOR, Role.AUDITOR),
            ),
        ),
    ),
    (
        Words(zh="设立与设置", en="Set-up"),
        (
            Way(
                "setup_terms",
                "clock",
                Words(zh="时限", en="Time limits"),
                Words(zh="每类事多久、凭什么、谁确认的", en="How long for what, by which source, confirmed or not"),
                (*_OFFICE, Role.SUPERVISOR),
            ),
            Way(
                "setup_calendar",
                "calendar-event",
                Words(zh="工作日历", en="Working calendar"),
                Words(zh="登记放假通知，先看会动哪些期限", en="Enter the holiday notice; see first which dates move"),
                _OFFICE,
            ),
            Way(
                "setup",
                "tool",
                Words(zh="设立清单", en="Set-up list"),
                Words(zh="地方、岗位、日历、规则、模块、开门", en="Places, posts, calendar, rules, modules, opening"),
                _OFFICE,
            ),
        ),
    ),
)


@for_staff
def office(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The ways open to the posts of whoever is signed in."""
    off = charter.off_in({post.organization.code for post in staff.posts})
    groups = [(heading, ways) for heading, listed in WAYS if (ways := list(_open(staff, listed, off)))]
    return render(request, "staff/office.html", {"section": "office", "groups": groups})


def _open(staff: Staff, ways: tuple[Way, ...], off: frozenset[str]) -> Iterator[Way]:
    for way in ways:
        if way.module not in off and staff.holds(*way.roles) and _exists(way.route):
            yield way


def _exists(route: str) -> bool:
    try:
        return bool(reverse(route))
    except NoReverseMatch:
        return False
