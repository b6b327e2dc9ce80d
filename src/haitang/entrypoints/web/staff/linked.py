"""Links 关联: where a matter came from and what became of it: sessions, projects, other matters."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from haitang.engine.papers import Paper, Papers
from haitang.entrypoints.web.staff.rows import PAGES, TAGS
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words

#: (direction, type of link) → what it is called from this side.
RELATIONS = {
    ("leads", "raised-at"): gettext_lazy("put on the agenda of"),
    ("leads", "resolved-as"): gettext_lazy("became the project"),
    ("leads", "decided-as"): gettext_lazy("opened the project"),
    ("leads", "recurrence-of"): gettext_lazy("like this one again"),
    ("comes", "recurrence-of"): gettext_lazy("said again as"),
    ("comes", "raised-at"): gettext_lazy("raised here"),
    ("comes", "resolved-as"): gettext_lazy("raised by"),
    ("leads", "joined-into"): gettext_lazy("joined into"),
    ("comes", "joined-into"): gettext_lazy("joined here"),
    ("leads", "parted-from"): gettext_lazy("was joined, until whoever spoke objected, into"),
    ("comes", "parted-from"): gettext_lazy("was joined here, until whoever spoke objected"),
    ("comes", "decided-as"): gettext_lazy("decided at"),
}


@dataclass(frozen=True, slots=True)
class Linked:
    """One link as a line: what it is, where it leads, how that stands."""

    type: str
    sort: str
    relation: str
    number: str
    title: str
    url: str
    state: Words
    tag: str
    answered: bool


def linked_of(papers: Papers, tongue: str) -> list[Linked]:
    """All links of a matter, those that lead on first."""
    return [_linked(paper, tongue) for paper in (*papers.of("leads"), *papers.of("comes"))]


def _linked(paper: Paper, tongue: str) -> Linked:
    kind = kinds[paper.more]
    state = kind.flow.state(paper.state)
    return Linked(
        type=paper.code,
        sort=paper.sort,
        relation=str(RELATIONS.get((paper.sort, paper.code), paper.code)),
        number=paper.text,
        title=paper.note or kind.words.say(tongue),
        url=reverse(PAGES[kind.shape], args=[paper.text]),
        state=state.words,
        tag=TAGS.get(paper.state, "plain"),
        answered=paper.state in {"answered", "closed"},
    )
