"""`haitang serve` 服务: serve the site until told to stop."""

import click
from django.conf import settings

from haitang.entrypoints.terminal import home_option, serving
from haitang.entrypoints.terminal.asking import refusing
from haitang.kernel.words import Words

READY = Words(
    zh="海棠已开门：{url}（数据目录 {home}，Ctrl-C 停止）",
    en="Haitang is open at {url} (home {home}, Ctrl-C stops it)",
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@home_option
@click.pass_obj
@refusing
def serve(language: str, host: str, port: int) -> None:
    """Serve the site; tables are made or brought up to date first."""
    serving.refuse_taken(host, port, language)
    serving.prepare()
    said = READY.say(language).format(url=serving.address(host, port), home=settings.HOME)
    serving.run(host, port, lambda: click.echo(said))
