"""What an installation may set from outside 安装参数: one table, read from HAITANG_* variables."""

import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from haitang.kernel.kept import kept


class Environment(BaseSettings):
    """Everything a machine decides; nothing an office decides (that is a Setting)."""

    model_config = SettingsConfigDict(env_prefix="HAITANG_")

    home: Path = Path("var")
    database_url: str = ""
    debug: bool = False
    hosts: str = "127.0.0.1,localhost,[::1]"
    base_path: str = ""
    origins: str = ""
    smtp_url: str = ""
    mail_from: str = "haitang@localhost"
    public_url: str = "http://127.0.0.1:8000"
    deliveries: bool = True
    clamd: str = ""
    intranet: bool = False
    networks: str = ""
    proxies: str = ""
    parent_name: str = ""
    parent_url: str = ""
    oidc_url: str = ""
    oidc_id: str = ""
    oidc_secret: str = ""
    oidc_name: str = "OpenID"
    oidc_claim: str = "preferred_username"
    webhook_allow: str = ""
    ca_file: str = ""
    metrics: str = "127.0.0.0/8, ::1/128"
    metrics_token: str = ""
    log: Literal["text", "json"] = "text"
    pool: int = Field(default=10, ge=0, le=200)
    map_tiles: str = ""
    map_tiles_by: str = ""
    map_tiles_system: Literal["wgs84", "gcj02"] = "wgs84"
    map_review_no: str = ""

    @field_validator("map_tiles")
    @classmethod
    def _template(cls, text: str) -> str:
        """An address that names no tile is said when the machine starts, not by an empty map."""
        if text and not (text.startswith(("https://", "http://")) and all(f"{{{part}}}" in text for part in "zxy")):
            raise ValueError("map_tiles has to be an address with {z}, {x} and {y}")
        if any(character in text for character in " ;,'\"<>"):
            raise ValueError("map_tiles holds characters that an address cannot")
        return text

    @field_validator("networks", "proxies", "metrics")
    @classmethod
    def _real(cls, text: str, asked: ValidationInfo) -> str:
        """Networks that are none are said when the machine starts, not at the first request."""
        if asked.field_name == "proxies" and text.strip().isdecimal():
            return text
        for part in filter(None, (part.strip() for part in text.split(","))):
            ip_network(part, strict=False)
        return text


def kept_secret(home: Path, name: str) -> str:
    """A random secret kept in `home` with mode 0600, made at the first call."""
    return kept(home / name, lambda: secrets.token_hex(32)).strip()
