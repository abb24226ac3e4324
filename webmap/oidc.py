"""Logging in with what people have at their organisation, where the operator has switched it on.

The password of an account made here opens it all the same: the provider may be down when a wrong
name has to come off the map.
"""

from __future__ import annotations

import hmac
import importlib.util
import logging
from time import monotonic, time
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from geodata.errors import AccountError
from geodata.journal.accounts import Account
from geodata.journal.identities import NotLinkedError, Person, admit, use_state
from geodata.journal.logins import log_in, log_out
from geodata.journal.settings import signing_key
from webmap.accounts import login_page
from webmap.config import SiteConfig, site_config
from webmap.i18n import gettext
from webmap.journal import required_journal
from webmap.logins import current_login, is_secure, keep_login, utc_now
from webmap.oidc_attempt import LONGEST_S, Attempt, begin_attempt, opened, sealed
from webmap.oidc_config import OidcConfig
from webmap.oidc_provider import (
    SCOPES,
    NotBelievedError,
    Provider,
    ProviderSilentError,
    discover,
    signed_claims,
)
from webmap.rights import own_path

log = logging.getLogger("webmap.oidc")
EXTENSION = "alleys-oidc"
KEPT_S = 300
bp = Blueprint("oidc", __name__, url_prefix="/login/oidc")


def init_oidc(app: Flask, config: SiteConfig) -> None:
    """Refuse to start where the provider is named but what it takes is not installed."""
    app.extensions[EXTENSION] = {}
    app.jinja_env.globals["has_provider"] = config.oidc is not None
    if config.oidc is not None and importlib.util.find_spec("joserfc") is None:
        raise RuntimeError(
            "ALLEYS_OIDC_ISSUER is set; install what it needs: pip install -r requirements-oidc.txt"
        )


@bp.get("")
def begin() -> AnyResponse:
    """Send the browser to the provider."""
    config = _config()
    try:
        provider = _provider(config)
    except AccountError as refused:
        return _refused(refused)
    attempt = begin_attempt(own_path(request.args.get("next")) or "", int(time()))
    asked = {
        "response_type": "code", "client_id": config.client_id, "redirect_uri": _back(),
        "scope": SCOPES, "state": attempt.state, "nonce": attempt.nonce,
        "code_challenge": attempt.challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    joint = "&" if "?" in provider.authorization else "?"
    answer = redirect(f"{provider.authorization}{joint}{urlencode(asked)}", 303)
    answer.set_cookie(
        _cookie(), sealed(attempt, signing_key(required_journal())), max_age=LONGEST_S,
        secure=is_secure(), httponly=True, samesite="Lax", path="/",
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/back")
def back() -> AnyResponse:
    """Let in whom the provider sends back."""
    _config()
    try:
        attempt = _attempt()
        account = _admitted(attempt)
        token = log_in(required_journal(), account, now=utc_now())
    except AccountError as refused:
        answer = _refused(refused)
    else:
        before = current_login()
        if before is not None:
            log_out(required_journal(), before, now=utc_now())
        # Judged once more: what the browser kept is of an earlier moment.
        there = own_path(attempt.next) or url_for("desk.desk")
        answer = keep_login(redirect(there, 303), token)
    answer.delete_cookie(_cookie(), secure=is_secure(), httponly=True, samesite="Lax", path="/")
    return answer


@bp.get("/leave")
def leave() -> AnyResponse:
    """Send whoever has logged out here to log out at the provider too."""
    config = _config()
    try:
        provider = _provider(config)
    except AccountError as refused:
        return _refused(refused)
    home = f"{site_config().public_url}{url_for('accounts.form')}"
    if not provider.end_session:
        return redirect(url_for("accounts.form"), 303)
    asked = {"client_id": config.client_id, "post_logout_redirect_uri": home}
    joint = "&" if "?" in provider.end_session else "?"
    return redirect(f"{provider.end_session}{joint}{urlencode(asked)}", 303)


def _config() -> OidcConfig:
    config = site_config().oidc
    if config is None:
        raise NotFound
    return config


def _provider(config: OidcConfig) -> Provider:
    """The provider's addresses, asked for again after a while."""
    kept: dict[str, tuple[float, Provider]] = current_app.extensions[EXTENSION]
    at, found = kept.get(config.issuer, (0.0, None))
    if found is None or monotonic() - at > KEPT_S:
        found = discover(config)
        kept[config.issuer] = monotonic(), found
    return found


def _attempt() -> Attempt:
    """The attempt of this browser that the provider answers.

    Raises
    ------
    NotBelievedError
        There is none, or it is another one's.
    """
    kept = request.cookies.get(_cookie(), "")
    found = opened(kept, signing_key(required_journal()), int(time())) if kept else None
    state = request.args.get("state", "").encode("utf-8", "replace")
    if found is None or not hmac.compare_digest(state, found.state.encode()):
        raise NotBelievedError("a state that this browser did not begin with")
    return found


def _admitted(attempt: Attempt) -> Account:
    config, journal = _config(), required_journal()
    if "error" in request.args:
        raise AccountError(
            "the provider let nobody in",
            "سامانهٔ ورود سازمانی شما را راه نداد یا خودتان بازگشتید",
        )
    if request.args.get("iss", config.issuer) != config.issuer:
        raise NotBelievedError("another issuer")
    code = request.args.get("code", "")
    if not code:
        raise NotBelievedError("no code")
    claims = signed_claims(
        config, _provider(config), code,
        verifier=attempt.verifier, back=_back(), nonce=attempt.nonce,
    )  # fmt: skip
    use_state(journal, attempt.state, now=utc_now())
    name = claims.get("preferred_username")
    person = Person(
        issuer=config.issuer,
        subject=claims["sub"],
        name=name if isinstance(name, str) else "",
        role=config.role_of(claims),
    )
    return admit(journal, person, now=utc_now())


def _refused(refused: AccountError) -> AnyResponse:
    log.warning("nobody was let in: %s", refused.message_en)
    status = 503 if isinstance(refused, ProviderSilentError) else 403
    message = f"{gettext(refused.message_fa)}."
    if isinstance(refused, NotLinkedError):
        told = gettext("شناسهٔ شما برای مدیر سامانه: %(subject)s", subject=refused.subject)
        message = f"{message} {told}"
    return login_page(message, status)


def _back() -> str:
    """Where the provider sends people back to: the fixed address, whatever host was asked."""
    return f"{site_config().public_url}{url_for('oidc.back')}"


def _cookie() -> str:
    return "__Host-alleys_oidc" if is_secure() else "alleys_oidc"
