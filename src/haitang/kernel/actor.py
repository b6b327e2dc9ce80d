"""Actor 行为人: who knocks at the gate, through which door."""

from dataclasses import dataclass, replace

from haitang.kernel.bearer import Bearer


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that asks for a change.

    `account` is a login's id, `voice` the id of the voice a secret or link has proved; neither for a passer-by.
    `link` is the id of a capability link: with it, the actor may make only the moves that link names.
    `bearer` says what a token is narrowed to: with it, the actor is the token and does no more than its scopes name;
    `account` is then whoever lent it a post, None for a machine of its own.
    `scope` tells passers-by apart for idempotency (a browser cookie); it is never stored in the ledger.
    """

    door: str
    account: int | None = None
    voice: int | None = None
    system: str = ""
    scope: str = ""
    language: str = "zh-hans"
    link: int | None = None
    bearer: Bearer | None = None

    @property
    def name(self) -> str:
        """The pseudonym that the sealed half of an entry keeps."""
        if self.system:
            return f"system:{self.system}"
        if self.link is not None:
            return f"link:{self.link}"
        if self.bearer is not None:
            return f"token:{self.bearer.token}"
        if self.account is not None:
            return f"account:{self.account}"
        return f"voice:{self.voice}" if self.voice is not None else "anyone"

    @property
    def key_scope(self) -> str:
        """Whose idempotency keys these are."""
        return self.scope or self.name

    def through(self, door: str) -> "Actor":
        """The same actor at another door."""
        return replace(self, door=door)
