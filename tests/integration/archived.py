"""Documents of every sort, as they are kept: drafts, each kind of record, what can be typed, each level of the seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app import create_app
from documents import keys, logo
from documents.render import render_pdf
from documents.renew import Evidence, renew
from documents.seal import seal
from models import Record, SealedDocument
from records import clock
from records.sealing.describing import GENERAL
from settings import Settings
from tests import four_records as four
from tests.browser.make_pictures import departure
from tests.integration import refusing
from tests.unit.documents import sample
from tests.unit.documents.sample_sections import long_text, table, text, work
from tests.unit.documents.test_archive import SCRIPTS
from tests.unit.documents.test_hostile_text import HOSTILE
from tests.unit.documents.test_logo import kept, picture
from tests.unit.documents.time_authority import TimeAuthority

Files = dict[str, bytes]

LONG = "She asked: ‘why?’ Nguyễn Thị Ánh said أمينة هنا، שרה כאן, 李明在这里。 👩🏽‍⚕️ 🇬🇧 \u202e "
LETTERS = 20_000


def of_every_sort(settings: Settings, folder: Path) -> Files:
    """Name → bytes. The database holds the tests' council, the data folder a seal; `folder` is to work in."""
    with TimeAuthority(folder, clock.now()).serving() as authority:
        at_hand = Sealing(settings, authority)
        of_records = dict(of_each_kind(settings))
        return {
            **as_typed(folder),
            **of_records,
            **{f"{name}, B-LTA": at_hand.raised(data) for name, data in of_records.items()},
            **at_hand.at_each_level(),
        }


def as_typed(folder: Path) -> Files:
    """Documents of whatever people type, not sealed."""
    scripts = [text(f"name{number}", "Name?", name) for number, name in enumerate(SCRIPTS)]
    hostile = [text(name, f"{name}?", value) for name, value in HOSTILE.items()]
    with_logo = replace(sample.COUNCIL, logo=logo.read(kept(folder, picture())))
    nothing = dict.fromkeys(("sections", "findings", "departures", "exceptions", "decisions", "history", "about"), ())
    documents = {
        "a draft": sample.a_draft(),
        "nothing answered": sample.a_record(**nothing),
        "names in many scripts": sample.asking(*scripts, table("rows", "Who?", ("Name",), *((n,) for n in SCRIPTS))),
        "hostile text and emoji": sample.asking(*hostile),
        "an answer of 20,000 letters": sample.asking(long_text("a", "Why?", (LONG * LETTERS)[:LETTERS])),
        "a table over pages, with a logo": replace(sample.asking(work(60)), council=with_logo),
    }
    return {name: render_pdf(document) for name, document in documents.items()}


def of_each_kind(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """The documents of one sealed record a kind, restricted parts among them, and of one that was refused."""
    with create_app(settings).app_context():
        for record in records():
            kept_of_it = SealedDocument.select().where(SealedDocument.record == four.sealed(record))
            refused = ", refused" if record.state == "refused" else ""
            for document in kept_of_it:
                part = "" if document.part == GENERAL else f", {document.part} part"
                yield f"{record.kind}{refused}{part}", bytes(document.data)


def records() -> Iterator[Record]:
    """A refusal; then a transfer that departs from something and needs an exception, that exception, and the others."""
    yield refusing.refused()
    transfer = four.transfer(**departure(reason=True))
    exception = four.submitted(four.exception(transfer))
    yield exception
    yield four.submitted(transfer)
    yield four.submitted(four.emergency())
    yield four.submitted(four.handover())


class Sealing:
    """The seal of these settings, with a time-stamp service."""

    def __init__(self, settings: Settings, authority: TimeAuthority) -> None:
        folder, passphrase = settings.seal_folder, settings.seal_passphrase.get_secret_value()
        self.now, self.service = clock.now(), authority.service()
        self.signer, self.roots = keys.load_signer(folder, passphrase, self.now), keys.load_roots(folder)
        self.evidence = Evidence((keys.revocation_list(folder, passphrase, self.now),))

    def raised(self, data: bytes) -> bytes:
        """The file with evidence and a time-stamp over it."""
        made = renew(data, self.roots, self.service, self.evidence, self.now)
        assert made.level == "B-LTA"
        return made.data

    def at_each_level(self) -> Files:
        """The unit tests' sample, sealed at each level."""
        rendered = render_pdf(sample.a_record())
        low = seal(rendered, self.signer, reference="R", at=self.now).data
        stamped = seal(rendered, self.signer, reference="R", at=self.now, time_service=self.service).data
        return {
            "the sample, not sealed": rendered,
            "the sample, B-B": low,
            "the sample, B-T": stamped,
            "the sample, B-LTA": self.raised(stamped),
            "the sample, B-LTA, renewed": self.raised(self.raised(low)),
        }
