"""Commands 命令: the verbs. A command is one named function per change; this module describes it to the gate."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from haitang.kernel.role import Role
from haitang.kernel.words import Words

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Fact:
    """事实: what a command says it did; becomes one ledger entry. No personal data.

    `verb` completes the public kind (`request.` + `closed.solved`), `quantity` is signed and counts this one act,
    `facts` are small typed values that figures filter on, `values` go back to the caller and are stored for a retry.
    `also` are further lines of the same change, where one act moves two matters; they are entered after it.
    """

    verb: str
    organization: str
    place: str
    subject: str
    quantity: int = 1
    facts: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    also: "tuple[Fact, ...]" = ()


@dataclass(frozen=True)
class Command:
    """A command as the gate knows it. `move` is the flow's step; `roles` serve where there is no flow.

    `post` and `term` name the inputs that hold a post's code or a term's id: authority is asked where that post stands.
    A command with a `shape` serves matters of that shape only; flows of other shapes have moves of the same name.
    """

    name: str
    function: Callable[..., Fact]
    words: Words
    move: str
    on: str
    roles: tuple[Role, ...]
    at: str
    form: type[BaseModel]
    opens: bool
    shape: str
    post: str = ""
    term: str = ""

    @property
    def reads_subject(self) -> bool:
        """Whether the gate loads a record (`on`) before the command runs."""
        return bool(self.on) and not self.opens


def form_of(name: str, function: Callable[..., Any]) -> type[BaseModel]:
    """The pydantic model of a command's input, from its signature without the leading `change`."""
    hints = get_type_hints(function, include_extras=True)
    fields: dict[str, Any] = {}
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (hints[parameter.name], default)
    title = "".join(part.capitalize() for part in name.replace(".", "_").split("_"))
    return create_model(title, __config__=ConfigDict(extra="forbid"), **fields)


def command(
    name: str,
    *,
    zh: str,
    en: str,
    move: str = "",
    on: str = "",
    roles: tuple[Role, ...] = (),
    at: str = "",
    opens: bool = False,
    shape: str = "",
    post: str = "",
    term: str = "",
) -> Callable[[Callable[P, Fact]], Callable[P, Fact]]:
    """Describe a function as the command `name`; it stays an ordinary function that editors and mypy follow.

    `on` names the input that holds the subject's number, `at` the input that holds a place code,
    `post` the input that holds a post's code, `term` the input that holds the id of somebody's term in a post,
    `opens` marks a command that brings its matter into being, `shape` is the shape of the matters it serves.
    """

    def describe(function: Callable[P, Fact]) -> Callable[P, Fact]:
        form = form_of(name, function)
        described = Command(name, function, Words(zh=zh, en=en), move, on, roles, at, form, opens, shape, post, term)
        function.__haitang_command__ = described  # type: ignore[attr-defined]
        return function

    return describe


def described(function: Callable[..., Any]) -> Command:
    """The description of a command function; LookupError when it is none."""
    found = getattr(function, "__haitang_command__", None)
    if not isinstance(found, Command):
        raise LookupError(f"{function!r} is not a command")
    return found
