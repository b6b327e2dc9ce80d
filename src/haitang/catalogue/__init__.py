"""The catalogue 目录: what this neighborhood does, one file each, in the neighborhood's words."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Offer every catalogue file's kinds and figures to the registry."""
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        import_module(f"{__name__}.{module.name}").load()
