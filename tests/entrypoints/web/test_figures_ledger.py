"""The ledgers' pages: what is sealed, each line with its proof, and for entitled staff its sealed half."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.commands import projects
from haitang.engine import gate, ledger
from haitang.engine.sealing import seal_all
from haitang.entrypoints.web.figures import entry as page
from haitang.entrypoints.web.figures import lines
from haitang.kernel.merkle import leaf_hash, verify_consistency
from haitang.verifier.haitang_verify import check_bundle
from tests.cast import Cast
from tests.entrypoints.web.figuring import ClockAt, one_more, reader, seen, words_of, year


def line_of(number: str, kind: str) -> int:
    """The entry that says this of a matter."""
    return next(leaf.entry for _, leaf in ledger.of_subject(number) if leaf.kind == kind)


def test_every_organization_has_its_ledger_by_name(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader(), "ledger"))
    head = ledger.sealed("sujin")
    assert f"苏锦街道 {head.size} 笔，11 月 5 日封存 · 核对码 {head.root[:4].upper()}-{head.root[4:8].upper()}" in said
    assert "相城区市场监督管理局八分局" in said


def test_a_ledger_shows_nothing_beyond_its_seal_to_anybody(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    head, live = ledger.sealed("sujin"), ledger.head("sujin")
    assert live.size > head.size
    for login in ("", "auditor"):
        html = seen(reader(login), "ledger_of", "sujin")
        found = [int(entry) for entry in re.findall(r'href="/l/sujin/(\d+)"', html)]
        assert max(found) == head.size and head.root in html and live.root not in html


def test_public_lines_are_read_page_by_page_to_the_very_first(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(cast, clock_at)
    monkeypatch.setattr(lines, "PAGE", 7)
    monkeypatch.setattr(lines.latest, "__defaults__", ("", 7))
    found, after = [], ""
    while True:
        html = seen(reader(), "ledger_of", "sujin", **({"after": after} if after else {}))
        found += [int(entry) for entry in re.findall(r'<th scope="row"><a href="/l/sujin/(\d+)"', html)]
        more = re.search(r'rel="next" href="\?after=(\d+)"', html)
        if not more:
            break
        after = more[1]
    assert found == list(range(ledger.sealed("sujin").size, 0, -1))


def test_each_seal_leads_to_the_proof_that_the_one_before_was_only_added_to(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    older = ledger.sealed("sujin")
    one_more(cast)
    html = seen(reader(), "ledger_of", "sujin")
    address = re.search(r'href="([^"]+consistency[^"]+)"', html)
    assert address and f"加了 {ledger.sealed('sujin').size - older.size} 笔" in words_of(html)
    proof = reader().get(address[1].replace("&amp;", "&")).json()
    roots = bytes.fromhex(older.root), bytes.fromhex(ledger.sealed("sujin").root)
    assert verify_consistency(proof["from"], proof["to"], *roots, [bytes.fromhex(step) for step in proof["path"]])


def test_a_line_is_found_by_its_number(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    address = reverse("ledger_of", args=["sujin"])
    assert reader().get(address, {"entry": " 7 "}).headers["Location"] == reverse("entry", args=["sujin", 7])
    for typed in ("seven", "0", "-1", "9" * 40, "\x00"):
        assert reader().get(address, {"entry": typed}).status_code == 200


def test_a_line_is_shown_with_the_text_that_was_hashed_and_a_proof_that_holds(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    number = line_of(made.first.number, "request.closed.solved")
    html = seen(reader(), "entry", "sujin", number)
    said, head = words_of(html), ledger.sealed("sujin")
    [leaf] = ledger.leaves("sujin", number - 1, 1, head.size)
    assert ledger.leaf_text(leaf) in said and leaf_hash(ledger.leaf_text(leaf)).hex() in said and head.root in said
    assert "诉求结案：办好了" in said and "这一笔在 11 月 5 日封存的账本里，一个字没改" in said
    assert all(step in html for step in ledger.prove("sujin", number, head.size).path)


def test_a_line_that_does_not_lead_to_the_sealed_root_is_called_out(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(cast, clock_at)
    text = ledger.leaf_text
    monkeypatch.setattr(page.ledger, "leaf_text", lambda leaf: text(leaf).replace('"quantity":1', '"quantity":2'))
    said = words_of(seen(reader(), "entry", "sujin", 5))
    assert "证明不了在封存的账本里" in said and "一个字没改" not in said


def test_the_first_and_the_last_line_have_their_proofs_too(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    for number in (1, 2, ledger.sealed("sujin").size):
        assert "一个字没改" in words_of(seen(reader(), "entry", "sujin", number))


def test_the_downloaded_proof_is_verified_without_us_and_holds_no_sealed_half(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    number = line_of(made.first.number, "request.received")
    answer = reader("auditor").get(reverse("entry_proof", args=["sujin"]), {"entry": str(number)})
    bundle = json.loads(answer.content)
    assert bundle["format"] == "haitang-proof/1" and not {"body", "salt"} & set(bundle)
    assert made.first.number not in answer.content.decode()
    sentences = check_bundle(bundle)
    assert sentences and all(sentence.ok for sentence in sentences)
    bundle["leaf"] = bundle["leaf"].replace('"quantity":1', '"quantity":2')
    assert not all(sentence.ok for sentence in check_bundle(bundle))


@pytest.mark.parametrize("entry", ["", "0", "-1", "x", "999999", "9" * 30, "1.5", "\x00"])
def test_there_is_no_proof_of_what_is_not_sealed(cast: Cast, clock_at: ClockAt, entry: str) -> None:
    year(cast, clock_at)
    assert reader().get(reverse("entry_proof", args=["sujin"]), {"entry": entry}).status_code == 404


def test_a_line_not_sealed_yet_cannot_be_told_from_one_that_was_never_written(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    waiting, never = ledger.sealed("sujin").size + 1, ledger.head("sujin").size + 100
    answers = [
        reader(login).get(reverse("entry", args=["sujin", n])) for n in (waiting, never) for login in ("", "property")
    ]
    assert {answer.status_code for answer in answers} == {404}
    asked = (waiting, waiting, never, never)
    pages = {words_of(a.content.decode()).replace(str(n), "N") for a, n in zip(answers, asked, strict=True)}
    assert len(pages) == 1 and "公开的账本到第" in pages.pop()
    assert reader().get(reverse("entry_proof", args=["sujin"]), {"entry": str(waiting)}).status_code == 404


@pytest.mark.parametrize("route", ["ledger_of", "entry", "entry_proof", "desk_entry"])
def test_there_is_no_ledger_of_an_organization_nobody_founded(cast: Cast, route: str) -> None:
    arguments = ["nowhere", 1] if route in ("entry", "desk_entry") else ["nowhere"]
    assert reader("auditor").get(reverse(route, args=arguments), {"entry": "1"}).status_code == 404


@pytest.mark.parametrize("number", [0, 10**30])
def test_a_number_that_can_be_no_line_is_answered_calmly(cast: Cast, number: int) -> None:
    assert reader().get(f"/l/sujin/{number}").status_code == 404


def test_public_pages_never_say_of_whom_by_whom_or_when_exactly(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    told = made.first
    entries = [leaf.entry for _, leaf in ledger.of_subject(told.number)]
    asked: list[tuple[str, list[object]]] = [("ledger", []), ("ledger_of", ["sujin"])]
    asked += [("entry", ["sujin", entry]) for entry in entries]
    for login in ("", "property", "other_auditor"):
        for route, arguments in asked:
            html = seen(reader(login), route, *arguments)
            for secret in (
                told.number,
                "09:31",
                "account:",
                "voice:",
                "水管",
                "13912345678",
                "drains",
                "dgmy",
                "大观花园",
            ):
                assert secret not in html, f"{route} {arguments} shows {secret} to {login or 'anybody'}"


def test_entitled_staff_are_led_to_the_sealed_half(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    number = line_of(made.first.number, "request.closed.solved")
    answer = reader("dispatcher").get(reverse("entry", args=["sujin", number]))
    assert answer.headers["Location"] == reverse("desk_entry", args=["sujin", number])
    said = seen(reader("dispatcher"), "desk_entry", "sujin", number)
    assert f'href="{reverse("desk_matter", args=[made.first.number])}"' in said
    assert "3 月 7 日 09:31" in words_of(said) and "下水道、排水" in words_of(said) and "居民" in words_of(said)
    assert made.first.number not in seen(reader("dispatcher"), "entry", "sujin", number, **{"as": "public"})


def test_an_office_stands_where_the_account_was(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    for kind, office in (
        ("request.accepted", "社区受理台"),
        ("request.checked", "核查员"),
        ("request.received", "居民"),
    ):
        html = seen(reader("auditor"), "desk_entry", "sujin", line_of(made.first.number, kind))
        assert f"谁办的 {office}" in words_of(html)
        assert "account:" not in html and "voice:" not in html


def test_a_line_of_the_day_is_shown_at_the_desk_before_it_is_sealed(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    number = line_of(made.unsealed.number, "request.closed.solved")
    said = words_of(seen(reader("auditor"), "desk_entry", "sujin", number))
    assert "还没有封存：公开的账本到第" in said and "一个字没改" not in said
    seal_all()
    assert "一个字没改" in words_of(seen(reader("auditor"), "desk_entry", "sujin", number))


@pytest.mark.parametrize(("login", "opens"), [
    ("auditor", True), ("desk", True), ("dispatcher", True), ("reader", True), ("jinhua_desk", False),
    ("grid", True), ("property", False), ("recorder", False), ("administrator", False), ("other_auditor", False),
])  # fmt: skip
def test_a_sealed_half_opens_to_posts_whose_place_it_is(cast: Cast, clock_at: ClockAt, login: str, opens: bool) -> None:
    made = year(cast, clock_at)
    number = line_of(made.first.number, "request.closed.solved")
    answer = reader(login).get(reverse("desk_entry", args=["sujin", number]))
    assert answer.status_code == (200 if opens else 404)
    assert (made.first.number in answer.content.decode()) is opens


def test_the_desk_reads_live_beside_sealed_and_that_nothing_was_altered(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    html = seen(reader("auditor"), "desk_ledger")
    sealed, live = ledger.sealed("sujin"), ledger.head("sujin")
    assert sealed.root in html and live.root in html and "一笔没改" in words_of(html)
    assert f"还没封存 {live.size - sealed.size}" in words_of(html)
    assert "相城区" not in words_of(html)
    assert "您的岗位不看账本的内部" in words_of(seen(reader("property"), "desk_ledger"))


def test_a_live_ledger_that_is_not_what_was_sealed_is_called_out(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(cast, clock_at)
    true = ledger.sealed("sujin")
    false = ledger.PublicHead(true.size, "0" * 64, true.day)
    monkeypatch.setattr(ledger, "sealed", lambda name: false)
    assert "对不上" in words_of(seen(reader("auditor"), "desk_ledger"))


def test_a_project_behind_a_line_opens_as_a_project(cast: Cast, clock_at: ClockAt) -> None:
    clock_at("2023-05-05 10:00")
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    number = line_of(project, "project.approved")
    html = seen(reader("supervisor"), "desk_entry", "sujin", number)
    assert f'href="{reverse("desk_project", args=[project])}"' in html


@pytest.mark.parametrize(
    ("login", "route", "arguments", "most"),
    [
        ("", "ledger", [], 16),
        ("", "ledger_of", ["sujin"], 16),
        ("", "entry", ["sujin", 9], 16),
        ("auditor", "desk_ledger", [], 24),
        ("auditor", "desk_entry", ["sujin", 9], 26),
    ],
)
def test_a_long_ledger_takes_as_many_queries_as_a_short_one(
    cast: Cast, clock_at: ClockAt, login: str, route: str, arguments: list[object], most: int
) -> None:
    year(cast, clock_at)

    client = reader(login)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            seen(client, route, *arguments)
        return len(caught)

    before = queries()
    for place in ("jinhua", "dgmy", "daguan-2"):
        one_more(cast, place)
    assert queries() <= before <= most
