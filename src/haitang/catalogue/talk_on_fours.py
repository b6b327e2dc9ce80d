"""逢四说事 talk on fours: recurring sessions where residents' topics are discussed and decided."""

from haitang.kernel.kind import Kind
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.shapes import MEETING
from haitang.kernel.words import Words

MODULE = Module("talk_on_fours", Words(zh="逢四说事", en="talk on days with a four"))

SESSION = Kind(
    name="talk_on_fours.session",
    words=Words(zh="逢四说事", en="Talk on days with a four"),
    leaf="session",
    flow=MEETING,
    shape="meeting",
    panels=("agenda", "attendance"),
    public=True,
    explanation=Words(
        zh="原文没有解释“逢四”；演示按每月 4、14、24 日，是一项设置。",
        en="The source does not explain the “four”; the demonstration takes the 4th, 14th and 24th, which is a setting.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, SESSION)
