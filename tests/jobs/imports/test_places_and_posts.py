"""Places and posts from a table: new ones under their parents, other names for known ones, and nothing moved by a table."""

import pytest

from haitang.engine import ledger
from haitang.kernel.errors import Invalid
from haitang.records.account import Account
from haitang.records.party import Membership, Post
from haitang.records.place import Place
from tests.jobs.imports.conftest import Bring
from tests.jobs.imports.test_matters import counts

PLACES = ["代码", "名称", "英文名称", "类别", "上级"]
POSTS = ["代码", "名称", "英文名称", "角色", "地方", "登录名"]
OWNER = "承办单位"


def fields(report: object) -> list[tuple[int, str]]:
    return [(row, problem.field) for row, problem in getattr(report, "errors", [])]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_places_lie_in_each_other_also_within_one_file(brought: Bring, suffix: str) -> None:
    rows = [
        ["苏锦街道地方一览"],
        PLACES,
        ["ｎｅｗ－ｃ", "新社区", "New", "社区", ""],
        ["new-1", "一号网格", "", "网格", "new-c"],
        ["new-xq", "新小区", "New Compound", "小区", "new-1"],
    ]
    assert counts(brought("places", rows, suffix=suffix)) == (3, 3, 0, 0, 0)
    found = Place.objects.get(code="new-xq")
    assert found.path == "/gusu/sujin/new-c/new-1/new-xq/" and found.community == "new-c"
    assert Place.objects.get(code="new-1").name_en == "new-1"
    before = ledger.head("sujin").size
    assert counts(brought("places", rows, suffix=suffix)) == (3, 0, 0, 3, 0)
    assert ledger.head("sujin").size == before


def test_another_name_is_an_update_and_another_kind_or_parent_a_mistake(brought: Bring) -> None:
    assert counts(brought("places", [PLACES, ["dgmy", "大观新苑", "Daguan New Garden", "小区", "daguan-1"]])) == (
        1,
        0,
        1,
        0,
        0,
    )
    assert Place.objects.get(code="dgmy").name == "大观新苑"
    rows = [
        PLACES,
        ["dgmy", "大观花园", "x", "社区", "daguan-1"],
        ["dgmy-15", "15幢", "Building 15", "楼幢", "jinhua-1"],
    ]
    assert fields(brought("places", rows)) == [(2, "kind"), (3, "parent")]


def test_a_place_of_another_office_is_neither_parent_nor_free(brought: Bring) -> None:
    rows = [
        PLACES,
        ["x", "某", "x", "小区", "beizhuang-1"],
        ["bzxc", "某", "x", "小区", "daguan-1"],
        ["new one", "某", "x", "小区", ""],
    ]
    assert fields(brought("places", rows)) == [(2, "parent"), (3, "code"), (4, "code")]


def test_a_desk_brings_in_no_places(brought: Bring) -> None:
    assert fields(brought("places", [PLACES, ["x", "某", "x", "小区", "daguan-1"]], by="desk")) == [(2, "parent")]


def test_posts_come_with_their_logins_and_the_same_again_changes_nothing(brought: Bring) -> None:
    rows = [
        POSTS,
        ["elec", "供电所", "power company", OWNER, "sujin", "elec"],
        ["water", "水务", "water", "owner", "sujin", ""],
    ]
    rows[1][3] = "owner"
    assert counts(brought("posts", rows)) == (2, 2, 0, 0, 0)
    assert Membership.objects.get(account__login="elec").post.code == "elec"
    assert not Account.objects.get(login="elec").has_usable_password()
    assert counts(brought("posts", rows)) == (2, 0, 0, 2, 0)
    rows[2] = ["water", "水务公司", "water company", "owner", "sujin", "elec"]
    assert counts(brought("posts", rows)) == (2, 0, 1, 1, 0)
    assert Post.objects.get(code="water").name == "水务公司"
    assert Membership.objects.filter(account__login="elec").count() == 2


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (["boss", "管理员二", "second", "administrator", "sujin", ""], "role"),
        (["x", "某", "x", "voice", "sujin", ""], "role"),
        (["x", "某", "x", "owner", "beizhuang", ""], "place"),
        (["other_desk", "某", "x", "desk", "sujin", ""], "code"),
        (["desk", "社区受理台", "community desk", "supervisor", "daguan", ""], "role"),
        (["desk", "社区受理台", "community desk", "desk", "sujin", ""], "place"),
        (["x", "某", "x", "owner", "sujin", "other_desk"], "login"),
    ],
)
def test_a_table_gives_nobody_more_than_a_form_would(brought: Bring, row: list[str], field: str) -> None:
    report = brought("posts", [POSTS, row])
    assert (2, field) in fields(report) and report.created == 0
    assert not Post.objects.filter(code="x").exists()


def test_a_table_without_a_row_is_refused(brought: Bring) -> None:
    with pytest.raises(Invalid):
        brought("places", [PLACES, ["", "", ""]])
