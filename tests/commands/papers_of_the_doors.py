"""What the papers alone say about who may give the commands of the doors and of keeping the house.

As in papers.py: `stated`, `follows`, `silent`. These readings were made by those who wrote the commands: they know the code.
"""

#: command: (roles, how certain, where it stands)
READ: dict[str, tuple[str, str, str]] = {
    "tokens.make": (
        "administrator",
        "follows",
        "issue 5 'other systems and administrators', tokens with scopes and expiry",
    ),
    "tokens.lend": (
        "holder",
        "silent",
        "decision A10 'narrowed by token scope'; who lends a post to a system is not said",
    ),
    "tokens.revoke": ("administrator", "follows", "issue 5 'tokens … expiry', by the administrator"),
    "tokens.withdraw": ("holder", "silent", "as lend: whoever lent it"),
    "hotline.bring": (
        "desk dispatcher system",
        "follows",
        "loop row 1 'device; import' by whoever works at the place; issue 5",
    ),
    "hotline.update": ("desk dispatcher system", "follows", "issue 5 'a second import updates', by whoever brought it"),
    "offices.rename_post": (
        "system administrator",
        "silent",
        "as offices.create_post: whoever sets a post up names it",
    ),
}

#: command: why the product lets others, or fewer, than that reading.
DIFFERS: dict[str, str] = {}
