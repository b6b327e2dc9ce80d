"""Limits 限度: the one table of how long, how many and how large; docs/limits.md is generated from it."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

SENTENCE = 500
TEXT = 4_000
TITLE = 80
CONTACT = 120
CODE = 64
ADDRESS = 500
CHANNEL_EVENTS = 20
KEY = 200
REASON = 300
PASSWORD = 200
PHOTOS = 4
PHOTO_BYTES = 12 * 1024 * 1024
PHOTO_PIXELS = 50_000_000
PDF_BYTES = 12 * 1024 * 1024
QUERY = 60
WARNING_DAYS = 14
HEADCOUNT = 100_000
FIRST_YEAR = 2000
LAST_YEAR = 2100
DELEGATION_DAYS = 60
LINK_DAYS = 14
LINK_DAYS_MOST = 90
TOKEN_DAYS = 90
TOKEN_DAYS_MOST = 366
TOKEN_A_MINUTE = 600
TOKEN_SCOPES = 60
OPEN311_PAGE = 1000
OPEN311_DAYS = 90
PAGE = 50
#: What is sought stands on the first page or is sought again in other words.
FOUND = 25
API_PAGE = 500
#: Every photo of one report as large as it may be, and what is written with them.
BODY_BYTES = PHOTOS * PHOTO_BYTES + 1024 * 1024
AREAS = 20
#: Areas of a picture are given in thousandths of its width and height.
THOUSAND = 1000

#: name, value, unit, what it limits (Chinese), what it limits (English)
TABLE: tuple[tuple[str, int, str, str, str], ...] = (
    ("SENTENCE", SENTENCE, "characters", "居民一句话、办理一句话", "a resident's or worker's sentence"),
    ("TEXT", TEXT, "characters", "决定、纪要等正文", "decisions, minutes and other running text"),
    ("TITLE", TITLE, "characters", "标题", "titles"),
    ("CONTACT", CONTACT, "characters", "联系方式", "a way to reach somebody"),
    ("CODE", CODE, "characters", "地点、岗位、编号等代码", "codes of places, posts and numbers"),
    ("ADDRESS", ADDRESS, "characters", "渠道地址、密钥", "addresses and secrets of channels"),
    ("CHANNEL_EVENTS", CHANNEL_EVENTS, "events", "一个渠道要的事", "events that one channel wants"),
    ("KEY", KEY, "characters", "幂等键", "idempotency keys"),
    ("REASON", REASON, "characters", "理由", "reasons"),
    ("PASSWORD", PASSWORD, "characters", "密码", "a password"),
    ("PHOTOS", PHOTOS, "files", "一次附的照片", "photos with one report or claim"),
    ("PHOTO_BYTES", PHOTO_BYTES, "bytes", "一张照片的大小", "size of one photo"),
    ("PHOTO_PIXELS", PHOTO_PIXELS, "pixels", "一张照片的像素", "pixels of one photo"),
    ("PDF_BYTES", PDF_BYTES, "bytes", "一份 PDF 的大小", "size of one PDF with a notice"),
    ("QUERY", QUERY, "characters", "找一找的词", "words of a search"),
    ("WARNING_DAYS", WARNING_DAYS, "days", "提醒最多管几天", "days a warning may last from its publication"),
    ("HEADCOUNT", HEADCOUNT, "people", "一次活动的人数", "heads counted at one session"),
    ("FIRST_YEAR", FIRST_YEAR, "year", "填写日期的最早年份", "earliest year of a date that is given"),
    ("LAST_YEAR", LAST_YEAR, "year", "填写日期的最晚年份", "latest year of a date that is given"),
    ("DELEGATION_DAYS", DELEGATION_DAYS, "days", "岗位临时委托的天数", "days a post may be delegated"),
    ("LINK_DAYS", LINK_DAYS, "days", "凭链办理的默认天数", "days a capability link opens, unless said otherwise"),
    ("LINK_DAYS_MOST", LINK_DAYS_MOST, "days", "凭链办理最长的天数", "days a capability link opens at most"),
    ("TOKEN_DAYS", TOKEN_DAYS, "days", "令牌的默认天数", "days a token opens, unless said otherwise"),
    ("TOKEN_DAYS_MOST", TOKEN_DAYS_MOST, "days", "令牌最长的天数", "days a token opens at most"),
    (
        "TOKEN_A_MINUTE",
        TOKEN_A_MINUTE,
        "requests",
        "一个令牌一分钟最多的请求",
        "requests of one token in a minute at most",
    ),
    ("TOKEN_SCOPES", TOKEN_SCOPES, "scopes", "一个令牌的权限", "scopes of one token"),
    ("OPEN311_PAGE", OPEN311_PAGE, "requests", "Open311 一次回答", "requests in one answer of Open311"),
    ("OPEN311_DAYS", OPEN311_DAYS, "days", "Open311 一次回答的日期范围", "days that one answer of Open311 spans"),
    ("PAGE", PAGE, "rows", "列表一页", "rows on one page of a list"),
    ("FOUND", FOUND, "rows", "检索一页", "rows on one page of a search"),
    ("API_PAGE", API_PAGE, "rows", "接口一页", "rows in one answer of the API"),
    ("BODY_BYTES", BODY_BYTES, "bytes", "一次提交的大小", "size of one submission"),
    ("AREAS", AREAS, "areas", "一次遮挡的块数", "areas of a photo blurred at once"),
    ("THOUSAND", THOUSAND, "thousandths", "遮挡的位置、宽、高最大到", "place and size of an area in a photo"),
)

_LINE_BREAKS = {"\n", "\r", "\t"}
#: Bidirectional controls can make a text read differently from what it says (Unicode TR 36, CVE-2021-42574).
_BIDI = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f", "\u061c"}


def printable(text: str) -> str:
    """`text` unchanged; ValueError when it holds NUL, other control, bidirectional or surrogate characters."""
    for character in text:
        if character in _BIDI or (unicodedata.category(character) in {"Cc", "Cs"} and character not in _LINE_BREAKS):
            raise ValueError("unprintable")
    return text


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ].+)?")
Moment = TypeVar("Moment", date, datetime)


def _written_out(value: object) -> object:
    """Dates and times as people and programs write them (RFC 3339); no bare numbers."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO.fullmatch(value)):
        return value
    raise ValueError("not an RFC 3339 date or time")


