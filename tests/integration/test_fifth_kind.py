"""One more record takes what CONTRIBUTING.md lists, and nothing else: a fifth kind is built from that and sealed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sources import ROOT, project_files, text_of

EXAMPLE, LIST = "docs/one-more-record.md", "## What one more record takes"
NOT_COPIED = ("docs/", "tests/", "bench/", "static/")
PATH = re.compile(r"`([\w/]+\.(?:py|yaml))`")


def listed() -> set[str]:
    """The files that the list in CONTRIBUTING.md names in its table."""
    section = text_of("CONTRIBUTING.md").partition(LIST)[2].partition("\n## ")[0]
    return {path for line in section.splitlines() if line.startswith("|") for path in PATH.findall(line)}


def example() -> dict[str, list[tuple[str, str]]]:
    """The files of the example, each with its blocks: (language, text)."""
    _, *parts = re.split(r"^##+ .*`(.+)`$", text_of(EXAMPLE), flags=re.MULTILINE)
    return {
        path: re.findall(r"^```(\w+)\n(.*?)^```$", body, flags=re.MULTILINE | re.DOTALL)
        for path, body in zip(parts[::2], parts[1::2], strict=True)
    }


def write(file: Path, language: str, block: str) -> None:
    """Write a new file, or change one that is there as a diff says. Raises AssertionError where it does not fit."""
    if language != "diff":
        assert not file.exists(), f"{file} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, encoding="utf-8")
        return
    lines, text = block.splitlines(keepends=True), file.read_text(encoding="utf-8")
    before = "".join(line[1:] for line in lines if line[0] != "+")
    assert text.count(before) == 1, f"{file} does not hold once what stands before the change: {before}"
    file.write_text(text.replace(before, "".join(line[1:] for line in lines if line[0] != "-")), encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app with a fifth kind of record, apart from its tests and with the cases of its protocol."""
    folder = tmp_path_factory.mktemp("fifth") / "app"
    cases = [name for name in project_files() if name.startswith("tests/protocol/cases/")]
    for name in [*(name for name in project_files() if not name.startswith(NOT_COPIED)), *cases]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / "static").symlink_to(ROOT / "static")
    for name, blocks in example().items():
        for block in blocks:
            write(folder / name, *block)
    return folder


def test_the_example_is_of_the_files_that_the_list_names_and_no_others() -> None:
    assert listed() == set(example())


def test_a_record_of_the_fifth_kind_goes_from_the_home_page_to_its_seal(tree: Path) -> None:
    story = subprocess.run(
        [sys.executable, "-m", "tests.integration.duty_cover"],
        cwd=tree,  # where Python looks first: the tests alone come from here
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert story.returncode == 0, story.stdout + story.stderr
    assert story.stdout.splitlines()[-1] == f"sealed, genuine and handed back, by the app in {tree}"
