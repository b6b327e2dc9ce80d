"""Forms 表单: a command's input as the controls of parts/field.html. A page may name choices; everything else follows."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from haitang.engine.clock import ZONE
from haitang.entrypoints.web.labels import label_of
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid
from haitang.kernel.role import POSTS, ROLE_WORDS, Role

LONG = 200


@dataclass
class Field:
    """One labelled control; see docs/design.md for what each part means."""

    name: str
    label: str
    kind: str = "text"
    value: Any = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    maxlength: int | None = None
    choices: Sequence[Mapping[str, str]] = ()
    lang: str = ""
    rows: int | None = None
    min: int | None = None
    max: int | None = None
    step: int | None = None
    optional: str = ""
    empty: str = ""
    prefix: str = ""
    accept: str = ""
    multiple: bool = False
    autocomplete: str = ""
    extra: dict[str, str] = field(default_factory=dict)


def fields_of(
    spec: Command,
    values: Mapping[str, Any] | None = None,
    choices: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    hidden: Sequence[str] = (),
    error: Invalid | None = None,
    language: str = "zh-hans",
) -> list[Field]:
    """The controls of a command, in the order of its signature, with kept values and errors."""
    wrong = {problem.field.split(".")[0]: problem.words.say(language) for problem in error.problems} if error else {}
    made = []
    for name, info in spec.form.model_fields.items():
        control = _control(name, info, (choices or {}).get(name))
        control.value = (values or {}).get(name, control.value)
        control.error = wrong.get(name, "")
        if name in hidden:
            control.kind = "hidden"
        made.append(control)
    return made


def errors_of(error: Invalid | None, language: str) -> list[dict[str, str]]:
    """What parts/errors.html lists."""
    return [{"name": p.field.split(".")[0], "text": p.words.say(language)} for p in error.problems] if error else []


def _control(name: str, info: FieldInfo, choices: Sequence[Mapping[str, str]] | None) -> Field:
    control = Field(name, label_of(name), required=info.is_required())
    control.maxlength = next((m.max_length for m in info.metadata if getattr(m, "max_length", None)), None)
    control.min = next((m.ge for m in info.metadata if hasattr(m, "ge")), None)
    control.max = next((m.le for m in info.metadata if hasattr(m, "le")), None)
    control.kind = "password" if name == "password" else _kind(info, control.maxlength)
    control.value = "" if info.is_required() or info.default in (None, []) else info.default
    options = choices if choices is not None else _literal_choices(info)
    if options is not None:
        control.choices = options
        control.kind = "radio" if len(options) <= 6 else "select"
    return control


def _kind(info: FieldInfo, maxlength: int | None) -> str:
    plain = next((a for a in get_args(info.annotation) if a is not type(None)), info.annotation)
    plain = getattr(plain, "__origin__", plain) if hasattr(plain, "__metadata__") else plain
    if info.annotation is bool:
        return "checkbox"
    if plain in (datetime, AwareDatetime):
        return "datetime"
    if plain is date:
        return "date"
    if plain is int:
        return "number"
    return "textarea" if (maxlength or 0) > LONG else "text"


def _literal_choices(info: FieldInfo) -> list[dict[str, str]] | None:
    if get_origin(info.annotation) is Literal:
        return [{"value": str(value), "label": label_of(f"choice {value}")} for value in get_args(info.annotation)]
    if info.annotation is Role:
        return [{"value": role.value, "label": _role(role)} for role in POSTS]
    return None


def _role(role: Role) -> str:
    return ROLE_WORDS[role].say(get_language() or "zh-hans")


#: Text inputs that a page may show as boxes to tick: several of them are one value, with commas.
TICKED = frozenset({"value"})


def given(spec: Command, data: QueryDict) -> dict[str, Any]:
    """A posted form as a command's input: absent boxes are unticked, empty optional fields are left out."""
    taken: dict[str, Any] = {}
    for name, info in spec.form.model_fields.items():
        if info.annotation is bool:
            taken[name] = str(data.get(name, "")).lower() in {"on", "true", "1", "yes"}
        elif get_origin(info.annotation) is list:
            taken[name] = [value for value in data.getlist(name) if value]
        elif name in data and (data[name] != "" or info.is_required()):
            taken[name] = _local(info, ",".join(data.getlist(name)) if name in TICKED else str(data[name]))
    return taken


def _local(info: FieldInfo, value: str) -> str:
    """A date-time control gives local time without a zone: it is China's."""
    if _kind(info, None) != "datetime" or "+" in value or value.endswith("Z"):
        return value
    try:
        return datetime.fromisoformat(value).replace(tzinfo=ZONE).isoformat()
    except ValueError:
        return value


def new_key() -> str:
    """A fresh idempotency key for one form, so that sending it twice acts once."""
    return secrets.token_hex(12)


def sending() -> str:
    """The word on every send button that has no better one."""
    return _("Record it")
