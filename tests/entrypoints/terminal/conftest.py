"""Fixtures for the terminal's tests."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from haitang.entrypoints.terminal import main
from tests.cast import Cast

Run = Callable[..., Result]


@pytest.fixture
def run(cast: Cast) -> Run:
    """`run("figures", "--format", "json")` in this process, on the test's database; `given` is its standard input."""

    def invoke(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(main, list(arguments), input=given)

    return invoke
