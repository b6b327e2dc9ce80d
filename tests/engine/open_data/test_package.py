"""Open data: whole tables in two forms that say the same, described column by column, put in place at once."""

import csv
import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from pyarrow import parquet

from haitang.commands import setup
from haitang.engine import clock, gate
from haitang.engine.open_data import package
from haitang.engine.open_data.columns import LINE, of_lines
from haitang.engine.open_data.package import Package
from haitang.engine.open_data.tables import TABLES
from haitang.records.matter import Matter
from haitang.records.party import Organization
from tests.cast import Cast, Told


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own, so that nothing of another test lies ready."""
    settings.HOME = tmp_path
    return tmp_path


def office() -> Organization:
    return Organization.objects.get(code="sujin")


def rows(made: Package, name: str) -> list[dict[str, str]]:
    with (made.folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def columns(made: Package, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parquet.read_table(made.folder / f"{name}.parquet").to_pylist()
    return found


def told(value: Any) -> str:
    """A value of the columns as the text has it."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def shown(one: Told, **marks: Any) -> None:
    """Mark a matter as a desk does that has read it."""
    with gate.upkeep():
        Matter.objects.filter(number=one.number).update(**marks)


def test_before_the_first_one_there_is_none(home: Path, cast: Cast) -> None:
    assert package.latest(office()) is None


def test_what_lies_ready_is_what_was_written(home: Path, cast: Cast) -> None:
    made = package.write(office())
    assert package.latest(office()) == made and made.day == clock.today()


def test_both_forms_say_the_same(home: Path, cast: Cast) -> None:
    shown(cast.solved(), screened=True)
    made = package.write(office())
    for name in TABLES:
        said = [{key: told(value) for key, value in row.items()} for row in columns(made, name)]
        assert said == rows(made, name), name
    assert len(rows(made, "matters-done")) == 1 and len(rows(made, "figures")) > 50


def test_the_description_knows_every_file_by_size_and_digest_and_every_column(home: Path, cast: Cast) -> None:
    made = package.write(office())
    assert {one["path"] for one in made.described["resources"]} | {package.DESCRIPTION} == {
        file.name for file in made.folder.iterdir()
    }
    for one in made.described["resources"]:
        body = (made.folder / one["path"]).read_bytes()
        assert (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}") == (one["bytes"], one["hash"])
        names = [field["name"] for field in one["schema"]["fields"]]
        found = columns(made, one["path"][:-8]) if one["format"] == "parquet" else rows(made, one["path"][:-4])
        assert len(found) == one["rows"] and all(list(row) == names for row in found)
    assert all(field["description"] for one in made.described["resources"] for field in one["schema"]["fields"])


def test_the_description_is_what_was_written_on_the_disk(home: Path, cast: Cast) -> None:
    made = package.write(office())
    assert json.loads((made.folder / package.DESCRIPTION).read_text()) == made.described


def test_the_licence_is_the_offices(home: Path, cast: Cast) -> None:
    assert package.write(office()).described["licenses"][0]["name"] == "CC-BY-4.0"
    given = {"place": "sujin", "rule": "open_data_license", "value": "none", "source": "街道办 2023 年第 3 号"}
    gate.do(setup.set_rule, cast.administrator, **given)
    assert "licenses" not in package.write(office()).described


def test_nothing_unscreened_private_or_of_another_office_is_in_it(home: Path, cast: Cast) -> None:
    cast.report("只有受理台读过的话")
    private = cast.accepted()
    shown(private, private=True, screened=True)
    made = package.write(office())
    text = "".join(file.read_text() for file in made.folder.glob("*.csv"))
    assert "只有受理台读过的话" not in text and private.number not in text
    assert {row["code"] for row in rows(made, "places")} & {"bzxc", "bz"} == set()


def test_what_was_said_today_waits_as_it_does_for_the_map(home: Path, cast: Cast) -> None:
    one = cast.working()
    shown(one, screened=True)
    assert rows(package.write(office()), "matters-in-hand") == []
    with clock.at(clock.now() + timedelta(days=2)):
        assert [row["number"] for row in rows(package.write(office()), "matters-in-hand")] == [one.number]


def test_places_end_at_the_compound(home: Path, cast: Cast) -> None:
    kinds = {row["kind"] for row in rows(package.write(office()), "places")}
    assert "compound" in kinds and not kinds & {"building", "stairwell", "cell"}


def test_a_title_that_a_spreadsheet_would_reckon_is_a_text_in_csv(home: Path, cast: Cast) -> None:
    one = cast.solved()
    shown(one, screened=True, title="=1+1")
    made = package.write(office())
    assert rows(made, "matters-done")[0]["title"] == "'=1+1" and columns(made, "matters-done")[0]["title"] == "=1+1"


def test_a_package_that_fails_leaves_the_one_before(home: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = package.write(office())
    monkeypatch.setattr(package, "_resource", lambda *_given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        package.write(office())
    assert package.latest(office()) == before and [one.name for one in (home / package.FOLDER).iterdir()] == ["sujin"]


LINE_OF = st.tuples(
    st.just("sujin"), st.integers(1, 2**40), st.sampled_from(["request.closed.solved", "出"]), st.dates(date(2000, 1, 1)),
    st.sampled_from(["dgmy", ""]), st.integers(-9, 9),
).map(lambda values: dict(zip(LINE, values, strict=True)))  # fmt: skip


@tried(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(st.lists(st.lists(LINE_OF, max_size=4), max_size=4))
def test_lines_come_back_as_they_went_in(pages: list[list[dict[str, Any]]]) -> None:
    with of_lines(pages) as file:
        table = parquet.read_table(file)
    assert table.column_names == list(LINE) and table.to_pylist() == [row for page in pages for row in page]
