"""`python -m geodata journal`: whether its audit is whole, copies of it, and the way back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_arguments(journal: argparse.ArgumentParser) -> None:
    """Add what can be done with a journal, and the options of each."""
    deeds = journal.add_subparsers(required=True, metavar="DEED")
    verify = deeds.add_parser("verify", help="check that the audit is whole; 1 when it is not")
    verify.set_defaults(command=_verify)
    backup = deeds.add_parser("backup", help="write a checked copy, also while the site runs")
    backup.add_argument("--out", type=Path, required=True, metavar="FILE")
    backup.set_defaults(command=_backup)
    restore = deeds.add_parser("restore", help="make a journal from a copy that is whole")
    restore.add_argument("--from", type=Path, required=True, metavar="FILE", dest="copy")
    restore.add_argument("--force", action="store_true", help="write over a journal that is there")
    restore.set_defaults(command=_restore)
    for deed in (verify, backup, restore):
        deed.add_argument(
            "--journal", required=True, metavar="ADDRESS", help="as ALLEYS_JOURNAL has it"
        )


def _verify(options: argparse.Namespace) -> int:
    from geodata.journal.backup import verify_journal

    chain = verify_journal(options.journal)
    if chain.broken is not None:
        print(f"خطا: زنجیرهٔ ممیزی در ردیف {chain.broken} شکسته است", file=sys.stderr)  # noqa: T201
        print(f"error: the audit breaks at row {chain.broken}", file=sys.stderr)  # noqa: T201
        return 1
    # Noted elsewhere, the head shows later that nobody wrote the whole audit anew.
    print(f"زنجیرهٔ ممیزی درست است: {chain.rows} ردیف، سر زنجیره {chain.head}")  # noqa: T201
    return 0


def _backup(options: argparse.Namespace) -> int:
    from geodata.journal.backup import back_up

    back_up(options.journal, options.out)
    print(f"رونوشت دفتر در {options.out} نوشته شد")  # noqa: T201
    return 0


def _restore(options: argparse.Namespace) -> int:
    from geodata.journal.backup import restore

    restore(options.copy, options.journal, force=options.force)
    print(f"دفتر از {options.copy} بازگردانده شد")  # noqa: T201
    return 0
