"""Service guide 办事指南: a question about how something is done, answered from an article as it reads that day."""

from haitang.kernel.kind import Kind, Option, Term
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.shapes import ASKED
from haitang.kernel.words import Words

MODULE = Module("guide", Words(zh="办事指南", en="service guide"), core=True)

CONSULT = Kind(
    name="guide.consult",
    words=Words(zh="咨询", en="a question about a service"),
    leaf="consult",
    flow=ASKED,
    shape="case",
    outcomes=(
        Option("guide", Words(zh="照办事指南答复", en="answered from the service guide")),
        Option("sentence", Words(zh="指南里没有，另行答复", en="not in the guide, answered in words")),
        Option("referred", Words(zh="不归我们办，说明该找谁", en="not ours, with who is competent")),
    ),
    answers={
        "guide": Words(
            zh="您问的事，办事指南里有，当天的内容抄在下面。",
            en="What you asked stands in the service guide; how it reads today is quoted below.",
        ),
        "sentence": Words(
            zh="您问的事，办事指南里还没有，我们问过了，答复如下。",
            en="What you asked is not in the service guide yet. We have inquired; the answer stands below.",
        ),
        "referred": Words(
            zh="您问的事不归我们办，该找哪里写在下面。",
            en="What you asked is not ours to do. Who is competent stands below.",
        ),
    },
    promise=Term(
        5,
        Words(
            zh="默认值 5 个工作日；本地咨询答复时限未确认",
            en="default of 5 working days; a local limit for answering questions is unconfirmed",
        ),
    ),
    panels=("articles",),
    explanation=Words(
        zh="办什么事、带什么材料、到哪里办，问一句就行。",
        en="What to bring and where to go: one question is enough.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, CONSULT)
