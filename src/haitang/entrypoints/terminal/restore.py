"""`haitang restore` 恢复: an archive into an empty home; refused, with what differs, unless all comes out as it was."""

from pathlib import Path

import click
from django.conf import settings

from haitang.engine.backups import keys
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing
from haitang.entrypoints.terminal.progress import watching
from haitang.jobs import restoring
from haitang.kernel.words import Words

DONE = Words(
    zh="已恢复到 {home}：{made} 的备份。核对了 {figures} 个数字和 {ledgers} 本台账，{wrong} 处不一样",
    en="Restored into {home}: the backup of {made}. {figures} figures and {ledgers} ledgers compared, {wrong} differences",
)
VAULT = Words(
    zh="备份里没有 vault.key：请把另放的那一份放进 {home}（权限 600），否则联系方式打不开。",
    en="vault.key is not in this backup: put your copy into {home} (mode 600), or no contact can be opened.",
)
DISK = Words(zh="没有恢复（{why}），什么也没留下", en="Not restored ({why}); nothing of it is left")
File = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("archive", type=File)
@click.option(
    "--key", type=File, envvar="HAITANG_BACKUP_KEY", help="The age key that opens it (also HAITANG_BACKUP_KEY)."
)
@click.option("--anyway", is_flag=True, help="Put it in place although something differs: when nothing better is left.")
@home_option
@click.pass_obj
@refusing
def restore(language: str, archive: Path, key: Path | None, anyway: bool) -> None:
    """Put a backup into an empty home, once every ledger root and every figure come out as they were."""
    try:
        with watching(language) as watch:
            told, wrong = restoring.restore(archive, keys.read(key), watch, anyway)
    except OSError as error:
        leave(DISK.say(language).format(why=error.strerror or error), 1)
    for words in wrong:
        click.echo(f"✗ {words.say(language)}", err=True)
    number = sum(len(named) for named in told.standing.figures.values())
    shown: dict[str, object] = {
        "wrong": len(wrong),
        "home": settings.HOME,
        "made": told.made_at.isoformat(timespec="seconds"),
        "figures": number,
    }
    click.echo(DONE.say(language).format(**shown, ledgers=len(told.standing.heads)))
    if not (settings.HOME / "vault.key").exists():
        click.echo(VAULT.say(language).format(home=settings.HOME), err=True)
