"""Papers 底本: the demonstration's data as it lies beside this file, read once and typed."""

import json
from functools import lru_cache
from importlib import resources
from typing import Any

FACTS = "facts"


@lru_cache(maxsize=16)
def paper(name: str) -> dict[str, Any]:
    """The data file of that name, without its ending."""
    text = resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def turn(items: list[Any], number: int) -> Any:
    """The `number`-th of `items`, round and round."""
    return items[number % len(items)]
