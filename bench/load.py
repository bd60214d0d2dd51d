"""Live checks posted over HTTP at a steady rate, as by staff at their browsers, and what came back."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from statistics import quantiles
from urllib.parse import urlencode

from bench.pages import CHANGED, SECTION, SEEN
from bench.wsgi import posted_by
from records.demo import DEMO_PASSWORD
from tests.support.processes import LOOPBACK

LONGEST_SECONDS = 60
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visitor:
    """A browser on the network. Each request has a connection of its own, as from a proxy that keeps none."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, str]:
        """(status, text). Raises OSError or HTTPException where no whole answer came."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=LONGEST_SECONDS)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body, {"Cookie": cookies, "Origin": f"http://{LOOPBACK}:{self.port}", **FORM, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, text

    def sign_in(self, email: str) -> None:
        """With the form, as one of the demo's people."""
        fields = posted_by(self.ask("GET", "/sign-in")[1])
        fields |= {"email": [email], "password": [DEMO_PASSWORD]}
        status, _ = self.ask("POST", "/sign-in", urlencode(fields, doseq=True))
        if status not in (302, 303):
            raise RuntimeError(f"nobody could sign in: {status}")
        self.ask("GET", "/")  # the first page's token against forgery is the session's


@dataclass
class Load:
    """So many posts a second, each record by a thread of its own.

    answers: (moment on the monotonic clock when it was posted, seconds, status or name of the error). acknowledged:
    reference → the last answer that was said to be saved.
    """

    visitor: Visitor
    references: list[str]
    rate: float
    answers: list[tuple[float, float, str]] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        self._threads = [threading.Thread(target=self._post, args=(one,)) for one in self.references]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _post(self, reference: str) -> None:
        path, pause = f"/records/{reference}/sections/{SECTION}", len(self.references) / self.rate
        fields = posted_by(self.visitor.ask("GET", path)[1], "section-form")
        headers = {"HX-Request": "true", "HX-Target": "check", "HX-Trigger": "section-form"}
        headers |= {"HX-Trigger-Name": CHANGED, "X-CSRFToken": fields["csrf_token"][0]}
        due, turn = time.monotonic(), 0
        while not self._ended.wait(max(0.0, due - time.monotonic())):
            due, turn = due + pause, turn + 1
            fields[CHANGED] = [f"By telephone on Mondays, or by leaving word with the team ({turn})"]
            begun = time.monotonic()
            try:
                status, text = self.visitor.ask("POST", path, urlencode(fields, doseq=True), headers)
                said = str(status)
            except (OSError, http.client.HTTPException) as error:
                text, said = "", type(error).__name__
            self.answers.append((begun, time.monotonic() - begun, said))
            if said == "200" and (found := SEEN.search(text)):
                fields["seen"] = [found[1]]
                self.acknowledged[reference] = fields[CHANGED][0]

    def said(self, since: float = 0.0, until: float = float("inf")) -> str:
        """One line on the posts of a time: how many, how fast, and everything that was no answer of 200."""
        chosen = [(seconds, said) for begun, seconds, said in self.answers if since <= begun < until]
        if len(chosen) < 2:
            return f"{len(chosen)} posts"
        times = quantiles([seconds * 1000 for seconds, _ in chosen], n=100)
        wrong = Counter(said for _, said in chosen if said != "200")
        longest = max(seconds for seconds, _ in chosen) * 1000
        named = ", ".join(f"{count} x {name}" for name, count in wrong.most_common()) or "none failed"
        return f"{len(chosen)} posts, p50 {times[49]:.0f} p95 {times[94]:.0f} max {longest:.0f} ms, {named}"
