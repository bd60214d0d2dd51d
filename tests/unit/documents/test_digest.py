"""The digest of a version: canonical JSON, recomputed from the attached answers by us and by the script in docs."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import digest

DOCS = Path(__file__).parents[3] / "docs" / "sealed-record.md"
LONE = "\ud83d"
ANY_TEXT = st.text(st.characters(exclude_categories=()))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-digest.LARGEST, digest.LARGEST) | ANY_TEXT,
    lambda of: st.lists(of, max_size=4) | st.dictionaries(ANY_TEXT, of, max_size=4),
    max_leaves=12,
)
SUBMITTED = {
    "recipe": 2,
    "kind": "transfer_meeting",
    "reference": "TMR-7K3M-4XDT",
    "version": 3,
    "answers": {
        "child_name": "Nguyễn Thị Ánh, “أمينة”, 👨‍👩‍👧‍👦 \u2028 \x7f",
        "worries": 'Line\nof "words" \\ and \t\x01' * 2_000,
        "months": 4,
        "nothing": "",
        "none": None,
        "told": True,
        "rows": [{"ﬁ": "1", "\U0001f600": 2, "a": []}, {}],
        "lone": LONE,
    },
    "findings": [],
    "restricted": "a94f" * 16,
}


def attached(**changes: Any) -> dict[str, Any]:
    """As much of an attachment as says its digest."""
    return {"digest_recipe": 2, "version_digest": digest.of(SUBMITTED), "submitted": SUBMITTED} | changes


# Canonical JSON


def in_utf_16(name: str) -> list[int]:
    """A name's UTF-16 units."""
    data = name.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


def in_order(value: Any) -> bool:
    """Whether the names in every object of it, as it was read, go up by UTF-16 units."""
    if isinstance(value, dict):
        names = [*map(in_utf_16, value)]
        return names == sorted(names) and all(map(in_order, value.values()))
    return all(map(in_order, value)) if isinstance(value, list) else True


@given(VALUES)
def test_it_is_json_of_the_same_value_with_its_names_in_order(value: Any) -> None:
    written = digest.canonical(value).decode()

    assert in_order(json.loads(written))
    assert json.loads(json.dumps(json.loads(written))) == json.loads(json.dumps(value))


@given(VALUES)
def test_it_has_no_space_and_escapes_only_what_must_be(value: Any) -> None:
    written = digest.canonical(value).decode()
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', written)

    assert not re.search(r"\s", outside)
    assert {*re.findall(r"\\(?:u[0-9a-f]{4}|.)", written)} <= {
        *(rf"\{sign}" for sign in '"\\bfnrt'),
        *(rf"\u{point:04x}" for point in range(0x20) if chr(point) not in "\b\f\n\r\t"),
        *(rf"\u{point:04x}" for point in range(0xD800, 0xE000)),
    }


@given(VALUES)
def test_the_order_in_which_names_were_written_makes_no_difference(value: Any) -> None:
    def turned(one: Any) -> Any:
        if isinstance(one, dict):
            return {name: turned(inner) for name, inner in reversed(one.items())}
        return [*map(turned, one)] if isinstance(one, list) else one

    assert digest.canonical(turned(value)) == digest.canonical(value)


def test_the_standards_own_examples() -> None:
    """RFC 8785, 3.2.2 (strings and literals) and 3.2.3 (the order of names)."""
    string = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f"
    assert digest.canonical({"string": string, "literals": [None, True, False]}).decode() == (
        '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    names = ("\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6")
    ordered = json.loads(digest.canonical(dict.fromkeys(names, "")))
    assert [*ordered] == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), 2**53, -(2**53), b"x", {1}])
def test_what_no_record_holds_is_refused(value: Any) -> None:
    with pytest.raises(digest.DigestError):
        digest.canonical([value])


# Recomputing


