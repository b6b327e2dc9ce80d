"""Parties and posts 单位和岗位: offices and companies as posts at their places, each with the login that holds it where one is named."""

from typing import Any

from haitang.commands import offices
from haitang.engine import authority, clock
from haitang.engine.gate import Asked
from haitang.jobs.imports.planning import Office, not_yours
from haitang.jobs.imports.rows import CREATED, UNCHANGED, UPDATED, Fate, Told, problem, wrong
from haitang.kernel.errors import Problem
from haitang.kernel.layout import Layout
from haitang.kernel.role import POSTS, ROLE_WORDS, Role
from haitang.records.account import Account
from haitang.records.party import Membership, Post

_ROLES = {words.zh: role.value for role, words in ROLE_WORDS.items()} | {
    words.en: role.value for role, words in ROLE_WORDS.items()
}


class Posts:
    """How a table of posts is judged."""

    def __init__(self, office: Office, layout: Layout) -> None:
        self.office = office
        own = Post.objects.filter(organization=office.organization).select_related("place")
        self.own = {post.code: post for post in own}
        self.taken = set(Post.objects.values_list("code", flat=True))
        held = Membership.objects.filter(authority.today(), post__organization=office.organization)
        self.held = set(held.values_list("post__code", "account__login"))
        ours = Membership.objects.filter(post__organization=office.organization)
        self.logins = set(ours.values_list("account__login", flat=True))
        self.accounts = {login.lower() for login in Account.objects.values_list("login", flat=True)}
        self.coming: set[str] = set()

    def judge(self, told: list[Told]) -> list[Fate]:
        """The fate of each row."""
        return [self._judge(one) for one in told]

    def _judge(self, told: Told) -> Fate:
        code, problems = told.text("code"), list(told.problems)
        if code in self.coming:
            problems.append(problem("code", "这个代码前面的行里已经有了", "an earlier row has this code"))
        if problems:
            return wrong(told, code, problems)
        given = self._given(told)
        known = self.own.get(code)
        acts, problems = self._new(given) if known is None else self._again(given, known)
        more, amiss = self._holder(code, told.text("login"))
        if problems or amiss:
            return wrong(told, code, [*problems, *amiss])
        self.coming.add(code)
        acts += more
        return Fate(told.row, code, CREATED if known is None else UPDATED if acts else UNCHANGED, tuple(acts))

    def _given(self, told: Told) -> dict[str, Any]:
        code, role, place = told.text("code"), told.text("role"), told.text("place")
        return {
            "code": code,
            "name": told.text("name"),
            "name_en": told.text("name_en") or code,
            "role": _ROLES.get(role, role),
            "place": place,
            "organization": self.office.organization.code,
        }

    def _new(self, given: dict[str, Any]) -> tuple[list[Asked], list[Problem]]:
        place = self.office.places.get(given["place"])
        asked, problems = self.office.asked(offices.create_post, given)
        if given["code"] in self.taken:
            problems.append(problem("code", "这个代码别处已经用了", "this code is taken elsewhere"))
        if place is None:
            problems.append(problem("place", "您的单位里没有这个地方", "your office has no such place"))
        elif not self.office.may(offices.create_post, place):
            problems.append(not_yours("place"))
        if asked is not None and asked.given["role"] not in POSTS:
            problems.append(problem("role", "这不是岗位", "this is not a post"))
        if asked is not None and asked.given["role"] is Role.ADMINISTRATOR:
            problems.append(problem("role", "管理员不能用表格设", "administrators are not made by a table"))
        return ([asked] if asked is not None else []), problems

    def _again(self, given: dict[str, Any], known: Post) -> tuple[list[Asked], list[Problem]]:
        """A post that is there: its name may be another one; its role and place stay, since authority rests on them."""
        problems = []
        if given["role"] != known.role:
            problems.append(problem("role", "已有岗位的角色不能改", "the role of a post stays"))
        if given["place"] != known.place.code:
            problems.append(problem("place", "已有岗位的地方不能改", "the place of a post stays"))
        if not self.office.may(offices.rename_post, known.place):
            problems.append(not_yours("place"))
        names = {"name": given["name"], "name_en": given["name_en"]}
        if problems or (known.name, known.name_en) == (names["name"], names["name_en"]):
            return [], problems
        asked, problems = self.office.asked(offices.rename_post, {"post": known.code, **names})
        return ([asked] if asked is not None else []), problems

    def _holder(self, post: str, login: str) -> tuple[list[Asked], list[Problem]]:
        """Who holds it from today on, if the row says so and it is not so already."""
        if not login or (post, login) in self.held:
            return [], []
        acts: list[tuple[Any, dict[str, Any]]] = []
        if login not in self.logins:
            if login.lower() in self.accounts:
                return [], [problem("login", "这个登录名别的单位已经用了", "another office uses this login")]
            acts.append((offices.open_account, {"login": login, "place": self.office.top.code}))
        acts.append((offices.appoint, {"post": post, "login": login, "since": clock.today()}))
        made = [self.office.asked(command, given) for command, given in acts]
        found = [problem for _, problems in made for problem in problems]
        if not found:
            self.logins.add(login)
            self.accounts.add(login.lower())
        return [asked for asked, _ in made if asked is not None], found
