"""What an office takes on is listed as the specification says, in both formats and both languages."""

import json
from typing import Any

import pytest

from haitang.commands import openings
from haitang.engine import gate
from haitang.kernel.registry import kinds
from tests.cast import Cast
from tests.entrypoints.open311.conftest import System


def test_every_category_that_residents_report_is_a_service(cast: Cast, system: System) -> None:
    listed = {row["service_code"]: row for row in system.rows("services")}
    for kind in kinds:
        mine = {code for code in listed if code == kind.name or code.startswith(f"{kind.name}.")}
        assert len(mine) == (len(kind.categories) if kind.shape == "case" else 0), kind.name
    drains = listed["requests.problem.drains"]
    assert drains == {
        "service_code": "requests.problem.drains", "service_name": "drains", "description": "a resident's request · drains",
        "metadata": True, "type": "realtime", "keywords": drains["keywords"], "group": "a resident's request",
    }  # fmt: skip
    assert "下水道" in drains["keywords"].split(",")
    chinese = {row["service_code"]: row["service_name"] for row in System("zh-hans").rows("services")}
    assert chinese["requests.problem.drains"] == "下水道、排水"


def test_xml_is_the_default_and_says_the_same(cast: Cast, system: System) -> None:
    tree = system.tree("services")
    assert tree.tag == "services" and next(one.tag for one in tree) == "service"
    assert [one.findtext("service_code") for one in tree] == [row["service_code"] for row in system.rows("services")]
    assert {one.findtext("metadata") for one in tree} == {"true"}
    assert system.get("v2/services").content == system.get("v2/services.xml").content


def test_a_definition_lists_what_may_be_said_besides(cast: Cast, system: System) -> None:
    found = system.rows("services/requests.problem.drains")
    assert found["service_code"] == "requests.problem.drains"
    assert [(one["order"], one["variable"], one["datatype"], one["required"]) for one in found["attributes"]] == [
        (1, False, "string", False), (2, True, "string", False), (3, True, "singlevaluelist", False),
        (4, True, "singlevaluelist", False),
    ]  # fmt: skip
    tree = system.tree("services/requests.problem.drains")
    assert tree.tag == "service_definition"
    assert [one.findtext("key") for one in tree.findall("attributes/attribute[3]/values/value")] == ["yes", "no"]


def test_several_offices_are_told_apart(cast: Cast, system: System) -> None:
    without = system.client.get("/open311/v2/services.json")
    assert (without.status_code, json.loads(without.content)[0]["code"]) == (400, 400)
    assert system.get("v2/services.json", jurisdiction_id="nowhere").status_code == 404
    assert system.get("v2/services.json", jurisdiction_id="x\x00" * 90).status_code == 404
    assert system.rows("services", jurisdiction_id="xcscjg8")


def test_an_office_that_has_not_opened_serves_nobody(cast: Cast, system: System) -> None:
    gate.do(openings.prepare, cast.system, place="sujin")
    assert system.get("v2/services.json").status_code == 404
    assert system.report().status_code == 404
    assert json.loads(system.client.get("/open311/v2/services.json").content), "one office is left: nothing to choose"


@pytest.mark.parametrize("path", ["discovery", "discovery.xml", "discovery.json"])
def test_the_endpoint_can_be_discovered(cast: Cast, system: System, path: str) -> None:
    found = system.get(path)
    assert found.status_code == 200
    if path.endswith("json"):
        said: Any = json.loads(found.content)
        (endpoint,) = said["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"].endswith("/open311/v2") and endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] in {"test", "production"} and "Sujin" in said["contact"]
    else:
        assert b"<endpoints><endpoint><specification>" in found.content


@pytest.mark.parametrize(
    "path",
    [
        "v2/nothing.xml",
        "v2/",
        "",
        "v3/services.json",
        "v2/services/nothing.json",
        "v2/tokens/x.json",
        "v2/tokens/%00.json",
    ],
)
def test_what_is_not_there_is_an_error_in_the_format_that_was_asked_for(cast: Cast, system: System, path: str) -> None:
    found = system.get(path)
    assert found.status_code == 404
    if path.endswith("json"):
        assert json.loads(found.content)[0]["code"] == 404
    else:
        assert b"<errors><error><code>404</code><description>" in found.content
