"""The four refusals of the gate 门的四种拒绝. Each door translates them once, in the reader's language."""

from dataclasses import dataclass

from haitang.kernel.words import Words


class Refusal(Exception):
    """A change that was not made. Nothing was written."""

    status = 400

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field."""

    field: str
    words: Words


class Invalid(Refusal):
    """字段不对: the input is not what the command takes; names each field."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(Words(zh="有几处要改一改", en="Some fields need another look"))
        self.problems = problems

    @classmethod
    def of(cls, field: str, zh: str, en: str) -> "Invalid":
        """One wrong field."""
        return cls([Problem(field, Words(zh=zh, en=en))])


class Denied(Refusal):
    """无权: this actor holds no post here that may do this."""

    status = 403


class NotNow(Refusal):
    """此时不可: the flow does not allow this move from the present state."""

    status = 409


class Conflict(Refusal):
    """冲突: somebody else changed the record first, or a key was used for something else."""

    status = 409
