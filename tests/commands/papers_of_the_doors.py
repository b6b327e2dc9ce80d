"""What the papers alone say about who may give the commands of the doors and of keeping the house.

As in papers.py: `stated`, `follows`, `silent`; read by somebody who had only names and meanings.
"""

#: command: (roles, how certain, where it stands)
READ: dict[str, tuple[str, str, str]] = {
    "tokens.make": ("administrator", "silent", "issue 5, head: 'Other systems and administrators now'; API: 'Tokens'"),
    "tokens.lend": ("holder", "silent", "decisions A10 'narrowed by token scope'; issue 3 'delegate'"),
    "tokens.revoke": ("administrator", "silent", "issue 5, API 'Tokens with scopes, expiry, last use': no taker-back"),
    "tokens.withdraw": ("holder", "silent", "none; nearest issue 3 'sessions listed and ended by their owner'"),
    "hotline.bring": ("system desk dispatcher", "silent", "loop §3 r.1 'worker on behalf; … import'; §1 'paste/Excel'"),
    "hotline.update": (
        "system desk dispatcher",
        "silent",
        "issue 5, Imports 'a second import updates'; loop §3 row 1 'import'",
    ),
    "offices.rename_post": (
        "system administrator",
        "silent",
        "issue 5, Imports 'places, parties and posts'; head 'administrators'",
    ),
}

#: command: why the product lets others, or fewer, than that reading.
DIFFERS: dict[str, str] = {}
