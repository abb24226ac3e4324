"""A way in that was begun: what the browser keeps of it, signed, until the provider sends it back.

Nothing is written for it here, so that beginning many costs nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

LONGEST_S = 600
_MOST = 4096


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of them.

    Attributes
    ----------
    state, nonce, verifier : str
        What has to come back beside the code, inside the ID token, and with the code's exchange.
    next : str
        Where one goes after it, "" for the desk.
    at : int
        When it was begun [s since 1970].
    """

    state: str
    nonce: str
    verifier: str
    next: str
    at: int

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier before it is shown (PKCE, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def begin_attempt(next_path: str, at: int) -> Attempt:
    """Return a new one, of chance."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(state, nonce, verifier, next_path, at)


def sealed(attempt: Attempt, key: str) -> str:
    """Return what the browser keeps."""
    text = urlsafe_b64encode(json.dumps(asdict(attempt)).encode()).decode()
    return f"{text}.{_seal(text, key)}"


def opened(kept: str, key: str, now: int) -> Attempt | None:
    """Return what the browser kept, None for what was not sealed here or is too old."""
    text, _, seal = kept.partition(".")
    if len(kept) > _MOST or not hmac.compare_digest(
        seal.encode("utf-8", "replace"), _seal(text, key).encode()
    ):
        return None
    found = Attempt(**json.loads(urlsafe_b64decode(text)))
    return found if 0 <= now - found.at <= LONGEST_S else None


def _seal(text: str, key: str) -> str:
    told = f"oidc:{text}".encode("utf-8", "replace")
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()
