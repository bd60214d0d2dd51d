"""The app, composed: settings, database, extensions, pages, error pages, commands."""

from __future__ import annotations

from flask import Flask

import commands
import models
import tasks
import views
from documents import logo
from documents.logo import LogoError
from records import weighing
from records.figures import FiguresError, read_figures
from settings import Settings, read_settings
from views import assets, errors, security, sessions, words


def create_app(settings: Settings | None = None) -> Flask:
    """A Handover app for these settings, or for those of the environment.

    Raises SystemExit, a line for each setting of the environment that is missing or wrong.
    """
    if settings is None:
        return _of_the_environment()
    app = Flask(__name__)
    app.extensions["settings"] = settings
    security.configure(app, settings)
    database = models.connect_to(settings.database)
    sessions.manage(app, database)
    assets.serve(app)
    logo.configure(settings.logo_file)
    words.teach(app, settings)
    weighing.configure(chapters_off=settings.chapters_off, figures=read_figures(settings.figures_file))
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
