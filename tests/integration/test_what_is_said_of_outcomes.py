"""Whatever became of a record, its pages, mails and PDF say who did not agree, who decided, and who accepted what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

import tasks
from documents.content import DecisionDocument
from forms import KINDS
from mail import messages
from models import OutboxMail, Record, State
from protocol.chains.telling import EVERYBODY
from records import clock
from records.deciding import decisions
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.accepting import accepting_steps, late_work, submitted
from tests.integration.conftest import SignIn
from tests.integration.refusing import LEADER, passed_up, refused, within_one_team
from tests.integration.test_acceptance_and_refusals import HEAD_KEYS, HEADS, before_the_heads
from views import printing

pytestmark = pytest.mark.usefixtures("app")

NOT_AGREED, DECIDED, DIFFERS = "did not agree.", "decided that it goes ahead", "would have agreed"
ACCEPTED = "accepted that something required is not met"
REFUSED_IT = "did not agree to it, so it does not go ahead"
CLUSTER, LOOKED_AFTER = story.CLUSTER_MANAGER, story.LOOKED_AFTER_MANAGER


def heads_differ() -> Record:
    """One Head of Service approves, the other refuses."""
    record = before_the_heads()
    factories.approve(record, HEAD_KEYS[0])
    return four.disagree(record, HEAD_KEYS[1])


def heads_agree() -> Record:
    """The managers differ, and both Heads of Service approve."""
    return four.agreed(four.disagree(passed_up(), four.FIRST))


# What becomes of it → how it comes to that, and in order whom (by email) it names as having done what.
BECOMES: dict[str, tuple[Callable[[], Record], list[tuple[set[str], str]]]] = {
    "approved": (lambda: four.agreed(factories.submitted()), []),
    "accepted": (lambda: four.agreed(submitted()), [({"acceptors"}, ACCEPTED)]),
    "passed up": (
        lambda: factories.approve(passed_up(), four.FIRST, four.SECOND),
        [({story.RECEIVING_LEADER}, NOT_AGREED), ({CLUSTER, LOOKED_AFTER}, DECIDED)],
    ),
    "passed up and accepted": (
        lambda: four.agreed(passed_up(**late_work())),
        [({story.RECEIVING_LEADER}, NOT_AGREED), ({CLUSTER, LOOKED_AFTER}, DECIDED), (HEADS, ACCEPTED)],
    ),
    "passed up twice": (heads_agree, [({story.RECEIVING_LEADER, CLUSTER}, NOT_AGREED), (HEADS, DECIDED)]),
    "refused": (refused, [({story.RECEIVING_LEADER}, NOT_AGREED), ({CLUSTER, LOOKED_AFTER}, REFUSED_IT)]),
    "refused by one leader": (
        lambda: four.disagree(within_one_team(), LEADER),
        [({story.TRANSFERRING_LEADER}, REFUSED_IT)],
    ),
    "refused by a head": (
        heads_differ,
        [
            ({story.RECEIVING_LEADER, CLUSTER}, NOT_AGREED),
            ({story.CLUSTER_HEAD}, DIFFERS),
            ({story.LOOKED_AFTER_HEAD}, REFUSED_IT),
        ],
    ),
}


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[DecisionDocument]:
    """What was to be drawn as a draft; nothing is."""
    documents: list[DecisionDocument] = []

    def draw(document: DecisionDocument) -> bytes:
        documents.append(document)
        return b"%PDF-"

    monkeypatch.setattr(printing, "render_in_subprocess", draw)
    return documents


def mailed(app: Flask, record: Record) -> str:
    """The mail to its author about the sealing of a record, in one line."""
    settings = app.extensions["settings"]
    titles = {kind: form.title for kind, form in KINDS.items()}
    composer = messages.Composer(settings, titles, clock.now, lambda: "")
    kind = "refused" if record.state == State.REFUSAL_SEALED else "sealed"
    with app.test_request_context():
        of_record = (OutboxMail.record == record) & (OutboxMail.to == record.author)
        message = composer.compose(OutboxMail.get(of_record & (OutboxMail.kind == kind)))
    assert message is not None
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.mark.parametrize("becomes", BECOMES)
def test_every_page_and_mail_says_who_decided_and_who_could_not_agree(
    becomes: str, app: Flask, sign_in: SignIn, described: list[DecisionDocument]
) -> None:
    prepare, says = BECOMES[becomes]
    record = factories.fresh(prepare())
    author, where = sign_in(record.author.email), f"/records/{record.reference}"
    texts = {"being sealed": author.open(where).words}
    author.open(f"{where}/draft.pdf")
    texts["draft"] = described[0].outcome_sentence
    with app.app_context():
        tasks.seal_one(record)
    record = factories.fresh(record)
    texts |= {"sealed": author.open(where).words, "mail": mailed(app, record)}

    for place, text in texts.items():
        assert (EVERYBODY in text) == (becomes in ("approved", "accepted")), place
        for who, did in says:
            sentence = text[: text.index(did)].rpartition(". ")[2]
            for email in accepting_steps(record) if who == {"acceptors"} else who:
                assert factories.person(email).name in sentence, (place, did)
        for did in {NOT_AGREED, DECIDED, DIFFERS, REFUSED_IT, ACCEPTED} - {done for _, done in says}:
            assert did not in text, (place, did)


def test_the_history_says_accepted_of_what_was_accepted_and_approved_of_what_was_approved(sign_in: SignIn) -> None:
    record = four.agreed(submitted())
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/history").words

    trail = words[words.index("Who did what, and when") :]
    for email in accepting_steps(record):
        assert (
            f"{factories.person(email).name} Accepted that this is not met (1.4.2, Transfer meeting): Settle" in trail
        )
    assert trail.count("Record approved") == len(decisions.standing_steps(record)) - len(accepting_steps(record)) - 2


def test_a_head_who_accepts_within_the_decision_has_approved_and_accepted(sign_in: SignIn) -> None:
    record = before_the_heads()
    factories.approve(record, HEAD_KEYS[0])
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}/history").words
    assert "Record approved, and accepted that this is not met (1.4.2, Transfer meeting): Settle" in words


def test_what_may_follow_approval_is_no_part_of_a_refusal(sign_in: SignIn, described: list[DecisionDocument]) -> None:
    record = refused()
    sign_in(record.author.email).open(f"/records/{record.reference}/draft.pdf")
    words = sign_in(record.author.email).open(f"/records/{record.reference}/answers").words

    assert described[0].refused
    assert "It was refused before these steps were done." in words
    assert "Those who decided settled" not in words
