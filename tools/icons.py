"""Draw the icon sprite 图标 of the web pages from an unpacked ``@tabler/icons`` package.

Usage: ``python tools/icons.py PACKAGE_FOLDER [NAMES_FILE] > src/haitang/entrypoints/web/static/haitang/icons.svg``

The names file holds one icon a line (default: ``tools/icons.txt``). Tabler Icons is under the MIT license, whose
notice is written into the sprite.
"""

import re
import sys
from pathlib import Path

NAMES = Path(__file__).with_suffix(".txt")
STROKE = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round"'
)


def notice(package: Path) -> str:
    """The license of the package as an XML comment, which may not hold two hyphens in a row."""
    text = (package / "LICENSE").read_text(encoding="utf-8").replace("--", "- -")
    return f"<!--\nTabler Icons, outline\n\n{text}-->"


def symbol(package: Path, name: str) -> str:
    """One ``<symbol>``; a name the package does not hold raises FileNotFoundError."""
    drawing = (package / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
    inner = re.sub(r"<!--.*?-->", "", drawing, flags=re.DOTALL)
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", inner)
    drawn = "".join(shape.replace(" />", "/>") for shape in shapes if 'stroke="none"' not in shape)
    return f'<symbol id="{name}" {STROKE}>{drawn}</symbol>'


def sprite(package: Path, names: list[str]) -> str:
    """The whole file, icons in alphabetical order."""
    symbols = "\n".join(symbol(package, name) for name in sorted(set(names)))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{notice(package)}\n{symbols}\n</svg>\n'


def main(arguments: list[str]) -> None:
    """Write the sprite to standard output."""
    if not arguments:
        sys.exit(__doc__)
    names = Path(arguments[1]) if len(arguments) > 1 else NAMES
    sys.stdout.write(sprite(Path(arguments[0]), names.read_text(encoding="utf-8").split()))


if __name__ == "__main__":
    main(sys.argv[1:])
