"""Ports for servers of the tests."""

from __future__ import annotations

import socket
from contextlib import closing


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
