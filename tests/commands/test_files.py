"""Files: kept first, tied to a matter by the act that needs them; the ledger line vouches for their digests."""

import io
import json

import pytest
from PIL import Image

from haitang.commands import matters
from haitang.engine import gate, ledger, photos
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import PHOTOS
from haitang.records.file import Attachment, File
from tests.cast import Cast


def kept(shade: int = 0) -> File:
    """One kept photo, another for each shade."""
    out = io.BytesIO()
    Image.new("RGB", (40 + shade, 30), (200, shade, 0)).save(out, "JPEG")
    return photos.keep(out.getvalue())


def facts_of(number: str, command: str) -> dict[str, object]:
    [body] = [body for body, _ in ledger.of_subject(number) if body.command == command]
    return dict(json.loads(body.facts or "{}"))


def test_a_kept_photo_writes_no_ledger_line(cast: Cast) -> None:
    before = {head.ledger: head.size for head in ledger.heads()}
    kept()
    assert {head.ledger: head.size for head in ledger.heads()} == before


def test_a_photo_of_a_report_belongs_to_its_voice_and_is_not_public(cast: Cast) -> None:
    file = kept()
    told = cast.report(photos=[file.digest])
    row = Attachment.objects.get(matter__number=told.number)
    assert (row.file_id, row.voice_id, row.purpose, row.screened) == (file.pk, told.voice.voice, "reported", False)


def test_the_line_vouches_for_what_was_shown(cast: Cast) -> None:
    reported, claimed = kept(1), kept(2)
    told = cast.working(cast.report(photos=[reported.digest]))
    given = {"outcome": "solved", "evidence": "photos", "note": "见照片", "photos": [claimed.digest]}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    assert facts_of(told.number, "matters.report")["photos"] == [reported.digest]
    assert facts_of(told.number, "matters.claim")["photos"] == [claimed.digest]


def test_a_line_without_photos_does_not_mention_them(cast: Cast) -> None:
    assert "photos" not in facts_of(cast.report().number, "matters.report")


def test_the_public_leaf_says_nothing_of_photos(cast: Cast) -> None:
    file = kept()
    told = cast.report(photos=[file.digest])
    assert file.digest not in "".join(ledger.leaf_text(leaf) for _, leaf in ledger.of_subject(told.number))


def test_the_same_photo_twice_is_tied_once(cast: Cast) -> None:
    file = kept()
    told = cast.report(photos=[file.digest, file.digest])
    assert Attachment.objects.filter(matter__number=told.number).count() == 1


@pytest.mark.parametrize("named", ["0" * 64, "not a digest", "../../secret.key", "A" * 64])
def test_a_photo_that_did_not_arrive_is_named_and_nothing_is_written(cast: Cast, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        cast.report(photos=[named])
    assert [problem.field for problem in refused.value.problems] == ["photos"]
    assert not Attachment.objects.exists()


def test_a_photo_cannot_be_named_by_counting(cast: Cast) -> None:
    file = kept()
    with pytest.raises(Invalid):
        cast.report(photos=[file.pk])


def test_only_so_many_photos_at_once(cast: Cast) -> None:
    digests = [kept(shade).digest for shade in range(PHOTOS + 1)]
    assert cast.report(photos=digests[:PHOTOS])
    with pytest.raises(Invalid):
        cast.report(photos=digests)
