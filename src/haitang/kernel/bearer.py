"""Bearers 持令牌者: what a token is narrowed to. A token never holds more than its scopes, its post and its place."""

from dataclasses import dataclass

#: What stands before the secret part of every token, so that people and scanners know one when they see it.
PREFIX = "haitang-"
#: What can be read with a token, beside the commands that can be given.
READS = ("read.figures", "read.ledgers", "read.requests")
#: Keeping a photo before it is named in a command is no command; its own scope goes by the name of its operation.
PHOTOS = "photos.keep"
#: Nobody gives passwords, posts or tokens through a token, whatever its scopes say: that would outgrow it.
NEVER = frozenset({"accounts", "offices", "openings", "tokens"})
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Bearer:
    """持令牌者: a token as the gate knows it.

    `scopes` are names of commands and readings (`matters.report`, `read.figures`) or whole rooms of them (`matters.*`).
    `post` is the one post it acts in, None for a machine of its own; `path` the place it may not leave, in `organization`.
    """

    token: int
    scopes: frozenset[str]
    organization: str
    path: str
    post: int | None = None

    def covers(self, name: str) -> bool:
        """Whether the scopes name this command or reading, or the room it is in."""
        room = name.partition(".")[0]
        return room not in NEVER and (name in self.scopes or f"{room}.{EVERY}" in self.scopes)
