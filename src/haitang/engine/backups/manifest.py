"""Manifest 清单: what an archive holds, with digests, and how the database stood at its moment."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from haitang.engine.backups.container import MANIFEST, Member, Unreadable
from haitang.engine.backups.standing import Standing
from haitang.kernel.words import Words

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`gone`: files of the moment that were destroyed while the archive was being written."""

    made_at: datetime
    haitang: str
    database: str
    members: dict[str, Member]
    gone: list[str]
    standing: Standing

    def text(self) -> str:
        """As it is written into the archive."""
        members = {name: [member.size, member.sha256] for name, member in self.members.items()}
        told: dict[str, Any] = {
            "format": FORMAT, "made_at": self.made_at.isoformat(), "haitang": self.haitang, "database": self.database,
            "members": members, "gone": self.gone, "standing": self.standing.plain(),
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, indent=1)


def read(room: Path, found: dict[str, Member]) -> Manifest:
    """The manifest of what was laid into `room`; Unreadable when it is missing, or a member is not as it says."""
    try:
        told = json.loads((room / MANIFEST).read_text())
        if told["format"] != FORMAT:
            raise Unreadable(Words(zh="这份备份是更新的海棠做的", en="This backup was made by a newer Haitang"))
        members = {name: Member(size, digest) for name, (size, digest) in told["members"].items()}
        made_at, gone = datetime.fromisoformat(told["made_at"]), list(told["gone"])
        manifest = Manifest(made_at, told["haitang"], told["database"], members, gone, Standing(**told["standing"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise Unreadable(
            Words(zh="备份里没有清单，或清单读不出", en="The backup's manifest is missing or unreadable")
        ) from None
    _as_told(manifest, {name: member for name, member in found.items() if name != MANIFEST})
    return manifest


def _as_told(manifest: Manifest, found: dict[str, Member]) -> None:
    wrong = sorted(name for name in {*manifest.members, *found} if manifest.members.get(name) != found.get(name))
    if wrong:
        named = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
        raise Unreadable(
            Words(
                zh=f"备份里的文件和清单对不上：{named}", en=f"Files in the backup are not as its manifest says: {named}"
            )
        )
