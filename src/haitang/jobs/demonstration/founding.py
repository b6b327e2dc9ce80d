"""Founding 设立: organizations, the schematic territory, posts and logins, through the gate, on the first morning."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from haitang.commands import offices
from haitang.jobs.demonstration.days import START
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story
from haitang.kernel.actor import Actor
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words
from haitang.records.account import Account

FOUNDER = Actor("demonstration", system="demonstration")
CLOCK = Actor("clock", system="clock")
SINCE = date(2023, 1, 1)
ORGANIZATION = "sujin"

Staff = dict[str, Actor]


def founding() -> Story:
    """Everything that has to be there before the first sentence is said."""
    for command, given in _acts():
        yield Act(START, FOUNDER, command, given)


def _acts() -> Iterator[tuple[Any, dict[str, Any]]]:
    cast = paper("cast")
    yield from ((offices.found, given) for given in cast["organizations"])
    yield from ((offices.add_place, given) for given in paper("territory")["places"])
    for post in cast["posts"]:
        given = {name: value for name, value in post.items() if name != "login"}
        yield offices.create_post, {**given, "organization": ORGANIZATION}
    for login in logins():
        yield offices.open_account, {"login": login}
    for post in cast["posts"]:
        yield offices.appoint, {"post": post["code"], "login": post["login"], "since": SINCE}


def logins() -> list[str]:
    """Every login once, in the order of the cast."""
    return list(dict.fromkeys(post["login"] for post in paper("cast")["posts"]))


def staff() -> Staff:
    """Everybody who holds a post, by login, at the web's door."""
    return {account.login: Actor("web", account=account.pk) for account in Account.objects.all()}


def holder(code: str) -> str:
    """The login that holds the post of that code."""
    return next(str(post["login"]) for post in paper("cast")["posts"] if post["code"] == code)


def who_is_who() -> list[tuple[str, Words]]:
    """Every login with the words of its role, and of its post where several logins share the role."""
    held: dict[str, list[dict[str, Any]]] = {}
    for post in paper("cast")["posts"]:
        held.setdefault(post["login"], []).append(post)
    roles = Counter(posts[0]["role"] for posts in held.values())
    return [(login, _known_as(posts, shared=roles[posts[0]["role"]] > 1)) for login, posts in held.items()]


def _known_as(posts: list[dict[str, Any]], shared: bool) -> Words:
    role, first = ROLE_WORDS[Role(posts[0]["role"])], posts[0]
    if not shared:
        return role
    others, others_en = ("等", ", …") if len(posts) > 1 else ("", "")
    return Words(zh=f"{role.zh}（{first['name']}{others}）", en=f"{role.en} ({first['name_en']}{others_en})")
