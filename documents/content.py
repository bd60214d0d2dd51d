"""The content of a decision record: plain values, worded as they are printed.

Everything in it is printed, and attached to the PDF as JSON: the caller leaves out what may not be printed (restricted
sections, answers that readers of the file do not need).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from protocol.statements import place_of

# Rows of cells; in `Answer.value` the first row holds the column headings.
Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Council:
    """The council. `colour` is '#rrggbb'; it is darkened where its contrast on white is too low.

    `logo` is a PNG picture without transparency, b'' for none.
    """

    name: str
    colour: str = "#1d4e5f"
    address_line: str = ""
    logo: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Answer:
    """One question as the form words it, and its answer as printed.

    `value` is text ('' where nothing was answered) or, for rows, the column headings followed by the rows.
    `raw` is the JSON value as it is stored, None where nothing was answered. `kind` is the question's type
    ('text', 'long_text', 'date', 'yes_no', 'choice', 'number', 'staff', 'team', 'child', 'rows'). `is_fact`: the
    register answered it. `instead_of`: what the register would answer to what follows from a correction, as printed; ''
    for anything else. `is_wanted`: the protocol asks for it, so it is printed when it is blank too.
    """

    name: str
    question: str
    kind: str
    value: str | Cells = ""
    raw: object = None
    is_fact: bool = False
    instead_of: str = ""
    is_wanted: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The column headings of rows."""
        return () if isinstance(self.value, str) or not self.value else self.value[0]

    @property
    def rows(self) -> Cells:
        """The rows below the headings."""
        return () if isinstance(self.value, str) else self.value[1:]

    @property
    def is_blank(self) -> bool:
        """Whether there is no answer: only white space, or no row."""
        return not (self.value.strip() if isinstance(self.value, str) else self.rows)


@dataclass(frozen=True)
class Section:
    """One page of the form: its title and its questions, in the form's order."""

    key: str
    title: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class CorrectionLine:
    """What the record says of a child in place of the register: both values as printed, and how it is known.

    `name` is the question's, `by` who wrote it; `confirmed_by` who confirmed it, in which part and when (aware UTC), ''
    and None until somebody has.
    """

    name: str
    question: str
    register: str
    said: str
    how: str
    by: str = ""
    confirmed_by: str = ""
    confirmed_as: str = ""
    confirmed_at: datetime | None = None


@dataclass(frozen=True)
class FindingLine:
    """The finding on one statement of the protocol.

    `level` is 'required', 'expected' or 'advised'; `outcome` is 'met', 'unmet', 'unanswered', 'departed', 'lifted',
    'accepted' or 'does_not_apply'; `reason` is the one given for a departure, or for what cannot be met; `exception` is
    the reference of the exception decision record that lifts the statement.
    """

    statement: str
    chapter: str
    section_title: str
    wording: str
    level: str
    outcome: str
    message: str = ""
    reason: str = ""
    exception: str = ""

    @property
    def place(self) -> str:
        """Where the statement stands: '1.4.2, Transfer meeting'."""
        return place_of(self.chapter, self.section_title)

    @property
    def source(self) -> str:
        """Where the statement comes from, as it is printed: 'Chapter 1.4.2', or the name of what has no number."""
        return f"Chapter {self.chapter}" if self.chapter[:1].isdigit() else self.chapter


@dataclass(frozen=True)
class DecisionLine:
    """One step of the chain: who decided what, when (aware UTC), and for whom where somebody stood in.

    `part` is theirs in this record, such as 'Transferring and receiving team leader', where `role` is their post.
    `outcome` is 'approved', 'confirmed', 'accepted', 'returned', 'cannot_agree' or 'refused'; `stated` is what the
    person declared, `reason` what they wrote.
    """

    title: str
    name: str
    role: str
    outcome: str
    stated: str
    reason: str
    at: datetime
    on_behalf_of: str | None = None
    part: str = ""


