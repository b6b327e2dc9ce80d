"""`haitang demo` 演示: load the neighborhood's year once, then open the site with a login for each role."""

from contextlib import ExitStack
from datetime import date
from typing import Any

import click
from django.conf import settings

from haitang.entrypoints.terminal import home_option, serving
from haitang.entrypoints.terminal.asking import refusing
from haitang.jobs.demonstration import home
from haitang.jobs.demonstration.days import END, START
from haitang.jobs.demonstration.founding import who_is_who
from haitang.kernel.words import Words

HOST = "127.0.0.1"
FIRST, LAST = START.date(), END.date()
REPLAYING = Words(zh="重演这一年", en="Replaying the year")
LOADED = Words(zh="演示已装载：{home}", en="The demonstration is loaded: {home}")
WELCOME = Words(
    zh="""
海棠 · 演示    {url}
示意图、示例记录、示例小区：没有真人，时钟从 2023-11-15 08:30 走起。

登录 {url}sign-in    密码都是 {password}
{logins}

先试试
  1. 打开首页，说一句话，拿到编号、查询码和答应的日子
  2. 用 desk 登录：今天到期的、超期的、等答复的
  3. 用 leader 登录，点开“解决民生问题 79 件”：数字 → 每一行 → 台账 → 证明
  4. 看 15 幢西侧的花园议事亭：谁提的、会上怎么定的、怎么答复的

Ctrl-C 停止。再来一次 haitang demo 只开门，不重装。
""",
    en="""
Haitang · demonstration    {url}
A schematic map, example records, an invented compound: no real people; the clock starts at 2023-11-15 08:30.

Sign in at {url}sign-in    every password is {password}
{logins}

Try first
  1. Open the home page and say one sentence: you get a number, a secret and a promised date
  2. Sign in as desk: what is due today, what is late, what waits for an answer
  3. Sign in as leader and open "problems solved: 79": number → rows → ledger → proof
  4. See the pavilion west of building 15: who asked, what the session decided, what they were told

Ctrl-C stops it. The next haitang demo only opens the site.
""",
)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--no-serve", is_flag=True, help="Load and exit.")
@home_option
@click.pass_obj
@refusing
def demo(language: str, port: int, no_serve: bool) -> None:
    """Load the demonstration year into an empty home (once) and open the site."""
    if not no_serve:
        serving.refuse_taken(HOST, port, language)
    load(language)
    if no_serve:
        click.echo(LOADED.say(language).format(home=settings.HOME))
        return
    serving.run(HOST, port, lambda: click.echo(welcome(serving.address(HOST, port), language)))


def load(language: str) -> bool:
    """Make the home a demonstration, with a progress bar while the year goes by; whether it had to be loaded."""
    with ExitStack() as stack:
        bars: list[Any] = []

        def watch(day: date) -> None:
            if not bars:
                length = (LAST - FIRST).days
                bars.append(stack.enter_context(click.progressbar(length=length, label=REPLAYING.say(language))))
            bars[0].update((day - FIRST).days - bars[0].pos)

        return home.ensure(watch)


def welcome(url: str, language: str) -> str:
    """What a visitor needs to know: address, logins, what to try first."""
    rows = (f"  {login:<15}{words.zh} · {words.en}" for login, words in who_is_who())
    return WELCOME.say(language).format(url=url, password=home.PASSWORD, logins="\n".join(rows))
