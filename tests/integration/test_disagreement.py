"""Two service delivery managers who cannot agree on an exception: what each person is told, in the mails they get."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from flask import Flask

from models import Record, State
from records.demo import story
from settings import Settings
from tests import factories
from tests import four_records as four
from tests.integration.conftest import make_app
from tests.integration.mailing import addresses_in, forget_mail, parts, send
from tests.support.mail_server import MailServer

FIRST, SECOND = "transferring_service_delivery_manager", "receiving_service_delivery_manager"
HEADS = [story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD]
COULD_NOT_AGREE = "could not agree to it and gave a reason"


@pytest.fixture
def app(mailing: Settings) -> Flask:
    """The app, with its mail sent to the test's own server."""
    return make_app(mailing)


class Post:
    """The mails about one record, as they arrive, read a step at a time."""

    def __init__(self, app: Flask, server: MailServer, record: Record) -> None:
        self.app, self.server, self.about, self.read = app, server, record.reference, 0
        forget_mail()

    def since(self) -> dict[tuple[str, str], EmailMessage]:
        """(to whom, the subject up to its colon) → the mails that came since the last look, which are all different."""
        send(self.app)
        new = [message for message in self.server.messages[self.read :] if self.about in message["Subject"]]
        self.read = len(self.server.messages)
        arrived = {(message["To"], message["Subject"].partition(":")[0]): message for message in new}
        assert len(arrived) == len(new)
        return arrived


def test_what_each_person_is_told_from_the_disagreement_to_the_heads_decision(
    app: Flask, smtp_server: MailServer
) -> None:
    exception = four.exception(four.transfer(), ground="other_reason")
    post = Post(app, smtp_server, exception)

    exception = four.submitted(exception)
    assert set(post.since()) == {
        (story.CLUSTER_MANAGER, "Decision needed"), (story.LOOKED_AFTER_MANAGER, "Decision needed"),
    }  # fmt: skip

    exception = four.disagree(exception, FIRST)
    told = post.since()
    passed_up = "Passed to the managers above"
    assert set(told) == {(story.AUTHOR, passed_up), (story.LOOKED_AFTER_MANAGER, passed_up)}
    for message in told.values():
        assert COULD_NOT_AGREE in parts(message)["plain"]
        assert "have not done so yet" in parts(message)["plain"]

    exception = factories.approve(exception, SECOND)
    told = post.since()
    assert set(told) == {(head, "Decision needed") for head in HEADS}
    links = {address for message in told.values() for address in addresses_in(message) if "/links/" in address}
    assert len(links) == len(HEADS)

    exception = four.agreed(exception)
    assert exception.state == State.APPROVED
    with app.app_context():
        four.sealed(exception)
    told = post.since()
    everybody = [story.AUTHOR, story.CLUSTER_MANAGER, story.LOOKED_AFTER_MANAGER, *HEADS]
    assert set(told) == {(person, "Approved and sealed") for person in everybody}


def test_no_mail_of_a_disagreement_gives_its_reason_or_names_the_child(app: Flask, smtp_server: MailServer) -> None:
    exception = four.exception(four.transfer(), ground="other_reason")
    post = Post(app, smtp_server, exception)
    exception = factories.approve(four.disagree(four.submitted(exception), FIRST), SECOND)

    said = "".join(text for message in post.since().values() for text in parts(message).values())

    assert COULD_NOT_AGREE in said
    assert four.NOT_FOR_HER not in said
    for name in exception.child.name.replace("-", " ").split():
        assert name not in said
