"""The digest of a version, to which decisions bind, and how anybody recomputes it from the attached answers.

Recipe 2: SHA-256 of the member "submitted" of answers.json, as canonical JSON (RFC 8785). Recipe 1, of older versions,
covers what the file does not hold. docs/sealed-record.md describes both, and has a script that needs nothing of ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from documents.certificates import printable

RECIPE = 2
LARGEST = 2**53 - 1  # beyond it numbers of JSON are not exact everywhere (RFC 8785, appendix D)

STATED = "That is the digest that the file states. Compare it with the paper and with the page of its code."
OTHER_STATED = (
    "The file states another one: {}. What is in it is not what was decided on, or somebody changed the digest. Check "
    "its seal."
)
NOT_FROM_THE_FILE = (
    "The file states the digest {} (recipe {}), and does not hold all that it covers. Only the council’s register can "
    "recompute it."
)
OTHER_NAME = "Its {name} is {outer} outside what the digest covers, and {inner} in it. Somebody changed one of them."
NOT_OF_THE_SEAL = (
    "This says nothing of the seal, nor of the rest of the file: check the PDF too, with 'flask documents verify' or "
    "on the checking page."
)
NAMES = ("kind", "reference", "version", "protocol_version")  # said twice: by the file, and by what the digest covers
TOO_DEEP = "It is nested more deeply than any record."
NO_DIGEST = "The file states no digest of a version."


class DigestError(ValueError):
    """Why nothing can be recomputed, in words for whoever asked."""


def canonical(value: object) -> bytes:
    """Canonical JSON by RFC 8785, of values without fractions. Raises DigestError for another value.

    A lone surrogate, which the standard refuses, is escaped in small letters, as JavaScript does.
    """
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def _ordered(value: object) -> object:
    """The value with the members of its objects in the order of their names' UTF-16 units."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return {name: _ordered(value[name]) for name in names}
    if isinstance(value, list | tuple):
        return [_ordered(one) for one in value]
    if value is None or isinstance(value, str | bool) or (isinstance(value, int) and abs(value) <= LARGEST):
        return value
    raise DigestError("It holds a number that no record holds, such as a fraction.")


def of(submitted: Mapping[str, Any]) -> str:
    """The digest (SHA-256 in hex) of what was submitted, by recipe 2."""
    return hashlib.sha256(canonical(submitted)).hexdigest()


def recomputed(said: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """Whether the attached answers give the digest that they state, and the lines that say so. Raises DigestError."""
    stated, recipe = str(said.get("version_digest") or ""), said.get("digest_recipe", 1)
    if not stated:
        raise DigestError(NO_DIGEST)
    digest = computed(said)
    if not digest:
        return False, [NOT_FROM_THE_FILE.format(stated, recipe)]
    compared = STATED if digest == stated else OTHER_STATED.format(stated)
    differing = list(_differing(said, said["submitted"]))
    return digest == stated and not differing, [f"Digest (recipe {recipe}): {digest}", compared, *differing]


def computed(said: Mapping[str, Any]) -> str:
    """The digest of what the attached answers say was submitted; '' where they do not hold it. Raises DigestError."""
    submitted = said.get("submitted")
    if said.get("digest_recipe", 1) != RECIPE or not isinstance(submitted, Mapping):
        return ""
    try:
        return of(submitted)
    except RecursionError as error:
        raise DigestError(TOO_DEEP) from error


def _differing(said: Mapping[str, Any], submitted: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each name that the file says otherwise than what the digest covers."""
    for name in NAMES:
        if name in said and said[name] != submitted.get(name):
            words = {"outer": _shown(said[name]), "inner": _shown(submitted.get(name))}
            yield OTHER_NAME.format(name=name.replace("_", " "), **words)


def _shown(value: object) -> str:
    return printable(json.dumps(value, ensure_ascii=True)) if value is not None else "missing"
