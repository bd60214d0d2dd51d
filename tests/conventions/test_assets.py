"""What the browser is served is built, is all there, and carries nobody else's identity."""

from __future__ import annotations

import gzip
import json
import re

import brotli
import pytest

from tests.support.sources import ROOT, project_files, text_of

BUILD = ROOT / "static" / "build"


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    found: dict[str, str] = json.loads((BUILD / "manifest.json").read_text())
    return found


@pytest.fixture(scope="module")
def css(manifest: dict[str, str]) -> str:
    return (BUILD / manifest["handover.css"]).read_text()


def test_every_name_in_the_manifest_leads_to_a_file(manifest: dict[str, str]) -> None:
    assert [name for name, place in manifest.items() if not (BUILD / place).stat().st_size] == []


def test_every_file_has_smaller_twins_that_hold_the_same(manifest: dict[str, str]) -> None:
    for place in manifest.values():
        content = (BUILD / place).read_bytes()
        twins = [(BUILD / f"{place}.{kind}").read_bytes() for kind in ("gz", "br")]
        assert gzip.decompress(twins[0]) == brotli.decompress(twins[1]) == content
        assert all(len(twin) < len(content) for twin in twins), place


def test_every_script_and_picture_of_ours_is_built(manifest: dict[str, str]) -> None:
    ours = [name for name in project_files() if re.match(r"static/src/(js|images)/", name)]

    assert {name.split("/")[-1] for name in ours} <= set(manifest)


def test_the_stylesheet_has_neither_the_blue_nor_the_font_nor_the_crest_of_govuk(css: str) -> None:
    for theirs in ("#1d70b8", "#003078", "gds transport", "crest", "crown"):
        assert theirs not in css.lower()


def test_the_stylesheet_asks_for_no_other_file(css: str) -> None:
    assert re.findall(r"url\(|@import", css) == []


def test_a_script_imports_only_what_is_built_beside_it(manifest: dict[str, str]) -> None:
    ours = [text_of(name) for name in project_files() if name.startswith("static/src/js/")]
    wanted = [name for text in ours for name in re.findall(r"""\b(?:from|import)\s+"\./([^"]+)\"""", text)]

    assert wanted
    assert set(wanted) <= set(manifest)


def test_no_script_names_a_map_that_is_not_served(manifest: dict[str, str]) -> None:
    assert [name for name, place in manifest.items() if "sourceMappingURL" in (BUILD / place).read_text()] == []


def test_nothing_of_other_people_is_committed() -> None:
    folders = ("node_modules/", "static/build/", ".venv/")

    assert [name for name in project_files() if name.startswith(folders)] == []
