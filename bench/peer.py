"""The peer that pages are measured against: one section of ours in Django with crispy-forms-gds.

It has sign-in, a session, CSRF protection and a draft that is saved in a SQLite file; it has no rules, no audit, no
merging of two editors, no help and no frame around the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench.pages import EDITOR
from bench.wsgi import Browser
from forms import Section
from models.base import SQLITE_PRAGMAS

SETTINGS: dict[str, Any] = {
    "SECRET_KEY": "a secret that keeps nothing",
    "ALLOWED_HOSTS": ["127.0.0.1"],
    "TIME_ZONE": "UTC",
    "LOGGING_CONFIG": None,
    "DEBUG_PROPAGATE_EXCEPTIONS": True,
    "LOGIN_URL": "/login",
    "INSTALLED_APPS": [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "crispy_forms",
        "crispy_forms_gds",
    ],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    "CRISPY_ALLOWED_TEMPLATE_PACKS": ["gds"],
    "CRISPY_TEMPLATE_PACK": "gds",
}


def open_peer(section: type[Section], answers: Mapping[str, Any], folder: Path) -> Browser:
    """A browser signed in to the peer, which holds these answers. Once a process: Django keeps its settings for good.

    GET /section is the page, POST /section validates, saves and answers with the errors.
    """
    asked = {name: question for name, question in section.questions().items() if not question.fixed}
    urls = ModuleType("peer_urls")
    settings.configure(**_settings(folder / "peer.db", urls))
    django.setup()
    # Neither can be imported before the setup.
    from django.contrib.auth import get_user_model

    from bench import peer_pages as pages

    urls.urlpatterns = pages.addresses(pages.form_of(section.title, asked.values()))  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(pages.Draft)
    get_user_model().objects.create_user(EDITOR)
    pages.Draft.objects.create(pk=1, answers={name: answers[name] for name in asked if name in answers})
    browser = Browser(get_wsgi_application())
    browser.get("/login")
    return browser


def _settings(file: Path, urls: ModuleType) -> dict[str, Any]:
    pragmas = " ".join(f"PRAGMA {name} = {value};" for name, value in SQLITE_PRAGMAS.items())
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"init_command": pragmas, "transaction_mode": "IMMEDIATE"},
    }
    return SETTINGS | {"ROOT_URLCONF": urls, "DATABASES": {"default": database}}
