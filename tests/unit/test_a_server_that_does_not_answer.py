"""A database server that takes a connection and says nothing is given up in seconds, and called by its name."""

from __future__ import annotations

import socket

import psycopg
import pytest
from peewee import DatabaseProxy

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
