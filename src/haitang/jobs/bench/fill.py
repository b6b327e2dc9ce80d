"""Fill 灌数: synthetic matters through the gate into an empty home; each says that it is synthetic."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from haitang.commands import matters, offices
from haitang.engine import clock, gate
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.account import Account
from haitang.records.matter import Matter
from haitang.records.party import Organization

SYNTHETIC = Actor("bench", system="bench")
ORGANIZATION = "bench"
COMMUNITIES = 12
CELLS = 8
LOGIN = "bench-desk"
PASSWORD = "bench-only-password"  # noqa: S105 (a synthetic home, never a real one)
SENTENCES = ("路灯不亮", "下水道堵了", "楼道里有纸箱", "小路坑洼", "树枝挡住了窗", "门禁坏了")


def fill(count: int, batch: int = 500) -> Iterator[int]:
    """Report `count` matters, yielding how many are in; refuses a home that holds anything else."""
    if Organization.objects.exclude(code=ORGANIZATION).exists():
        raise Conflict(Words(zh="这个目录不是空的", en="This home is not empty"))
    if not Organization.objects.exists():
        _set_up()
    done = Matter.objects.count()
    reports = _reports(count - done)
    while some := list(islice(reports, batch)):
        done += len(list(gate.many(some, batch)))
        yield done


def _set_up() -> None:
    gate.do(offices.found, SYNTHETIC, code=ORGANIZATION, name="合成数据街道", name_en="Synthetic", mark="ZZ")
    _place("bench", "sub-district", "", ORGANIZATION)
    for community in range(COMMUNITIES):
        _place(f"bench-{community}", "community", "bench")
        for cell in range(CELLS):
            _place(f"bench-{community}-{cell}", "cell", f"bench-{community}", outline=_outline(community, cell))
    _staff("bench-0", Role.DESK, LOGIN)
    _staff("bench", Role.DISPATCHER, "bench-dispatcher")


def _place(
    code: str, kind: str, parent: str, organization: str = "", outline: list[tuple[float, float]] | None = None
) -> None:
    gate.do(
        offices.add_place,
        SYNTHETIC,
        code=code,
        name=f"合成 {code}",
        name_en=f"Synthetic {code}",
        kind=kind,
        parent=parent,
        organization=organization,
        outline=outline or [],
        invented=True,
    )


def _outline(community: int, cell: int) -> list[tuple[float, float]]:
    west, south = 120.6 + 0.01 * community, 31.3 + 0.01 * cell
    return [(west, south), (west + 0.01, south), (west + 0.01, south + 0.01), (west, south + 0.01)]


def _staff(place: str, role: Role, login: str) -> None:
    code = f"{login}-post"
    gate.do(
        offices.create_post,
        SYNTHETIC,
        code=code,
        name=login,
        name_en=login,
        role=role,
        place=place,
        organization=ORGANIZATION,
    )
    gate.do(offices.open_account, SYNTHETIC, login=login)
    gate.do(offices.appoint, SYNTHETIC, post=code, login=login, since=date(2020, 1, 1))
    account = Account.objects.get(login=login)
    account.set_password(PASSWORD)
    account.save()


def _reports(count: int) -> Iterator[gate.Asked]:
    drawn = random.Random(20231115)  # noqa: S311 (the same data in every run)
    for number in range(count):
        community, cell = drawn.randrange(COMMUNITIES), drawn.randrange(CELLS)
        given = {"words": f"合成数据 {number}：{drawn.choice(SENTENCES)}", "place": f"bench-{community}-{cell}"}
        with clock.at(clock.now() - timedelta(minutes=(count - number) / 4)):
            yield gate.Asked(matters.report, SYNTHETIC, given)
