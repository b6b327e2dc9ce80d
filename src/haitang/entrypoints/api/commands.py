"""Commands 命令: one typed operation for each registered command; each knocks at the same gate as the pages do."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, HeaderEx, P, Router, Schema
from pydantic import BaseModel, Field

from haitang.engine import gate, tokens
from haitang.engine.numbers import secret_of
from haitang.entrypoints.api.actors import actor_of
from haitang.entrypoints.api.answers import Refused
from haitang.entrypoints.api.fields import Key
from haitang.kernel.command import Command
from haitang.kernel.registry import commands

router = Router(tags=["commands"])
WRONG = {
    400: Refused,
    401: Refused,
    403: Refused,
    404: Refused,
    410: Refused,
    409: Refused,
    413: Refused,
    422: Refused,
    429: Refused,
    503: Refused,
}
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class OutcomeOut(Schema):
    """What a change came to. `number` and `secret` are the receipt of somebody who has just spoken; `token` is shown
    once, to whoever has just made one."""

    ledger: str
    entry: int
    subject: str
    version: int
    values: dict[str, Any]
    number: str = ""
    secret: str = ""
    token: str = ""


def _operation(spec: Command) -> Callable[..., Any]:
    """The view of one command, with its input model as the type of its body."""

    def operate(
        request: HttpRequest,
        response: HttpResponse,
        given: Any,
        key: HeaderEx[Key, P(default="", alias="Idempotency-Key")],
        expect: Version | None = None,
    ) -> Any:
        response.headers["Cache-Control"] = "no-store"
        return _answer(gate.ask(spec, actor_of(request), _fields(given), key, expect))

    operate.__annotations__["given"] = _body(spec.form)
    operate.__name__ = spec.name.replace(".", "_")
    operate.__doc__ = f"{spec.words.zh}。{spec.function.__doc__ or ''}"
    return operate


def _body(form: Any) -> Any:
    """The type of a JSON body; mypy reads ninja's shortcut as a type alias, which only takes types it knows."""
    shortcut: Any = Body
    return shortcut[form]


def _fields(given: BaseModel) -> dict[str, Any]:
    """The validated input by name, nothing of it turned back into plain values."""
    return {name: getattr(given, name) for name in type(given).model_fields}


def _answer(outcome: gate.Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: getattr(outcome, name) for name in ("ledger", "entry", "subject", "version", "values")
    }
    values = outcome.values
    if "voice" in values and "matter" in values:
        said |= {"number": outcome.subject, "secret": secret_of(values["matter"], values["voice"])}
    if "token" in values and (shown := tokens.shown_once(values["token"])):
        said["token"] = shown
    return said


for _spec in commands:
    router.post(
        f"/commands/{_spec.name}",
        response={200: OutcomeOut, **WRONG},
        summary=_spec.words.en,
        operation_id=_spec.name,
        exclude_unset=True,
    )(_operation(_spec))
