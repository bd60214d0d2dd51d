"""Documents of every sort, as they are kept: drafts, each kind of record, what can be typed, each level of the seal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from app import create_app
from documents import keys, logo, trust
from documents.content import Answer, DecisionDocument, Section
from documents.letter import render_letter
from documents.render import render_pdf
from documents.renew import Evidence, renew
from documents.seal import seal
from forms.letters.words import NOTES
from models import FigureCount, Record, SealedDocument
from records import clock
from records.reporting import keeping_figures
from records.sealing.describing import GENERAL
from settings import Settings
from tests import four_records as four
from tests.browser.make_pictures import departure
from tests.unit.documents import sample
from tests.unit.documents.sample_sections import long_text, table, text, work
from tests.unit.documents.test_archive import SCRIPTS
from tests.unit.documents.test_hostile_text import HOSTILE
from tests.unit.documents.test_letter import LETTER
from tests.unit.documents.test_logo import kept, picture
from tests.unit.documents.time_authority import TimeAuthority

Files = dict[str, bytes]

LONG = "She asked: ‘why?’ Nguyễn Thị Ánh said أمينة هنا، שרה כאן, 李明在这里。 👩🏽‍⚕️ 🇬🇧 \u202e "
LETTERS = 20_000


def of_every_sort(settings: Settings, folder: Path) -> Files:
    """Name → bytes. The database holds the tests' council, the data folder a seal; `folder` is to work in."""
    with TimeAuthority(folder, clock.now()).serving() as authority:
        sealing = Sealing(settings, authority)
        return {
            **{f"{name}, B-LTA": sealing.raised(data) for name, data in of_each_kind(settings)},
            **as_typed(folder),
            **sealing.at_each_level(render_pdf(bare())),
            "figures of a council": figures(settings, folder),
            "letter": render_letter(LETTER),
            "letter in large print": render_letter(replace(LETTER, large=True, note=NOTES["draft"])),
        }


def figures(settings: Settings, folder: Path) -> bytes:
    """The report of figures, as its command writes it, with enough counted that its charts are drawn."""
    app, file = create_app(settings), folder / "figures.pdf"
    with app.app_context():
        keeping_figures.recount()
        FigureCount.update(number=FigureCount.number * 8).execute()
        done = app.test_cli_runner().invoke(args=["figures", "report", "--format", "pdf", "--to", str(file)])
    assert done.exit_code == 0, done.output
    return file.read_bytes()


def bare(*answers: Answer, **changes: Any) -> DecisionDocument:
    """The sample with these answers and nothing else."""
    nothing = ("findings", "departures", "exceptions", "decisions", "history")
    sections = (Section("section", "The section", answers),) if answers else ()
    return sample.a_record(**{"sections": sections, **dict.fromkeys(nothing, ()), **changes})


def as_typed(folder: Path) -> Files:
    """A draft, and documents of whatever people type, not sealed."""
    scripts = [text(f"name{number}", "Name?", name) for number, name in enumerate(SCRIPTS)]
    hostile = [text(name, f"{name}?", value) for name, value in HOSTILE.items()]
    with_logo = replace(sample.COUNCIL, logo=logo.read(kept(folder, picture())))
    documents = {
        "a draft": sample.a_draft(),
        "names in many scripts": bare(*scripts, table("rows", "Who?", ("Name",), *((name,) for name in SCRIPTS))),
        "hostile text and emoji": bare(*hostile),
        "an answer of 20,000 letters": bare(long_text("why", "Why?", (LONG * LETTERS)[:LETTERS])),
        "a table over pages, and a logo": bare(work(40), council=with_logo),
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
    """For a transfer that departs from something: an exception, refused, and one that is not; it, and the others."""
    transfer = four.transfer(**departure(reason=True))
    yield four.refused_by_managers(four.submitted(four.exception(transfer, ground="other_reason")))
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
        self.signer, self.trust = keys.load_signer(folder, passphrase, self.now), trust.load(folder)
        self.evidence = Evidence((keys.revocation_list(folder, passphrase, self.now),))

    def raised(self, data: bytes) -> bytes:
        """The file with evidence and a time-stamp over it."""
        made = renew(data, self.trust, self.service, self.evidence, self.now)
        assert made.level == "B-LTA"
        return made.data

    def at_each_level(self, rendered: bytes) -> Files:
        """The file before it is sealed, at each level, and renewed once more."""
        low = seal(rendered, self.signer, reference="R", at=self.now).data
        stamped = seal(rendered, self.signer, reference="R", at=self.now, time_service=self.service).data
        return {
            "nothing answered": rendered,
            "nothing answered, B-B": low,
            "nothing answered, B-T": stamped,
            "nothing answered, B-LTA, renewed": self.raised(self.raised(low)),
        }


def spoiled(data: bytes) -> Files:
    """A document, each time without one thing that a standard asks for."""
    schema = rb"<rdf:Description[^>]*>\s*<pdfaExtension:schemas>.*</pdfaExtension:schemas>\s*</rdf:Description>"
    return {
        "without a part of PDF/UA": with_xmp(data, lambda xmp: xmp.replace(b'pdfuaid:part="1"', b"")),
        "without a schema for PDF/UA": with_xmp(data, lambda xmp: re.sub(schema, b"", xmp, flags=re.DOTALL)),
        "without a part of PDF/A": with_xmp(data, lambda xmp: xmp.replace(b'pdfaid:part="3"', b"")),
        "without its fonts": without_fonts(data),
    }


def with_xmp(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with other metadata."""
    with pikepdf.open(BytesIO(data)) as pdf:
        before = pdf.Root.Metadata.read_bytes()
        assert change(before) != before
        pdf.Root.Metadata.write(change(before))
        return saved(pdf)


def without_fonts(data: bytes) -> bytes:
    """The file with its fonts named and not there."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                for key in {"/FontFile2", "/FontFile3"} & set(thing.keys()):
                    del thing[key]
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def xmp_of(data: bytes) -> bytes:
    """The metadata of a file."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return pdf.Root.Metadata.read_bytes()
