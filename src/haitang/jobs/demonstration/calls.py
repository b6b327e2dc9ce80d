"""Calls 电话与指南: whom to call, with numbers that reach nobody, and a few example articles, entered by the desk."""

from typing import Any

from haitang.commands import directory, guide, setup
from haitang.jobs.demonstration.days import read
from haitang.jobs.demonstration.founding import FOUNDER, Staff
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story
from haitang.kernel.actor import Actor

#: One afternoon shortly before the demonstration opens.
ENTERED = read("2023-11-06 14:00")
CHECKED = "2023-11-06"
NOTE = {"hours": "示例号码，打不通", "hours_en": "an example, reaches nobody"}
SOURCE = "示例资料，不是真实规定"
#: Places above the communities have no desk of their own.
ABOVE = ("sujin",)


def entered(staff: Staff) -> Story:
    """The number every page shows, every line and every article, one after the other."""
    yield Act(ENTERED, FOUNDER, setup.office, paper("calls")["office"])
    for given in paper("calls")["lines"]:
        yield Act(ENTERED, _by(given, staff), directory.add, _line(given))
    for given in paper("calls")["articles"]:
        yield Act(ENTERED, _by(given, staff), guide.publish, {"source": SOURCE, **given})


def _by(given: dict[str, Any], staff: Staff) -> Actor:
    return FOUNDER if given["place"] in ABOVE else staff["desk"]


def _line(given: dict[str, Any]) -> dict[str, Any]:
    """A number says of itself that it reaches nobody."""
    said = {
        name: mark.join(text for text in (given.get(name, ""), NOTE[name]) if text)
        for name, mark in (("hours", "；"), ("hours_en", "; "))
    }
    return {"checked_on": CHECKED, "source": SOURCE, **given, **said}
