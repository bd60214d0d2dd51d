"""A preview of the register's files for the people who run the service: nothing that is uploaded is loaded or kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from records.register import uploaded
from records.register.decoding import BY_CHOICE, UTF_8
from records.register.files import KEYS
from records.register.problems import Problem, RegisterError
from views.web.guard import me, operators_only

bp = Blueprint("register_files", __name__)

MOST_SHOWN = 100  # lines of each part


@bp.get("/operations/register")
@operators_only
def choose() -> ResponseReturnValue:
    """The form to select the files."""
    return _page()


@bp.post("/operations/register")
@operators_only
def preview() -> ResponseReturnValue:
    """What a load of the uploaded files would do."""
    uploads = [(file.filename or "", file.read()) for file in request.files.getlist("files")]
    encoding = next(iter(BY_CHOICE)) if request.form.get("windows") else UTF_8
    try:
        return _page(found=uploaded.preview(uploads, encoding=encoding, by=me()))
    except RegisterError as error:
        return _page(problems=[*error.problems])


def _page(*, found: uploaded.Preview | None = None, problems: list[Problem] | None = None) -> str:
    return render_template(
        "operations/register_files.html",
        found=found,
        problems=problems or [],
        errors=[{"text": str(problem), "href": "#files"} for problem in (problems or [])[:MOST_SHOWN]],
        names=[f"{name}.csv" for name in KEYS],
        most=MOST_SHOWN,
        most_lines=uploaded.MOST_LINES,
    )
