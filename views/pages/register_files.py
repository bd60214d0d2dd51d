"""A preview of the register's files for the people who run the service: nothing that is uploaded is loaded or kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from records.register import uploaded
from records.register.decoding import BY_CHOICE, UTF_8
from records.register.files import KEYS
from records.register.problems import Problem, RegisterError
from views.web.bodies import MOST_OF_REGISTER, PREVIEW
from views.web.guard import is_operator, me, operators_only

bp = Blueprint("register_files", __name__)

MOST_SHOWN = 100  # lines of each part
TOO_LARGE = (
    "These files are larger than {:,} MB together, which is the most that a page takes. Preview them on the server: "
    "flask register load FOLDER --dry-run. A file may have 256 MB there."
)


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


def is_large_upload() -> bool:
    """Whether an operator's files were refused for their size, before the view or its guard saw them."""
    is_files = request.endpoint == PREVIEW and request.mimetype == "multipart/form-data"
    return (
        is_files
        and (request.content_length or 0) > MOST_OF_REGISTER
        and current_user.is_authenticated
        and is_operator()
    )


def show_too_large() -> ResponseReturnValue:
    """The form again, with the limit and what to do instead."""
    return _page(problems=[Problem("", 0, "", TOO_LARGE.format(MOST_OF_REGISTER // 1024**2))]), 413


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
