"""Readiness 就绪: what has to be there before the house may serve, each as one sentence. Nothing is changed or made."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from haitang.engine import clock, keyring, ledger, promise, rotation, vault
from haitang.kernel.words import Words
from haitang.records import triggers
from haitang.records.contact import Contact

Weight = Literal["good", "note", "error"]
_LOCAL = {"127.0.0.1", "localhost", "::1", ""}
_LITTLE_SPACE = 1024**3


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing looked at: `error` means the house must not serve, `note` that somebody should know."""

    name: str
    weight: Weight
    words: Words


def serving() -> list[Condition]:
    """What `/readyz` asks: database, tables, triggers, heads. What lies behind the first fault is not looked at."""
    return _until_error((_database, _migrations, _triggers, _heads))


def everything() -> list[Condition]:
    """What `haitang check` asks: the same, and keys, files, space, calendar, address and mail."""
    found = serving()
    if not _wrong(found):
        found += [_calendar(), _vault()]
    return [*found, *(look() for look in (_files, _space, _address, _mail, _debug))]


def _until_error(looks: tuple[Callable[[], Condition], ...]) -> list[Condition]:
    found: list[Condition] = []
    for look in looks:
        found.append(_carefully(look))
        if _wrong(found):
            break
    return found


def _wrong(found: list[Condition]) -> bool:
    return any(condition.weight == "error" for condition in found)


def _carefully(look: Callable[[], Condition]) -> Condition:
    try:
        return look()
    except (DatabaseError, OSError) as error:
        name = look.__name__.strip("_")
        said = type(error).__name__
        return Condition(
            name, "error", Words(zh=f"数据库打不开或读不出（{said}）", en=f"The database cannot be read ({said})")
        )


def _good(name: str, zh: str, en: str) -> Condition:
    return Condition(name, "good", Words(zh=zh, en=en))


def _database() -> Condition:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _good("database", f"数据库连上了（{connection.vendor}）", f"The database answers ({connection.vendor})")


def _migrations() -> Condition:
    loader = MigrationLoader(connection)
    waiting = [
        f"{app}.{name}" for app, name in loader.graph.leaf_nodes() if (app, name) not in loader.applied_migrations
    ]
    if not waiting:
        return _good("migrations", "数据表是最新的", "The tables are up to date")
    named = ", ".join(waiting)
    words = Words(
        zh=f"数据表还没有建好或不是最新的（{named}）：请运行 haitang demo 或 haitang serve",
        en=f"The tables are missing or not up to date ({named}): run haitang demo or haitang serve",
    )
    return Condition("migrations", "error", words)


def _triggers() -> Condition:
    if not (gone := triggers.missing()):
        return _good("triggers", "台账的只增触发器都在", "The ledger's append-only triggers are in place")
    named = ", ".join(gone)
    return Condition(
        "triggers", "error", Words(zh=f"缺少只增触发器：{named}", en=f"Append-only triggers are missing: {named}")
    )


def _heads() -> Condition:
    sizes = {head.ledger: ledger.head(head.ledger).size for head in ledger.heads()}
    said = ", ".join(f"{name} {size}" for name, size in sizes.items()) or "0"
    return _good("heads", f"台账读得出：{said}", f"The ledgers can be read: {said}")


def _calendar() -> Condition:
    year, known = clock.today().year, promise.workdays().official_years
    if year not in known:
        words = Words(
            zh=f"{year} 年的放假安排没有登记：法定期限会被拒绝",
            en=f"The calendar of {year} is not entered: legal periods are refused",
        )
        return Condition("calendar", "note", words)
    if year + 1 in known:
        return _good("calendar", f"工作日历登记到 {max(known)} 年", f"The working calendar reaches {max(known)}")
    words = Words(
        zh=f"{year + 1} 年的放假安排还没有登记：跨年的期限只是暂定",
        en=f"The calendar of {year + 1} is not entered yet: terms beyond this year are provisional",
    )
    return Condition("calendar", "note", words)


