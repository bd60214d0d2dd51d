"""How much of a request is read: one limit for every page, checked before a form is parsed."""

from __future__ import annotations

from flask import abort, request

MOST_BYTES = 1024 * 1024
MOST_FIELDS = 5_000
MOST_PARTS = 100  # of a multipart form: pages send files so, a few

# Endpoints that carry another post, packed but perhaps no smaller for it, with an address and password beside it.
CARRY_POSTS = ("sign_in.sign_in_kept",)
ROOM_TO_CARRY = 128 * 1024
# Endpoints that take files, as multipart: of HANDOVER_UPLOAD_LIMIT_MB together, or of fewer bytes.
PREVIEW = "register_files.preview"
MOST_OF_REGISTER = 4 * 1024 * 1024
TAKE_FILES = ("documents.verify_upload", PREVIEW)


def limit_body() -> None:
    """Before each request: 413 for a body of more bytes or fields than any form of a page has.

    Werkzeug's own limit of parts counts multipart forms alone, and stops at the first too many. A body without a length
    (chunked) is cut off where it passes the limit.
    """
    most_bytes = MOST_BYTES + (ROOM_TO_CARRY if request.endpoint in CARRY_POSTS else 0)
    request.max_form_memory_size = most_bytes
    request.max_form_parts = MOST_PARTS
    if request.endpoint not in TAKE_FILES or request.mimetype != "multipart/form-data":
        request.max_content_length = most_bytes
        if (request.content_length or 0) > most_bytes:
            abort(413)
    elif request.endpoint == PREVIEW:
        request.max_content_length = MOST_OF_REGISTER
    if request.mimetype == "application/x-www-form-urlencoded":
        body = request.get_data()
        is_cut_off = request.content_length is None and len(body) >= most_bytes  # Werkzeug ends there without an error
        if is_cut_off or body.count(b"&") + 1 > MOST_FIELDS:
            abort(413)


def is_read() -> bool:
    """Whether a body, where there is one, is of a kind whose fields are read: another has been passed over."""
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    is_form |= request.mimetype == "multipart/form-data" and "boundary" in request.mimetype_params
    return is_form or not request.content_length


def refuse_other_parts() -> None:
    """Before each request: 400 for a multipart form that no page sends: an unnamed part, or a file in place of text."""
    takes_no_file = request.endpoint not in TAKE_FILES
    if None in request.form or (takes_no_file and request.files):
        abort(400)
