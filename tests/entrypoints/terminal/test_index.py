"""`haitang index`."""

from haitang.commands import places
from haitang.engine import gate, sheets
from haitang.engine.authority import posts_of
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.terminal.conftest import Run


def test_after_a_place_was_renamed_its_matters_are_found_by_the_new_name(cast: Cast, run: Run) -> None:
    told = cast.report("路灯不亮", "dgmy")
    gate.do(places.rename, cast.administrator, place="dgmy", name="海棠花园", name_en="Crabapple Garden")
    posts = posts_of(cast.desk)
    assert sheets.matching(["海棠花园"], posts).rows == []
    done = run("index")
    assert done.exit_code == 0 and f"检索里有 {Matter.objects.count()} 件事" in done.stdout
    assert [row.number for row in sheets.matching(["海棠花园"], posts).rows] == [told.number]
    assert sheets.matching(["大观花园"], posts).rows == []
