"""`haitang bench` 量速: measure against the limits, or fill an empty home with synthetic matters."""

import json
import sys
from pathlib import Path

import click
from django.conf import settings

from haitang.engine import installation
from haitang.entrypoints.terminal import home_option
from haitang.jobs.bench.cases import CASES
from haitang.jobs.bench.fill import fill
from haitang.jobs.bench.result import run
from haitang.kernel.errors import Refusal


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "target", type=click.Path(dir_okay=False, path_type=Path), help="Also write the results here.")
@click.option("--matters", default=100_000, show_default=True, help="How many matters the large home holds.")
@home_option
@click.pass_obj
def bench(language: str, names: tuple[str, ...], target: Path | None, matters: int) -> None:
    """Measure NAME… (all when none is given), or `fill` an empty home with --matters synthetic matters."""
    if names == ("fill",):
        _fill(matters, language)
        return
    if unknown := set(names) - set(CASES):
        raise click.UsageError(f"{', '.join(sorted(unknown))}: choose from fill, {', '.join(CASES)}")
    chosen = [case for name, case in CASES.items() if not names or name in names]
    results = []
    for result in run(chosen, settings.HOME / "bench", matters):
        verdict = {True: "ok", False: "OVER", None: "void"}[result.ok]
        click.echo(f"{result.name:<24} {result.value:>10} {result.unit:<36} limit {result.limit:<6} {verdict}")
        if result.note and result.ok is not True:
            click.echo(f"    {result.note} (load {result.load})")
        results.append(result.as_dict())
    if target:
        target.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if any(result["ok"] is False for result in results):
        sys.exit(1)


def _fill(matters: int, language: str) -> None:
    """Fill the home, with a progress bar."""
    installation.migrate()
    try:
        with click.progressbar(length=matters, label="synthetic matters", file=sys.stderr) as bar:
            for done in fill(matters):
                bar.update(done - bar.pos)
    except Refusal as refusal:
        raise click.ClickException(refusal.words.say(language)) from None
