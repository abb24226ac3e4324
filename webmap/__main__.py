"""`python -m webmap`: serve the site on this machine."""

from __future__ import annotations

import argparse
import sys

from webmap import create_app
from webmap.server import serve

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; 1 when the address cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m webmap", description=__doc__)
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on")
    parser.add_argument("--port", default=DEFAULT_PORT, type=int, help="port to listen on")
    options = parser.parse_args(arguments)
    try:
        serve(create_app(), options.host, options.port)
    except OSError as error:
        print(f"cannot listen on {options.host}:{options.port}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
