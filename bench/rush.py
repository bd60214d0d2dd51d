"""Pages while people sign in at nine o'clock: gunicorn with two processes, as it is delivered, and a rush beside it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from bench import council, pages
from bench.rounds import Series
from bench.table import Comparison
from models import Staff
from records.demo import DEMO_PASSWORD, story

ROUNDS, ROUND_SECONDS = 10, 2.0
SLOWER = 2.0  # what people who wait at nine o'clock still put up with
PEOPLE, EVERY_SECONDS = 5, 0.5  # five at once, each of them twice a second: 200 people in 20 seconds
HOST = "127.0.0.1"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

RUSH = """
import sys, threading, time
from bench.rush import sign_in
port, every, emails = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
print("begun", flush=True)
def go(email):
    while True:
        begun = time.monotonic()
        print(sign_in(port, email)[0], flush=True)
        time.sleep(max(0, every - (time.monotonic() - begun)))
threads = [threading.Thread(target=go, args=(email,)) for email in emails]
[thread.start() for thread in threads]
"""


def rush(app: Flask, folder: Path) -> list[Comparison]:
    """A section's page in turns with two hundred people who sign in within twenty seconds, and without them."""
    reference = council.write_case_one(app)
    with app.app_context():
        chosen = Staff.select().where(Staff.active & (Staff.email != story.AUTHOR)).limit(PEOPLE)
        emails = [staff.email for staff in chosen]
    address = f"/records/{reference}/sections/{pages.SECTION}"
    with _server(folder) as port, _rush(port, emails) as people:
        _, cookie = sign_in(port, story.AUTHOR)
        for _ in range(20):
            _page(port, address, cookie)
        alone, beside = [], []
        for _ in range(ROUNDS):
            people.send_signal(signal.SIGSTOP)
            time.sleep(0.5)  # until those who have begun are signed in
            alone.append(_mean(port, address, cookie))
            people.send_signal(signal.SIGCONT)
            beside.append(_mean(port, address, cookie))
    taken = Series(tuple(alone)), Series(tuple(beside))
    return [Comparison("page while 200 sign in, time", *taken, target=SLOWER, at_most=True)]


def sign_in(port: int, email: str) -> tuple[int, str]:
    """(302 when signed in, 200 when told to try again; the session's cookie)."""
    status, body, cookie = _ask(port, "GET", "/sign-in")
    found = TOKEN.search(body)
    if status != 200 or found is None:
        raise RuntimeError(f"the sign-in page answered {status}")
    fields = f"csrf_token={found[1]}&email={email.replace('@', '%40')}&password={DEMO_PASSWORD}"
    status, _, after = _ask(port, "POST", "/sign-in", cookie, fields)
    return status, after or cookie


def _ask(port: int, method: str, path: str, cookie: str = "", fields: str = "") -> tuple[int, str, str]:
    asked = http.client.HTTPConnection(HOST, port, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
    asked.request(method, path, fields or None, {"Cookie": cookie, **kind})
    answer = asked.getresponse()
    body = answer.read().decode()
    asked.close()
    return answer.status, body, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _page(port: int, address: str, cookie: str) -> float:
    begun = time.perf_counter()
    status, _, _ = _ask(port, "GET", address, cookie)
    if status != 200:
        raise RuntimeError(f"the page answered {status}")
    return time.perf_counter() - begun


def _mean(port: int, address: str, cookie: str) -> float:
    taken, ends = [], time.monotonic() + ROUND_SECONDS
    while time.monotonic() < ends:
        taken.append(_page(port, address, cookie))
        time.sleep(0.02)  # as a person who reads: whoever asks without a pause queues behind itself
    return sum(taken) / len(taken)


@contextmanager
def _server(folder: Path) -> Iterator[int]:
    """gunicorn on a free port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    environment = os.environ | {"HANDOVER_ENV": "demo", "HANDOVER_DATA_FOLDER": str(folder)}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "app:create_app()"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("gunicorn did not start within a minute")


@contextmanager
def _rush(port: int, emails: list[str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RUSH, str(port), str(EVERY_SECONDS), *emails]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as people:
        assert people.stdout is not None
        people.stdout.readline()
        try:
            yield people
        finally:
            people.kill()
            answers = people.stdout.read().split()
            signed_in, again = answers.count("302"), answers.count("200")
            print(f"{signed_in} signed in meanwhile, {again} were told to try again")
