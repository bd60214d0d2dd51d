"""The system's Chromium, and pages that fail their test when the browser complains of them."""

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
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port, wait_until_listening

# No account, no updates, no talk with anybody but the server under test; no page is slowed because it is hidden.
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
PATIENCE_MS = PATIENCE_SECONDS * 1000


@contextmanager
def running_chromium() -> Iterator[str]:
    """Start the system's Chromium without a window; gives its address. Raises RuntimeError when there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not program:
        raise RuntimeError("Chromium is not installed: bin/test installs it, or use apt-get install chromium")
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


@contextmanager
def connected(address: str) -> Iterator[Browser]:
    """Drive a running Chromium. Until the end an event loop runs in this thread; what was opened is closed then."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(address, timeout=PATIENCE_MS)
        yield browser
        browser.close()


class Pages:
    """Opens pages, one context (one person) each, and notes whatever the browser complains of on any of them."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser = browser
        self.base_url = base_url
        self.problems: list[str] = []
        self._forgiven: list[re.Pattern[str]] = []
        self._contexts: list[BrowserContext] = []

    def open(self, **options: Any) -> Page:
        """A blank page in a context of its own; `java_script_enabled=False` and the like are playwright's options."""
        context = self.browser.new_context(base_url=self.base_url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self._note(f"{said.type} in the console: {said.text}", said.type))
        page.on("pageerror", lambda error: self._note(f"error in a script: {error}"))
        return page

    def _note(self, problem: str, kind: str = "error") -> None:
        if kind in ("error", "warning"):
            self.problems.append(problem)

    def forgive(self, pattern: str) -> None:
        """Let pass complaints that match: a page that a test wants to be refused is one ('status of 404')."""
        self._forgiven.append(re.compile(pattern))

    def close(self) -> None:
        """Close every page. Raises AssertionError when the browser complained of one."""
        for context in self._contexts:
            context.close()
        unforgiven = [p for p in self.problems if not any(pattern.search(p) for pattern in self._forgiven)]
        assert not unforgiven, "the browser complained:\n" + "\n".join(unforgiven)
