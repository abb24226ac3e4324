"""`python -m webmap.export_page`: the city as one HTML file that opens from disk.

`python -m geodata export --format html` starts this program: the library's command line hands on
what is the site's to write, and never imports it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geodata.errors import GeodataError
from webmap.i18n import gettext
from webmap.maps import write_city_page
from webmap.presentation import local_number

MEGABYTE = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Write the file; 1 when there is nothing to write or no place to write it."""
    parser = argparse.ArgumentParser(prog="python -m webmap.export_page", description=__doc__)
    parser.add_argument("--dataset", type=Path, required=True, metavar="DATASET")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        write_city_page(options.dataset, options.out)
    except GeodataError as refusal:
        print(f"خطا: {refusal.message_fa}", file=sys.stderr)  # noqa: T201
        print(f"error: {refusal.message_en}", file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        print(f"خطا: {options.out} نوشته نشد", file=sys.stderr)  # noqa: T201
        print(f"error: {options.out} cannot be written ({error})", file=sys.stderr)  # noqa: T201
        return 1
    size = local_number(round(options.out.stat().st_size / MEGABYTE, 1))
    print(gettext("نقشهٔ شهر در %(file)s نوشته شد (%(size)s مگابایت)", file=options.out, size=size))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
