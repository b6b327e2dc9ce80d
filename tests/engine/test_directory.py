"""Whom to call comes from settings: the nearest lines first, offices and roles, nothing of another organization."""

from haitang.engine import directory
from haitang.engine.gate import upkeep
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast


def set_to(organization: str, name: str, value: object) -> None:
    with upkeep():
        owner = Organization.objects.filter(code=organization).first()
        Setting.objects.create(organization=owner, name=name, value=value)


def lines(code: str) -> list[tuple[str, str]]:
    place = Place.objects.select_related("organization").get(code=code)
    return [(call.words.zh, call.phone) for call in directory.calls(place)]


def test_the_nearest_lines_come_first(cast: Cast) -> None:
    set_to("sujin", "directory.sujin", [{"zh": "值班室", "en": "duty room", "phone": "1"}])
    hours = {"zh": "工作日", "en": "working days"}
    set_to("sujin", "directory.daguan", [{"zh": "受理台", "en": "desk", "phone": "2", "hours": hours}])
    set_to("xcscjg8", "directory.daguan", [{"zh": "别人的", "en": "somebody else's", "phone": "3"}])
    assert lines("dgmy-15") == [("受理台", "2"), ("值班室", "1")]
    assert lines("jinhua") == [("值班室", "1")]
    assert lines("bzxc") == []


def test_the_site_speaks_for_the_organization_it_is_set_to(cast: Cast) -> None:
    first = directory.site()
    assert first is not None and first.code == "sujin"
    set_to("", "site", {"organization": "xcscjg8"})
    named = directory.site()
    assert named is not None and named.code == "xcscjg8"


def test_an_office_has_its_name_before_its_number_is_set(cast: Cast) -> None:
    organization = Organization.objects.get(code="sujin")
    assert directory.office_of(organization).phone == ""
    set_to("sujin", "office.phone", "0512-00000000")
    set_to("sujin", "office.hours", {"zh": "工作日", "en": "working days"})
    office = directory.office_of(organization)
    assert (office.words.en, office.phone) == ("Sujin Sub-district", "0512-00000000")
    assert office.hours is not None and office.hours.en == "working days"
