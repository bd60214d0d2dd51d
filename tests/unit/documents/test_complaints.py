"""What users of such systems complain of, and this one must not: complaints 7, 8, 9 and 14, by their numbers."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from documents import keys, render, trust
from documents.arranging import given
from documents.content import Answer
from documents.keys import SealKeyError
from documents.seal import Sealed, seal
from documents.trust import Trust
from documents.verify import verify
from tests.unit.documents import sample
from tests.unit.documents.certificates_for_tests import FOR_WEB_SERVERS, YEAR, Authority, trusting
from tests.unit.documents.conftest import CHECKED_AT
from tests.unit.documents.reading import Reading

DOTS = 200  # an inch


@pytest.fixture(scope="module")
def file(sealed: Sealed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("complaints") / "record.pdf"
    path.write_bytes(sealed.data)
    return path


# 7. Adobe says invalid, untrusted, expired, in the future


def test_complaint_7_no_reader_says_invalid(file: Path) -> None:
    said = subprocess.run(["pdfsig", file], capture_output=True, text=True).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_complaint_7_no_reader_says_untrusted_once_it_has_the_councils_root(
    file: Path, seal_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "root.pem").write_bytes(keys.root_certificate(seal_folder))
    store = f"sql:{tmp_path}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    add = ["certutil", "-A", "-d", store, "-n", "council", "-t", ",C,", "-i", str(tmp_path / "root.pem")]
    subprocess.run(add, check=True)
    said = subprocess.run(["pdfsig", "-nssdir", store, file], capture_output=True, text=True).stdout
    assert "Certificate is Trusted." in said


@pytest.mark.parametrize("begins, ends", [(-2, -1), (1, 2)], ids=["expired", "in the future"])
def test_complaint_7_nothing_is_sealed_that_would_be_expired_or_in_the_future(
    rendered: bytes, begins: int, ends: int
) -> None:
    signer = Authority("A").issue(begins=sample.SEALED_AT + begins * YEAR, ends=sample.SEALED_AT + ends * YEAR)
    with pytest.raises(SealKeyError):
        seal(rendered, signer, reference="R", at=sample.SEALED_AT)


def test_complaint_7_nothing_is_sealed_by_a_certificate_for_something_else(rendered: bytes) -> None:
    with pytest.raises(SealKeyError, match="not meant for sealing"):
        seal(rendered, Authority("A").issue(purposes=FOR_WEB_SERVERS), reference="R", at=sample.SEALED_AT)


def test_complaint_7_the_certificates_time_begins_before_that_of_a_clock_that_is_slow(seal_folder: Path) -> None:
    certificate = keys.sealing_certificate(seal_folder)
    made_at = sample.SEALED_AT.replace(year=2025, month=1, day=6, hour=9, minute=0)
    assert certificate.not_valid_before_utc <= made_at - timedelta(minutes=30)


def test_complaint_7_a_seal_stays_genuine_when_its_certificate_has_run_out(rendered: bytes) -> None:
    authority = Authority("A")
    brief = authority.issue(ends=sample.SEALED_AT + timedelta(days=1))
    made = seal(rendered, brief, reference="R", at=sample.SEALED_AT)
    assert verify(made.data, trusting(brief, root=authority), CHECKED_AT).outcome == "genuine"


# 8. A verification page that outsiders cannot use: that it needs no sign-in is tested with the routes


def test_complaint_8_an_outsider_needs_no_more_than_the_one_file_that_is_published(
    sealed: Sealed, council: Trust
) -> None:
    assert verify(sealed.data, trust.from_json(council.to_json()), CHECKED_AT).outcome == "genuine"


def test_complaint_8_the_last_page_tells_an_outsider_how_to_check_it_without_this_service(reading: Reading) -> None:
    last = " ".join(reading.pages[-1].split())
    for said in ("Adobe Acrobat Reader", "pdfsig", "Take the root certificate", "Total document signed"):
        assert said in last


# 9. A printed copy cannot be checked; the QR code hides text


@pytest.mark.parametrize("options", [("-r", "100"), ("-r", "200"), ("-r", "150", "-gray"), ("-r", "100", "-mono")])
def test_complaint_9_the_code_on_paper_is_read_by_a_camera(
    file: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    page = first_page(file, tmp_path, *options)
    read = subprocess.run(["zbarimg", "--quiet", "--raw", page], capture_output=True, text=True, check=True).stdout
    assert read.strip() == sample.RECORD.verify_url


def test_complaint_9_the_code_has_its_quiet_zone_and_lies_over_nothing(file: Path, tmp_path: Path) -> None:
    """Within the figure's box there is the code and, four modules wide, nothing; text keeps outside of the box."""
    (figure,) = Reading(file.read_bytes()).tree.find("Figure")
    left, bottom, right, top = (float(side) * DOTS / 72 for side in figure.attributes["/BBox"])
    picture = Image.open(first_page(file, tmp_path, "-r", str(DOTS), "-gray"))
    box = picture.crop((round(left), round(picture.height - top), round(right), round(picture.height - bottom)))
    dark = box.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    module = box.width / modules()
    margins = (dark[0], dark[1], box.width - dark[2], box.height - dark[3])
    assert all(margin / module == pytest.approx(4, abs=0.25) for margin in margins)


