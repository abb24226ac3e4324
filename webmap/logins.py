"""Who is logged in: a random token in a cookie, and what that means for the pages they get.

Whoever does not log in gets no cookie, and their pages stay as they are. Logins live in the
journal, where each can be seen and ended; Flask's own session would be a signed cookie that
nobody can take back, so neither it nor Flask-Login, which is built on it, is used.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from datetime import UTC, datetime
from typing import cast

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import JournalError
from geodata.journal.logins import Login, login_of
from geodata.journal.settings import signing_key
from webmap.config import site_config
from webmap.journal import site_journal

log = logging.getLogger("webmap.logins")


def init_logins(app: Flask) -> None:
    """Keep the pages of `app` for those who are logged in out of every cache."""
    app.after_request(_keep_private)
    app.jinja_env.globals.update(shown_login=shown_login, form_token=form_token)


def utc_now() -> datetime:
    """Return this moment as the journal writes it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def current_login() -> Login | None:
    """Return the login of this request, None for a visitor; asked of the journal once.

    Raises
    ------
    JournalError
        There is a cookie, but the journal cannot be read.
    """
    if "login" not in g:
        g.login = _find_login()
    return cast("Login | None", g.login)


def shown_login() -> Login | None:
    """Return the same for the frame of a page, which a failing journal must not take away."""
    try:
        return current_login()
    except JournalError as error:
        log.warning("who is logged in cannot be told: %s", error)
        return None


def required_login() -> Login:
    """Return the login of a page that `webmap.rights` lets nobody else see."""
    login = current_login()
    assert login is not None
    return login


def keep_login(response: AnyResponse, token: str) -> AnyResponse:
    """Let the browser keep a token until it is closed; how long it is good the journal says."""
    g.pop("login", None)
    response.set_cookie(
        _cookie(), token, secure=is_secure(), httponly=True, samesite="Lax", path="/"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def drop_login(response: AnyResponse) -> AnyResponse:
    """Let the browser forget its token."""
    g.pop("login", None)
    response.delete_cookie(_cookie(), secure=is_secure(), httponly=True, samesite="Lax", path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


def form_token() -> str:
    """Return what every form carries that changes something: it fits this login alone.

    A keyed hash of the login's own token: nothing has to be kept, another site cannot read it,
    and it ends with the login. Flask-WTF would want a session, and so a second cookie.
    """
    if "form_token" not in g:
        journal = site_journal().open()
        key = signing_key(journal).encode() if journal else b""
        text = f"form:{request.cookies.get(_cookie(), '')}"
        g.form_token = hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    return cast(str, g.form_token)


def is_form_token(typed: str) -> bool:
    """Return whether a form is one of ours, made for this login."""
    return hmac.compare_digest(typed.encode("utf-8", "replace"), form_token().encode())


def _find_login() -> Login | None:
    token = request.cookies.get(_cookie())
    journal = site_journal().open() if token else None
    return login_of(journal, token, now=utc_now()) if journal and token else None


def has_token() -> bool:
    """Return whether the browser brings a token of a login, good or not."""
    return _cookie() in request.cookies


def _cookie() -> str:
    """With the prefix a browser takes it from this host alone, and only over https."""
    return "__Host-alleys_login" if is_secure() else "alleys_login"


def is_secure() -> bool:
    """Return whether people reach the site over https alone."""
    return (site_config().public_url or "").startswith("https://")


def _keep_private(response: Response) -> Response:
    if g.get("login") is not None:
        # Neither a proxy nor the worker of the browser keeps it, see `static/js/worker.js`.
        response.headers["Cache-Control"] = "no-store"
    elif "login" in g and _cookie() in request.cookies:
        drop_login(response)
    return response
