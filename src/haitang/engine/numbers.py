"""Numbers 编号: a number for people, by organization and year, with a check digit; and the voice's secret."""

from django.conf import settings
from django.db.models import F

from haitang.engine import clock
from haitang.kernel import number
from haitang.records.matter import Counter
from haitang.records.party import Organization


def next_number(organization: Organization) -> str:
    """The next number of this organization in this local year; the row is locked until commit."""
    year = clock.today().year
    counters = Counter.objects.filter(organization=organization, year=year)
    if not counters.update(last=F("last") + 1):
        # Several may be the first of the year at once: one makes the row, the others wait for it.
        Counter.objects.bulk_create([Counter(organization=organization, year=year)], ignore_conflicts=True)
        counters.update(last=F("last") + 1)
    return number.format_number(organization.mark, year, counters.values_list("last", flat=True).get())


def secret_of(matter: int, voice: int) -> str:
    """The voice's secret: 8 Crockford characters, derived, so that a retry shows the same receipt."""
    return number.secret(settings.SECRET_KEY.encode(), matter, voice)


def is_secret_of(matter: int, voice: int, given: str) -> bool:
    """Whether `given`, as people type it, is that voice's secret; constant time."""
    return number.same_secret(secret_of(matter, voice), given)
