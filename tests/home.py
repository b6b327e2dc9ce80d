"""A home of its own for every run of the tests: set before Django's settings are read, gone at the end.

With HAITANG_DATABASE_URL naming a PostgreSQL server the run makes a database of its own beside whatever is there;
without it the run is on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

HOME = Path(tempfile.mkdtemp(prefix="haitang-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

#: The server the run was given, as its maintenance database; empty on SQLite.
SERVER = ""
if given := os.environ.get("HAITANG_DATABASE_URL", ""):
    SERVER = urlunsplit(urlsplit(given)._replace(path="/postgres"))


def url_of(database: str) -> str:
    """The URL of a database on the run's server."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


DATABASE = f"haitang_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"

for name in [name for name in os.environ if name.startswith("HAITANG_")]:
    if name not in {"HAITANG_DATABASE_URL", "HAITANG_CHROMIUM"}:
        del os.environ[name]
os.environ["HAITANG_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "haitang.site.settings"
if SERVER:
    os.environ["HAITANG_DATABASE_URL"] = url_of(DATABASE)

django.setup()
