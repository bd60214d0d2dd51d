"""What the project depends on is pinned, reasoned, and the same in every clone."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.sources import project_files, text_of

PINNED = re.compile(r"([A-Za-z0-9_.-]+)(\[[a-z,]+\])?==[0-9][0-9A-Za-z.]*")


def lines_of(name: str) -> list[str]:
    """The lines of a requirements file that ask for something."""
    lines = [line.split(" #")[0].strip() for line in text_of(name).splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def packages_of(name: str) -> set[str]:
    """What a requirements file asks for, as names that compare equal however they are written."""
    return {plain(line.split("==")[0].split("[")[0]) for line in lines_of(name)}


def plain(name: str) -> str:
    """'Jinja2_Fragments' and 'jinja2-fragments' are one package."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_python_library_is_pinned_exactly(name: str) -> None:
    assert [line for line in lines_of(name) if not PINNED.fullmatch(line)] == []


def test_every_direct_requirement_is_among_the_constraints() -> None:
    asked = [re.sub(r"\[.*\]", "", line) for line in lines_of("requirements.txt") + lines_of("requirements-dev.txt")]
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


def test_every_debian_package_says_what_it_is_for() -> None:
    for name in ("bin/packages.txt", "bin/packages-test.txt"):
        lines = [line for line in text_of(name).splitlines() if line and not line.startswith("#")]
        assert [line for line in lines if not re.fullmatch(r"[a-z0-9.+-]+ +# \S.*", line)] == []


def test_every_library_that_the_app_uses_has_its_reason_written_down() -> None:
    decisions = [name for name in project_files() if name.startswith("docs/decisions/")]
    reasons = {plain(word) for name in decisions for word in re.findall(r"[A-Za-z0-9_.-]*[A-Za-z0-9]", text_of(name))}

    assert packages_of("requirements.txt") - reasons == set()
