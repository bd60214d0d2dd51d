"""Staff are found by their registration number too."""


def up(_migrator, db):
    """Add the number, in small letters as all that is searched, to what each is found by."""
    db.execute_sql(
        "UPDATE staff SET search = substr(search || ' ' || lower(social_work_id), 1, 300) WHERE social_work_id <> ''"
    )
