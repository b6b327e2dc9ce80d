"""Pooling 连接池: what a served PostgreSQL is told besides: a pool of connections, and an end to what takes too long.

Only a server does this. Commands on the terminal have one connection each and may take as long as they need.
"""

from typing import Any

from django.db import connections

#: A statement of a page or a delivery that takes longer is broken off; so is a transaction that stands still.
STATEMENT_SECONDS = 60
#: How long a request waits for a free connection, and for a server that is being restarted; then it says so (503).
WAIT_SECONDS = 5
#: Connections are made anew after an hour, so that a server that was moved or updated is noticed.
LIFE_SECONDS = 3_600


def begin(size: int) -> None:
    """Let this process' connections come from a pool of up to `size`; 0 keeps one open for each thread."""
    told: dict[str, Any] = connections.settings["default"]
    if not told["ENGINE"].endswith("postgresql"):
        return
    connections.close_all()
    limits = f"-c statement_timeout={STATEMENT_SECONDS}s -c idle_in_transaction_session_timeout={STATEMENT_SECONDS}s"
    told["OPTIONS"] = {**told["OPTIONS"], "options": f"{told['OPTIONS']['options']} {limits}"}
    if size:
        pool = {"min_size": 1, "max_size": size, "timeout": WAIT_SECONDS, "max_lifetime": LIFE_SECONDS}
        told["CONN_MAX_AGE"], told["OPTIONS"] = 0, {**told["OPTIONS"], "pool": pool}
