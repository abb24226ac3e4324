"""Talking to the organisation's OpenID provider, and believing no more of it than is signed.

Its requests go to the one host the operator named, without following it anywhere else. What it
sends is judged as OpenID Connect Core 1.0, 3.1.3.7 asks: signature, issuer, audience, time, nonce.
"""

from __future__ import annotations

import hmac
import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from geodata.errors import AccountError
from webmap.oidc_config import OidcConfig

TIMEOUT_S = 5.0
MOST_BYTES = 256 * 1024
LEEWAY_S = 60
LONGEST_SUBJECT = 255
ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures with a key pair alone: neither none nor one that the public key would do for."""
SCOPES = "openid profile"
_places = BoundedSemaphore(4)
"""A provider that hangs takes no more threads of the site than these."""


class ProviderSilentError(AccountError):
    """It cannot be reached, or speaks of something else than it should."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the provider: {reason}",
            "سامانهٔ ورود سازمانی پاسخ درستی نداد؛ چند دقیقه دیگر دوباره تلاش کنید",
        )


class NotBelievedError(AccountError):
    """What it says of somebody does not hold."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"not believed: {reason}",
            "ورود سازمانی تأیید نشد؛ دوباره از صفحهٔ ورود آغاز کنید",
        )


@dataclass(frozen=True, slots=True)
class Provider:
    """Its addresses, all of them at the issuer's own host."""

    authorization: str
    token: str
    keys: str
    end_session: str
    posts_secret: bool


def discover(config: OidcConfig) -> Provider:
    """Return where the provider says things are.

    Raises
    ------
    ProviderSilentError
        It does not say, or names another host.
    """
    address = config.issuer.rstrip("/") + "/.well-known/openid-configuration"
    told = _asked("GET", address)
    if told.get("issuer") != config.issuer:
        raise ProviderSilentError("it calls itself by another name than its issuer")

    def at(name: str, *, optional: bool = False) -> str:
        found = told.get(name)
        if found is None and optional:
            return ""
        if not isinstance(found, str) or _origin(found) != _origin(config.issuer):
            raise ProviderSilentError(f"its {name} is not at the issuer's host")
        return found

    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Provider(
        authorization=at("authorization_endpoint"),
        token=at("token_endpoint"),
        keys=at("jwks_uri"),
        end_session=at("end_session_endpoint", optional=True),
        posts_secret=isinstance(methods, list) and "client_secret_basic" not in methods,
    )


def signed_claims(
    config: OidcConfig, provider: Provider, code: str, *, verifier: str, back: str, nonce: str
) -> Mapping[str, Any]:
    """Exchange a code and return what the ID token says, once it is believed.

    Raises
    ------
    ProviderSilentError
        It does not answer, or there is no token.
    NotBelievedError
        It does not take the code, or the token is not what it should be.
    """
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back,
            "code_verifier": verifier}  # fmt: skip
    headers = {}
    if provider.posts_secret:
        sent |= {"client_id": config.client_id, "client_secret": config.client_secret}
    else:
        pair = f"{quote(config.client_id, safe='')}:{quote(config.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    token = _asked("POST", provider.token, urlencode(sent), headers).get("id_token")
    if not isinstance(token, str):
        raise ProviderSilentError("it sent no ID token")
    claims = _verified(config, token, _asked("GET", provider.keys))
    if not _is(claims.get("nonce"), nonce):
        raise NotBelievedError("another nonce")
    return claims


def _verified(config: OidcConfig, token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    listed = keys.get("keys")
    usable = [one for one in listed if isinstance(one, dict) and one.get("kty") in ("RSA", "EC")
              and one.get("use", "sig") == "sig"] if isinstance(listed, list) else []  # fmt: skip
    try:
        found = jwt.decode(token, KeySet.import_key_set({"keys": usable}), list(ALGORITHMS))
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": config.issuer},
            aud={"essential": True, "value": config.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
        ).validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotBelievedError(type(error).__name__) from error
    claims = found.claims
    audiences, party = claims["aud"], claims.get("azp")
    many = isinstance(audiences, list) and len(audiences) > 1
    if (many or party is not None) and party != config.client_id:
        raise NotBelievedError("it was made for another site")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= LONGEST_SUBJECT:
        raise NotBelievedError("no subject")
    return claims


def _is(value: object, expected: str) -> bool:
    return isinstance(value, str) and hmac.compare_digest(
        value.encode("utf-8", "replace"), expected.encode()
    )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


def _asked(
    method: str, address: str, body: str | None = None, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Ask and return the JSON object; no redirect is followed, no proxy of the environment used."""
    sent = {"Accept": "application/json", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    if not _places.acquire(timeout=TIMEOUT_S):
        raise ProviderSilentError("too many wait for it")
    try:
        status, text = _exchanged(method, address, body, sent)
        found = json.loads(text)
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise ProviderSilentError(type(error).__name__) from error
    finally:
        _places.release()
    if (method, status) == ("POST", HTTPStatus.BAD_REQUEST):
        raise NotBelievedError("it does not take the code")
    if status != 200 or not isinstance(found, dict):
        raise ProviderSilentError(f"it answered {status}")
    return found


def _exchanged(
    method: str, address: str, body: str | None, headers: Mapping[str, str]
) -> tuple[int, bytes]:
    parts = urlsplit(address)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = (
        HTTPSConnection(parts.netloc, timeout=TIMEOUT_S, context=ssl.create_default_context())
        if parts.scheme == "https"
        else HTTPConnection(parts.netloc, timeout=TIMEOUT_S)
    )
    try:
        connection.request(method, place or "/", body, dict(headers))
        answer = connection.getresponse()
        text = answer.read(MOST_BYTES + 1)
    finally:
        connection.close()
    if len(text) > MOST_BYTES:
        raise ValueError("too long")
    return answer.status, text
