"""Layouts 表格样式: how the tables that offices bring in are laid out: our own templates, a 12345 hotline's orders, New York's 311."""

from haitang.catalogue.layouts import hotline, nyc311, own
from haitang.kernel.registry import offer


def load() -> None:
    """Offer what these files bring."""
    offer(own.PLACES, own.POSTS, hotline.LAYOUT, nyc311.LAYOUT)
