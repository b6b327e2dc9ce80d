"""People at work at the test client: they open a page, find the form that stands there, fill it in and send it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.entrypoints.web.residents import staff, text_of


@dataclass
class Form:
    """One form as a browser would read it: where it goes, what stands in its controls, which ones can be filled."""

    action: str
    method: str = "get"
    values: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    buttons: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self._open)
        elif self._open is not None:
            self._control(self._open, tag, given)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "")
        if name and tag in {"input", "select", "textarea"}:
            form.names.add(name)
        if tag == "input" and name and kind != "file" and (kind not in {"radio", "checkbox"} or "checked" in given):
            form.values[name] = given.get("value", "")
        if kind == "hidden":
            form.hidden.add(name)
        if tag == "button":
            form.buttons.append(given.get("class", ""))
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in given:
            form.values[self._select] = given.get("value", "")
        self._text = name if tag == "textarea" else self._text

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text:
            self._open.values[self._text] = self._open.values.get(self._text, "") + data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""
        if tag == "form":
            self._open = None


def forms_of(answer: Any) -> list[Form]:
    """The forms of a page."""
    return Forms(answer.content.decode()).found


@dataclass
class Worker:
    """Somebody signed in, with a browser of their own."""

    client: Client

    @classmethod
    def of(cls, login: str, language: str = "zh-hans") -> "Worker":
        """The login's browser, in a language."""
        client = staff(login)
        client.cookies["django_language"] = language
        return cls(client)

    def opens(self, url: str, status: int = 200) -> Any:
        """A page, with the status it should have."""
        answer = self.client.get(url)
        assert answer.status_code == status, f"{url}: {answer.status_code}\n{text_of(answer)[:1500]}"
        return answer

    def reads(self, url: str) -> str:
        """A page as its reader sees it."""
        return text_of(self.opens(url))

    def forms(self, url: str) -> list[Form]:
        """The forms of a page."""
        return forms_of(self.opens(url))

    def doors(self, url: str) -> set[str]:
        """Where the forms of a page lead that change something, without the shell's own."""
        away = ("/prefs", "/sign-out")
        return {form.action for form in self.forms(url) if form.method == "post" and not form.action.endswith(away)}

    def form(self, url: str, door: str, **having: str) -> Form:
        """The form of a page that goes to `door` (empty: to the page itself), with these values in it."""
        there = self.forms(url)
        led = [form for form in there if (form.action.endswith(door) if door else not form.action)]
        found = [form for form in led if having.items() <= form.values.items()]
        assert found, f"no form to {door} on {url}: {[form.action for form in there]}"
        return found[0]

    def sends(self, url: str, door: str, having: dict[str, str] | None = None, **given: Any) -> Any:
        """Fill in the form of a page and send it; whatever the page put into it goes along."""
        form = self.form(url, door, **(having or {}))
        assert set(given) <= form.names, f"{set(given) - form.names} cannot be filled in"
        return self.client.post(form.action or url, {**form.values, **given})

    def does(self, url: str, door: str, having: dict[str, str] | None = None, **given: Any) -> Any:
        """The same, and it is done: the browser is led on."""
        answer = self.sends(url, door, having, **given)
        assert answer.status_code == 302, f"{answer.status_code}\n{text_of(answer)[:1500]}"
        return answer

    def queries(self, url: str) -> int:
        """How many queries a page takes."""
        self.opens(url)
        with CaptureQueriesContext(connection) as asked:
            self.opens(url)
        return len(asked)
