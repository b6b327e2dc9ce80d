"""The office page leads to what a post may open, and to nothing else."""

import re

from django.test import Client
from django.urls import NoReverseMatch, reverse

from haitang.entrypoints.web.staff.office import WAYS
from haitang.kernel.role import Role
from haitang.records.account import Account
from tests.cast import Cast


def ways_of(client: Client, login: str) -> set[str]:
    client.force_login(Account.objects.get(login=login))
    page = client.get(reverse("desk_office")).content.decode()
    return set(re.findall(r'class="card pad opens way" href="([^"]+)"', page))


def addresses(role: Role) -> set[str]:
    found = set()
    for _, ways in WAYS:
        for way in ways:
            try:
                found |= {reverse(way.route)} if role in way.roles else set()
            except NoReverseMatch:
                continue
    return found


def test_each_post_sees_the_ways_of_its_role(cast: Cast, client: Client) -> None:
    for login, role in (("desk", Role.DESK), ("administrator", Role.ADMINISTRATOR), ("property", Role.OWNER)):
        assert ways_of(client, login) == addresses(role)


def test_every_way_that_is_shown_opens_for_whoever_sees_it(cast: Cast, client: Client) -> None:
    for login in ("desk", "administrator", "supervisor", "reader"):
        for address in ways_of(client, login):
            assert client.get(address).status_code == 200, f"{login} sees {address}, which does not open"


def test_a_post_without_any_way_reads_why(cast: Cast, client: Client) -> None:
    if not addresses(Role.OWNER):
        client.force_login(Account.objects.get(login="property"))
        assert "您的岗位只办事" in client.get(reverse("desk_office")).content.decode()
