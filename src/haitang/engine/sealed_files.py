"""Sealed files 密封文件: a paper that lies encrypted on the disk (AES-256-GCM), under a key that only the vault opens.

Forgetting the key is forgetting the paper: what is left of it on a disk or in a backup is noise.
"""

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from haitang.engine import clock, confided, photos, scanning, vault
from haitang.engine.gate import upkeep
from haitang.records.file import File
from haitang.records.mediation import SealedFile
from haitang.records.party import Organization

#: What the file table says of it: nothing about what it holds.
MEDIA = "application/octet-stream"
_NONCE, _KEY = 12, 32


def keep(upload: bytes, organization: Organization) -> str:
    """Keep a PDF or a photo, cleaned as any other, sealed; its digest names it in a command. Invalid as in `photos`."""
    media, plain = photos.examined(upload)
    scanning.check(upload)
    key, nonce = secrets.token_bytes(_KEY), secrets.token_bytes(_NONCE)
    content = nonce + AESGCM(key).encrypt(nonce, plain, media.encode())
    digest = hashlib.sha256(content).hexdigest()
    photos.store_sealed(digest, content)
    with upkeep():
        file = File.objects.create(digest=digest, media_type=MEDIA, size=len(content), at=clock.now())
        opened = f"{media} {base64.b64encode(key).decode()}"
        SealedFile.objects.create(file=file, key=confided.sealed_text(opened, organization))
    return digest


def opened(sealed: SealedFile, key: str) -> tuple[str, bytes]:
    """Media type and bytes, given what the vault held for it; Unopenable when the file was altered."""
    media, _, coded = key.partition(" ")
    content = photos.sealed_path(sealed.file.digest).read_bytes()
    try:
        return media, AESGCM(base64.b64decode(coded)).decrypt(content[:_NONCE], content[_NONCE:], media.encode())
    except (ValueError, InvalidTag):
        raise vault.Unopenable from None
