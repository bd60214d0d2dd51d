"""The system's Chromium without its windows, and pages whose console errors and warnings fail their test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.folders import working_folder
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, is_listening, wait_until_listening

# No accounts, updates or network access beyond the server under test; hidden pages are not throttled.
FLAGS = (
    "--headless",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-back-forward-cache",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-ipc-flooding-protection",
    "--disable-features=Translate,HttpsUpgrades,PaintHolding,LazyFrameLoading",
    "--password-store=basic",
)
# The first draws no windows and takes less of the processor. Its command in /usr/bin is a script that would leave it
# running when it is ended, so it is started by its own path.
PROGRAMS = ("/usr/lib/chromium/chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = PATIENCE_SECONDS * 1000


@contextmanager
def running_chromium() -> Iterator[str]:
    """Start the system's Chromium headless; yields its debugging URL. Raises RuntimeError if it is not installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        raise RuntimeError("Chromium is missing: bin/test installs it, or use apt-get install chromium-headless-shell")
    port = free_port()
    with working_folder("handover-chromium-") as folder:
        own = [f"--user-data-dir={folder / 'profile'}", f"--remote-debugging-port={port}"]
        flags = [*FLAGS, *own, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        command = ["setpriv", "--pdeathsig", "TERM", program, *flags]
        with (folder / "chromium.log").open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, text=True)
        try:
            wait_until_listening(port, process)
            yield f"http://{LOOPBACK}:{port}"
        finally:
            end(process)
            assert not is_listening(port), "Chromium runs on after it was ended"


@contextmanager
def connected(address: str) -> Iterator[Browser]:
    """Connect to a running Chromium; closes everything opened. An event loop runs in this thread until the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(address, timeout=PATIENCE_MS)
        yield browser
        browser.close()


class Pages:
    """Opens pages, each in a browser context (one person) of its own, and collects their errors and warnings."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser = browser
        self.base_url = base_url
        self.problems: list[str] = []
        self._forgiven: list[re.Pattern[str]] = []
        self._contexts: list[BrowserContext] = []

    def open(self, **options: Any) -> Page:
        """A blank page in a context of its own. `options`: for playwright, such as `java_script_enabled=False`."""
        context = self.browser.new_context(base_url=self.base_url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._note(f"{message.type} in the console: {message.text}", message.type))
        page.on("pageerror", lambda error: self._note(f"error in a script: {error}"))
        return page

    def _note(self, problem: str, kind: str = "error") -> None:
        if kind in ("error", "warning"):
            self.problems.append(problem)

    def forgive(self, pattern: str) -> None:
        """Ignore problems that match this regular expression, such as 'status of 404' for a refused page."""
        self._forgiven.append(re.compile(pattern))

    def close(self) -> None:
        """Close every page. Raises AssertionError for problems that are not ignored."""
        for context in self._contexts:
            context.close()
        unforgiven = [p for p in self.problems if not any(pattern.search(p) for pattern in self._forgiven)]
        assert not unforgiven, "the browser complained:\n" + "\n".join(unforgiven)
