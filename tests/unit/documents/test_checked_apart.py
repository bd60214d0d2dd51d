"""A stranger's file is checked in a child process, with limits, a few at once; the answer is that of `verify`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from documents import apart, checked_apart, offline, slots
from documents.outcomes import Outcome
from documents.seal import Sealed
from documents.trust import Trust
from documents.verify import MAX_BYTES, SAID, Verdict, verify
from tests.unit.documents import attacks
from tests.unit.documents.conftest import CHECKED_AT


@pytest.fixture(autouse=True)
def _nobody_waits() -> Iterator[None]:
    yield
    apart.stop_waiting()


def check(data: bytes, trust: Trust, folder: Path, **how: bool) -> Verdict:
    return checked_apart.check(data, trust, CHECKED_AT, folder=folder, **how)


def test_the_child_says_the_same_as_this_process(
    sealed: Sealed, rendered: bytes, council: Trust, tmp_path: Path
) -> None:
    assert check(sealed.data, council, tmp_path) == verify(sealed.data, council, CHECKED_AT)
    for data in (sealed.data + b"\n", rendered):
        there, here = check(data, council, tmp_path), verify(data, council, CHECKED_AT)
        assert (there.outcome, there.explanation) == (here.outcome, here.explanation)


def test_what_a_file_that_is_not_genuine_claims_to_be_is_told(sealed: Sealed, council: Trust, tmp_path: Path) -> None:
    genuine, altered = (check(data, council, tmp_path) for data in (sealed.data, sealed.data + b"\n"))

    assert altered.code
    assert (altered.code, altered.reference) == (genuine.code, genuine.reference)


def test_one_child_waits_with_its_imports_done_and_serves_one_file(
    sealed: Sealed, council: Trust, tmp_path: Path
) -> None:
    for _ in range(2):
        assert check(sealed.data, council, tmp_path, keep_one_ready=True).outcome == Outcome.GENUINE

    ((waiting, _),) = apart._waiting.values()
    assert waiting.poll() is None
    apart.stop_waiting()
    assert waiting.poll() is not None


def test_a_child_that_ended_while_it_waited_is_replaced(sealed: Sealed, council: Trust, tmp_path: Path) -> None:
    check(sealed.data, council, tmp_path, keep_one_ready=True)
    ((waiting, _),) = apart._waiting.values()
    apart._end(waiting)

    assert check(sealed.data, council, tmp_path).outcome == Outcome.GENUINE


@pytest.mark.parametrize(
    "data, outcome",
    [
        (b"%PDF-1.7\n" + b" " * MAX_BYTES, Outcome.TOO_LARGE),
        (b"hello", Outcome.NOT_A_PDF),
        (attacks.flooded(41, 10), Outcome.TOO_COMPLEX),
        (attacks.flooded(2, 300_000), Outcome.TOO_COMPLEX),
        (attacks.flooded(100_000, 100_000), Outcome.TOO_COMPLEX),
    ],
    ids=["large", "no PDF", "many ranges", "a large gap", "many ranges of a large gap"],
)
def test_what_can_be_refused_unread_needs_no_child(
    data: bytes, outcome: Outcome, council: Trust, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "run", None)

    assert check(data, council, tmp_path).outcome == outcome


def test_a_file_that_inflates_is_given_up_at_a_limit_of_memory(council: Trust, tmp_path: Path) -> None:
    """600 MB, where a child may have 400. It has no signature: that is said of it, whichever limit ends it."""
    found = check(attacks.inflating(600_000_000), council, tmp_path)

    assert (found.outcome, found.explanation) == (Outcome.NOT_SEALED, SAID[Outcome.NOT_SEALED])


def test_one_that_is_ended_before_it_is_read_is_not_sealed_where_it_has_no_signature(
    rendered: bytes, council: Trust, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_apart, "SECONDS", 0.001)

    assert check(rendered, council, tmp_path).outcome == Outcome.NOT_SEALED


def test_at_a_command_line_there_are_the_same_limits_and_no_turns(
    sealed: Sealed, council: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "taken", None)
    assert checked_apart.check_alone(sealed.data, council, CHECKED_AT).outcome == Outcome.GENUINE
    assert offline.lines(sealed.data, council, CHECKED_AT)[0] == Outcome.GENUINE

    monkeypatch.setattr(checked_apart, "SECONDS", 0.001)
    assert offline.lines(sealed.data, council, CHECKED_AT)[0] == Outcome.TOO_COMPLEX
    monkeypatch.setattr(apart, "run", None)
    assert offline.lines(attacks.flooded(41, 10), council, CHECKED_AT)[0] == Outcome.TOO_COMPLEX


def test_a_child_that_takes_too_long_is_ended_and_the_file_is_not_called_a_forgery(
    sealed: Sealed, council: Trust, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_apart, "SECONDS", 0.001)

    found = check(sealed.data, council, tmp_path)

    assert found.outcome == Outcome.TOO_COMPLEX
    assert "was not checked to the end" in found.explanation


def test_when_all_slots_are_taken_it_is_said_that_nothing_was_checked(
    sealed: Sealed, council: Trust, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_apart, "WAIT_SECONDS", 0.0)
    with ExitStack() as others:
        for _ in range(checked_apart.AT_ONCE):
            others.enter_context(slots.taken(tmp_path, "check", most=checked_apart.AT_ONCE, wait_seconds=0))
        busy = check(sealed.data, council, tmp_path)

    assert (busy.outcome, busy.explanation) == (Outcome.BUSY, checked_apart.BUSY)
    assert check(sealed.data, council, tmp_path).outcome == Outcome.GENUINE


def test_a_slot_of_a_process_that_died_is_free(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        slots._take(tmp_path, "check", 1, time.monotonic())
        os._exit(0)
    os.waitpid(child, 0)

    with slots.taken(tmp_path, "check", most=1, wait_seconds=0):
        pass
