"""The app, composed: settings, database, extensions, pages, error pages, commands."""

from __future__ import annotations

from flask import Flask

import commands
import models
import tasks
import views
from documents.logo import LogoError
from records.council import read_council
from records.council_figures import FiguresError
from settings import Settings, read_settings
from views.web import assets, contexts, errors, security, sessions, templating


def create_app(settings: Settings | None = None) -> Flask:
    """A Handover app for these settings, or for those of the environment.

    Any number of apps live in one process, each with its own settings; they share one database (models.connect_to).
    Raises SystemExit, a line for each setting of the environment that is missing or wrong.
    """
    if settings is None:
        return _of_the_environment()
    app = Flask(__name__)
    app.extensions["settings"] = settings
    contexts.bind_council(app, read_council(settings))
    models.connect_to(settings.database)
    security.configure(app, settings)
    sessions.manage(app)
    assets.serve(app)
    templating.configure(app, settings)
    views.add_pages(app, settings)
    errors.handle(app)
    commands.add(app)
    tasks.listen(app)
    return app


def _of_the_environment() -> Flask:
    try:
        return create_app(read_settings())
    except (FiguresError, LogoError) as error:
        raise SystemExit(" ".join(str(error).split())) from error
