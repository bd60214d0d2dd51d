"""A record sealed by the worker, against WeasyPrint and pyHanko on the very same page."""

from __future__ import annotations

from io import BytesIO

from flask import Flask
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from weasyprint import CSS, HTML, Attachment

import tasks
from bench.rounds import Work, timed
from documents import attachment, codes, render
from models import OutboxMail, Record, SealedDocument, State
from records.deciding import decisions
from records.sealing.describing import GENERAL, describe
from records.sealing.sealer import get_unsealed
from settings import Settings
from views.printing import describe_version

PDF_VARIANT = "pdf/a-3a"


def seal_works(app: Flask, reference: str) -> dict[str, Work]:
    """The worker's whole task for one approved record; and a bare render and signature of its page."""
    with app.app_context():
        record = Record.get(Record.reference == reference)
        version = decisions.get_version(record)
        worded, settings = describe_version(record, version), app.extensions["settings"]
        code = codes.new_code()
        document = describe(record, version, worded, part=GENERAL, code=code, seal_level="B-B", settings=settings)
        html, answers = render.render_html(document), attachment.to_bytes(document)
    css = (render.TEMPLATES / "record.css").read_text()
    signer = _bare_signer(app.extensions["settings"])

    def bare() -> None:
        pdf = HTML(string=html).write_pdf(
            stylesheets=[CSS(string=css)],
            pdf_variant=PDF_VARIANT,
            attachments=[Attachment(string=answers, name="answers.json", relationship="Data")],
        )
        signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), _metadata(), signer=signer)

    ours = timed(lambda: seal_now(app))

    def ours_again() -> float:
        _unseal(app, reference)
        return ours()

    return {"bare": timed(bare), "ours": ours_again}


def _metadata() -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )


def _bare_signer(settings: Settings) -> signers.SimpleSigner:
    """The same key and certificate, unlocked once."""
    [folder] = (settings.seal_folder / "seals").iterdir()
    passphrase = settings.seal_passphrase.get_secret_value().encode()
    return signers.SimpleSigner.load(
        str(folder / "key.pem"), str(folder / "certificate.pem"), key_passphrase=passphrase
    )


def seal_now(app: Flask) -> None:
    """Have the worker seal the one record that waits for it. Raises RuntimeError where that fails."""
    with app.app_context():
        if sum(tasks.seal_one(one) for one in get_unsealed()) != 1:
            raise RuntimeError("nothing was sealed")


def _unseal(app: Flask, reference: str) -> None:
    """As it stood before: approved, and nothing sealed or to be sent."""
    with app.app_context():
        record = Record.get(Record.reference == reference)
        SealedDocument.delete().where(SealedDocument.record == record).execute()
        OutboxMail.delete().where(OutboxMail.record == record).execute()
        Record.update(state=State.APPROVED).where(Record.id == record.id).execute()
