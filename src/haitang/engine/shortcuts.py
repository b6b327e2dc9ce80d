"""Shortcuts 常用清单: the lists somebody keeps at hand; their own, seen by nobody else, and no act of the neighborhood."""

from django.db import transaction

from haitang.kernel.errors import Invalid
from haitang.kernel.limits import TITLE, printable
from haitang.records.saved import SavedFilter

#: More than fit above a list are no longer at hand.
MOST = 12
LONGEST = 20


def of(account: int | None) -> list[SavedFilter]:
    """The account's own, in the order they were kept. One query."""
    return list(SavedFilter.objects.filter(account=account).order_by("pk")[:MOST]) if account else []


def keep(account: int, name: str, query: str) -> SavedFilter:
    """Keep a list under a name; the same list again gets the new name. Invalid without a name, or beyond `MOST`."""
    try:
        said = printable(name).strip()
    except ValueError:
        said = ""
    if not said or len(said) > min(LONGEST, TITLE):
        raise Invalid.of("name", "请起个名字，20 个字以内", "Please give it a name of at most 20 characters")
    with transaction.atomic():
        there = list(SavedFilter.objects.filter(account=account).values_list("query", flat=True))
        if query not in there and len(there) >= MOST:
            raise Invalid.of(
                "name", "常用清单最多 12 个，请先去掉一个", "You keep 12 lists already; please drop one first"
            )
        kept, _ = SavedFilter.objects.update_or_create(account_id=account, query=query, defaults={"name": said})
    return kept


def drop(account: int, pk: int) -> None:
    """Keep one's own list no longer; nothing happens to another's."""
    SavedFilter.objects.filter(account=account, pk=pk).delete()
