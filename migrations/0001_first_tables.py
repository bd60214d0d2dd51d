"""The first tables: the register, records and their decisions, mail, audit, sealed documents.

A frozen copy of the models as they were: what models says later has no say here.
"""

import peewee


def _tables(db):
    class Family(peewee.Model):
        name = peewee.CharField(max_length=200)

        class Meta:
            database = db
            table_name = "family"

    class Child(peewee.Model):
        search = peewee.CharField(index=True, max_length=300)
        local_id = peewee.CharField(unique=True, max_length=20)
        name = peewee.CharField(index=True, max_length=200)
        date_of_birth = peewee.DateField(null=True)
        expected_date_of_birth = peewee.DateField(null=True)
        status = peewee.CharField(max_length=30)
        child_protection_category = peewee.CharField(null=True, max_length=20)
        legal_status = peewee.CharField(max_length=10)
        legal_status_since = peewee.DateField(null=True)
        placement = peewee.CharField(max_length=10)
        communication_needs = peewee.TextField()
        interpreter_language = peewee.CharField(max_length=80)
        family = peewee.ForeignKeyField(Family, null=True)

        class Meta:
            database = db
            table_name = "child"

    class Team(peewee.Model):
        search = peewee.CharField(index=True, max_length=300)
        name = peewee.CharField(unique=True, max_length=120)
        kind = peewee.CharField(max_length=30)
        service = peewee.CharField(max_length=30)
        locality = peewee.CharField(null=True, max_length=60)
        active = peewee.BooleanField()

        class Meta:
            database = db
            table_name = "team"

    class Staff(peewee.Model):
        search = peewee.CharField(index=True, max_length=300)
        name = peewee.CharField(index=True, max_length=200)
        email = peewee.CharField(unique=True, max_length=254)
        role = peewee.CharField(max_length=40)
        team = peewee.ForeignKeyField(Team, null=True)
        service = peewee.CharField(null=True, max_length=30)
        locality = peewee.CharField(null=True, max_length=60)
        social_work_id = peewee.CharField(null=True, max_length=12)
        password_hash = peewee.CharField(max_length=200)
        sign_in_version = peewee.IntegerField()
        active = peewee.BooleanField()

        class Meta:
            database = db
            table_name = "staff"

    class Allocation(peewee.Model):
        child = peewee.ForeignKeyField(Child)
        worker = peewee.ForeignKeyField(Staff)
        team = peewee.ForeignKeyField(Team)
        started_on = peewee.DateField()
        ended_on = peewee.DateField(null=True)
        reason_code = peewee.CharField(max_length=10)

        class Meta:
            database = db
            table_name = "allocation"

    class Record(peewee.Model):
        reference = peewee.CharField(unique=True, max_length=20)
        kind = peewee.CharField(max_length=40)
        state = peewee.CharField(index=True, max_length=20)
        author = peewee.ForeignKeyField(Staff)
        child = peewee.ForeignKeyField(Child, null=True)
        answers = peewee.TextField()
        typed = peewee.TextField()
        revision = peewee.IntegerField()
        version = peewee.IntegerField()
        protocol_version = peewee.CharField(max_length=40)
        started_from = peewee.ForeignKeyField("self", null=True)
        created_at = peewee.DateTimeField()
        saved_at = peewee.DateTimeField()
        closed_reason = peewee.TextField()
        audit_length = peewee.IntegerField()
        audit_head = peewee.CharField(max_length=64)

        class Meta:
            database = db
            table_name = "record"

    class AnswerChange(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        revision = peewee.IntegerField()
        question = peewee.CharField(max_length=80)
        before = peewee.TextField(null=True)
        after = peewee.TextField(null=True)
        staff = peewee.ForeignKeyField(Staff)
        editor = peewee.CharField(max_length=40)
        changed_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "answer_change"
            indexes = ((("record", "revision"), False),)

    class AuditEvent(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        sequence = peewee.IntegerField()
        event = peewee.CharField(max_length=40)
        staff = peewee.ForeignKeyField(Staff, null=True)
        detail = peewee.TextField()
        happened_at = peewee.DateTimeField()
        previous_hash = peewee.CharField(max_length=64)
        hash = peewee.CharField(max_length=64)

        class Meta:
            database = db
            table_name = "audit_event"
            indexes = ((("record", "sequence"), True), (("record", "staff", "event"), False))

    class Step(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        version = peewee.IntegerField()
        key = peewee.CharField(max_length=60)
        order = peewee.IntegerField()
        action = peewee.CharField(max_length=10)
        title = peewee.TextField()
        part = peewee.TextField()
        rank = peewee.CharField(max_length=40)
        side = peewee.CharField(max_length=10)
        statements = peewee.TextField()
        declaration = peewee.TextField()
        asks = peewee.TextField()
        assignee = peewee.ForeignKeyField(Staff)
        instead_of = peewee.ForeignKeyField(Staff, null=True)
        state = peewee.CharField(max_length=20)
        opened_at = peewee.DateTimeField(null=True)
        decided_by = peewee.ForeignKeyField(Staff, null=True)
        decided_at = peewee.DateTimeField(null=True)
        digest = peewee.CharField(max_length=64)
        stated = peewee.TextField(null=True)
        reason = peewee.TextField()

        class Meta:
            database = db
            table_name = "step"
            indexes = ((("record", "version", "key"), True), (("assignee", "state"), False))

    class DecisionLink(peewee.Model):
        step = peewee.ForeignKeyField(Step)
        staff = peewee.ForeignKeyField(Staff)
        token_hash = peewee.CharField(unique=True, max_length=64)
        minted_at = peewee.DateTimeField()
        expires_at = peewee.DateTimeField()
        used_at = peewee.DateTimeField(null=True)
        revoked_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "decision_link"

    class RecordVersion(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        number = peewee.IntegerField()
        answers = peewee.TextField()
        findings = peewee.TextField()
        final_findings = peewee.TextField(null=True)
        digest = peewee.CharField(max_length=64)
        protocol_version = peewee.CharField(max_length=40)
        weighed_on = peewee.DateField()
        submitted_by = peewee.ForeignKeyField(Staff)
        submitted_at = peewee.DateTimeField()
        void_reason = peewee.TextField()

        class Meta:
            database = db
            table_name = "record_version"
            indexes = ((("record", "number"), True),)

    class Departure(peewee.Model):
        version = peewee.ForeignKeyField(RecordVersion)
        statement = peewee.CharField(index=True, max_length=12)

        class Meta:
            database = db
            table_name = "departure"

    class FollowUp(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        question = peewee.CharField(max_length=80)
        answer = peewee.TextField()
        staff = peewee.ForeignKeyField(Staff)
        added_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "follow_up"

    class OutboxMail(peewee.Model):
        message_id = peewee.CharField(unique=True, max_length=120)
        to = peewee.ForeignKeyField(Staff)
        kind = peewee.CharField(max_length=40)
        record = peewee.ForeignKeyField(Record)
        step = peewee.ForeignKeyField(Step, null=True)
        about = peewee.TextField()
        state = peewee.CharField(max_length=20)
        attempts = peewee.IntegerField()
        next_attempt_at = peewee.DateTimeField(index=True)
        last_error = peewee.TextField()
        queued_at = peewee.DateTimeField()
        sent_at = peewee.DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "outbox_mail"

    class RecordLink(peewee.Model):
        transfer = peewee.ForeignKeyField(Record)
        exception = peewee.ForeignKeyField(Record)
        statement = peewee.CharField(max_length=12)

        class Meta:
            database = db
            table_name = "record_link"
            indexes = ((("transfer", "exception", "statement"), True),)

    class RecordPerson(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        staff = peewee.ForeignKeyField(Staff)
        part = peewee.CharField(max_length=40)

        class Meta:
            database = db
            table_name = "record_person"
            indexes = ((("record", "staff", "part"), True),)

    class RecordTeam(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        team = peewee.ForeignKeyField(Team)
        part = peewee.CharField(max_length=40)

        class Meta:
            database = db
            table_name = "record_team"
            indexes = ((("record", "team", "part"), True),)

    class SealedDocument(peewee.Model):
        record = peewee.ForeignKeyField(Record)
        version = peewee.IntegerField()
        part = peewee.CharField(max_length=20)
        code = peewee.CharField(unique=True, max_length=20)
        sha256 = peewee.CharField(index=True, max_length=64)
        data = peewee.BlobField()
        level = peewee.CharField(max_length=10)
        certificate = peewee.CharField(max_length=64)
        sealed_at = peewee.DateTimeField()

        class Meta:
            database = db
            table_name = "sealed_document"
            indexes = ((("record", "version", "part"), True),)

    class SignInAttempt(peewee.Model):
        key = peewee.CharField(index=True, max_length=64)
        attempted_at = peewee.DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "sign_in_attempt"

    return [
        Family,
        Child,
        Team,
        Staff,
        Allocation,
        Record,
        AnswerChange,
        AuditEvent,
        Step,
        DecisionLink,
        RecordVersion,
        Departure,
        FollowUp,
        OutboxMail,
        RecordLink,
        RecordPerson,
        RecordTeam,
        SealedDocument,
        SignInAttempt,
    ]


def up(_, db):
    """Create every table."""
    db.create_tables(_tables(db))
