"""The application factory: settings, database, extensions, blueprints, error handlers, commands."""

from __future__ import annotations

import os

from flask import Flask

import commands
import logs
import models
import tasks
import views
from commands import private_files, refused
from documents.logo import LogoError
from records.council import read_council
from records.council_figures import FiguresError
from settings import Settings, read_settings
from views.web import assets, contexts, errors, scripts, security, sessions, templating, tracing


def create_app(settings: Settings | None = None) -> Flask:
    """Create an app with these settings, by default those of the environment.

    Several apps with different settings may exist in one process; they share one database (models.connect_to).
    Raises SystemExit with one line for each setting of the environment that is missing or invalid.
    """
    if settings is None:
        return _create_from_environment()
    os.umask(private_files.UMASK)  # whatever this process makes, SQLite's files too, is for its owner alone
    app = Flask(__name__, static_folder=None)  # views/web/assets.py serves them
    app.extensions["settings"] = settings
    contexts.bind_council(app, read_council(settings))
    models.connect_to(settings.database)
    tracing.follow(app, settings)
    security.configure(app, settings)
    sessions.manage(app)
    assets.serve(app)
    scripts.configure(app)
    templating.configure(app, settings)
    views.add_pages(app, settings)
    errors.handle(app)
    commands.register_commands(app)
    tasks.register_tasks(app)
    return app


def _create_from_environment() -> Flask:
    why, app = [], None
    try:
        settings: Settings | None = read_settings()
    except SystemExit as refusal:
        why.append(str(refusal))
        settings = refused.get_usable_settings()
    try:
        if settings:
            logs.configure(settings.log_format)
            app = create_app(settings)
    except (FiguresError, LogoError) as error:
        why.append(" ".join(str(error).split()))
    return app if app and not why else refused.say_so(app or _without_pages(settings), "\n".join(why))


def _without_pages(settings: Settings | None) -> Flask:
    """For commands that say why nothing starts, and mail it to operators where the settings are known."""
    app = Flask(__name__)
    if settings:
        app.extensions["settings"] = settings
        models.connect_to(settings.database)
    return app
