"""`flask --app webmap create-user` and its like: who may log in, told at the machine itself.

There is no account that nobody made, and no password that nobody chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from flask.cli import with_appcontext

from geodata.errors import GeodataError
from geodata.journal import Journal
from geodata.journal.accounts import (
    Role,
    account_name,
    all_accounts,
    disable_account,
    make_account,
    reopen_account,
    set_password,
    set_role,
)
from geodata.journal.audit import COMMAND_LINE
from geodata.journal.identities import link, unlink
from webmap.config import site_config
from webmap.contexts.account import ROLE_WORDS
from webmap.journal import site_journal
from webmap.logins import utc_now


def init_account_commands(app: Flask) -> None:
    """Offer the commands to `app`."""
    for command in (_create, _set_password, _set_role, _disable, _reopen, _link, _unlink, _users):
        app.cli.add_command(command)


@click.command("create-user")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@with_appcontext
def _create(name: str, role: str) -> None:
    """Make an account; asks for its password twice.

    A planner sees the desk, the media role has the broadcaster's, a steward does what both may and
    changes things, an admin also manages people.
    """
    with _journal() as journal:
        account_name(name)
        password = _asked_password()
        kept = make_account(journal, name, password, Role(role), by=COMMAND_LINE, now=utc_now())
    click.echo(f"حساب {kept} ساخته شد")


@click.command("set-password")
@click.argument("name")
@with_appcontext
def _set_password(name: str) -> None:
    """Give an account another password and end its logins."""
    with _journal() as journal:
        account_name(name)
        set_password(journal, name, _asked_password(), by=COMMAND_LINE, now=utc_now())
    click.echo("گذرواژه عوض شد و ورودهای پیشین پایان یافت")


@click.command("disable-user")
@click.argument("name")
@with_appcontext
def _disable(name: str) -> None:
    """Let somebody in no more and end their logins; what they did keeps their name."""
    with _journal() as journal:
        disable_account(journal, name, by=COMMAND_LINE, now=utc_now())
    click.echo("حساب بسته شد")


@click.command("set-role")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@with_appcontext
def _set_role(name: str, role: str) -> None:
    """Give an account another role; its logins end where it may do less than before.

    The last admin stays one.
    """
    with _journal() as journal:
        ended = set_role(journal, name, Role(role), by=COMMAND_LINE, now=utc_now())
    word = ROLE_WORDS[Role(role)]
    click.echo(f"نقش اکنون {word} است" + (" و ورودهای پیشین پایان یافت" if ended else ""))


@click.command("reopen-user")
@click.argument("name")
@with_appcontext
def _reopen(name: str) -> None:
    """Let somebody in again whose account was closed, with the role and password they had."""
    with _journal() as journal:
        role = reopen_account(journal, name, by=COMMAND_LINE, now=utc_now())
    click.echo(f"حساب باز شد؛ نقش: {ROLE_WORDS[role]}")


@click.command("link-user")
@click.argument("name")
@click.argument("subject")
@with_appcontext
def _link(name: str, subject: str) -> None:
    """Let whom the OpenID provider knows under SUBJECT into the account NAME.

    What they may do is said here, with set-role, and not by the provider.
    """
    oidc = site_config().oidc
    if oidc is None:
        raise click.ClickException(
            "ALLEYS_OIDC_ISSUER تنظیم نشده است\nALLEYS_OIDC_ISSUER is not set"
        )
    with _journal() as journal:
        link(journal, name, oidc.issuer, subject, by=COMMAND_LINE, now=utc_now())
    click.echo("حساب به ورود سازمانی پیوند خورد")


@click.command("unlink-user")
@click.argument("name")
@with_appcontext
def _unlink(name: str) -> None:
    """Take the links to the OpenID provider from an account and end its logins."""
    with _journal() as journal:
        count = unlink(journal, name, by=COMMAND_LINE, now=utc_now())
    click.echo(f"{count} پیوند برداشته شد و ورودهای پیشین پایان یافت")


@click.command("users")
@with_appcontext
def _users() -> None:
    """Print the accounts: name, role, the day it was made, and the day it was disabled if so."""
    with _journal() as journal:
        for one in all_accounts(journal):
            closed = f"disabled {one.disabled_at:%Y-%m-%d}" if one.disabled_at else ""
            click.echo(f"{one.name}\t{one.role}\t{one.created_at:%Y-%m-%d}\t{closed}".rstrip())


@contextmanager
def _journal() -> Iterator[Journal]:
    """Give the journal; what it refuses is told as the command line tells it."""
    try:
        journal = site_journal().open()
        if journal is None:
            raise click.ClickException(
                "ALLEYS_JOURNAL تنظیم نشده است و حسابی نیست\n"
                "ALLEYS_JOURNAL is not set: there are no accounts"
            )
        yield journal
    except GeodataError as refused:
        raise click.ClickException(f"{refused.message_fa}\n{refused.message_en}") from refused


def _asked_password() -> str:
    asked: str = click.prompt(
        "گذرواژه / password", hide_input=True, confirmation_prompt="دوباره / again"
    )
    return asked
