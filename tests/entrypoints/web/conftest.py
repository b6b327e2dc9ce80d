"""Each test at the web's door begins with nothing counted: the sign-in library limits tries per address and process."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """An empty process cache."""
    cache.clear()
