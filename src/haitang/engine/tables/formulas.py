"""Formulas 公式: a text that a spreadsheet would take for one is written so that it stays a text (CWE-1236)."""

_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """A text as .csv may hold it: what looks like a formula is led by an apostrophe; a plain number stays one."""
    return text if not text.startswith(_BEGINS) or _is_number(text) else f"'{text}"


def _is_number(text: str) -> bool:
    return text[0] in "+-" and text[1:].replace(".", "", 1).isascii() and text[1:].replace(".", "", 1).isdigit()
