"""Writes the tables of docs/sealed-record.md anew: python -m tests.browser.make_tables [TABLE ...]

levels and verifiers (which level is reached with which service, what each verifier says of which file), standards (what
veraPDF says of each sort of document), distrust (a drill), costs (of checking), structure (of one record); all of them
without a name. Each stands in the docs between its two marks.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents import certificate_path, container, keys, trust
from documents.highest import Means, seal_highest
from documents.render import render_pdf
from documents.renew import Evidence
from documents.seal import seal
from documents.verify import verify
from records import clock
from settings import Settings
from tests.browser import drills
from tests.integration import archived
from tests.support import verapdf
from tests.support.databases import SqliteDatabases, fill_with_council
from tests.unit.documents import attacks, sample
from tests.unit.documents.certificates_for_tests import Authority
from tests.unit.documents.conftest import CHECKED_AT, MADE_AT, PASSPHRASE
from tests.unit.documents.reading import Element, Reading
from tests.unit.documents.test_verify import _countersigned
from tests.unit.documents.time_authority import TimeAuthority

STAMPED_AT = sample.SEALED_AT + timedelta(seconds=5)
DOCS = Path(__file__).parents[2] / "docs/sealed-record.md"
BEHAVIOURS = {"well": "answers", "slow": "answers too late", "fails": "says 500", "rubbish": "answers with rubbish"}


def main() -> None:
    """Write those that are named, or all."""
    for name in sys.argv[1:] or MADE:
        with tempfile.TemporaryDirectory() as scratch, redirect_stdout(StringIO()) as said:
            MADE[name](Path(scratch))
        for table, text in zip(name.split("+"), said.getvalue().strip().split("\n\n\n"), strict=True):
            put(table, text.strip())


def put(name: str, text: str) -> None:
    """Write a table between its marks."""
    begins, ends = f"<!-- {name}: tests.browser.make_tables -->\n", f"\n<!-- /{name} -->"
    before, rest = DOCS.read_text(encoding="utf-8").split(begins)
    _, after = rest.split(ends)
    DOCS.write_text(f"{before}{begins}{text}{ends}{after}", encoding="utf-8")


def levels_and_verifiers(folder: Path) -> None:
    """Two tables, of the same files."""
    keys.make_local_authority(folder / "seal", sample.COUNCIL.name, PASSPHRASE, MADE_AT)
    with TimeAuthority(folder, STAMPED_AT).serving() as authority:
        files = levels(folder, authority)
        with TimeAuthority(made_in(folder / "stranger"), STAMPED_AT, "Stranger").serving() as stranger:
            files |= attacked(files["B-B"], authority, stranger)
    write("\n\n")
    verifiers(folder, files, authority)


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def levels(folder: Path, authority: TimeAuthority) -> dict[str, bytes]:
    """Seals the sample with each service; returns the files by their level."""
    signer = keys.load_signer(folder / "seal", PASSPHRASE, sample.SEALED_AT)
    lists = keys.revocation_list(folder / "seal", PASSPHRASE, sample.SEALED_AT)
    council = trust.load(folder / "seal").with_time_roots([authority.root])
    service = authority.service(timeout=0.5)
    files: dict[str, bytes] = {}
    write("| time-stamp service | evidence | level reached, printed and verified |\n|---|---|---|")
    cases = [("none", "–", Means(council))]
    cases += [(said, "to be had", Means(council, service, Evidence((lists,)))) for said in BEHAVIOURS.values()]
    cases += [("answers", "not to be had", Means(council, service, Evidence(fetch=False)))]
    for said, evidence, means in cases:
        authority.behaviour = next((name for name, words in BEHAVIOURS.items() if words == said), "well")
        made = seal_highest(
            lambda level, until: render_pdf(sample.a_record(seal_level=level, seal_until=until)),
            signer,
            means,
            reference=sample.RECORD.reference,
            at=sample.SEALED_AT,
            aim=means.highest,
        )
        found = verify(made.data, council, CHECKED_AT).level
        printed = next(level for level in ("B-LTA", "B-LT", "B-T", "B-B") if f"{level}: " in Reading(made.data).text)
        write(f"| {said} | {evidence} | {made.level}, {printed}, {found} |")
        files.setdefault(made.level, made.data)
    return files


def made_in(folder: Path) -> Path:
    folder.mkdir()
    return folder


def attacked(sealed: bytes, authority: TimeAuthority, stranger: TimeAuthority) -> dict[str, bytes]:
    """What somebody made of the sealed file, by its name in the table."""
    behind = dict(attacks.by_strangers(sealed, stranger, authority))
    unsigned = (*attacks.universal(sealed), *attacks.saved_behind(sealed), *attacks.wrapped(sealed))
    return {
        "a stranger’s time-stamp added": attacks.stamped(sealed, stranger),
        **behind,
        **dict(attacks.between_objects(sealed, authority)),
        "the digits of the seal in small letters": attacks.recased(sealed),
        **dict(unsigned),
    }


def verifiers(folder: Path, files: dict[str, bytes], authority: TimeAuthority) -> None:
    """What each verifier says of each file."""
    council = trust.load(folder / "seal").with_time_roots([authority.root])
    sealed = files["B-B"]
    (folder / "root.pem").write_bytes(keys.root_certificate(folder / "seal"))
    changed = bytearray(sealed)
    changed[len(changed) // 3] ^= 1
    stranger = Authority("Fernleigh County Council sealing authority").issue("Fernleigh County Council document seal")
    rendered = render_pdf(sample.a_record())
    table = {
        "sealed, B-B": sealed,
        "sealed, B-T": files["B-T"],
        "sealed, B-LTA": files["B-LTA"],
        "one bit changed": bytes(changed),
        "a line end added": sealed + b"\n",
        "the last 100 bytes cut": sealed[:-100],
        "saved anew by qpdf": saved_by_qpdf(folder, sealed),
        "signed once more by somebody else": _countersigned(sealed, stranger),
        "sealed by somebody who uses the council’s name": seal(
            rendered, stranger, reference=sample.RECORD.reference, at=sample.SEALED_AT
        ).data,
        **{name: data for name, data in files.items() if not name.startswith("B-")},
        "not sealed": rendered,
        "no PDF": b"hello",
    }
    prepare_store(folder)
    answers: dict[str, Callable[[bytes], str]] = {
        "Handover": lambda data: verify(data, council, CHECKED_AT).outcome.heading,
        "pdfsig, root trusted": lambda data: pdfsig(folder, data),
        "pyHanko, root alone": lambda data: pyhanko(folder, data),
        "openssl cms, root alone": lambda data: openssl(folder, data),
        "qpdf --check": lambda data: qpdf(folder, data),
    }
    write(f"| file | {' | '.join(answers)} |\n|---|{'---|' * len(answers)}")
    for name, data in table.items():
        write(f"| {name} | {' | '.join(answer(data) for answer in answers.values())} |")


def saved_by_qpdf(folder: Path, data: bytes) -> bytes:
    (folder / "in.pdf").write_bytes(data)
    subprocess.run(["qpdf", folder / "in.pdf", folder / "out.pdf"], check=True)
    return (folder / "out.pdf").read_bytes()


def prepare_store(folder: Path) -> None:
    store = f"sql:{folder}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    add = ["certutil", "-A", "-d", store, "-n", "council", "-t", ",C,", "-i", folder / "root.pem"]
    subprocess.run(add, check=True)


def pdfsig(folder: Path, data: bytes) -> str:
    (folder / "file.pdf").write_bytes(data)
    command = ["pdfsig", "-nssdir", f"sql:{folder}", folder / "file.pdf"]
    said = subprocess.run(command, capture_output=True, text=True)
    if "Signature #1" not in said.stdout:
        return "no signature" if "does not contain" in said.stdout + said.stderr else "cannot be read"
    first = said.stdout.split("Signature #2")[0]
    parts = [
        "valid" if "Signature is Valid." in first else "not valid",
        "trusted" if "Certificate is Trusted." in first else "not trusted",
        "Total document signed" if "Total document signed" in said.stdout else "not the whole document",
    ]
    return ", ".join(parts)


def pyhanko(folder: Path, data: bytes) -> str:
    try:
        signatures = PdfFileReader(BytesIO(data)).embedded_signatures
        if not signatures:
            return "no signature"
        context = ValidationContext(
            trust_roots=certificate_path.to_asn1(keys.load_roots(folder / "seal")),
            moment=STAMPED_AT,
            allow_fetching=False,
        )
        status = validate_pdf_signature(signatures[0], context)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this verifier's answer
        return f"refused ({type(error).__name__})"
    kept = "no change" if status.docmdp_ok else "changed against the seal’s word"
    return f"{'valid' if status.intact else 'not valid'}, {'trusted' if status.trusted else 'not trusted'}, {kept}"


def openssl(folder: Path, data: bytes) -> str:
    try:
        found, *_ = container.find_all(data)
    except ValueError:
        return "no signature"
    (folder / "seal.der").write_bytes(found.encoded)
    (folder / "signed").write_bytes(data[: found.gap_from] + data[found.gap_to : found.end])
    command = (
        "openssl cms -verify -cades -binary -inform DER -in seal.der -content signed -CAfile root.pem -purpose any"
    )
    done = subprocess.run([*command.split(), "-out", "out"], capture_output=True, cwd=folder)
    rest = "" if found.end == len(data) else f", {len(data) - found.end} bytes behind it"
    return ("fits" if done.returncode == 0 else "does not fit") + rest


def qpdf(folder: Path, data: bytes) -> str:
    (folder / "file.pdf").write_bytes(data)
    code = subprocess.run(["qpdf", "--check", folder / "file.pdf"], capture_output=True).returncode
    return {0: "no fault", 3: "warnings"}.get(code, "faults")


def standards(folder: Path) -> None:
    """What veraPDF says of each sort of document, and of one that was spoiled."""
    with redirect_stdout(sys.stderr), SqliteDatabases(folder).copy(fill_with_council) as url:
        settings = Settings(env="test", database_url=url, data_folder=folder / "data")
        passphrase = settings.seal_passphrase.get_secret_value()
        keys.make_local_authority(settings.seal_folder, settings.council_name, passphrase, clock.now())
        files = archived.of_every_sort(settings, folder)
    files |= archived.spoiled(files["nothing answered"])
    found = verapdf.validate(files, ("3a", "ua1"))
    write("| document | PDF/A-3a | PDF/UA-1 |\n|---|---|---|")
    for name in files:
        write(f"| {name} | {judged(found[name, '3a'])} | {judged(found[name, 'ua1'])} |")


def judged(found: verapdf.Found) -> str:
    return f"fails: {', '.join(sorted(found.failed))}" if found.failed else f"conforms, {found.checks:,} checks"


def structure(_: Path) -> None:
    """The structure tree of the sample: every kind of element, headings and labels with their words."""
    reading = Reading(render_pdf(sample.a_record()))
    write("```")
    for line in outline(reading, reading.tree):
        write(line)
    write("```")


def outline(reading: Reading, element: Element) -> list[str]:
    """An element and what is in it, a line each; neighbours that look the same are counted."""
    inner: list[str] = []
    runs: list[tuple[list[str], int]] = []
    for kid in element.kids:
        lines = outline(reading, kid)
        if runs and runs[-1][0] == lines:
            runs[-1] = lines, runs[-1][1] + 1
        else:
            runs.append((lines, 1))
    for lines, times in runs:
        inner += [f"{lines[0]} × {times}", *lines[1:]] if times > 1 and lines else lines
    if element.kind in ("NonStruct", "Span"):
        return inner
    return [said_of(reading, element), *(f"  {line}" for line in inner)]


def said_of(reading: Reading, element: Element) -> str:
    words = reading.words_of(element) if element.kind in ("H1", "H2", "H3", "H4", "H5", "TH") else ""
    scope = f" ({str(element.attributes['/Scope'])[1:]})" if "/Scope" in element.attributes else ""
    return f"{element.kind}{scope}{f' “{words}”' if words else ''}{f' alt “{element.alt}”' if element.alt else ''}"


MADE: dict[str, Callable[[Path], None]] = {
    "costs": lambda folder: write("\n".join(drills.costs(folder))),
    "levels+verifiers": levels_and_verifiers,
    "standards": standards,
    "distrust": lambda folder: write("\n".join(drills.distrust(folder))),
    "structure": structure,
}

if __name__ == "__main__":
    main()
