"""The letters to the child and the parents: read, written by the new worker, agreed to, printed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import Section, get_kind
from forms.letters import RECIPIENTS, LetterText
from forms.letters.section import AgreeingSection, letter_section, text_of
from protocol.terms import fill_terms
from records import audit
from records.errors import ConflictError
from records.letters import agreeing, printing, standing, withholding, writing
from records.letters.standing import LetterNow
from views import letters
from views.printing import render_letter
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import is_read, me, readers_only, this_record

bp = Blueprint("letters", __name__)

SAVED = "The letter is saved."
TO_LOOK_AT = f"{SAVED} Look at what is pointed out at its end."
AGREED = "You have agreed to the letters."
TO_BE_CHANGED = "The new worker is told what has to change."


@bp.get("/records/<reference:reference>/letters")
@readers_only
def show_letters() -> ResponseReturnValue:
    """Both letters as they stand, with what this reader can do."""
    return _letters_page(_blank(AgreeingSection))


@bp.post("/records/<reference:reference>/letters")
@readers_only
@fresh_to_post
def answer_letters() -> ResponseReturnValue:
    """Agree to the letters that wait, or say what has to change."""
    section = AgreeingSection.from_post(request.form, terms=sessions.settings().displayed_terms)
    if section.errors_on_continue():
        return _letters_page(section)
    agreed, read = section.answers()["letters"] == "agreed", request.form.get("letters_digest", "")
    said = "" if agreed else section.answers().get("letters_said", "")
    try:
        agreeing.answer(
            record=this_record(), by=me(), digests=read, agreed=agreed, said=said, settings=sessions.settings()
        )
    except ConflictError as conflict:
        return _letters_page(section, conflict.shown)
    flash(AGREED if agreed else TO_BE_CHANGED)
    return redirect(url_for("letters.show_letters", reference=this_record().reference))


@bp.route("/records/<reference:reference>/letters/<to>", methods=["GET", "POST"])
@readers_only
def write_letter(to: str) -> ResponseReturnValue:
    """Show and save one letter's text."""
    letter = _letter(to)
    if letter.text is None or not standing.may_write(this_record(), me()):
        abort(403)
    section_class, terms = letter_section(to), sessions.settings().displayed_terms
    if request.method != "POST":  # GET and HEAD
        text = letter.text if letter.text.phone else _with_phone_of_the_other(letter)
        return _page(letter, section_class.from_answers(text.to_data(), terms=terms))
    section = section_class.from_post(request.form, terms=terms)
    blank_or_odd = section.errors_on_continue()
    text = text_of(section.answers(), letter.drafted.email if letter.drafted else "")
    wrong = withholding.problems(this_record(), me(), text, letter.drafted or text, sessions.settings())
    for name, problem in wrong.items():
        section[name].error = section[name].error or fill_terms(problem, terms)
    if blank_or_odd or wrong:
        return _page(letter, section)
    seen = int(given) if (given := request.form.get("seen", "")).isascii() and given.isdigit() and len(given) < 9 else 0
    try:
        writing.save_letter(record=this_record(), to=to, by=me(), text=text, seen=seen, settings=sessions.settings())
    except ConflictError as conflict:
        return _page(letter, section, conflict.shown)
    flash(TO_LOOK_AT if letters.shown(this_record(), _letter(to)).has_pointed_out else SAVED)
    return redirect(url_for("letters.show_letters", reference=this_record().reference))


@bp.get("/records/<reference:reference>/letters/<to>/letter.pdf")
@readers_only
def print_letter(to: str) -> ResponseReturnValue:
    """A letter as a PDF on one sheet; ?print=large in large print. What may not be given says so at its top.

    ?version= is of one that was agreed to before it was written anew.
    """
    letter, large = _letter(to, request.args.get("version", "")), request.args.get("print") == "large"
    if letter.text is None:
        abort(404)
    data = b""
    if is_read():
        data = render_letter(
            printing.to_print(this_record(), letter, letter.text, sessions.settings(), large=large), by=me()
        )
        audit.log_once(record=this_record(), by=me(), event="letter_printed", detail={"recipient": to})
    response = Response(data, mimetype="application/pdf")
    name = f"{this_record().reference}-letter-{to}{'-large' if large else ''}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _letter(to: str, version: str = "") -> LetterNow:
    if version:
        before = standing.agreed_before(this_record(), sessions.settings())
        same = (one for one in before if one.saved and (one.recipient, str(one.saved.number)) == (to, version))
        return next(same, None) or abort(404)
    letter = writing.get_letter(this_record(), to, sessions.settings()) if to in RECIPIENTS else None
    return letter or abort(404)


def _with_phone_of_the_other(letter: LetterNow) -> LetterText:
    """The draft, with the number that the writer has given in the other letter."""
    others = standing.letters_of(this_record(), sessions.settings())
    phone = next((one.text.phone for one in others if one.text and one.text.phone), "")
    return LetterText.from_data({**(letter.text.to_data() if letter.text else {}), "phone": phone})


def _blank(section_class: type[Section]) -> Section:
    return section_class.from_answers({}, terms=sessions.settings().displayed_terms)


def _letters_page(section: Section, conflict: str = "") -> str:
    shown = letters.of_record(this_record(), me()) or abort(404)
    errors = section.error_links(section.errors_now())
    if conflict:
        errors = [{"text": conflict, "href": "#answering"}]
    return render_template(
        "records/letters.html",
        record=this_record(),
        form=get_kind(this_record().kind),
        shown=shown,
        section=section,
        errors=errors,
        agreed_before=letters.agreed_before(this_record()),
        digests=agreeing.digests_of(shown.waiting),
        answers=standing.answers_of(this_record()),
    )


def _page(letter: LetterNow, section: Section, conflict: str = "") -> str:
    errors = section.error_links(section.errors_now())
    return render_template(
        "records/letter.html",
        record=this_record(),
        form=get_kind(this_record().kind),
        shown=letters.shown(this_record(), letter),
        section=section,
        errors=[*errors, *([{"text": conflict, "href": "#letter"}] if conflict else [])],
        answers=standing.answers_of(this_record()),
    )
