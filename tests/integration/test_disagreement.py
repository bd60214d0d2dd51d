"""Two service delivery managers who cannot agree on an exception: what each person is told, in the mails they get."""

from __future__ import annotations

from email.message import EmailMessage

from flask import Flask

from models import Record, Role, Staff, State
from records.deciding import decisions
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.mailing import addresses_in, forget_mail, parts, send
from tests.support.mail_server import MailServer

FIRST, SECOND = "transferring_service_delivery_manager", "receiving_service_delivery_manager"
HEADS = [story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD]
COULD_NOT_AGREE = "could not agree to it and gave a reason"


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
        (story.CLUSTER_MANAGER, "Decision needed"),
        (story.LOOKED_AFTER_MANAGER, "Decision needed"),
    }

    exception = four.disagree(exception, FIRST)
    assert set(post.since()) == set()

    exception = factories.approve(exception, SECOND)
    told = post.since()
    passed_up = "Passed to the managers above"
    passed = {who: message for (who, subject), message in told.items() if subject == passed_up}
    assert set(passed) == {story.AUTHOR, story.CLUSTER_MANAGER}
    for who, message in passed.items():
        assert COULD_NOT_AGREE in parts(message)["plain"]
        read_as = "You" if who == story.CLUSTER_MANAGER else factories.person(story.CLUSTER_MANAGER).name
        assert f"{read_as} (" in parts(message)["plain"]
    assert set(told) - {(who, passed_up) for who in passed} == {(head, "Decision needed") for head in HEADS}
    links = {address for message in told.values() for address in addresses_in(message) if "/links/" in address}
    assert len(links) == len(HEADS)

    exception = four.agreed(exception)
    assert exception.state == State.APPROVED
    with app.app_context():
        four.sealed(exception)
    told = post.since()
    everybody = [story.AUTHOR, story.CLUSTER_MANAGER, story.LOOKED_AFTER_MANAGER, *HEADS]
    assert set(told) == {(person, "Approved and sealed") for person in everybody}
    for message in told.values():
        assert "Everybody" not in parts(message)["plain"]
        assert "decided that it goes ahead" in parts(message)["plain"]


def test_two_managers_who_both_refuse_refuse_it_together(app: Flask, sign_in: SignIn) -> None:
    exception = four.submitted(four.exception(four.transfer(), ground="other_reason"))
    exception = four.disagree(exception, FIRST)
    step, reader = factories.step_of(exception, SECOND), sign_in(story.LOOKED_AFTER_MANAGER)
    form = reader.open(f"/records/{exception.reference}/steps/{step.id}").form(id="decision")

    reader.press(form, {"outcome": "refused", "refusal": "It does not help the child."}, status=302)

    assert factories.fresh(exception).state == State.REFUSED
    assert four.waiting(exception) == {}


def test_a_head_of_service_decides_with_reasons_that_everybody_reads(app: Flask, sign_in: SignIn) -> None:
    exception = four.submitted(four.exception(four.transfer(), ground="other_reason"))
    exception = factories.approve(four.disagree(exception, FIRST), SECOND)
    head, address = sign_in(HEADS[0]), f"/records/{exception.reference}"
    (step,) = [step for step in decisions.steps_of(exception) if step.assignee.email == HEADS[0]]
    form = head.open(f"{address}/steps/{step.id}").form(id="decision")

    page = head.press(form, {"outcome": "approved"}, status=200)
    assert page.errors == ["Enter the reasons for this decision"]

    head.press(page.form(id="decision"), {"outcome": "approved", "reasons": "Maya asked us twice."}, status=302)
    assert "The reasons for this decision: Maya asked us twice." in sign_in(story.AUTHOR).open(address).words


def test_where_the_managers_post_is_vacant_the_head_of_service_is_asked(app: Flask) -> None:
    Staff.update(active=False).where(Staff.email == story.LOOKED_AFTER_MANAGER).execute()
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker", "transferring_team_leader")

    four.disagree(record, "receiving_team_leader")

    asked = {step.assignee.email for step in decisions.steps_of(factories.fresh(record)) if step.state == "open"}
    assert asked == {story.CLUSTER_MANAGER, story.LOOKED_AFTER_HEAD}


def test_where_nobody_above_can_be_found_what_was_written_is_kept(app: Flask, sign_in: SignIn) -> None:
    managers = [Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE]
    Staff.update(active=False).where(Staff.role.in_(managers)).execute()
    record = factories.approve(factories.in_state(State.SUBMITTED), "new_worker", "transferring_team_leader")
    step, reader = factories.step_of(record, "receiving_team_leader"), sign_in(story.RECEIVING_LEADER)
    form = reader.open(f"/records/{record.reference}/steps/{step.id}").form(id="decision")

    page = reader.press(form, {"outcome": "cannot_agree", "disagreement": "It comes too soon."}, status=200)

    assert page.errors == ["Nobody can be found above you to decide. Return the record to its author, and say why"]
    assert page.form(id="decision").fields["disagreement"] == "It comes too soon."


def test_no_mail_of_a_disagreement_gives_its_reason_or_names_the_child(app: Flask, smtp_server: MailServer) -> None:
    exception = four.exception(four.transfer(), ground="other_reason")
    post = Post(app, smtp_server, exception)
    exception = factories.approve(four.disagree(four.submitted(exception), FIRST), SECOND)

    said = "".join(text for message in post.since().values() for text in parts(message).values())

    assert COULD_NOT_AGREE in said
    assert four.NOT_FOR_HER not in said
    for name in exception.child.name.replace("-", " ").split():
        assert name not in said
