"""What the project depends on is pinned, reasoned, and the same in every clone."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from documents import fonts
from tests.support.sources import APP, imported, modules, project_files, text_of

PINNED = re.compile(r"([A-Za-z0-9_.-]+)(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")


def lines_of(*names: str) -> list[str]:
    """The lines of requirements files that ask for something."""
    return asked_for("\n".join(text_of(name) for name in names))


def asked_for(text: str) -> list[str]:
    """The lines of such a text that ask for something."""
    lines = [line.split(" #")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def packages(lines: list[str]) -> set[str]:
    """What these lines ask for, as names that compare equal however they are written."""
    return {plain(line.split("==")[0].split("[")[0]) for line in lines}


def plain(name: str) -> str:
    """'Jinja2_Fragments' and 'jinja2-fragments' are one package."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_python_library_is_pinned_exactly(name: str) -> None:
    assert [line for line in lines_of(name) if not PINNED.fullmatch(line)] == []


def test_every_direct_requirement_is_among_the_constraints() -> None:
    asked = [re.sub(r"\[.*\]", "", line) for line in lines_of("requirements.txt", "requirements-dev.txt")]
    pinned = {plain(line) for line in lines_of("constraints.txt")}

    assert [line for line in asked if plain(line) not in pinned] == []


def test_every_npm_package_is_pinned_exactly() -> None:
    package = json.loads(text_of("package.json"))
    versions = {**package["dependencies"], **package["devDependencies"]}

    assert [f"{name} {version}" for name, version in versions.items() if not re.fullmatch(r"[\d.]+", version)] == []


def test_the_npm_lock_file_says_what_but_not_from_where() -> None:
    packages = json.loads(text_of("package-lock.json"))["packages"]

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_the_fonts_that_are_installed_are_those_that_records_are_set_in() -> None:
    installed = set(re.findall(r"^fonts-\S+", text_of("bin/packages.txt"), re.MULTILINE))

    assert installed == {package for _, package in fonts.NEEDED.values()}


def test_every_debian_package_says_what_it_is_for() -> None:
    for name in ("bin/packages.txt", "bin/packages-test.txt"):
        lines = [line for line in text_of(name).splitlines() if line and not line.startswith("#")]
        assert [line for line in lines if not re.fullmatch(r"[a-z0-9.+-]+ +# \S.*", line)] == []


def test_every_library_that_the_app_uses_has_its_reason_written_down() -> None:
    decisions = [name for name in project_files() if name.startswith("docs/decisions/")]
    reasons = {plain(word) for name in decisions for word in re.findall(r"[A-Za-z0-9_.-]*[A-Za-z0-9]", text_of(name))}
    chosen, _, _ = text_of("requirements.txt").partition("# Parts of the above")

    assert packages(asked_for(chosen)) - reasons == set()


def test_every_library_that_the_app_imports_is_asked_for() -> None:
    ours = {name.split("/")[0].removesuffix(".py") for name in modules()} | sys.stdlib_module_names
    wanted = {name for module in [*modules(*APP), "gunicorn.conf.py"] for name in imported(module)} - ours
    asked, sources = packages(lines_of("requirements.txt")), packages_distributions()

    assert {name for name in wanted if not {plain(source) for source in sources[name]} & asked} == set()


def test_every_library_that_is_asked_for_is_used() -> None:
    files = [*modules(*APP), "gunicorn.conf.py", "bin/run", "Procfile", "Procfile.dev"]
    all_text = "\n".join(text_of(name) for name in files)
    sources = packages_distributions().items()
    used = {plain(source) for module, found in sources if module in all_text for source in found}

    assert packages(lines_of("requirements.txt")) - used == set()


def test_every_test_that_the_attacks_name_is_there() -> None:
    named = {f"tests/{name}" for name in re.findall(r"`([a-z]+/[a-z_/]+\.py)`", text_of("docs/attacks.md"))}

    assert "tests/integration/test_unavailable.py" in named
    assert named - set(project_files()) == set()
