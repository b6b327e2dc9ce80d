"""Answers 回话: how refusals and mistakes come back, in the reader's language. Never a page, never a trace."""

import json
import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from haitang.engine.binding import problem
from haitang.engine.proving import TooOften
from haitang.engine.tally import UnknownFigure
from haitang.engine.tokens import TooMany, Unproven
from haitang.kernel.errors import Invalid, Problem, Refusal
from haitang.kernel.limits import CODE

log = logging.getLogger("haitang.api")
#: More wrong fields than this are not listed.
PROBLEMS = 50
RETRY_SECONDS = "30"


class ProblemOut(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Refused(Schema):
    """A request that was not done, and why."""

    message: str
    problems: list[ProblemOut] = []
    nearest: list[str] = []


#: What every operation answers to a token: none such, not this one, too often.
TOKEN_WRONG = {401: Refused, 403: Refused, 429: Refused}


class NotFound(Exception):
    """没有: what the address names is not there."""


class StrictParser(Parser):
    """JSON as it is written down: no NaN, no Infinity."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body's value; ninja answers 400 to whatever is raised here."""
        return json.loads(request.body, parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def language() -> str:
    """The reader's language, which the locale middleware found."""
    return translation.get_language() or "zh-hans"


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404 in JSON for whatever is not an address of the API."""
    return JsonResponse({"message": _("There is nothing at this address.")}, status=404)


def install(api: NinjaAPI) -> None:
    """Let `api` answer every foreseen failure in words."""

    def say(request: HttpRequest, status: int, message: str, **more: Any) -> HttpResponse:
        return api.create_response(request, {"message": message, **more}, status=status)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        more = {"problems": _said(refusal.problems)} if isinstance(refusal, Invalid) else {}
        return _telling(say(request, refusal.status, refusal.words.say(language()), **more), refusal)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return refused(request, Invalid([_problem(detail) for detail in error.errors[:PROBLEMS]]))

    @api.exception_handler(UnknownFigure)
    def unknown(request: HttpRequest, error: UnknownFigure) -> HttpResponse:
        return say(request, 404, _("There is no such figure."), nearest=error.nearest)

    @api.exception_handler(NotFound)
    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Exception) -> HttpResponse:
        return say(request, 404, _("There is nothing at this address."))

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return say(request, error.status_code, _("This is not JSON that can be read."))

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return say(request, 413, _("This is too much for one request."))

    @api.exception_handler(OperationalError)
    @api.exception_handler(InterfaceError)
    def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("unavailable: %s", type(error).__name__)
        response = say(request, 503, _("Nothing was recorded: the database cannot be reached. Please try again soon."))
        response.headers["Retry-After"] = RETRY_SECONDS
        return response


def _telling(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """With when to ask again, and how to prove oneself."""
    if isinstance(refusal, TooMany | TooOften):
        response.headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, Unproven):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _problem(detail: dict[str, Any]) -> Problem:
    """A mistake as ninja found it, without the part of the request and without `given`, the name of a whole body."""
    _source, *inner = detail["loc"]
    if inner[:1] == ["given"]:
        inner.pop(0)
    found = problem({**detail, "loc": tuple(inner)})  # type: ignore[typeddict-item]
    return Problem(found.field[:CODE], found.words)


def _said(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"field": each.field, "message": each.words.say(language())} for each in problems]