def _vault() -> Condition:
    path = settings.VAULT_KEY_FILE
    try:
        if not path.exists() and not Contact.objects.exists():
            return _good("vault", "保险柜的钥匙会在第一次用时生成", "The vault's key is made at its first use")
        found = rotation.status()
    except keyring.NoKeyring as missing:
        return Condition("vault", "error", missing.words)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        words = Words(
            zh=f"别人也能读保险柜的钥匙：请 chmod 600 {path}", en=f"Others can read the vault's key: chmod 600 {path}"
        )
        return Condition("vault", "error", words)
    return _opens(found)


def _opens(found: rotation.Status) -> Condition:
    """Whether the keys that are there open what they should: one contact of each is tried."""
    if found.missing:
        number, named = sum(found.missing.values()), ", ".join(found.missing)
        words = Words(
            zh=f"有 {number} 个联系方式的钥匙不在（{named}）：请把备份的 vault.key 放回来",
            en=f"The key of {number} contacts is missing ({named}): put your copy of vault.key back",
        )
        return Condition("vault", "error", words)
    for name in (name for name, number in found.used.items() if number):
        try:
            vault.unseal(Contact.objects.select_related("organization").filter(key_id=name).order_by("pk")[0])
        except vault.Unopenable:
            words = Words(zh=f"保险柜的钥匙 {name} 打不开联系方式", en=f"The vault's key {name} does not open contacts")
            return Condition("vault", "error", words)
    known = keyring.newest()
    if found.waiting:
        words = Words(
            zh=f"换钥匙没有做完，还有 {found.waiting} 个：请再运行 haitang vault rotate",
            en=f"A key rotation is unfinished, {found.waiting} contacts wait: run haitang vault rotate again",
        )
        return Condition("vault", "note", words)
    return _good("vault", f"保险柜的钥匙在（{known}）", f"The vault's key is there ({known})")


def _files() -> Condition:
    place = settings.FILES if settings.FILES.exists() else settings.HOME
    if os.access(place, os.W_OK | os.X_OK):
        return _good("files", f"附件目录可写：{settings.FILES}", f"Files can be written: {settings.FILES}")
    return Condition("files", "error", Words(zh=f"附件目录不能写：{place}", en=f"Files cannot be written: {place}"))


def _space() -> Condition:
    free = shutil.disk_usage(settings.HOME).free
    size = f"{free / 1024**3:.1f} GB"
    if free >= _LITTLE_SPACE:
        return _good("space", f"磁盘还有 {size}", f"{size} of disk are free")
    return Condition("space", "note", Words(zh=f"磁盘只剩 {size}", en=f"Only {size} of disk are free"))


def _address() -> Condition:
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme == "https" or (parts.hostname or "") in _LOCAL:
        return _good("address", f"对外地址 {settings.PUBLIC_URL}", f"The public address is {settings.PUBLIC_URL}")
    words = Words(
        zh=f"{settings.PUBLIC_URL} 不是 HTTPS：登录和内容在路上可以被人看到，离线巡查和拍照取景也要 HTTPS 才能用",
        en=f"{settings.PUBLIC_URL} is not HTTPS: what is sent can be read on its way, and offline rounds and the camera "
        "need HTTPS",
    )
    return Condition("address", "note", words)


def _mail() -> Condition:
    if settings.EMAIL_HOST:
        return _good("mail", f"邮件经 {settings.EMAIL_HOST} 发出", f"Mail goes out through {settings.EMAIL_HOST}")
    words = Words(
        zh="没有邮件服务器：答复只在网页上看（HAITANG_SMTP_URL）",
        en="There is no mail server: answers are shown on the page only (HAITANG_SMTP_URL)",
    )
    return Condition("mail", "note", words)


def _debug() -> Condition:
    if not settings.DEBUG:
        return _good("debug", "调试已关", "Debugging is off")
    words = Words(zh="调试开着：只能在自己机器上这样用", en="Debugging is on: for your own machine only")
    return Condition("debug", "note" if (urlsplit(settings.PUBLIC_URL).hostname or "") in _LOCAL else "error", words)


def names(conditions: list[Condition]) -> Iterator[tuple[str, bool]]:
    """Each condition's name and whether it is no error, for machines."""
    return ((condition.name, condition.weight != "error") for condition in conditions)
