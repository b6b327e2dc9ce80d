"""The pages of tables for the list of every page: an order of the hotline, and a table that waits for a yes."""

from haitang.commands import hotline
from haitang.engine import gate
from haitang.jobs.imports import intakes
from haitang.jobs.imports.bringing import layout_of
from haitang.records.party import Organization
from tests.cast import Cast
from tests.commands.inputs import SOUND

#: Downloads: tests/entrypoints/web/test_tables_bringing.py, test_tables_exports.py and test_tables_returning.py.
NO_PAGES = {"desk_import_template", "desk_intake_report", "desk_export", "desk_way_back_pack"}


def scene(cast: Cast) -> dict[str, str]:
    """The order's number here, and the address of the table, with a blank between."""
    ordered = gate.do(hotline.bring, cast.desk, **SOUND["hotline.bring"]).subject
    table = "工单编号,诉求内容,受理时间\n20231114-2,路灯不亮,2023-11-14\n20231114-1,路灯不亮,2023-11-14\n"
    office = Organization.objects.get(code="sujin")
    return {"ordered": f"{ordered} {intakes.take([table.encode()], layout_of('matters'), office, cast.desk).room}"}


def pages(scene: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Route, arguments, and who looks."""
    ordered, intake = scene.split()
    return [
        ("desk_import", (), "desk"),
        ("desk_intake", (intake,), "desk"),
        ("desk_matter", (ordered,), "desk"),
        ("desk_way_back", (ordered,), "desk"),
    ]
