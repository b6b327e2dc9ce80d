"""Asked 查什么: which list of the desk an address asks for, and the address that asks for it again."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

#: Lists from which several matters can be taken at once.
PICKING = ("open", "late", "today", "new", "to_assign", "to_answer", "in_hand")
CHIPS = (
    "open",
    "late",
    "raised",
    "today",
    "new",
    "to_assign",
    "to_check",
    "to_answer",
    "answered",
    "waiting",
    "to_decide",
    "closed",
)
#: Lists without a chip of their own, which the overview or a post leads to.
LED_TO = ("parked", "bounced", "reopened", "in_hand")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; anything unknown is read as nothing asked."""

    sheet: str
    place: str
    category: str
    after: str
    peek: str
    density: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """From the query string."""
        return cls.read(request.GET)

    @classmethod
    def read(cls, get: QueryDict) -> "Asked":
        """From any query string."""
        sheet = get.get("sheet", "open")
        return cls(
            sheet if sheet in (*CHIPS, *LED_TO) else "open",
            get.get("place", "")[:64],
            get.get("category", "")[:64],
            get.get("after", ""),
            get.get("peek", "")[:20],
            "tight" if get.get("density") == "tight" else "",
        )

    @property
    def filters(self) -> dict[str, str]:
        """As sheets take them."""
        return {name: value for name, value in (("place", self.place), ("category", self.category)) if value}

    @property
    def suffix(self) -> str:
        """What an address carries along so that one comes back to the same list; empty for the first one."""
        query = self.query()
        return "" if query == "sheet=open" else f"?{query}"

    def query(self, **changed: str) -> str:
        """The same list with something changed, as a query string."""
        asked = {"sheet": self.sheet, **self.filters, "density": self.density, **changed}
        return urlencode({name: value for name, value in asked.items() if value})
