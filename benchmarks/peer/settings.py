"""By the book: DEBUG off, connections kept, the middleware that an API needs."""

from __future__ import annotations

from leavethemeeting.shared.environment import environment

_database = environment().database
SECRET_KEY = "benchmark"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["benchmarks.peer"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "benchmarks.peer.api"
USE_TZ = True
LOGGING_CONFIG = None
DATABASES = {
    "default": {
        "ENGINE": f"django.db.backends.{'postgresql' if _database.vendor == 'postgresql' else 'sqlite3'}",
        "NAME": _database.name,
        "HOST": _database.host,
        "PORT": _database.port,
        "USER": _database.user,
        "PASSWORD": _database.password,
        "CONN_MAX_AGE": None,
    }
}
