"""Photos 照片: staff look at each photo before anybody else may: show it, blur faces, plates and papers, or withhold it."""

from haitang.engine import blurring
from haitang.engine.change import Change
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Areas, Code, Digest, Reason, areas_of
from haitang.kernel.role import Role
from haitang.records.file import Attachment

SCREENING = (Role.DESK, Role.GRID)


@command("photos.show", zh="照片可以公开", en="Let the public see the photo", roles=SCREENING, on="matter")
def show(change: Change, matter: Code, photo: Digest) -> Fact:
    """Somebody has looked: no face, no plate, no paper in it. Public pages show it once the title is public as well."""
    _screen(change, photo, screened=True, withheld="")
    return change.fact("photo_shown", facts={"photos": [photo]})


@command("photos.blur", zh="遮挡照片", en="Blur parts of the photo", roles=SCREENING, on="matter")
def blur(change: Change, matter: Code, photo: Digest, areas: Areas) -> Fact:
    """`areas` are rectangles in permille of the picture (left,top,width,height), blanks between them.

    The public may see what results; the photo as it came stays for staff of the place for some days.
    """
    made = blurring.blur(change.matter, photo, areas_of(areas))
    if made is None:
        raise _not_there()
    return change.fact("photo_blurred", facts={"photos": [photo, made.digest]}, photo=made.digest)


@command("photos.withhold", zh="照片不公开", en="Withhold the photo", roles=SCREENING, on="matter")
def withhold(change: Change, matter: Code, photo: Digest, reason: Reason) -> Fact:
    """Staff and whoever sent it see it; nobody else. The reason stands with the photo."""
    _screen(change, photo, screened=False, withheld=reason)
    return change.fact("photo_withheld", facts={"photos": [photo]})


def _screen(change: Change, photo: str, *, screened: bool, withheld: str) -> None:
    shown = Attachment.objects.filter(matter=change.matter, file__digest=photo)
    if not shown.update(screened=screened, withheld=withheld):
        raise _not_there()


def _not_there() -> Invalid:
    return Invalid.of(
        "photo", "没有这张照片，可能刚被遮挡过，请重新打开", "There is no such photo; somebody may just have blurred it"
    )


COMMANDS = (show, blur, withhold)
