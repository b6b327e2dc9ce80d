"""Forum 座谈会: named speakers suggest on topics fixed beforehand; each suggestion gets a dated answer."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("forum", Words(zh="座谈会", en="forum"))

SPEAKERS = Figure(
    name="forum.speakers",
    row="S6",
    words=Words(zh="座谈发言人", en="forum speakers"),
    unit=Words(zh="人", en="speakers"),
    definition=Words(
        zh="期内座谈会上发言的人；到场没有发言的不算。",
        en="Those who spoke at forums in the period; attendance without speaking does not count.",
    ),
    about_people=True,
    not_yet=Words(
        zh="还没有：等座谈会逐位记下发言（记职务，不记姓名），每位一行。",
        en="Not yet: comes when a forum records each contribution (by office, not by name), one line for each.",
    ),
)

TOPICS = Figure(
    name="forum.topics",
    row="S6",
    words=Words(zh="座谈议题", en="forum topics"),
    unit=Words(zh="个", en="topics"),
    definition=Words(
        zh="期内座谈会事先公布的不同议题。",
        en="Different topics announced beforehand for the forums of the period.",
    ),
    not_yet=Words(
        zh="还没有：等座谈会事先公布议题，每个一行。",
        en="Not yet: comes when a forum announces its topics, one line for each.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, SPEAKERS, TOPICS)
