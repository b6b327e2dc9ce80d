"""The fixed cast: two organizations, their places, posts and logins, made through the gate; and the walks they take.

`cast.desk` is an Actor; `cast.report()` returns a `Told`; `cast.answered()` walks a matter as far as its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from haitang.commands import deferring, handing, joining, matters, meetings, offices, projects, voices
from haitang.engine import clock, gate
from haitang.engine.numbers import secret_of
from haitang.kernel.actor import Actor
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.matter import Matter

SYSTEM = Actor("clock", system="clock")
FOUNDER = Actor("demonstration", system="demonstration")
#: When the neighborhood was set up: before anything a test may want to happen.
SET_UP = datetime(2022, 1, 4, 0, 30, tzinfo=UTC)
PASSWORD = "a-password-for-tests-only"

ORGANIZATIONS = (
    ("sujin", "苏锦街道", "Sujin Sub-district", "SJ"),
    ("xcscjg8", "相城区市场监督管理局八分局", "Xiangcheng Market Regulation, Branch 8", "XC"),
)

#: code, Chinese, English, kind, parent, organization (empty: that of the parent), outline
PLACES: tuple[tuple[str, str, str, str, str, str, list[tuple[float, float]]], ...] = (
    ("gusu", "姑苏区", "Gusu District", "district", "", "", []),
    ("sujin", "苏锦街道", "Sujin Sub-district", "sub-district", "gusu", "sujin", []),
    ("daguan", "大观名园社区", "Daguan Community", "community", "sujin", "", []),
    ("daguan-1", "第一网格", "Cell 1", "cell", "daguan", "",
     [(120.610, 31.340), (120.615, 31.340), (120.615, 31.350), (120.610, 31.350)]),
    ("daguan-2", "第二网格", "Cell 2", "cell", "daguan", "",
     [(120.615, 31.340), (120.620, 31.340), (120.620, 31.350), (120.615, 31.350)]),
    ("dgmy", "大观花园", "Daguan Garden", "compound", "daguan-1", "", []),
    ("dgmy-15", "15幢", "Building 15", "building", "dgmy", "", []),
    ("jinhua", "锦华社区", "Jinhua Community", "community", "sujin", "", []),
    ("jinhua-1", "第一网格", "Cell 1", "cell", "jinhua", "",
     [(120.620, 31.340), (120.625, 31.340), (120.625, 31.350), (120.620, 31.350)]),
    ("xiangcheng", "相城区", "Xiangcheng District", "district", "", "", []),
    ("huangqiao", "黄桥街道", "Huangqiao Sub-district", "sub-district", "xiangcheng", "xcscjg8", []),
    ("beizhuang", "北庄村", "Beizhuang Village", "village", "huangqiao", "", []),
    ("beizhuang-1", "第一网格", "Cell 1", "cell", "beizhuang", "",
     [(120.570, 31.400), (120.580, 31.400), (120.580, 31.410), (120.570, 31.410)]),
    ("bzxc", "北庄新村", "Beizhuang New Village", "compound", "beizhuang-1", "", []),
    ("bzxc-3", "3幢", "Building 3", "building", "bzxc", "", []),
)  # fmt: skip

#: part, Chinese, English, role, place in Sujin, place in the other organization (empty: not there)
PARTS: tuple[tuple[str, str, str, Role, str, str], ...] = (
    ("recorder", "代记人", "recorder", Role.RECORDER, "daguan", "beizhuang"),
    ("grid", "网格员", "grid worker", Role.GRID, "daguan-1", "beizhuang-1"),
    ("desk", "社区受理台", "community desk", Role.DESK, "daguan", "beizhuang"),
    ("dispatcher", "街道派办员", "dispatcher", Role.DISPATCHER, "sujin", "huangqiao"),
    ("property", "物业公司", "property company", Role.OWNER, "dgmy", "bzxc"),
    ("works", "市政养护", "public works", Role.OWNER, "sujin", "huangqiao"),
    ("checker", "核查员", "checker", Role.CHECKER, "sujin", "huangqiao"),
    ("supervisor", "督办员", "supervisor", Role.SUPERVISOR, "sujin", "huangqiao"),
    ("chair", "召集人", "chair", Role.CHAIR, "daguan", "beizhuang"),
    ("mediator", "人民调解员", "mediator", Role.MEDIATOR, "daguan", "beizhuang"),
    ("second_mediator", "第二位调解员", "second mediator", Role.MEDIATOR, "daguan", ""),
    ("reader", "数据查阅人", "reader of figures", Role.READER, "sujin", "huangqiao"),
    ("auditor", "审计员", "auditor", Role.AUDITOR, "sujin", "huangqiao"),
    ("administrator", "管理员", "administrator", Role.ADMINISTRATOR, "sujin", "huangqiao"),
    ("jinhua_desk", "锦华受理台", "Jinhua desk", Role.DESK, "jinhua", ""),
)


def build() -> None:
    """Found the two organizations through the gate. Posts and logins are `desk`, … and `other_desk`, …"""
    with clock.at(SET_UP):
        for code, name, english, mark in ORGANIZATIONS:
            _set_up(offices.found, code=code, name=name, name_en=english, mark=mark)
        for code, name, english, kind, parent, organization, outline in PLACES:
            _set_up(
                offices.add_place, code=code, name=name, name_en=english, kind=kind, parent=parent,
                organization=organization, outline=outline,
            )  # fmt: skip
        for part, name, english, role, here, there in PARTS:
            _appoint(part, name, english, role, here, "sujin")
            if there:
                _appoint(f"other_{part}", name, english, role, there, "xcscjg8")
    Account.objects.update(password=make_password(PASSWORD))


def _set_up(command: Callable[..., Any], **given: Any) -> None:
    gate.do(command, FOUNDER, **given)


def _appoint(login: str, name: str, english: str, role: Role, place: str, organization: str) -> None:
    _set_up(
        offices.create_post, code=login, name=name, name_en=english, role=role, place=place, organization=organization
    )
    _set_up(offices.open_account, login=login)
    _set_up(offices.appoint, post=login, login=login, since=date(2020, 1, 1))


@dataclass(frozen=True)
class Told:
    """What a resident holds after saying something."""

    number: str
    matter: int
    voice: Actor

    @property
    def secret(self) -> str:
        """The secret on the receipt."""
        assert self.voice.voice is not None
        return secret_of(self.matter, self.voice.voice)

    def record(self) -> Matter:
        """The matter as the database has it now."""
        return Matter.objects.get(number=self.number)


@dataclass(frozen=True)
class Cast:
    """Everybody, as Actors at the web's door."""

    by_login: dict[str, Actor]

    @classmethod
    def load(cls) -> "Cast":
        """The cast of the present database."""
        return cls({account.login: Actor("web", account=account.pk) for account in Account.objects.all()})

    def __getattr__(self, login: str) -> Actor:
        try:
            return self.by_login[login]
        except KeyError:
            raise AttributeError(login) from None

    system = SYSTEM
    founder = FOUNDER
    anyone = Actor("web", scope="a-browser")

    # What a matter goes through. Each takes a Told that stands anywhere before, or none, and gives it back.

    def report(self, words: str = "3幢楼下的下水道堵了", place: str = "dgmy", **given: Any) -> Told:
        """Somebody says something: `place`, `contact`, `language`, … as matters.report takes them."""
        values = gate.do(matters.report, self.anyone, words=words, place=place, **given).values
        return Told(values["number"], values["matter"], Actor("web", voice=values["voice"]))

    def accepted(self, told: Told | None = None, **given: Any) -> Told:
        """Accepted by the desk, its title screened for the public."""
        told = told or self.report()
        defaults = {"category": "drains", "title": "下水道堵塞", "screened": True}
        gate.do(matters.accept, self._desk(told), matter=told.number, **{**defaults, **given})
        return told

    def assigned(self, told: Told | None = None, owner: str = "") -> Told:
        """Given to the property company, or to another post."""
        told = self._from(told, "accepted", self.accepted)
        given = owner or self._side(told, "property")
        gate.do(matters.assign, self._actor(told, "dispatcher"), matter=told.number, owner=given, why="物业合同")
        return told

    def working(self, told: Told | None = None) -> Told:
        """Begun by the property company."""
        told = self._from(told, "assigned", self.assigned)
        gate.do(matters.start, self._actor(told, "property"), matter=told.number)
        return told

    def claimed(self, told: Told | None = None, outcome: str = "solved") -> Told:
        """Claimed done by the property company, on the reporter's word."""
        told = self._from(told, "working", self.working)
        given = {"outcome": outcome, "evidence": "word", "note": "已疏通，住户看过"}
        gate.do(matters.claim, self._actor(told, "property"), matter=told.number, **given)
        return told

    def checked(self, told: Told | None = None, outcome: str = "solved") -> Told:
        """Confirmed by the checker."""
        told = self._from(told, "claimed_done", lambda told: self.claimed(told, outcome))
        gate.do(matters.check, self._actor(told, "checker"), matter=told.number)
        return told

    def answered(self, told: Told | None = None, outcome: str = "solved") -> Told:
        """Every voice answered by the desk, in its language."""
        told = self._from(told, "checked", lambda told: self.checked(told, outcome))
        given = {"sentence": "昨天已经疏通，费用由物业承担。", "sentence_en": "Cleared yesterday; the company pays."}
        gate.do(matters.answer, self._desk(told), matter=told.number, **given)
        return told

    def solved(self, told: Told | None = None) -> Told:
        """Closed, because the voice said yes."""
        told = self._from(told, "answered", self.answered)
        gate.do(voices.judge, told.voice, matter=told.number, verdict="yes")
        return told

    def lapsed(self, told: Told | None = None) -> Told:
        """Closed by the clock after silence; the clock stands 30 days later within the call."""
        told = self._from(told, "answered", self.answered)
        with clock.at(clock.now() + timedelta(days=30)):
            gate.do(matters.close, SYSTEM, matter=told.number)
        return told

    # Where it leaves the straight way.

    def bounced(self, told: Told | None = None) -> Told:
        """Handed back three times by three owners in turn; the supervisor has to decide."""
        told = self._from(told, "accepted", self.accepted)
        for owner in ("property", "works", "property"):
            self.assigned(told, owner)
            gate.do(handing.hand_back, self.by_login[owner], matter=told.number, reason="not_ours", note="不归我们")
        return told

    def referred(self, told: Told | None = None) -> Told:
        """Referred to the power company, which has not confirmed yet."""
        told = told or self.report()
        gate.do(handing.refer, self._desk(told), matter=told.number, agency="供电公司", reference="11月14日 9:30 电话")
        return told

    def parked(self, told: Told | None = None) -> Told:
        """Parked for thirty days, until the season allows the work."""
        told = self._from(told, "working", self.working)
        until = clock.today() + timedelta(days=30)
        gate.do(
            deferring.park, self._actor(told, "dispatcher"), matter=told.number, reason="season", note="等开春再补种",
            until=until,
        )  # fmt: skip
        return told

    def joined(self, told: Told, into: Told) -> Told:
        """Joined by the desk into another matter."""
        gate.do(joining.join, self._desk(told), matter=told.number, into=into.number)
        return told

    def reopened(self, told: Told | None = None) -> Told:
        """Not solved, says the voice, the first time."""
        told = self._from(told, "answered", self.answered)
        gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="还在漏")
        return told

    def wished(self, told: Told | None = None) -> Told:
        """Answered a second time, and the voice asks for another reopening; the supervisor has to decide."""
        told = self.reopened(told)
        gate.do(matters.start, self._actor(told, "property"), matter=told.number)
        self.answered(told)
        gate.do(voices.judge, told.voice, matter=told.number, verdict="no", words="又漏了")
        return told

    # Sessions and projects.

    def session(self, place: str = "daguan", **given: Any) -> str:
        """A planned session of talk_on_fours; its number."""
        starts = clock.now() + timedelta(days=3)
        defaults = {"kind": "talk_on_fours.session", "title": "逢四说事", "starts": starts}
        given = {**defaults, "ends": starts + timedelta(hours=2), **given}
        return gate.do(meetings.plan, self.chair, place=place, **given).subject

    def held(self, meeting: str, heads: int = 12) -> str:
        """The session with its agenda published and its attendance recorded."""
        gate.do(meetings.publish, self.chair, meeting=meeting)
        gate.do(meetings.attend, self.chair, meeting=meeting, heads=heads)
        return meeting

    def project(self, place: str = "daguan", **given: Any) -> str:
        """A proposed service project owned by public works; its number."""
        defaults = {
            "kind": "service_projects.project",
            "title": "修便民小径",
            "purpose": "雨天好走",
            "theme": "neighbors",
        }
        given = {**defaults, "owner": "works", "due": clock.now() + timedelta(days=60), **given}
        return gate.do(projects.propose, self.chair, place=place, **given).subject

    def finished(self, project: str) -> str:
        """The project approved, done and accepted by somebody else."""
        gate.do(projects.approve, self.supervisor, project=project)
        gate.do(projects.start, self.works, project=project)
        gate.do(projects.claim, self.works, project=project, note="已铺好")
        gate.do(projects.accept, self.checker, project=project, note="居民代表看过")
        return project

    # Where a matter stands and whose side it is on.

    def _from(self, told: Told | None, state: str, walk: Callable[[Told | None], Told]) -> Told:
        return told if told is not None and told.record().state == state else walk(told)

    def _side(self, told: Told, part: str) -> str:
        return part if told.number.startswith("SJ") else f"other_{part}"

    def _actor(self, told: Told, part: str) -> Actor:
        return self.by_login[self._side(told, part)]

    def _desk(self, told: Told) -> Actor:
        jinhua = told.record().place.path.startswith("/gusu/sujin/jinhua/")
        return self.jinhua_desk if jinhua else self._actor(told, "desk")
