"""Template tags 模板标签: words in the reader's language, dates in China, amounts."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from haitang.engine import clock
from haitang.engine.directory import Call
from haitang.engine.survey import KINDS
from haitang.kernel.words import Words

register = template.Library()
_HAN = ("\u3400", "\u9fff")
_ABOVE = {
    "district": Words(zh="区", en="district"),
    "sub-district": Words(zh="街道", en="sub-district"),
    "development-zone": Words(zh="开发区", en="development zone"),
    "bureau": Words(zh="局", en="bureau"),
}
_FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@register.filter
def words(value: Any) -> str:
    """A `Words` in the reader's language; anything else as it is."""
    return value.say(translation.get_language() or "zh-hans") if isinstance(value, Words) else str(value or "")


@register.filter
def written(value: Any) -> SafeString | str:
    """What people wrote, marked with its language where it is not the reader's; never translated."""
    text = words(value)
    chinese = any(_HAN[0] <= character <= _HAN[1] for character in text)
    if chinese == (not (translation.get_language() or "").startswith("en")) or not text:
        return text
    return format_html('<span lang="{}">{}</span>', "zh-Hans" if chinese else "en", text)


@register.filter
def promised(matter: Any) -> str:
    """The day a matter's answer is promised for; “(provisional)” while the holidays of that year are not announced."""
    doubt = f" {gettext('(provisional)')}" if matter.due_provisional else ""
    return f"{day(matter.due_at)}{doubt}"


@register.filter
def day(value: datetime | date | None) -> str:
    """11 月 24 日 周五 · 24 Nov, Friday. The year only when it is not this one."""
    if value is None:
        return ""
    on = clock.local_day(value) if isinstance(value, datetime) else value
    other_year = on.year != clock.today().year
    if (translation.get_language() or "").startswith("en"):
        return f"{on.day} {on:%b}{f' {on.year}' if other_year else ''}"
    return f"{f'{on.year} 年 ' if other_year else ''}{on.month} 月 {on.day} 日"


@register.filter
def weekday(value: datetime | date) -> str:
    """周五 · Friday."""
    on = clock.local_day(value) if isinstance(value, datetime) else value
    return f"{on:%A}" if (translation.get_language() or "").startswith("en") else _WEEKDAYS[on.weekday()]


@register.filter
def time(value: datetime) -> str:
    """18:00 in China."""
    return f"{value.astimezone(clock.ZONE):%H:%M}"


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time."""
    return f"{day(value)} {time(value)}" if value else ""


@register.filter
def took(row: Any) -> str:
    """How long a matter took, in calendar days from received to answered."""
    done = row.answered_at or row.closed_at
    days = (clock.local_day(done) - clock.local_day(row.received_at)).days
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days} if days else gettext("the same day")


@register.filter
def hours(call: Call) -> str:
    """When somebody answers: working days, 9:00–17:00. Empty where nobody has written it down."""
    days, times = call.when
    named = {
        "always": gettext("day and night"),
        "workdays": gettext("working days"),
        "daily": gettext("every day"),
        "unknown": "",
    }[days]
    return f"{named} {times}".strip().replace("-", "–") if days != "always" else named


@register.filter
def standing(call: Call) -> str:
    """Whether somebody answers now, and until or from when; empty where it is not known."""
    now = call.now
    if now.state == "open":
        return gettext("open now, until %(time)s") % {"time": time(now.at) if now.at else ""}
    if now.state == "closed" and now.at is not None:
        same = clock.local_day(now.at) == clock.today()
        when = time(now.at) if same else f"{day(now.at)} {weekday(now.at)} {time(now.at)}"
        return gettext("closed now, opens %(when)s") % {"when": when}
    return gettext("closed now") if now.state == "closed" else ""


@register.filter
def kind_of_place(value: str) -> str:
    """社区 · community: what sort of place a code of the tree means; the code itself above a community."""
    return words(KINDS[value]) if value in KINDS else words(_ABOVE.get(value, value))


@register.filter
def festival(value: str) -> str:
    """The State Council's name of a festival in the reader's language, as far as the calendar knows both."""
    english = (translation.get_language() or "").startswith("en")
    return value if english == value.isascii() else _FESTIVALS.get(value, value)
