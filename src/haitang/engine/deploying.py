"""Deploying 上线自检: what `haitang check --deploy` asks beyond readiness: whether this home may face other people for years.

Nothing is changed. Ages and limits are ours, no law's; each is named where it is used.
"""

import stat
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from haitang.engine import backlog, clock, outbox
from haitang.engine.backups import log, snapshots
from haitang.engine.readiness import Condition, Weight
from haitang.kernel.words import Words

#: PostgreSQL's oldest version that the tests run on (decisions: PostgreSQL ≥ 15).
OLDEST_SERVER = 15
#: A backup a night; one that failed is a note, two are an error.
BACKUP_NOTE, BACKUP_ERROR = timedelta(hours=26), timedelta(hours=50)
#: docs/run.md: rotate the vault once a year.
KEY_AGE = timedelta(days=400)
#: Deliveries are tried for about two days; what waits longer than this in the first place, nobody delivers.
LAG_NOTE, LAG_ERROR = timedelta(minutes=15), timedelta(hours=3)


def everything() -> list[Condition]:
    """Each thing looked at, in the order somebody would mend them."""
    looks: tuple[Callable[[], Condition], ...] = (
        _tls, _hosts, _proxies, _intranet, _home, _keys, _ages, _server, backups, _lag,
    )  # fmt: skip
    return [look() for look in looks]


def _tls() -> Condition:
    if urlsplit(settings.PUBLIC_URL).scheme == "https":
        return _said("tls", "good", "对外地址是 HTTPS", "The public address is HTTPS")
    return _said(
        "tls", "error", f"对外地址不是 HTTPS：{settings.PUBLIC_URL}（HAITANG_PUBLIC_URL）",
        f"The public address is not HTTPS: {settings.PUBLIC_URL} (HAITANG_PUBLIC_URL)",
    )  # fmt: skip


def _hosts() -> Condition:
    public = urlsplit(settings.PUBLIC_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        return _said("hosts", "error", "HAITANG_HOSTS 不能是 *", "HAITANG_HOSTS must not be *")
    if public not in settings.ALLOWED_HOSTS:
        return _said("hosts", "error", f"HAITANG_HOSTS 里没有 {public}", f"HAITANG_HOSTS does not name {public}")
    return _said(
        "hosts",
        "good",
        f"只回答 {', '.join(settings.ALLOWED_HOSTS)}",
        f"Answers to {', '.join(settings.ALLOWED_HOSTS)} only",
    )


def _proxies() -> Condition:
    if settings.PROXIES:
        return _said("proxies", "good", f"前面的代理：{settings.PROXIES}", f"The proxy in front: {settings.PROXIES}")
    return _said(
        "proxies", "error", "没有写明代理（HAITANG_PROXIES）：TLS 和来访地址都认不出",
        "No proxy is named (HAITANG_PROXIES): neither TLS nor the visitors' addresses are known",
    )  # fmt: skip


def _intranet() -> Condition:
    if settings.INTRANET and not settings.NETWORKS.strip():
        return _said(
            "intranet", "error", "只对内网开放，却没有写明内网", "For the intranet only, but no network is named"
        )
    return _said("intranet", "good", "来访网络设好了", "Who may come in is set")


def _home() -> Condition:
    """Database, files and keys are nobody else's on this machine."""
    paths = [settings.HOME / name for name in ("haitang.sqlite3", "secret.key", "vault.key", log.NAME)]
    open_wide = [path for path in paths if path.exists() and _others(path)]
    if _others(settings.HOME) and open_wide:
        named = ", ".join(path.name for path in open_wide)
        return _said(
            "permissions", "error", f"这台机器上的别人能读 {named}：请 chmod 700 {settings.HOME}",
            f"Others on this machine can read {named}: chmod 700 {settings.HOME}",
        )  # fmt: skip
    return _said("permissions", "good", "数据目录别人读不到", "Nobody else can read the home")


def _keys() -> Condition:
    secret = settings.HOME / "secret.key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        return _said("secret", "error", f"请 chmod 600 {secret}", f"chmod 600 {secret}")
    return _said("secret", "good", "secret.key 只有自己能读", "secret.key is read by its owner only")


def _ages() -> Condition:
    vault = Path(settings.VAULT_KEY_FILE)
    if not vault.exists():
        return _said("ages", "good", "保险柜还没有钥匙", "The vault has no key yet")
    days = int(time.time() - vault.stat().st_mtime) // 86_400
    if days <= KEY_AGE.days:
        return _said("ages", "good", f"保险柜的钥匙 {days} 天前换的", f"The vault's key was turned {days} days ago")
    return _said(
        "ages", "note", f"保险柜的钥匙 {days} 天没换：haitang vault rotate",
        f"The vault's key has not been turned for {days} days: haitang vault rotate",
    )  # fmt: skip


def _server() -> Condition:
    version = snapshots.server_version()
    if version == 0:
        return _said("server", "good", "嵌入式数据库", "An embedded database")
    if version < OLDEST_SERVER:
        return _said(
            "server", "error", f"PostgreSQL {version} 太旧，要 {OLDEST_SERVER} 以上",
            f"PostgreSQL {version} is too old; {OLDEST_SERVER} or newer",
        )  # fmt: skip
    return _said("server", "good", f"PostgreSQL {version}", f"PostgreSQL {version}")


def backups() -> Condition:
    """How old the last archive is that was restored and compared."""
    last = log.verified()
    if last is None:
        return _said(
            "backups", "error", "还没有核对过的备份：haitang backup … --verify",
            "There is no verified backup: haitang backup … --verify",
        )  # fmt: skip
    age = clock.now() - datetime.fromisoformat(last.at)
    hours = int(age.total_seconds() // 3600)
    weight: Weight = "error" if age > BACKUP_ERROR else "note" if age > BACKUP_NOTE else "good"
    sealed = ("", "") if last.sealed else ("，没有加密", ", not sealed")
    return _said(
        "backups", weight, f"最近核对过的备份是 {hours} 小时前的{sealed[0]}",
        f"The last verified backup is {hours} hours old{sealed[1]}",
    )  # fmt: skip


def _lag() -> Condition:
    waiting = backlog.overdue(len(outbox.CONSUMERS))
    age = clock.now() - waiting if waiting else timedelta()
    minutes = int(age.total_seconds() // 60)
    if age <= LAG_NOTE:
        return _said("deliveries", "good", "没有积压的投递", "Nothing waits to be delivered")
    weight: Weight = "error" if age > LAG_ERROR else "note"
    return _said(
        "deliveries", weight, f"最早的一件投递已经等了 {minutes} 分钟：有没有运行 haitang serve 或 haitang work --stay？",
        f"The oldest delivery has waited for {minutes} minutes: does haitang serve or haitang work --stay run?",
    )  # fmt: skip


def _others(path: Path) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    return bool(mode & (0o011 if path.is_dir() else 0o044))


def _said(name: str, weight: Weight, zh: str, en: str) -> Condition:
    return Condition(name, weight, Words(zh=zh, en=en))
