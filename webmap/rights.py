"""What may be done by whom: one place that every request passes.

A route says with `needs` which role it is for. A route that changes something and says nothing
is refused, unless it stands in the short list of what visitors may do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import QueryError
from geodata.journal.accounts import Role
from webmap.config import site_config
from webmap.i18n import gettext
from webmap.logins import current_login, is_form_token, shown_login

View = TypeVar("View", bound=Callable[..., Any])
ONLY_READ = frozenset({"GET", "HEAD", "OPTIONS"})
VISITORS_CHANGE = frozenset({"corrections.send", "accounts.enter"})
"""What changes something without a login; each of them says itself how it keeps floods out."""
FROM_HERE = frozenset({"same-origin", "none"})
SENT_WITH = "X-Form-Token"
"""Where a script puts what a form carries as `token`."""
WHOEVER_WORKS_HERE = (Role.PLANNER, Role.MEDIA)
_ROLES, _BEFORE_FORM = "needed_roles", "before_form"
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*", re.ASCII)
"""One slash and letters of ASCII: neither blanks nor what a browser takes for a slash."""


def init_rights(app: Flask) -> None:
    """Let requests of `app` pass only where they may."""
    app.before_request(_guard)
    app.jinja_env.globals["may_decide"] = may_decide


def needs(*roles: Role, before_form: Callable[[], None] | None = None) -> Callable[[View], View]:
    """Mark a view: it is for whoever may do what one of these roles may.

    Parameters
    ----------
    before_form : callable, optional
        Called when whoever asks may, and before what they send is read: to say how much it may be.
    """

    def mark_view(view: View) -> View:
        setattr(view, _ROLES, roles)
        setattr(view, _BEFORE_FORM, before_form)
        return view

    return mark_view


def needed_roles(endpoint: str) -> tuple[Role, ...]:
    """Return the roles that a route of this application is for, none for everybody's."""
    roles: tuple[Role, ...] = getattr(current_app.view_functions[endpoint], _ROLES, ())
    return roles


def may_do(roles: Iterable[Role]) -> bool:
    """Return whether the reader of a page may do what one of these roles may."""
    login = shown_login()
    return login is not None and any(login.account.role.includes(role) for role in roles)


def may_decide() -> bool:
    """Return whether the reader of a page may decide things."""
    return may_do((Role.STEWARD,))


def own_path(text: str | None) -> str | None:
    """Return the address of a page of ours as it is, None for anything else.

    It has to be a path that a route of ours answers: no host, no scheme, nothing a browser reads
    as one.
    """
    if not text or not _PATH.fullmatch(text):
        return None
    try:
        # The adapter is for paths only: whatever host it is told stands in no answer.
        path = text.partition("?")[0]
        endpoint, _ = current_app.url_map.bind("localhost").match(path, "GET")
    except HTTPException:
        return None
    leads_in = endpoint.startswith(("accounts.", "oidc.")) and endpoint != "accounts.own"
    return None if leads_in else text


def _guard() -> AnyResponse | None:
    if request.endpoint is None:
        return None
    roles, changes = needed_roles(request.endpoint), request.method not in ONLY_READ
    if changes and not _is_sent_from_here():
        raise Forbidden
    if not roles:
        if changes and request.endpoint not in VISITORS_CHANGE:
            raise Forbidden
        return None
    login = current_login()
    if login is None:
        back = None if changes else request.full_path.removesuffix("?")
        return redirect(url_for("accounts.form", next=back), 303)
    if not any(login.account.role.includes(role) for role in roles):
        raise Forbidden
    if before_form := getattr(current_app.view_functions[request.endpoint], _BEFORE_FORM, None):
        before_form()
    if changes and not is_form_token(_sent_token()):
        raise QueryError(
            "the form has expired",
            gettext("این فرم کهنه شده است؛ یک بار دیگر بفرستید."),
            parameter="token",
        )
    return None


def _sent_token() -> str:
    return request.headers.get(SENT_WITH) or request.form.get("token", "")


def _is_sent_from_here() -> bool:
    """Whether a page of ours sent a form, as far as the browser says where it comes from."""
    if request.headers.get("Sec-Fetch-Site", "none") not in FROM_HERE:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    # A proxy may speak https where we are spoken to in http, so only the host is compared.
    _, _, host = origin.partition("://")
    return host in {request.host, urlsplit(site_config().public_url or "").netloc} - {""}
