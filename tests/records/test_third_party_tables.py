"""Every table that is not ours is written down with what it holds and when that goes."""

import re

from django.db import connection

from tests.cast import Cast
from tests.house.trees import ROOT


def test_every_table_of_others_is_written_down(cast: Cast) -> None:
    written = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "third-party-tables.md").read_text()))
    tables = {table for table in connection.introspection.table_names() if not table.startswith("haitang_")}
    assert tables - written == set()