@dataclass(frozen=True)
class Amends:
    """What a later version corrects or `cancels`: `sentence` names it and its day; `why`: what was wrong, and why.

    refusal: of the correction of a refusal, who refused and what becomes of that; '' of any other. stands: of a version
    that was refused, that the one before counts; '' of any other.
    """

    reference: str
    version: int
    sentence: str
    why: str
    cancels: bool = False
    refusal: str = ""
    stands: str = ""


@dataclass(frozen=True)
class RefusalLine:
    """An earlier refusal of the same: of which record, who did not agree to what, why, and who said it is settled."""

    reference: str
    sentence: str
    reason: str
    settled: str = ""


@dataclass(frozen=True)
class VersionLine:
    """One version of the record: when (aware UTC) and by whom it was submitted, and its digest (SHA-256) by recipe."""

    number: int
    submitted_at: datetime
    submitted_by: str
    digest: str
    note: str = ""
    recipe: int = 1


@dataclass(frozen=True, kw_only=True)
class DecisionDocument:
    """Everything that one decision record prints.

    `about` is the title block's (label, value) pairs. `sealed_for` is the date on which it was approved or
    `refused`, None for a draft. `amends` is the sealed version that it corrects or
    cancels. `refusals` are those of the same that came before it. `corrections` is what it says in
    place of the register. `accepted` are the findings on what is required and not met, and which managers accepted by
    name, or are still to accept. `departures` and `exceptions` are the findings that departed from a statement or had
    it lifted, `decided_against` those that the people who decided settled otherwise than the protocol asks, `to_follow`
    those that may follow approval and were still open.
    `audit_head` and `version_digest` are SHA-256 in hex; `digest_recipe` says how the digest is made, and `submitted`
    is what it covers, empty where that cannot be attached (documents/digest.py). `code` is the short code, with or
    without its dashes, and `verify_url` the address that the QR code leads to; without its query it is where it is
    entered. `seal_level` is the level of the seal: '' (not sealed), 'B-B', 'B-T', 'B-LT' or 'B-LTA'.
    `seal_until` is the day until which others can check the seal at least, None where it is not known.
    `root_fingerprint` is the SHA-256 (hex) of the root certificate that the seal leads to, '' where it is not known; it
    is attached and not printed, since a forger would print his own.
    `terms` are the council's own words for the people, teams and systems of the protocol. `answers_json` is the
    record's answers as stored, for the attachment. A `draft` is marked across each page and is not to be sealed.
    `marking` is the protective marking of each sheet, '' for none.
    A `restricted` part prints what its readers alone may read, and attaches none of it.
    """

    kind: str
    kind_title: str
    reference: str
    version: int
    protocol_version: str
    council: Council
    outcome_sentence: str
    sealed_for: date | None = None
    refused: bool = False
    amends: Amends | None = None
    refusals: tuple[RefusalLine, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    corrections: tuple[CorrectionLine, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    accepted: tuple[FindingLine, ...] = ()
    departures: tuple[FindingLine, ...] = ()
    exceptions: tuple[FindingLine, ...] = ()
    decided_against: tuple[FindingLine, ...] = ()
    to_follow: tuple[FindingLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    history: tuple[VersionLine, ...] = ()
    audit_head: str = ""
    version_digest: str = ""
    digest_recipe: int = 1
    submitted: Mapping[str, object] = field(default_factory=dict)
    verify_url: str = ""
    code: str = ""
    seal_level: str = ""
    seal_until: date | None = None
    root_fingerprint: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    language: str = "en-GB"
    answers_json: Mapping[str, object] = field(default_factory=dict)
    marking: str = ""
    draft: bool = False
    restricted: bool = False

    @property
    def title(self) -> str:
        """The document's title; it names no child, since viewers and file lists show it."""
        return f"{self.kind_title} {self.reference}, version {self.version}"

    @property
    def made_at(self) -> datetime | None:
        """The record's last event, used as the creation date, so that rendering is reproducible."""
        instants = [line.at for line in self.decisions] + [line.submitted_at for line in self.history]
        return max(instants, default=None)
