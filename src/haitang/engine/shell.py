"""Shell 页面外壳: the parent site's name and links, the filing number and the links of the footer, as an office set them.

Settings of an organization: `site.parent` = {"zh", "en", "url", "links": [{"zh", "en", "url"}]} · `site.icp` = text ·
`site.accessibility`, `site.correction` = address. Where no parent is set, HAITANG_PARENT_NAME and _URL serve.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from haitang.kernel.errors import Invalid
from haitang.kernel.limits import OptionalAddress, Title
from haitang.kernel.words import Words

PARENT, ICP, ACCESSIBILITY, CORRECTION = "site.parent", "site.icp", "site.accessibility", "site.correction"
NAMES = (PARENT, ICP, ACCESSIBILITY, CORRECTION)
#: The public query page of the ministry's filing system, to which every site has to link (工业和信息化部令第33号).
FILINGS = "https://beian.miit.gov.cn/"
LINKS = 6
_TITLE: TypeAdapter[str] = TypeAdapter(Title)
_ADDRESS: TypeAdapter[str] = TypeAdapter(OptionalAddress)


@dataclass(frozen=True, slots=True)
class Link:
    """A name in both languages and where it leads; `url` may be empty."""

    words: Words
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What header and footer say; everything may be empty."""

    parent: Link | None = None
    links: tuple[Link, ...] = ()
    icp: str = ""
    accessibility: str = ""
    correction: str = ""
    filings: str = FILINGS


def of(known: Mapping[str, Any]) -> Shell:
    """The shell from an organization's settings, by name."""
    told = known.get(PARENT) or {}
    return Shell(
        parent=_link(told) if told.get("zh") else _installed(),
        links=tuple(_link(each) for each in told.get("links", ())),
        icp=str(known.get(ICP, "")),
        accessibility=str(known.get(ACCESSIBILITY, "")),
        correction=str(known.get(CORRECTION, "")),
    )


def parent(name: str, name_en: str, url: str, links: str) -> dict[str, Any]:
    """The value of `site.parent`; Invalid on `parent_links` for a line that is not `Chinese | English | address`."""
    lines = [line for line in links.splitlines() if line.strip()]
    if len(lines) > LINKS:
        raise _wrong()
    return {"zh": name, "en": name_en or name, "url": url, "links": [_read(line) for line in lines]}


def _read(line: str) -> dict[str, str]:
    try:
        zh, en, url = (part.strip() for part in line.split("|"))
        if not url:
            raise ValueError
        return {
            "zh": _TITLE.validate_python(zh),
            "en": _TITLE.validate_python(en),
            "url": _ADDRESS.validate_python(url),
        }
    except (ValueError, ValidationError):
        raise _wrong() from None


def _wrong() -> Invalid:
    return Invalid.of(
        "parent_links",
        f"每行一条：中文 | 英文 | https://…，最多 {LINKS} 条",
        f"One link a line: Chinese | English | https://…, {LINKS} at most",
    )


def _link(told: Mapping[str, Any]) -> Link:
    return Link(Words(zh=str(told["zh"]), en=str(told["en"])), str(told["url"]))


def _installed() -> Link | None:
    name, url = settings.PARENT["name"], settings.PARENT["url"]
    return Link(Words(zh=name, en=name), url if url.startswith(("https://", "http://")) else "") if name else None
