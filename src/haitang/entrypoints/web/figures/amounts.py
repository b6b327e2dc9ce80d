"""Amounts 数的写法: digits people read, and the short check code of a long root."""


def shown(value: int | float | None) -> str:
    """1234 · 27,000 · −75; a dash for what is not there."""
    if value is None:
        return "–"
    text = f"{abs(value):,}" if abs(value) >= 10_000 else str(abs(value))
    return f"−{text}" if value < 0 else text


def check_code(root: str) -> str:
    """核对码: the first eight digits of a root, as one reads them out: 7F3A-92C1."""
    return f"{root[:4]}-{root[4:8]}".upper()
