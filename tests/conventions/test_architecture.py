"""Who may do what: one clock, one reader of the environment, a pure protocol, few writers."""

from __future__ import annotations

import ast

import pytest

from tests.support.sources import APP, calls, imported, modules, tree_of

CLOCK = "records/clock.py"
CLOCK_CALLS = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
WRITERS = {"records", "mail", "migrations"}
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "delete_by_id",
    "delete_instance",
    "execute_sql",
    "get_or_create",
    "insert",
    "insert_from",
    "insert_many",
    "replace",
    "replace_many",
    "save",
    "set_by_id",
    "update",
}
# A call of one of these on anything at all is a write: nothing else in the app has methods of these names but pictures.
PICTURES = {"documents/logo.py"}  # which knows no table
WRITES_OF_ROWS = {"delete_instance", "execute_sql", "save"}
PURE = {
    "__future__",
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "logging",
    "protocol",
    "re",
    "types",
    "typing",
    "unicodedata",
}


def test_only_the_clock_asks_what_time_it_is() -> None:
    others = [module for module in modules(*APP) if module != CLOCK]

    assert [f"{at}: {name}" for at, name in calls(*others) if name.endswith(CLOCK_CALLS)] == []


def test_only_the_demonstrations_records_are_written_at_another_time_than_now() -> None:
    others = [module for module in modules(*APP) if not module.startswith("records/demo/")]

    assert [at for at, name in calls(*others) if name.endswith("clock.frozen_at")] == []
    assert calls("records/demo/living.py"), "nothing is looked at"


def test_only_the_settings_read_the_environment() -> None:
    read = [module for module in modules(*APP) if "environ" in attributes(module)]

    assert read == ["settings.py"]
    assert [f"{at}: {name}" for at, name in calls(*modules(*APP)) if name.endswith("getenv")] == []


def test_single_files_import_no_more_of_ours_than_the_plan_says() -> None:
    """import-linter reads packages: what stands at the top as one file is looked at here."""
    ours = {module.split("/")[0].removesuffix(".py") for module in modules(*APP)}
    allowed = {
        "models.py": {"protocol"},
        "faults.py": set(),
        "timed_reading.py": set(),
        "logs.py": {"faults"},
        "settings.py": {"protocol", "checks_of_settings"},
    }
    tables = [module for module in modules("documents", "forms", "protocol") if "models" in imported(module)]

    assert {name: imported(name) & ours for name in allowed} == allowed
    assert tables == []


def attributes(module: str) -> set[str]:
    """The names that follow a dot in a module."""
    return {node.attr for node in ast.walk(tree_of(module)) if isinstance(node, ast.Attribute)}


def test_no_test_but_that_of_the_demo_itself_knows_what_is_in_the_demo() -> None:
    of_the_demo = ("tests/integration/test_demo_", "tests/upgrade/make_dump.py")  # the dump is of an earlier demo
    others = [module for module in modules("tests") if not module.startswith(of_the_demo)]

    assert [module for module in others if "records.demo" in imported_modules(module)] == []


def imported_modules(module: str) -> set[str]:
    """What a module imports, each as its first two names: 'records.demo'."""
    names = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            of = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names |= {f"{of}{alias.name}" for alias in node.names}
    return {".".join(name.split(".")[:2]) for name in names}


def test_the_protocol_uses_nothing_but_plain_python() -> None:
    used = {f"{module}: {name}" for module in modules("protocol") for name in imported(module) - PURE}

    assert used == set()
    assert [at for at, name in calls(*modules("protocol")) if name == "open"] == []


def test_only_records_mail_and_migrations_write_to_the_database() -> None:
    others = [module for module in modules(*APP) if module.split("/")[0] not in {*WRITERS, "models.py"}]
    others = [module for module in others if module not in PICTURES]

    assert [write for module in others for write in writes_in(module)] == []


def writes_in(module: str) -> list[str]:
    """The calls in a module that write to the database, and where they are."""
    known_tables = tables(module)
    return [f"{at}: {name}" for at, name in calls(module) if writes(name, known_tables)]


def writes(name: str, known_tables: set[str]) -> bool:
    """Whether what is called so writes to the database, where `known_tables` are the names of tables."""
    of, _, method = name.rpartition(".")
    return bool(of) and (method in WRITES_OF_ROWS or (method in WRITES and of in known_tables))


def tables(module: str) -> set[str]:
    """What a module calls the tables: names imported from models, and those names after 'models.'."""
    imports = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.ImportFrom)]
    names = {alias.asname or alias.name for node in imports if node.module == "models" for alias in node.names}
    bodies = (tree_of(at).body for at in ["models.py"])
    classes = {node.name for body in bodies for node in body if isinstance(node, ast.ClassDef)}
    return names | {f"models.{name}" for name in classes}


@pytest.mark.parametrize(
    "call",
    ["Record.create", "models.Record.update", "record.save", "step.record.delete_instance", "database.execute_sql"],
)
def test_a_write_is_known_when_it_is_seen(call: str) -> None:
    assert writes(call, {"Record", "models.Record"})


@pytest.mark.parametrize("call", ["app.config.update", "Record.select", "hasher.update", "create", "Answers.create"])
def test_what_is_no_write_is_let_pass(call: str) -> None:
    assert not writes(call, {"Record", "models.Record"})


def test_no_view_asks_for_get_by_name() -> None:
    """HEAD is answered by the same view as GET, and what is done 'unless it is GET' would be done for HEAD too."""
    asked = {module: comparisons(module) for module in modules("views")}

    assert {module for module, compared in asked.items() if "GET" in compared} == {"views/web/guard.py"}


def comparisons(module: str) -> set[object]:
    """The constants that a module compares with."""
    compares = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Compare | ast.MatchValue)]
    return {node.value for compare in compares for node in ast.walk(compare) if isinstance(node, ast.Constant)}
