"""Codes 二维码: an address as a QR code (ISO/IEC 18004), for receipts, slips, notices and door cards."""

import io

import segno


def drawn(text: str) -> str:
    """A text as a QR code, drawn as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    return out.getvalue().decode()
