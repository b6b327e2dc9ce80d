"""Open data 公开数据: each office's package is written once a day, from the first seal of its ledger on."""

from haitang.engine import clock, ledger
from haitang.engine.open_data import package
from haitang.engine.open_data.package import Package
from haitang.records.party import Organization


def run_due() -> int:
    """Write the packages that are not of today; how many."""
    return sum(_is_old(organization) and bool(package.write(organization)) for organization in _offices())


def write_all() -> dict[str, Package]:
    """Write every package now, by the code of its office."""
    return {organization.code: package.write(organization) for organization in _offices()}


def _offices() -> list[Organization]:
    return list(Organization.objects.order_by("code"))


def _is_old(organization: Organization) -> bool:
    """Whether a public view is there and none of today's packages. Before the first seal there are no figures yet."""
    if ledger.sealed(organization.code).day is None:
        return False
    found = package.latest(organization)
    return found is None or found.day != clock.today()
