"""Every table is named in what becomes of it when a record is disposed of: a new one fails until somebody decides."""

from __future__ import annotations

from peewee import ForeignKeyField

import models
from models import Record, RecordVersion, SealedDocument, Step, Table
from records.keeping.what_goes import APART, GOES, STAYS

OF_A_RECORD = {Record, RecordVersion, Step, SealedDocument}


def refers_to_a_record(table: type[Table]) -> bool:
    """Whether a row names a record: by a key, by the key of a part of it, or by its reference or code."""
    fields = table._meta.sorted_fields
    keys = {field.rel_model for field in fields if isinstance(field, ForeignKeyField)}
    return bool(keys & OF_A_RECORD) or bool({field.name for field in fields} & {"reference", "code"})


def test_every_table_is_in_one_of_the_three_lists() -> None:
    lists = [*GOES, *STAYS, *APART]

    assert {table.__name__ for table in models.TABLES} == {table.__name__ for table in lists}
    assert len(lists) == len(set(lists))


def test_no_table_that_refers_to_a_record_is_said_to_be_apart() -> None:
    assert [table.__name__ for table in APART if refers_to_a_record(table)] == []


def test_what_is_deleted_refers_to_nothing_that_was_deleted_before_or_goes_with_it() -> None:
    order = list(GOES)
    for number, table in enumerate(order):
        keys = [field for field in table._meta.sorted_fields if isinstance(field, ForeignKeyField)]
        alone = {field.rel_model for field in keys if field.on_delete != "CASCADE"}
        assert not alone & set(order[:number]), table.__name__
