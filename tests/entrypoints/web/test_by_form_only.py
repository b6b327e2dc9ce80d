"""An address that only takes what a form sends says so to whoever opens it by itself."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast


def test_an_address_for_forms_opened_by_itself_leads_on(cast: Cast) -> None:
    answer = Client().get(reverse("forget"), headers={"accept-language": "zh-Hans"})
    assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
    said = answer.content.decode()
    assert "这个地址只收表单" in said and f'href="{reverse("home")}"' in said


def test_the_json_door_keeps_its_own_answer(cast: Cast) -> None:
    answer = Client().get("/api/commands/matters.report")
    assert answer.status_code == 405 and b"<html" not in answer.content
