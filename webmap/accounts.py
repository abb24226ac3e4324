"""Logging in and out, and what people do with their own account."""

from __future__ import annotations

import math

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import AccountError
from geodata.journal import Journal
from geodata.journal.accounts import LONGEST_NAME, Account, checked_account, set_password
from geodata.journal.logins import end_logins, log_in, log_out, logins_of
from geodata.journal.throttling import forgive, note_attempt
from webmap.config import site_config
from webmap.contexts.account import AccountContext, LoginForm, waiting_sentence
from webmap.errors import TriedTooOftenError
from webmap.i18n import gettext
from webmap.journal import required_journal, site_journal
from webmap.logins import current_login, drop_login, keep_login, required_login, utc_now
from webmap.rights import WHOEVER_WORKS_HERE, needs, own_path

bp = Blueprint("accounts", __name__)


@bp.get("/login")
def form() -> AnyResponse:
    """The form; whoever is logged in goes on."""
    if current_login() is not None:
        return redirect(_way_on(), 303)
    return login_page()


@bp.post("/login")
def enter() -> AnyResponse:
    """Let in whoever knows a name and its password."""
    journal = required_journal()
    form = request.form
    account = _checked(journal, form.get("name", ""), form.get("password", ""))
    if account is None:
        return login_page(gettext("نام یا گذرواژه درست نیست."), 403)
    before = current_login()
    if before is not None:
        log_out(journal, before, now=utc_now())
    return keep_login(redirect(_way_on(), 303), log_in(journal, account, now=utc_now()))


@bp.post("/logout")
@needs(*WHOEVER_WORKS_HERE)
def leave() -> AnyResponse:
    """End this login."""
    log_out(required_journal(), required_login(), now=utc_now())
    # A redirect from a form to another host is what the page's policy forbids: a link leads there.
    left = "here" if site_config().oidc is not None else None
    return drop_login(redirect(url_for("accounts.form", left=left), 303))


@bp.get("/account")
@needs(*WHOEVER_WORKS_HERE)
def own() -> AnyResponse:
    """One's own account: where it is logged in, and the form for another password."""
    return _own_page()


@bp.post("/account/password")
@needs(*WHOEVER_WORKS_HERE)
def change_password() -> AnyResponse:
    """Take another password, and end every login but this one, which gets a new token."""
    try:
        token = _change_password(required_journal(), required_login().account)
    except AccountError as refused:
        return _own_page(gettext(refused.message_fa), 400)
    return keep_login(redirect(url_for("accounts.own", done="password"), 303), token)


@bp.post("/account/logins/end")
@needs(*WHOEVER_WORKS_HERE)
def end_others() -> AnyResponse:
    """End every other login of this account."""
    end_logins(required_journal(), required_login(), now=utc_now())
    return redirect(url_for("accounts.own"), 303)


@bp.post("/account/logins/<record_id:login_id>/end")
@needs(*WHOEVER_WORKS_HERE)
def end_one(login_id: int) -> AnyResponse:
    """End one other login of this account."""
    end_logins(required_journal(), required_login(), now=utc_now(), login_id=login_id)
    return redirect(url_for("accounts.own"), 303)


def _checked(journal: Journal, name: str, password: str) -> Account | None:
    """Return the account that the two open; every attempt counts until one is right."""
    wait = note_attempt(journal, name, request.remote_addr or "", now=utc_now())
    if wait is not None:
        raise TriedTooOftenError(waiting_sentence(wait), math.ceil(wait.total_seconds()))
    account = checked_account(journal, name, password)
    if account is not None:
        forgive(journal, name)
    return account


def _change_password(journal: Journal, mine: Account) -> str:
    """Return the token of the one login that is left."""
    form = request.form
    if _checked(journal, mine.name, form.get("present", "")) is None:
        raise AccountError("the present password is wrong", "گذرواژهٔ کنونی درست نیست")
    password = form.get("password", "")
    if password != form.get("again", ""):
        raise AccountError("the passwords differ", "دو بار نوشتن گذرواژهٔ تازه یکی نیست")
    set_password(journal, mine.name, password, by=mine.name, now=utc_now())
    again = checked_account(journal, mine.name, password)
    if again is None:
        raise AccountError("the account has changed", "این حساب تغییر کرده است")
    return log_in(journal, again, now=utc_now())


def _way_on() -> str:
    return own_path(request.values.get("next")) or url_for("desk.desk")


def login_page(message: str = "", status: int = 200) -> AnyResponse:
    """Return the page one logs in on, with what went wrong."""
    page = LoginForm(
        is_possible=site_journal().open() is not None,
        name=request.form.get("name", "")[:LONGEST_NAME],
        next=own_path(request.values.get("next")) or "",
        message=message,
        has_left=request.args.get("left") == "here",
    )
    answer = make_response(render_template("pages/login.html", page=page), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own_page(message: str = "", status: int = 200) -> AnyResponse:
    login = required_login()
    page = AccountContext(
        login=login,
        logins=tuple(logins_of(required_journal(), login.account.account_id, now=utc_now())),
        message=message,
        is_changed=request.args.get("done") == "password",
    )
    return make_response(render_template("pages/account.html", page=page), status)
