"""A database server that takes a connection and says nothing is given up in seconds, and called by its name."""

from __future__ import annotations

import socket
from typing import Any

import psycopg
import pytest
from peewee import DatabaseProxy, OperationalError

import models
from faults import NO_ANSWER, why_unavailable


def test_it_is_given_up_and_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect(f"postgresql://somebody@127.0.0.1:{port}/records?sslmode=disable", connect_timeout=1)

    assert why_unavailable(caught.value) == NO_ANSWER


def test_a_connection_has_patience_for_seconds_unless_the_address_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "database", DatabaseProxy())
    opened = models.connect_to("postgresql://somebody@127.0.0.1:1/records?connect_timeout=3")

    assert opened.connect_params["connect_timeout"] in (3, "3")
    assert opened.connect_params["tcp_user_timeout"] == 15_000


def test_while_it_is_silent_nobody_else_waits_for_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "database", DatabaseProxy())
    monkeypatch.setattr(models.PatientPostgresql, "connect_again_after", 3600.0)
    monkeypatch.setattr(models.PatientPostgresql, "silence", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0)
        port = silent.getsockname()[1]
        opened = models.connect_to(f"postgresql://somebody@127.0.0.1:{port}/records?sslmode=disable&connect_timeout=1")
        for _ in range(3):
            with pytest.raises(OperationalError) as caught:
                opened.connect()
            assert why_unavailable(caught.value) == NO_ANSWER

        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()


def test_whoever_has_to_answer_soon_waits_no_longer_for_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def refuse(**params: Any) -> None:
        asked.append(params["connect_timeout"])
        raise psycopg.OperationalError

    monkeypatch.setattr(models, "database", DatabaseProxy())
    monkeypatch.setattr(models._PatientConnection, "connect", refuse)
    opened = models.connect_to("postgresql://somebody@127.0.0.1:1/records")
    for seconds in (0.5, 2.5, 20.0):
        with models.patient_for(seconds), pytest.raises(OperationalError):
            opened.connect()

    assert asked == [1, 2, 5]
