"""Describing 接口说明: the OpenAPI document says how one proves oneself, and what every operation answers to that."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from haitang.entrypoints.api.actors import NUMBER, SECRET

SCHEMES: dict[str, dict[str, str]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of the office's administrator, or of whoever lends a post; its scopes name what it opens.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A member of staff signed in on the site; changes need the CSRF token in X-CSRFToken as well.",
    },
    "receipt_number": {"type": "apiKey", "in": "header", "name": NUMBER, "description": "The number on a receipt."},
    "receipt_secret": {"type": "apiKey", "in": "header", "name": SECRET, "description": "The secret on that receipt."},
}
#: One of these is enough; the last says that anybody may ask.
CHANGING: list[dict[str, list[str]]] = [
    {"token": []},
    {"session": []},
    {"receipt_number": [], "receipt_secret": []},
    {},
]
READING: list[dict[str, list[str]]] = [{"token": []}, {}]


class Described(NinjaAPI):
    """The API with its ways in described."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The OpenAPI document of this version."""
        schema = super().get_openapi_schema(**given)
        schema.setdefault("components", {})["securitySchemes"] = SCHEMES
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                operation["security"] = READING if method == "get" else CHANGING
        return schema
