"""Posts that arrive after the session or its CSRF token expired, or in another's, without losing what was typed.

A sign-in page carries the post, locked with the app's key: who signs in there reads and changes nothing of it. After
sign-in, a page with a fresh token says in words where it goes and what it holds, and offers to send it to its original
URL: long texts in boxes, and what is read in a few words locked once more, as `open_kept` unlocks it there. Whose page
it was posted from is in the CSRF token, so nobody else is shown it or sends it in their own name. Nothing is stored on
the server. Only posts of our own pages come this far (web/origins.py). What would make an answer much larger than the
post is not kept, so that nobody has the service send many times what they send: the first answer says so, while 'Back'
still leads to what was written.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import zlib
from dataclasses import astuple, dataclass, replace
from urllib.parse import unquote, urlsplit

from cryptography.fernet import Fernet, InvalidToken
from flask import abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from forms.account.sign_in import SignInForm
from models import Staff
from protocol.terms import TermFiller, term_filler
from views.web import kept_doors, kept_words

NOT_KEPT = ("csrf_token", "password")
CARRIES = "sign_in.sign_in_kept"  # where the sign-in page with a late post is sent
OF_SOMEBODY_ELSE = (
    "Somebody else wrote something here and has not saved it. It is kept for them alone, so it is not shown to you and "
    "you cannot send it. If they are here, they can sign in to send it."
)
ROOM_FOR_PAGE = 64 * 1024  # bytes of a page beside what it keeps: its frame, labels, and signs that HTML escapes

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class LatePost:
    """A post that came too late.

    writer: the id of whose page it came from, '' where nothing says whose it was. size: how many bytes it had.
    """

    to: str
    fields: Fields
    writer: str = ""
    size: int = 0

    @property
    def is_of_somebody_else(self) -> bool:
        """Whether somebody is signed in who did not write it."""
        return bool(current_user.is_authenticated and self.writer and self.writer != str(current_user.id))


def new_token(staff: Staff) -> str:
    """What a session's CSRF tokens sign: whose session it is, and what nobody can guess."""
    return f"{staff.id}-{secrets.token_hex(16)}"


def of_this_request() -> LatePost:
    """The late post that this request is, or that a sign-in page carried; without an address where it carried none."""
    if request.endpoint == CARRIES:
        return unlocked(request.form.get("kept", ""))
    writer = request.form.get("writer") or _writer()
    return LatePost(request.full_path.rstrip("?"), posted(), writer, size_of_request())


def open_kept() -> None:
    """Before each request: what a page that sends a late post on keeps of it is in the form, as if it was just posted.

    It is of no use at another path than its own.
    """
    if request.method != "POST" or request.endpoint == CARRIES or "kept" not in request.form:
        return
    kept = unlocked(request.form["kept"])
    if kept.to.partition("?")[0] != request.path:
        abort(400)
    read = [(name, value) for name, value in request.form.items(multi=True) if name != "kept"]
    request.form = ImmutableMultiDict([*kept.fields, *read])
    g.size_of_post = kept.size


def size_of_request() -> int:
    """How many bytes were posted, by the page that was filled in."""
    size: int = g.get("size_of_post") or request.content_length or 0
    return size


def posted() -> Fields:
    """The posted fields, without token and password."""
    return [(name, value) for name, values in request.form.lists() for value in values if name not in NOT_KEPT]


def _writer() -> str:
    """Whose session the posted CSRF token was made for, whatever has become of that session."""
    signed = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")  # as Flask-WTF signs it
    try:
        number = str(signed.loads(request.form.get("csrf_token", ""))).partition("-")[0]
    except BadData:
        return ""
    return number if number.isdigit() and len(number) < len(secrets.token_hex(16)) else ""


def locked(post: LatePost) -> str:
    """A post as text that only this app reads."""
    said = json.dumps(astuple(post), ensure_ascii=False, separators=(",", ":"))
    return _lock().encrypt(zlib.compress(said.encode("utf-8", "surrogatepass"))).decode()


def unlocked(text: str) -> LatePost:
    """The post of a locked text; one without an address where this app did not lock it."""
    try:
        opened = zlib.decompress(_lock().decrypt(text.encode()))
    except InvalidToken:
        return LatePost("", [])
    to, fields, writer, size = json.loads(opened.decode("utf-8", "surrogatepass"))
    return LatePost(to, [(name, value) for name, value in fields], writer, size)


def _lock() -> Fernet:
    key = hmac.digest(str(current_app.secret_key).encode(), b"posts that are kept", "sha256")
    return Fernet(base64.urlsafe_b64encode(key))


def local_path(address: str | None) -> str:
    """The address if it is a path of this app, else '/', to prevent open redirects."""
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if address and inside and address.isprintable() else "/"


def page_path(address: str | None) -> str:
    """As local_path, and '/' too for an address that takes only posts, such as that of 'Sign out'."""
    to = local_path(address)
    try:
        current_app.url_map.bind("").match(unquote(urlsplit(to).path), method="GET")
    except MethodNotAllowed:
        return "/"
    except HTTPException:
        return to  # the page says what is wrong with it
    return to


def is_too_large(page: str, size: int) -> bool:
    """Whether a page that keeps a post of so many bytes is larger, its frame aside, since it escapes signs."""
    return len(page.encode()) > size + ROOM_FOR_PAGE


def sign_in_page(message: str, *, form: SignInForm, post: LatePost) -> ResponseReturnValue:
    """The sign-in page that carries a late post. Raises as kept_doors.require where who is signed in cannot send it."""
    if current_user.is_authenticated and not post.is_of_somebody_else:
        kept_doors.require(*kept_words.target_of(local_path(post.to)))
    where = "" if post.is_of_somebody_else else kept_words.in_words(local_path(post.to), [], _terms()).where
    page = render_template("sign_in/kept.html", message=message, form=form, post=post, where=where, kept=locked(post))
    return page if _is_promised() else _unless_too_large(page, _draw(post), size=post.size)


def send_on_page(post: LatePost) -> ResponseReturnValue:
    """The page that sends a late post to its original URL, with a fresh token, once its writer has read what it is.

    Raises as kept_doors.require where they cannot send it.
    """
    if post.is_of_somebody_else:
        return sign_in_page(OF_SOMEBODY_ELSE, form=SignInForm(formdata=None), post=post)
    kept_doors.require(*kept_words.target_of(local_path(post.to)))
    page = _draw(post)
    return page if _is_promised() else _unless_too_large(page, size=post.size)


def _draw(post: LatePost) -> str:
    to = local_path(post.to)
    kept = kept_words.in_words(to, post.fields, _terms())
    unseen = locked(replace(post, to=to, fields=kept.unseen))
    return render_template("sign_in/send_on.html", to=to, kept=kept, unseen=unseen)


def _is_promised() -> bool:
    """Whether an answer before this one has said that it is kept."""
    return request.endpoint == CARRIES


def _unless_too_large(*pages: str, size: int) -> ResponseReturnValue:
    """The first page, where neither it nor one that follows is too large."""
    is_kept = not any(is_too_large(page, size) for page in pages)
    return pages[0] if is_kept else (render_template("sign_in/not_kept.html"), 413)


def _terms() -> TermFiller:
    return term_filler(current_app.extensions["settings"].displayed_terms)
