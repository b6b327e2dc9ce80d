"""The terminal 终端: `haitang COMMAND …`. Each command is a module here, holding a click command of the same name.

Django starts after the home is known and before the command's module is loaded, so that the modules import what they
need at their top like everybody else. `haitang --help` starts nothing.
"""

import os
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import click

#: What `haitang --help` says of each; a command is there when its module is.
COMMANDS: dict[str, str] = {
    "init": "Found a real office in an empty home.",
    "demo": "Load the demonstration year and open the site.",
    "serve": "Serve the site.",
    "work": "List the work that is due, or run what waits to be delivered.",
    "do": "Make one change through the gate, as yourself.",
    "import": "Bring in a table of places, posts or hotline orders.",
    "invite": "Print a link with which somebody sets a password.",
    "figures": "Print figures with their evidence counted.",
    "brief": "Print a plain brief whose every number names its figure.",
    "seal": "Let the public view advance to today's ledger heads.",
    "open": "Write the open data anew.",
    "verify": "Recompute every ledger and name the first bad line.",
    "index": "Make the search index anew.",
    "learn": "Learn from this home's history which category to suggest.",
    "deadline": "Reckon a deadline in working days.",
    "bench": "Measure speed against its limits.",
    "backup": "Make one archive of this home, also while it is served.",
    "restore": "Put an archive into an empty home and compare.",
    "vault": "Say how the vault's keys stand, or turn to a new one.",
    "check": "Say whether this home is fit to serve.",
}
#: Commands whose name is no name for a module of Python.
MODULES = {"import": "importing", "open": "opening"}
SETTINGS = "haitang.site.settings"
NO_DATABASE = (
    "这个数据目录还没有数据库，请先运行 haitang demo 或 haitang serve。"
    " This home has no database yet: run haitang demo or haitang serve first."
)
#: What Django raises for a missing table; by name, because Django is not loaded before it is needed.
_NO_TABLES = {"OperationalError", "ProgrammingError"}
_SAID = ("no such table", "does not exist")


class Rooms(click.Group):
    """A group that loads a command's module when it is asked for, with Django started on the chosen home."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands whose modules are there, in the order of the table."""
        there = {module.name for module in iter_modules(__path__)}
        return [name for name in COMMANDS if MODULES.get(name, name) in there]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The click command of that module; None when there is no such command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        start()
        name = MODULES.get(cmd_name, cmd_name)
        found: click.Command = getattr(import_module(f"{__name__}.{name}"), name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take the command's own `--home` before anything is loaded."""
        if home := _home_in(args[1:]):
            os.environ["HAITANG_HOME"] = home
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a home without tables is said in a sentence, not in a trace."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if type(error).__name__ in _NO_TABLES and any(words in str(error) for words in _SAID):
                raise click.ClickException(NO_DATABASE) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _home_in(args: list[str]) -> str:
    """The value of `--home DIR` or `--home=DIR` among a command's arguments, or nothing."""
    for place, argument in enumerate(args):
        if argument == "--home" and place + 1 < len(args):
            return args[place + 1]
        if argument.startswith("--home="):
            return argument.removeprefix("--home=")
    return ""


def start() -> None:
    """Start Django on the home that HAITANG_HOME names; once a process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415 (0.3 s, and it reads the home, which has to be known first)

    django.setup()


def home_option(function: Any) -> Any:
    """`--home DIR` for a command; the group has taken it already, this lets click and `--help` know it."""
    return click.option(
        "--home", metavar="DIR", expose_value=False, help="The home directory; otherwise HAITANG_HOME, else ./var."
    )(function)


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="The language of the answers.")
@click.pass_context
def main(ctx: click.Context, language: str) -> None:
    """Haitang 海棠: every figure opens to its evidence, every voice gets its answer."""
    ctx.obj = "en" if language == "en" else "zh-hans"
