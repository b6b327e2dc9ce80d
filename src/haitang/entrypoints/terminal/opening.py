"""`haitang open` 公开数据: write the tables that anybody may take."""

import click

from haitang.entrypoints.terminal import home_option
from haitang.jobs import open_data


@click.command(name="open")
@home_option
def opening() -> None:
    """Write the open data of every office anew: CSV, Parquet and their description. A served home does it every night."""
    for code, made in open_data.write_all().items():
        for one in made.described["resources"]:
            click.echo(f"{code}\t{made.folder / one['path']}\t{one['rows']}\t{one['bytes']}")
