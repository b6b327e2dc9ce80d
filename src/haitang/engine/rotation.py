"""Rotation 换钥匙: a new master key, and every data key wrapped anew under it, in batches, while servers run.

Each batch is a transaction; one that is broken off leaves contacts under either key, both in the keyring, and the next
run goes on where it stopped. An old key stays until somebody drops it, because backups may still need it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count

from haitang.engine import keyring, vault
from haitang.engine.gate import upkeep
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.contact import Contact

BATCH = 200


@dataclass(frozen=True, slots=True)
class Status:
    """How many contacts each key wraps, the newest key first; `missing` are keys that contacts need and nobody has."""

    used: dict[str, int]
    missing: dict[str, int]

    @property
    def waiting(self) -> int:
        """Contacts that are not under the newest key."""
        return sum(list(self.used.values())[1:])


def status() -> Status:
    """What stands under which key; NoKeyring when contacts are there and no key is."""
    keys = keyring.ready()
    rows = Contact.objects.order_by().values_list("key_id").annotate(number=Count("pk"))
    counted = {str(name): int(number) for name, number in rows}
    return Status(
        {name: counted.get(name, 0) for name in keys},
        {name: number for name, number in counted.items() if name not in keys},
    )


def rotate(progress: Callable[[int, int], None] = lambda done, of: None, fresh: bool = True) -> int:
    """Make a new master key and rewrap everything under it; how many contacts moved.

    A rotation that was broken off is finished first, without another key. Unopenable names no contact; nothing is lost.
    """
    with keyring.alone():
        before = status()
        if before.missing:
            raise keyring.NoKeyring(keyring.path())
        if fresh and not before.waiting:
            keyring.add()
        return _rewrap_all(progress)


def _rewrap_all(progress: Callable[[int, int], None]) -> int:
    total, done = status().waiting, 0
    while moved := _batch():
        done += moved
        progress(done, max(total, done))
    return done


def _batch() -> int:
    """The next contacts under an older key, locked, so that nobody corrects one of them meanwhile."""
    keys = keyring.keys()
    with upkeep():
        waiting = Contact.objects.exclude(key_id=next(iter(keys))).order_by("pk")
        found = list(waiting.select_for_update(of=("self",)).select_related("organization")[:BATCH])
        for contact in found:
            vault.rewrap(contact, keys)
        Contact.objects.bulk_update(found, ["name", "key_id", "wrapped", "sealed"])
    return len(found)


def forget(name: str) -> None:
    """Drop a key from the keyring; NotNow while a contact needs it or it is the one that seals."""
    with keyring.alone():
        found = status()
        if name not in found.used or name == keyring.newest() or found.used[name]:
            raise NotNow(
                Words(
                    zh=f"{name} 还在用，或不在钥匙串里，不能删",
                    en=f"{name} is in use or not in the keyring; it cannot be dropped",
                )
            )
        keyring.drop(name)
