"""Joint handling 联席会议: offices meet about what no single one can settle; what is decided binds the office it names."""

from haitang.kernel.joint import JOINT
from haitang.kernel.kind import Kind
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("joint_handling", Words(zh="联席会议", en="joint meeting"))

SESSION = Kind(
    name="joint_handling.session",
    words=Words(zh="联席会议", en="joint meeting"),
    leaf="joint",
    flow=JOINT,
    shape="meeting",
    panels=("agenda", "offices", "carried"),
    explanation=Words(
        zh="几家单位都有关、退来退去定不下、复办三次、拖了很久的事，拿到联席会议上定：谁牵头、几时办成、为什么。定了的不能再退。",
        en="What concerns several offices, was handed to and fro, reopened three times or open for long is decided here: "
        "who does it, until when and why. What is decided cannot be handed back.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, SESSION)
