"""What docs/sealed-record.md shows of distrust and of the cost of checking: see make_tables."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stdout
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from documents import apart, checked_apart, keys, trust
from documents.outcomes import Outcome
from documents.render import render_pdf
from documents.seal import seal
from documents.verify import refused_unread
from models import SealedDocument
from records import clock
from records.sealing import pins
from settings import Settings
from tests import four_records as four
from tests.support.databases import SqliteDatabases, fill_with_council
from tests.unit.documents import attacks, sample
from tests.unit.documents.time_authority import TimeAuthority

WHY = "The laptop with the key was stolen"


def distrust(folder: Path) -> Iterator[str]:
    """The commands of a drill and what they print: a certificate is distrusted from five days ago on."""
    now = clock.now()
    with (
        redirect_stdout(sys.stderr),
        TimeAuthority(folder, now - timedelta(days=9)).serving() as authority,
        SqliteDatabases(folder).copy(fill_with_council) as url,
        chdir(folder),
    ):
        (folder / "time-root.pem").write_text(trust.to_pem([authority.root]))
        settings = Settings(env="test", database_url=url, data_folder=folder / "data")
        passphrase = settings.seal_passphrase.get_secret_value()
        keys.make_local_authority(settings.seal_folder, settings.council_name, passphrase, now - timedelta(days=30))
        app = create_app(settings)
        with app.app_context():
            four.sealed(four.submitted(four.emergency()))
            kept = SealedDocument.get()
            signer = keys.load_signer(settings.seal_folder, passphrase, now)
            rendered, before = render_pdf(sample.a_record()), now - timedelta(days=9)
            older = seal(rendered, signer, reference="R", at=before, time_service=authority.service()).data
            newer = seal(rendered, signer, reference="R", at=before).data
            for name, data in {"kept": bytes(kept.data), "stamped-before": older, "dated-before": newer}.items():
                (folder / f"{name}.pdf").write_bytes(data)
        day = (clock.today() - timedelta(days=5)).isoformat()
        said = [_typed(app, "seal", "distrust", kept.certificate, "--from", day, "--why", WHY, "--yes")]
        with app.app_context():
            published = pins.trusted(settings).with_time_roots([authority.root])
        (folder / "handover-trust.json").write_text(published.to_json())
        said += [_typed(app, "documents", "verify", "kept.pdf"), _typed(app, "documents", "code", kept.code)]
        for name in ("stamped-before.pdf", "dated-before.pdf"):
            said += [_typed(app, "documents", "verify", name, "--trust", "handover-trust.json")]
    yield "```"
    yield "\n\n".join(said)
    yield "```"


def _typed(app: Flask, *words: str) -> str:
    done = app.test_cli_runner().invoke(args=words)
    shown = " ".join(f"'{word}'" if " " in word else word for word in words)
    return f"$ flask --app app {shown}\n{done.stdout.strip()}\n[exit code {done.exit_code}]"


def costs(folder: Path) -> Iterator[str]:
    """What checking costs, file by file."""
    passphrase, now = "a passphrase for the drill", clock.now()
    keys.make_local_authority(folder / "cost", "Ashbourne Vale Council", passphrase, now)
    signer, council = keys.load_signer(folder / "cost", passphrase, now), trust.load(folder / "cost")
    sealed = seal(render_pdf(sample.a_record()), signer, reference="R", at=now).data
    files = {
        "10 MB, 100 ranges over one gap": attacks.flooded(100, 10_000_000),
        "18 MB, 300,000 ranges over one gap": attacks.flooded(300_000, 100_000),
        "a sealed record, no child waiting": sealed,
        "a sealed record, a child waiting": sealed,
        "0.2 MB that inflates to 200 MB": attacks.inflating(200_000_000),
        "1 MB that inflates to 1 GB": attacks.inflating(1_000_000_000),
    }
    yield "| file | answer | time | memory of the child |\n|---|---|---|---|"
    for name, data in files.items():
        if name.endswith("a child waiting"):
            _check(data, council, folder)
            time.sleep(3)  # for its imports: what is measured is a child that waits
        seconds, outcome = _check(data, council, folder)
        memory = "no child" if refused_unread(data) else f"{_memory(data, council)} MB"
        yield f"| {name} | {outcome.heading} | {seconds:.2f} s | {memory} |"
    with ThreadPoolExecutor(8) as several:
        begun = time.monotonic()
        found = list(
            several.map(lambda _: _check(files["0.2 MB that inflates to 200 MB"], council, folder)[1], range(8))
        )
    busy = found.count(Outcome.BUSY)
    seconds = time.monotonic() - begun
    yield f"| eight of those of 200 MB at once | {8 - busy} checked, {busy} told 'too busy' | {seconds:.1f} s | |"
    apart.stop_waiting()


def _memory(data: bytes, council: trust.Trust) -> int:
    """The most that a child takes for a file, in MB: measured by a small process that starts it."""
    task = json.dumps({"now": clock.now().isoformat(), "trust": council.to_json()}).encode() + b"\n" + data
    small = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'documents.checked_apart'], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", small], input=task, capture_output=True, check=True, cwd=apart.ROOT)
    return int(done.stdout)


def _check(data: bytes, council: trust.Trust, folder: Path) -> tuple[float, Outcome]:
    begun = time.monotonic()
    found = checked_apart.check(data, council, clock.now(), folder=folder / "locks", keep_one_ready=True)
    return time.monotonic() - begun, found.outcome
