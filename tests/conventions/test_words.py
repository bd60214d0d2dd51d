"""What no file of the project holds."""

from __future__ import annotations

import re

import pytest

from tests.support.sources import APP, calls, found_in, modules, templates, text_files

# Written in parts, so that this file does not find itself.
LEFT_UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
# A registry is the machine's affair: no file says where packages come from.
REGISTRY = re.compile(
    r"\b(registry|index|mirrors?|files|packages|deb|security)\.[a-z0-9-]+\.(org|com|net|io)\b"
    r"|\bpypi"
    r"\.[a-z]+\b|pythonhosted"
    r"\.|index-"
    r"url\b"
)
ONE_MACHINE = re.compile(r"(?<![\w.~-])/(root|work|home/[a-z]+|Users/\w+)/")


def test_no_file_holds_a_note_of_something_left_undone() -> None:
    assert found_in(text_files(), LEFT_UNDONE) == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    assert found_in(text_files(), REGISTRY) == []
    assert found_in(text_files(), ONE_MACHINE) == []


def test_the_app_logs_and_does_not_print() -> None:
    assert [at for at, name in calls(*modules(*APP)) if name == "print"] == []


# The security policy lets no page hold any of these; a PDF and a mail have no policy, and mail has no other way. The
# page of a pack is opened from a folder.
INLINE = {
    "a style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "a script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script's address": re.compile(r"(href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds_a_style_or_a_script(what: str) -> None:
    assert found_in(templates("pdf", "mail", "pack"), INLINE[what]) == []


@pytest.mark.parametrize(
    "what, text",
    [
        ("a style", '<p class="x" style="color: red">'),
        ("a style", "<style>p {}</style>"),
        ("a script", "<script>go()</script>"),
        ("a handler", '<button type="button" onclick="go()">'),
        ("a script's address", '<a href="javascript:go()">'),
    ],
)
def test_a_style_or_a_script_is_known_when_it_is_seen(what: str, text: str) -> None:
    assert INLINE[what].search(text)


def test_a_script_of_its_own_file_is_let_pass() -> None:
    assert not INLINE["a script"].search('<script type="module" src="/static/build/handover.js"></script>')
