"""As lean as Django goes: no models, no apps, one middleware of its own, cached templates, connections that stay open."""

import os
from pathlib import Path

STORE = Path(os.environ["WAYMARK_STORE"])
SECRET_KEY = "not used: nothing is signed here"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "pages"
MIDDLEWARE = ["pages.Headers"]
INSTALLED_APPS: list[str] = []
USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = False
LOGGING_CONFIG = None
ENGINES = {
    "django": {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"string_if_invalid": ""}},
    "jinja2": {"BACKEND": "django.template.backends.jinja2.Jinja2", "OPTIONS": {"environment": "jinja.environment"}},
}
TEMPLATES = [{**ENGINES[os.environ.get("WAYMARK_TEMPLATES", "django")], "DIRS": [Path(__file__).parent / "templates"]}]


def _sqlite(name: str) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": STORE / name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # The product's own: a reply leaves only after its view is on disk.
            "init_command": "PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
        },
    }


DATABASES = {"default": _sqlite("records.sqlite"), "access": _sqlite("access.sqlite")}
