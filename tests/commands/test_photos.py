"""Photos are looked at before anybody else sees them: shown, blurred for good, or withheld with a reason."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from haitang.commands import photos as screening
from haitang.engine import blurring, gate, photos
from haitang.jobs import daily
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import areas_of
from haitang.records.file import Attachment, File
from haitang.records.office import Setting
from tests.cast import Cast, Told
from tests.entrypoints.web.residents import proved, staff

FACE = "250,250,500,500"


def checkered(size: tuple[int, int] = (400, 300)) -> bytes:
    """A photo of fine black and white squares: every mark of it is gone where it was blurred."""
    made = Image.new("RGB", size, "white")
    made.putdata(
        [(0, 0, 0) if (x // 5 + y // 5) % 2 else (255, 255, 255) for y in range(size[1]) for x in range(size[0])]
    )
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def pictured(cast: Cast) -> tuple[Told, str]:
    digest = photos.keep(checkered()).digest
    return cast.report(photos=[digest]), digest


def blurred(cast: Cast, told: Told, photo: str, areas: str = FACE) -> str:
    values = gate.do(screening.blur, cast.desk, matter=told.number, photo=photo, areas=areas).values
    return str(values["photo"])


def contrast(digest: str, box: tuple[int, int, int, int]) -> int:
    """How far apart the lightest and the darkest pixel of a part lie."""
    with Image.open(photos.open(File.objects.get(digest=digest))) as shown:
        low, high = shown.convert("L").crop(box).getextrema()
        return int(high) - int(low)  # type: ignore[arg-type]


def status(client: Client, digest: str) -> int:
    return int(client.get(f"/photo/{digest}").status_code)


# What blurring leaves.


def test_what_was_marked_is_gone_and_the_rest_is_as_it_was(cast: Cast) -> None:
    told, photo = pictured(cast)
    made = blurred(cast, told, photo)
    assert contrast(made, (110, 85, 290, 215)) < 40
    assert contrast(made, (0, 0, 90, 70)) > 150


def test_the_small_picture_is_blurred_as_well(cast: Cast) -> None:
    told, photo = pictured(cast)
    made = File.objects.get(digest=blurred(cast, told, photo))
    with Image.open(photos.open(made, thumb=True)) as small:
        low, high = small.convert("L").crop((110, 85, 290, 215)).getextrema()
    assert high - low < 40  # type: ignore[operator]


@given(st.integers(0, 999), st.integers(0, 999), st.integers(1, 1000), st.integers(1, 1000))
def test_whatever_is_marked_keeps_at_most_a_few_averages(left: int, top: int, width: int, height: int) -> None:
    area = (left, top, min(width, 1000 - left), min(height, 1000 - top))
    source = Image.open(io.BytesIO(checkered((60, 40))))
    assert blurring.blurred(source, [area]).size == source.size


def test_two_photos_that_differ_only_where_they_were_marked_become_the_same() -> None:
    """Nothing of what was there, but its few averages, goes into the result."""
    one = Image.new("RGB", (400, 400), "gray")
    other = one.copy()
    for x in range(100, 300, 2):
        for y in range(100, 300, 2):
            other.putpixel((x, y), (138, 138, 138))
            other.putpixel((x + 1, y), (118, 118, 118))
    assert one.tobytes() != other.tobytes()
    found = [blurring.blurred(each, [(250, 250, 500, 500)]).tobytes() for each in (one, other)]
    assert max(abs(a - b) for a, b in zip(*found, strict=True)) <= 1


def test_a_second_blurring_adds_to_the_first(cast: Cast) -> None:
    told, photo = pictured(cast)
    first = blurred(cast, told, photo)
    second = blurred(cast, told, first, "0,0,200,200")
    assert contrast(second, (110, 85, 290, 215)) < 40
    assert contrast(second, (5, 5, 75, 55)) < 40
    assert Attachment.objects.get().original == File.objects.get(digest=photo)


@pytest.mark.parametrize(
    "areas", ["0,0,0,10", "0,0,10,0", "900,0,101,10", "0,1000,1,1", "1,2,3", "a,b,c,d", "", "1,1,1,1;2,2,2,2"]
)
def test_an_area_lies_within_the_picture(cast: Cast, areas: str) -> None:
    told, photo = pictured(cast)
    with pytest.raises(Invalid) as refusal:
        gate.do(screening.blur, cast.desk, matter=told.number, photo=photo, areas=areas)
    assert [problem.field for problem in refusal.value.problems] == ["areas"]


def test_twenty_areas_are_taken_and_no_more(cast: Cast) -> None:
    told, photo = pictured(cast)
    assert len(areas_of(" ".join(["1,1,1,1"] * 20))) == 20
    blurred(cast, told, photo, " ".join(["1,1,1,1"] * 20))
    with pytest.raises(Invalid):
        blurred(cast, told, photo, " ".join(["1,1,1,1"] * 21))


def test_a_photo_that_was_blurred_meanwhile_is_not_there(cast: Cast) -> None:
    told, photo = pictured(cast)
    blurred(cast, told, photo)
    for command, more in (
        (screening.blur, {"areas": FACE}),
        (screening.show, {}),
        (screening.withhold, {"reason": "人"}),
    ):
        given_: dict[str, Any] = {"matter": told.number, "photo": photo, **more}
        with pytest.raises(Invalid) as refusal:
            gate.do(command, cast.desk, **given_)
        assert refusal.value.problems[0].field == "photo"


# Who may decide.


@pytest.mark.parametrize("login", ["property", "checker", "supervisor", "jinhua_desk", "other_desk", "anyone"])
def test_only_the_desk_and_the_grid_worker_of_the_place_decide(cast: Cast, login: str) -> None:
    told, photo = pictured(cast)
    with pytest.raises(Denied):
        gate.do(screening.show, getattr(cast, login), matter=told.number, photo=photo)


# Who sees what.


def public(cast: Cast, told: Told) -> None:
    cast.accepted(told)


def test_nobody_else_sees_a_photo_before_somebody_has_looked(cast: Cast) -> None:
    told, photo = pictured(cast)
    public(cast, told)
    assert (status(Client(), photo), status(proved(told), photo), status(staff("desk"), photo)) == (404, 200, 200)
    assert photo not in Client().get(f"/m/{told.number}").content.decode()


def test_a_photo_shown_as_it_is_is_seen_once_the_title_is_public(cast: Cast) -> None:
    told, photo = pictured(cast)
    gate.do(screening.show, cast.grid, matter=told.number, photo=photo)
    assert status(Client(), photo) == 404
    public(cast, told)
    assert status(Client(), photo) == 200
    assert photo in Client().get(f"/m/{told.number}").content.decode()


def test_after_blurring_everybody_sees_the_blurred_and_only_staff_the_one_that_came(cast: Cast) -> None:
    told, photo = pictured(cast)
    public(cast, told)
    made = blurred(cast, told, photo)
    readers = (Client(), proved(told), staff("other_desk"), staff("jinhua_desk"), staff("desk"))
    assert [status(reader, made) for reader in readers] == [200] * 5
    assert [status(reader, photo) for reader in readers] == [404, 404, 404, 404, 200]
    assert staff("desk").get(f"/photo/{photo}")["Cache-Control"] == "no-store"
    for address in (f"/m/{told.number}", "/", "/answers"):
        assert photo not in Client().get(address).content.decode()
    assert made in Client().get(f"/m/{told.number}").content.decode()


def test_a_withheld_photo_is_seen_by_staff_and_whoever_sent_it(cast: Cast) -> None:
    told, photo = pictured(cast)
    public(cast, told)
    gate.do(screening.show, cast.desk, matter=told.number, photo=photo)
    gate.do(screening.withhold, cast.desk, matter=told.number, photo=photo, reason="窗里有人")
    assert (status(Client(), photo), status(proved(told), photo), status(staff("desk"), photo)) == (404, 200, 200)
    assert "窗里有人" in staff("desk").get(f"/desk/photo/{photo}").content.decode()


# How long the photo as it came is kept.


def test_the_photo_as_it_came_is_destroyed_after_thirty_days(cast: Cast, clock_at: Callable[..., datetime]) -> None:
    clock_at("2026-03-02 09:00")
    told, photo = pictured(cast)
    made = blurred(cast, told, photo)
    path = photos.open(File.objects.get(digest=photo))
    clock_at("2026-04-01 08:59")
    daily.run_due()
    assert path.exists() and status(staff("desk"), photo) == 200
    clock_at("2026-04-01 09:01")
    daily.run_due()
    assert not path.exists() and not File.objects.filter(digest=photo).exists()
    assert status(staff("desk"), photo) == 404 and status(staff("desk"), made) == 200
    assert Attachment.objects.get().original is None


def test_an_office_sets_how_long(cast: Cast, clock_at: Callable[..., datetime]) -> None:
    clock_at("2026-03-02 09:00")
    told, photo = pictured(cast)
    with gate.upkeep():
        Setting.objects.create(organization=told.record().organization, name=blurring.SETTING, value=3)
    blurred(cast, told, photo)
    clock_at("2026-03-05 09:01")
    daily.run_due()
    assert not File.objects.filter(digest=photo).exists()


def test_what_lay_between_two_blurrings_goes_at_once(cast: Cast) -> None:
    told, photo = pictured(cast)
    first = blurred(cast, told, photo)
    blurred(cast, told, first, "0,0,200,200")
    photos.forget_orphans()
    assert not File.objects.filter(digest=first).exists()
    assert File.objects.filter(digest=photo).exists()