def _foreseeable(moment: Moment) -> Moment:
    # Nothing far outside survives every database and time zone.
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("not a year we plan in")
    return moment


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing but spaces")
    return text


_checked = AfterValidator(printable)
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SENTENCE), _checked]
OptionalSentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=SENTENCE), _checked]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT), _checked]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT), _checked]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TITLE), _checked]
OptionalTitle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TITLE), _checked]
ContactText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=CONTACT), _checked]
GivenContact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CONTACT), _checked]
ChannelAddress = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=ADDRESS), _checked]
ChannelSecret = Annotated[str, StringConstraints(strip_whitespace=True, max_length=ADDRESS), _checked]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=REASON), _checked]
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CODE), _checked]
OptionalCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=CODE), _checked]
#: Spaces are part of a password, but not all of it.
Password = Annotated[str, StringConstraints(min_length=1, max_length=PASSWORD), _checked, AfterValidator(_not_blank)]
#: A code being given for the first time: it will stand in paths and in addresses.
NewCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$", max_length=CODE)]
Headcount = Annotated[int, Field(ge=1, le=HEADCOUNT)]
Day = Annotated[date, BeforeValidator(_written_out), AfterValidator(_foreseeable)]
Instant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_foreseeable)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
RecordId = Annotated[int, Field(ge=1, le=2**63 - 1)]
#: Which edition of a kept text somebody read: of two who change it at once, the second is told.
Edition = Annotated[int, Field(ge=1, le=100_000)]
#: How often something had been changed when its editor saw it; None asks for no comparison.
Seen = Annotated[int, Field(ge=0, le=100_000)] | None
#: A kept file is named by the SHA-256 of its bytes: whoever has not sent it cannot guess it and tie it to their matter.
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


Area = tuple[int, int, int, int]


def areas_of(text: str) -> list[Area]:
    """`left,top,width,height` in thousandths, blanks between areas; ValueError for what does not lie in the picture."""
    found: list[Area] = []
    for part in text.split():
        left, top, wide, high = (int(number) for number in part.split(","))
        if not (wide and high) or left + wide > THOUSAND or top + high > THOUSAND:
            raise ValueError("an area lies within the picture")
        found.append((left, top, wide, high))
    return found


def _within_picture(text: str) -> str:
    areas_of(text)
    return text


_AREA = r"\d{1,4}(,\d{1,4}){3}"
Areas = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=rf"^{_AREA}( +{_AREA}){{0,{AREAS - 1}}}$"),
    AfterValidator(_within_picture),
]

#: An address of another site that a page may link to: http or https, nothing that could break out of an attribute.
OptionalAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,300})?$")
]
