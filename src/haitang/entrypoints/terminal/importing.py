"""`haitang import` 导入: a table of places, of posts or of hotline orders, judged as a whole and then entered, or nothing of it."""

import json
from pathlib import Path

import click

from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing, words
from haitang.entrypoints.terminal.do import own_home
from haitang.jobs.imports.bringing import DOOR, Stopped, Task, bring, judge, layout_of
from haitang.jobs.imports.kinds import IMPORTABLE
from haitang.jobs.imports.report import FATES, Report
from haitang.kernel.actor import Actor
from haitang.kernel.words import Words
from haitang.records.account import Account
from haitang.records.party import Organization

FOR = Words(zh="{organization} · {kind} · 表格样式 {layout}", en="{organization} · {kind} · layout {layout}")
DRY = Words(zh="只是看一看：什么都没有写。", en="A look only: nothing was written.")
NOTHING = Words(
    zh="有 {wrong} 行有错：什么都没有写。改好以后再导入同一个文件。",
    en="{wrong} rows are wrong: nothing was written. Mend the file and bring it in again.",
)
STOPPED = Words(
    zh="到第 {row} 行停下了：{why}\n这一行以前的都已登记。情况弄清以后再导入同一个文件，会从这里接着办，不会重复。",
    en="Stopped at row {row}: {why}\nThe rows before it are entered. Bring in the same file again to go on from here; "
    "nothing is entered twice.",
)
SHOWN = 20


@click.command("import")
@click.argument("kind", type=click.Choice(list(IMPORTABLE)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--mapping", default="", metavar="NAME", help="The layout the table comes in, such as nyc311; else ours.")
@click.option("--dry-run", is_flag=True, help="Say what it would do and write nothing.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@click.option("--as", "login", metavar="LOGIN", help="Whose posts this is done with; else the installation's.")
@click.option(
    "--organization", "code", metavar="CODE", default="", help="Whose it is, where a home holds several offices."
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write every row's fate to this CSV.",
)
@home_option
@click.pass_obj
@refusing
def importing(
    language: str, kind: str, file: Path, mapping: str, dry_run: bool, form: str, login: str | None, code: str,
    report: Path | None,
) -> None:  # fmt: skip
    """Bring the table FILE (.xlsx or .csv) in as KIND. Exit 1 when rows are wrong or it had to stop."""
    own_home()
    task = Task(file, kind, layout_of(kind, mapping), _organization(code), _actor(login, language))
    if form == "text":
        said = {"organization": task.organization.name, "kind": IMPORTABLE[kind].words.say(language)}
        click.echo(FOR.say(language).format(**said, layout=task.layout.name))
    try:
        done = judge(task, report) if dry_run else bring(task, report)
    except Stopped as stop:
        leave(STOPPED.say(language).format(row=stop.row, why=words(stop.refusal, language)), 1)
    click.echo(
        json.dumps(done.plain(language), ensure_ascii=False) if form == "json" else _text(done, dry_run, language)
    )
    if done.wrong:
        raise SystemExit(1)


def _text(done: Report, dry_run: bool, language: str) -> str:
    counts = "  ".join(f"{words.say(language)} {getattr(done, name)}" for name, words in FATES.items())
    lines = [f"{done.rows}  =  {counts}"]
    lines += [f"  {note.say(language)}: {many}" for note, many in done.notes.items()]
    lines += [f"  {row}  {problem.field}: {problem.words.say(language)}" for row, problem in done.errors[:SHOWN]]
    lines += ["  …"] if len(done.errors) > SHOWN else []
    if done.wrong:
        lines.append(NOTHING.say(language).format(wrong=done.wrong))
    elif dry_run:
        lines.append(DRY.say(language))
    return "\n".join(lines)


def _organization(code: str) -> Organization:
    """The one named, else the first founded."""
    known = Organization.objects.order_by("pk")
    found = known.filter(code=code).first() if code else known.first()
    if found is None:
        leave(f"{code}: no such organization" if code else "this home holds no organization yet", 1)
    return found


def _actor(login: str | None, language: str) -> Actor:
    if login is None:
        return Actor(DOOR, system="import", language=language)
    account = Account.objects.filter(login=login, active=True).first()
    if account is None:
        leave(f"{login}: no such login", 1)
    return Actor(DOOR, account=account.pk, language=language)
