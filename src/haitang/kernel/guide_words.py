"""Guide words 指南用语: for whom and about what an article of the service guide is, and how long it is believed."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

Topic = Literal["papers", "housing", "elders", "children", "health", "work", "help", "veterans", "everyday"]
Whom = Literal["everybody", "elderly", "families", "newcomers", "owners", "firms"]
TOPICS: tuple[str, ...] = (
    "papers", "housing", "elders", "children", "health", "work", "help", "veterans", "everyday",
)  # fmt: skip
WHOM: tuple[str, ...] = ("everybody", "elderly", "families", "newcomers", "owners", "firms")

#: Where an article may be read up: a page of the web, empty where there is none.
WebLink = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{3,480})?$")
]
#: Days after which somebody has to look again whether an article is still true.
ValidDays = Annotated[int, Field(ge=1, le=730)]

#: How often a form, a report or a duty is asked for.
Often = Literal["daily", "weekly", "monthly", "yearly", "once", "unclear"]
