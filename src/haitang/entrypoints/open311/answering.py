"""Answering 回答格式: one plain value as XML or JSON, and every failure in the form the specification gives errors."""

import json
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from haitang.engine.tokens import TooMany
from haitang.kernel.errors import Denied, Invalid, Refusal
from haitang.kernel.words import Words

log = logging.getLogger("haitang.open311")
XML, JSON = "xml", "json"
TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
RETRY_SECONDS = "30"
#: What one of a list is called in XML.
_ONE_OF = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
#: What no XML document may hold, whatever somebody wrote (XML 1.0 §2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

UNAVAILABLE = Words(
    zh="什么都没有记下：数据库现在连不上，请稍后再试",
    en="Nothing was recorded: the database cannot be reached. Please try again soon",
)
TOO_BIG = Words(zh="这一次提交太大", en="This is too much for one request")
UNREADABLE = Words(zh="这个请求读不懂", en="This request cannot be read")


class Wrong(Exception):
    """不对: what the specification answers with an error: a code, which is the HTTP status too, and a sentence each."""

    def __init__(self, code: int, *said: Words) -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers: the name of the XML root, and its value (a list of rows, or one)."""

    root: str
    value: Any


def language() -> str:
    """The reader's language, which the locale middleware found."""
    return translation.get_language() or "zh-hans"


def operation(method: str, kept: bool = True) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """A view that answers in the format its address names, XML where it names none. `kept`: the answer may be stored."""

    def describe(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, form: str = "", **given: str) -> HttpResponse:
            form = form or (JSON if request.path_info.endswith(f".{JSON}") else XML)
            try:
                if request.method not in (method, "HEAD" if method == "GET" else method):
                    raise Wrong(405, Words(zh=f"这里只能 {method}", en=f"Only {method} is possible here"))
                answer = view(request, **given)
            except Exception as failure:
                return _response(*_failed(failure), form)
            return _response(answer, 200, {} if kept else {"Cache-Control": "no-store"}, form)

        exempt: Any = csrf_exempt(answered)
        made: Callable[..., HttpResponse] = exempt
        return made

    return describe


def _failed(failure: Exception) -> tuple[Answer, int, dict[str, str]]:
    """Every foreseen failure as errors; anything else is raised again."""
    code, said, headers = _understood(failure)
    rows = [{"code": code, "description": one.say(language())} for one in said]
    return Answer("errors", rows), code, {"Cache-Control": "no-store", **headers}


def _understood(failure: Exception) -> tuple[int, Sequence[Words], dict[str, str]]:
    match failure:
        case Wrong():
            return failure.code, failure.said, {}
        case Invalid():
            return 400, [_named(problem.field, problem.words) for problem in failure.problems], {}
        case TooMany():
            return failure.status, [failure.words], {"Retry-After": str(failure.retry_after)}
        case Denied():
            return 403, [failure.words], {}
        case Refusal():
            return failure.status, [failure.words], {}
        case RequestDataTooBig():
            return 413, [TOO_BIG], {}
        case BadRequest() | SuspiciousOperation() | UnicodeError():
            return 400, [UNREADABLE], {}
        case OperationalError() | InterfaceError():
            log.error("unavailable: %s", type(failure).__name__)
            return 503, [UNAVAILABLE], {"Retry-After": RETRY_SECONDS}
    raise failure


def _named(field: str, words: Words) -> Words:
    return Words(zh=f"{field}：{words.zh}", en=f"{field}: {words.en}")


def _response(answer: Answer, status: int, headers: dict[str, str], form: str) -> HttpResponse:
    return HttpResponse(written(answer, form), status=status, content_type=TYPES[form], headers=headers)


def written(answer: Answer, form: str) -> bytes:
    """An answer as bytes of its format, UTF-8 always."""
    if form == JSON:
        return json.dumps(answer.value, ensure_ascii=False).encode(errors="replace")
    tree: bytes = ElementTree.tostring(_element(answer.root, answer.value), encoding="utf-8", xml_declaration=True)
    return tree


def _element(name: str, value: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(value, dict):
        made.extend(_element(key, inner) for key, inner in value.items())
    elif isinstance(value, list):
        made.extend(_element(_ONE_OF[name], inner) for inner in value)
    elif isinstance(value, bool):
        made.text = "true" if value else "false"
    elif value is not None:
        made.text = _NO_XML.sub("\ufffd", str(value))
    return made
