"""Under a base path the site answers whether or not the proxy before it takes the base path off."""

from typing import Any

import pytest

from haitang.site.wsgi import below


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/haitang", "/"),
        ("/haitang/", "/"),
        ("/haitang/m/SJ23-00001-1", "/m/SJ23-00001-1"),
        ("/m/SJ23-00001-1", "/m/SJ23-00001-1"),
        ("/haitangs", "/haitangs"),
        ("/p/haitang/", "/p/haitang/"),
    ],
)
def test_the_base_path_is_taken_off_once_where_it_stands(asked: str, answered: str) -> None:
    seen: list[dict[str, Any]] = []

    def site(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ)
        return [b"here"]

    assert list(below(site, "/haitang")({"PATH_INFO": asked}, lambda *given: None)) == [b"here"]
    assert [(environ["PATH_INFO"], environ["SCRIPT_NAME"]) for environ in seen] == [(answered, "/haitang")]
