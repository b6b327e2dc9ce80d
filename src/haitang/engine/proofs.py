"""Proofs 办结凭证: which evidence a kind takes for a category. One of them is enough, and a photo is never the only way."""

from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind


def accepted(kind: Kind, category: str, code: str) -> None:
    """Invalid on `evidence` unless the kind takes it for this category; the words name what is taken."""
    taken = kind.proofs(category)
    if any(option.code == code for option in taken):
        return
    zh, en = "、".join(option.words.zh for option in taken), ", ".join(option.words.en for option in taken)
    raise Invalid.of("evidence", f"这一类要用这几种之一：{zh}", f"For this category one of these is needed: {en}")