def test_the_digest_is_recomputed_from_what_was_submitted() -> None:
    assert digest.recomputed(attached()) == (True, [f"Digest (recipe 2): {digest.of(SUBMITTED)}", digest.STATED])


def test_another_answer_gives_another_digest_than_the_file_states() -> None:
    changed = SUBMITTED | {"answers": {"child_name": "Somebody else"}}

    is_stated, said = digest.recomputed(attached(submitted=changed))

    assert not is_stated
    assert said == [f"Digest (recipe 2): {digest.of(changed)}", digest.OTHER_STATED.format(digest.of(SUBMITTED))]


@pytest.mark.parametrize(
    "name, other", [("reference", "TMR-3333-3333"), ("version", 2), ("version", "1"), ("kind", "")]
)
def test_what_the_file_says_otherwise_than_what_the_digest_covers_is_said(name: str, other: object) -> None:
    submitted = SUBMITTED | {"reference": "TMR-ABCD-EFGH", "version": 1, "kind": "transfer"}
    whole = attached(submitted=submitted, version_digest=digest.of(submitted)) | {"reference": "TMR-ABCD-EFGH"}

    is_right, said = digest.recomputed(whole | {name: other})

    assert digest.recomputed(whole)[0]
    assert not is_right
    words = {"outer": json.dumps(other), "inner": json.dumps(submitted[name])}
    assert said[-1] == digest.OTHER_NAME.format(name=name, **words)


@pytest.mark.parametrize("changes", [{"digest_recipe": 1}, {"digest_recipe": 3}, {"submitted": None}, {"submitted": 1}])
def test_a_digest_that_the_file_does_not_hold_is_left_to_the_register(changes: dict[str, Any]) -> None:
    is_stated, said = digest.recomputed(attached(**changes))

    assert not is_stated
    assert said == [digest.NOT_FROM_THE_FILE.format(digest.of(SUBMITTED), changes.get("digest_recipe", 2))]


def nested(depth: int) -> Any:
    found: Any = {}
    for _ in range(depth):
        found = {"a": found}
    return found


@pytest.mark.parametrize("changes", [{"version_digest": ""}, {"submitted": {"a": 0.5}}, {"submitted": nested(5_000)}])
def test_what_cannot_be_recomputed_says_why(changes: dict[str, Any]) -> None:
    with pytest.raises(digest.DigestError):
        digest.recomputed(attached(**changes))


# The script in docs


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script that docs/sealed-record.md holds."""
    (found,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(found.splitlines()) <= 20
    path = tmp_path_factory.mktemp("script") / "digest.py"
    path.write_text(found, encoding="utf-8")
    return path


def run(script: Path, said: dict[str, Any]) -> tuple[int, str, str]:
    """What a bare interpreter makes of it: neither this environment's packages nor ours can be imported."""
    answers = script.with_name("answers.json")
    answers.write_bytes(json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))
    command = [sys.executable, "-I", "-S", str(script), str(answers)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout.strip(), ran.stderr.strip()


def test_the_script_recomputes_the_digest_without_any_package(script: Path) -> None:
    assert run(script, attached()) == (0, digest.of(SUBMITTED), "")


@settings(max_examples=3)
@given(st.dictionaries(ANY_TEXT, VALUES, min_size=1))
def test_the_script_gives_what_we_give_whatever_was_answered(script: Path, answers: dict[str, Any]) -> None:
    submitted = json.loads(json.dumps({"answers": answers}))

    assert run(script, attached(submitted=submitted))[1] == digest.of(submitted)


def test_the_script_says_what_differs_and_what_it_cannot_do(script: Path) -> None:
    assert run(script, attached(version_digest="0" * 64)) == (1, digest.of(SUBMITTED), f"The file states {'0' * 64}")
    assert run(script, {"version_digest": "0" * 64})[::2] == (
        1,
        "Only the council's register can recompute the digest of this file.",
    )


def test_it_is_a_plain_sha_256_of_the_canonical_bytes() -> None:
    assert digest.of({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()
