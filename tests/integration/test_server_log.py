"""What the server writes down: never the address that somebody asked for, which may hold a link's token."""

from __future__ import annotations

import logging
import runpy
import urllib.error
import urllib.request

import pytest
from gunicorn.config import Config

from tests.support.processes import PATIENCE_SECONDS
from tests.support.server import ROOT, LiveServer

TOKEN = "a-token-that-nobody-may-read"


def test_the_server_writes_down_no_address(live_server: LiveServer) -> None:
    address = f"{live_server.url}/nothing/{TOKEN}"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(address, timeout=PATIENCE_SECONDS)  # noqa: S310 - our own address

    assert "Listening at" in live_server.log_file.read_text()
    assert TOKEN not in live_server.log_file.read_text()


def test_a_request_that_failed_before_the_app_is_written_down_without_its_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    logger = settings["logger_class"](Config())

    logger.exception("Error handling request %s", f"/links/{TOKEN}")
    logger.error("Worker (pid:%s) was sent SIGKILL", 7)

    said = capsys.readouterr().err
    assert "A request could not be handled" in said
    assert "Worker (pid:7) was sent SIGKILL" in said
    assert TOKEN not in said
    logging.getLogger("gunicorn.error").filters.clear()
