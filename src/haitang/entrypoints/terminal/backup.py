"""`haitang backup` 备份: one archive of this home while it is used; with `--verify` restored once to see that it can be."""

from pathlib import Path

import click

from haitang.engine.backups import keys, log
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing
from haitang.entrypoints.terminal.progress import watching
from haitang.jobs import backing_up
from haitang.kernel.words import Words

MADE = Words(
    zh="已备份：{name}（{size} 字节，SHA-256 {digest}）", en="Backed up: {name} ({size} bytes, SHA-256 {digest})"
)
PLAIN = Words(
    zh="没有加密：拿到它的人能读里面的一切（联系方式除外）。用 --key 加密。",
    en="It is not sealed: whoever gets it can read everything in it but contacts. Seal it with --key.",
)
VERIFIED = Words(zh="已恢复核对：台账和每个数字都一样", en="Restored and compared: ledgers and every figure agree")
NEW_KEY = Words(
    zh="钥匙在 {path}。把它抄一份，和备份分开放：丢了它，备份就打不开。公钥 {public}",
    en="The key is in {path}. Keep a copy apart from the backups: without it they stay shut. Public key {public}",
)
REMOVED = Words(zh="已删除旧备份：{name}", en="Removed an old backup: {name}")
ASK = Words(zh="请写明备份到哪个文件或文件夹", en="Say which file or folder to back up to")
DISK = Words(
    zh="备份没有写成（{why}），什么也没留下", en="The backup could not be written ({why}); nothing of it is left"
)
File = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("target", required=False, metavar="FILE|DIR", type=click.Path(path_type=Path))
@click.option("--key", type=File, envvar="HAITANG_BACKUP_KEY", help="Seal with this age key (also HAITANG_BACKUP_KEY).")
@click.option("--with-vault-key", is_flag=True, help="Put vault.key in as well; sealed archives only.")
@click.option("--verify", is_flag=True, help="Restore it into a home that is thrown away, and compare.")
@click.option("--keep", type=click.IntRange(min=1), help="Of the archives made in DIR keep only the newest so many.")
@click.option("--new-key", type=File, help="Make an age key in this file and end.")
@home_option
@click.pass_obj
@refusing
def backup(
    language: str,
    target: Path | None,
    key: Path | None,
    with_vault_key: bool,
    verify: bool,
    keep: int | None,
    new_key: Path | None,
) -> None:
    """Back up database, files and ledger heads into one archive, consistent while servers go on."""
    if new_key is not None:
        click.echo(NEW_KEY.say(language).format(path=new_key, public=keys.make(new_key)))
        return
    if target is None:
        raise click.UsageError(ASK.say(language))
    try:
        made = _make(backing_up.target_of(target), key, with_vault_key, language)
        if verify:
            backing_up.verify(made, key)
            click.echo(VERIFIED.say(language))
    except OSError as error:
        leave(DISK.say(language).format(why=error.strerror or error), 1)
    for path in backing_up.prune(Path(made.name).parent, keep) if keep else ():
        click.echo(REMOVED.say(language).format(name=path.name))


def _make(target: Path, key: Path | None, with_vault_key: bool, language: str) -> log.Made:
    with watching(language) as watch:
        made = backing_up.back_up(target, keys.read(key), with_vault_key, watch)
    click.echo(MADE.say(language).format(name=made.name, size=made.bytes, digest=made.sha256))
    if not made.sealed:
        click.echo(PLAIN.say(language), err=True)
    return made