def test_complaint_9_the_short_code_and_where_to_enter_it_stand_below_it_and_where_checking_is_explained(
    reading: Reading,
) -> None:
    for page in (reading.pages[0], reading.pages[-1]):
        assert "7KQM-4XDT-H9CR" in page
        assert "handover.fernleigh.example/verify" in page


def test_complaint_9_every_page_of_a_print_says_which_record_it_belongs_to(reading: Reading) -> None:
    for number, page in enumerate(reading.pages, start=1):
        for said in (sample.RECORD.reference, "version 2", "7KQM-4XDT-H9CR"):
            assert said in page
        assert f"Page {number} of {len(reading.pages)}" in page


# 14. A blank or empty PDF


def test_complaint_14_no_page_is_blank_on_paper(file: Path, tmp_path: Path) -> None:
    subprocess.run(["pdftoppm", "-r", "40", "-gray", file, tmp_path / "page"], check=True)
    pages = sorted(tmp_path.glob("page*"))
    assert len(pages) == len(Reading(file.read_bytes()).pages)
    for page in pages:
        shades = Image.open(page).convert("L").histogram()
        assert sum(shades[:128]) > 200, page  # dots of ink


def test_complaint_14_every_answer_stands_on_a_page(file: Path) -> None:
    said = Reading(file.read_bytes()).text.replace(" ", "")
    for section in sample.RECORD.sections:
        printed = given(section.answers)
        assert not printed or section.title.replace(" ", "") in said
        for answer in printed:
            assert answer.question.replace(" ", "") in said


def test_complaint_14_a_record_without_a_single_answer_says_so_on_its_pages() -> None:
    empty = [[replace_blank(answer) for answer in section.answers] for section in sample.RECORD.sections]
    sections = tuple(
        section.__class__(section.key, section.title, tuple(answers))
        for section, answers in zip(sample.RECORD.sections, empty, strict=True)
    )
    reading = Reading(render.render_pdf(sample.a_record(sections=sections)))
    assert "No question was answered." in reading.text


def test_complaint_14_what_is_not_a_record_is_not_sealed(signer: keys.Signer) -> None:
    for data in (b"", b"%PDF-1.7", b"<html>"):
        with pytest.raises(Exception, match="."):
            seal(data, signer, reference="R", at=sample.SEALED_AT)


def replace_blank(answer: Answer) -> Answer:
    return Answer(answer.name, answer.question, answer.kind)


def modules() -> int:
    """How many squares wide the drawn code is, its quiet zone included."""
    return int(re.search(r'viewBox="0 0 (\d+)', str(render.qr_code(sample.RECORD.verify_url)))[1])


def first_page(file: Path, folder: Path, *options: str) -> Path:
    subprocess.run(["pdftoppm", "-f", "1", "-singlefile", "-png", *options, file, folder / "first"], check=True)
    return next(path for path in folder.iterdir() if path.stem == "first")
