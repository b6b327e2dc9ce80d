"""Places 地方: new ones are entered under their parent, a row before it included; known ones may change their name only."""

from typing import Any

from haitang.commands import places
from haitang.engine.survey import KINDS
from haitang.jobs.imports.planning import Office, not_yours
from haitang.jobs.imports.rows import CREATED, UNCHANGED, UPDATED, Fate, Told, problem, wrong
from haitang.kernel.errors import Problem
from haitang.kernel.layout import Layout
from haitang.records.place import Place

_KINDS = {words.zh: code for code, words in KINDS.items()} | {words.en: code for code, words in KINDS.items()}


class Places:
    """How a table of places is judged."""

    def __init__(self, office: Office, layout: Layout) -> None:
        self.office = office
        self.taken = set(Place.objects.values_list("code", flat=True))
        self.coming: set[str] = set()

    def judge(self, told: list[Told]) -> list[Fate]:
        """The fate of each row; a row may lie in one before it."""
        return [self._judge(one) for one in told]

    def _judge(self, told: Told) -> Fate:
        code = told.text("code")
        if told.problems:
            return wrong(told, code, told.problems)
        if code in self.coming:
            return wrong(told, code, [problem("code", "这个代码前面的行里已经有了", "an earlier row has this code")])
        known = self.office.places.get(code)
        if known is not None:
            return self._again(told, known)
        given = self._given(told)
        asked, problems = self.office.asked(places.add, given)
        problems += self._elsewhere(code, given["parent"])
        if asked is None or problems:
            return wrong(told, code, problems)
        self.coming.add(code)
        return Fate(told.row, code, CREATED, (asked,))

    def _given(self, told: Told) -> dict[str, Any]:
        code, kind = told.text("code"), told.text("kind")
        return {
            "code": code,
            "name": told.text("name"),
            "name_en": told.text("name_en") or code,
            "kind": _KINDS.get(kind, kind),
            "parent": told.text("parent") or self.office.top.code,
        }

    def _elsewhere(self, code: str, parent: str) -> list[Problem]:
        """What is wrong with where it would stand."""
        if code in self.taken:
            return [problem("code", "这个代码别处已经用了", "this code is taken elsewhere")]
        if parent in self.coming:
            return []
        above = self.office.places.get(parent)
        if above is None:
            return [problem("parent", "上级不在您的单位里，也不在前面的行里", "is neither yours nor in a row before")]
        return [] if self.office.may(places.add, above) else [not_yours("parent")]

    def _again(self, told: Told, known: Place) -> Fate:
        """A place that is there: its name may be another one; what it is and where it lies stays."""
        given, problems = self._given(told), list[Problem]()
        said = told.values
        if given["kind"] != known.kind:
            problems.append(problem("kind", "已经登记成别的类别，不能改", "it is entered as another kind, which stays"))
        if "parent" in said and known.parent is not None and given["parent"] != known.parent.code:
            problems.append(problem("parent", "已经登记在别的上级下，不能改", "it lies in another place, which stays"))
        if not self.office.may(places.rename, known):
            problems.append(not_yours("code"))
        names = {"name": given["name"], "name_en": told.text("name_en") or known.name_en}
        if problems or (known.name, known.name_en) == (names["name"], names["name_en"]):
            return wrong(told, known.code, problems) if problems else Fate(told.row, known.code, UNCHANGED)
        asked, problems = self.office.asked(places.rename, {"place": known.code, **names})
        return wrong(told, known.code, problems) if asked is None else Fate(told.row, known.code, UPDATED, (asked,))
