"""`haitang init` 设立: a real office from an empty home, and the link with which its administrator begins."""

from typing import Any

import click
from django.conf import settings

from haitang.engine import homes
from haitang.entrypoints.terminal import home_option
from haitang.entrypoints.terminal.asking import leave, refusing
from haitang.jobs import founding
from haitang.kernel.words import Words

WELCOME = Words(
    zh="海棠：设立一个真实单位。数据目录 {home}",
    en="Haitang: found a real office. Home {home}",
)
ASKED = {
    "organization": Words(zh="代码（小写字母、数字，例如 sujin）", en="Code (small letters and digits, such as sujin)"),
    "name": Words(zh="名称", en="Name in Chinese"),
    "name_en": Words(zh="英文名称", en="Name in English"),
    "mark": Words(zh="编号开头的两个大写字母", en="Two capitals before the numbers"),
    "administrator": Words(zh="管理员的登录名", en="Login of the administrator"),
}
TAKEN = Words(
    zh="这个数据目录里已经有真实单位。要再添一个，请写明 --organization 代码 --name … --name-en … --mark …",
    en="This home holds a real office already. To add another one, give --organization CODE --name … --name-en … --mark …",
)
DONE = Words(
    zh="""
{name} 已经设立，还没有开门。

1  haitang serve --home {home}
2  请管理员 {login} 在 7 天内打开这个链接，设好密码（只能用一次）：
   {link}
3  照着“开办设置”一步一步做，最后开门。
""",
    en="""
{name} is founded and not open yet.

1  haitang serve --home {home}
2  Let the administrator {login} open this link within 7 days and set a password (it works once):
   {link}
3  Follow the set-up page step by step; the last step opens the office.
""",
)


@click.command()
@click.option("--organization", metavar="CODE", default="", help="The code of the organization.")
@click.option("--name", default="", help="Its name in Chinese.")
@click.option("--name-en", default="", help="Its name in English.")
@click.option("--mark", metavar="XX", default="", help="Two capitals that open its matter numbers.")
@click.option("--administrator", metavar="LOGIN", default="", help="The login of the first administrator.")
@click.option("--kind", type=click.Choice(list(founding.KINDS)), default="sub-district", help="What its own place is.")
@home_option
@click.pass_obj
@refusing
def init(language: str, kind: str, **given: str) -> None:
    """Found a real office in an empty home, or another one in a home of real offices. Asks for what is not given."""
    with homes.in_use(settings.HOME):
        if founding.prepare() == "real" and not given["organization"]:
            leave(TAKEN.say(language), 1)
        click.echo(WELCOME.say(language).format(home=settings.HOME))
        told = {name: value or _ask(name, language, given) for name, value in given.items()}
        link = founding.found(
            told["organization"], told["name"], told["name_en"], told["mark"].upper(), told["administrator"], kind
        )
    shown: dict[str, Any] = {"name": told["name"], "home": settings.HOME, "login": told["administrator"]}
    click.echo(DONE.say(language).format(**shown, link=link))


def _ask(name: str, language: str, given: dict[str, str]) -> str:
    default = "administrator" if name == "administrator" and not given["organization"] else None
    return str(click.prompt(ASKED[name].say(language), default=default, type=str)).strip()
