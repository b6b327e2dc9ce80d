"""Founding 设立: organizations, the schematic territory, posts and logins, through the gate, on the first morning."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from haitang.commands import offices
from haitang.jobs.demonstration.days import START
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story
from haitang.kernel.actor import Actor
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
