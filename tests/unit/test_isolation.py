"""The guards of `conftest.py` themselves."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest


def test_no_test_reaches_the_network() -> None:
    with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="no network"):
        one.connect(("192.0.2.1", 80))
    with pytest.raises(pytest.fail.Exception, match="no network"):
        socket.getaddrinfo("example.org", 443)


def test_the_loopback_needs_a_marker() -> None:
    with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="no network"):
        one.bind(("127.0.0.1", 0))


@pytest.mark.loopback
def test_the_marker_opens_the_loopback_only() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()):
            pass
        with socket.socket() as one, pytest.raises(pytest.fail.Exception, match="no network"):
            one.connect(("192.0.2.1", 80))


def test_home_is_empty_and_away_from_the_real_one(home: Path) -> None:
    assert Path.home() == home
    assert list(home.iterdir()) == []
    assert os.environ["XDG_CACHE_HOME"].startswith(str(home))
