"""An OpenID provider small enough to be read: a real one on a port, with keys of its own.

It can be told to lie in any of its answers.
"""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

CLIENT_ID = "kuche"
SECRET = "a secret that the provider made"
KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"})
Claims = dict[str, Any]


@dataclass
class Provider:
    """What it says, and what was asked of it.

    Attributes
    ----------
    person : dict
        Claims of whoever logs in.
    lie : callable or None
        Changes the claims before they are signed.
    document : dict
        What it says otherwise than it should about itself.
    sign : str
        Which signature: 'right', 'other key', 'none', 'public key', 'cut'.
    """

    issuer: str = ""
    person: Claims = field(default_factory=lambda: {"sub": "1001", "preferred_username": "Zahra"})
    lie: Callable[[Claims], object] | None = None
    document: Claims = field(default_factory=dict)
    sign: str = "right"
    broken: bool = False
    codes: dict[str, Claims] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims: Claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300,
                          "nonce": nonce, **self.person}  # fmt: skip
        if self.lie is not None:
            self.lie(claims)
        header = {"alg": "RS256", "kid": "one"}
        if self.sign == "none":
            head = _encoded(b'{"alg":"none","kid":"one"}')
            body = jwt.encode(header, claims, KEY).split(".")[1]
            return f"{head}.{body}."
        if self.sign == "public key":
            public = KEY.as_pem(private=False)
            secret = OctKey.import_key(base64.urlsafe_b64encode(public).decode())
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret)
        signed = jwt.encode(header, claims, OTHER_KEY if self.sign == "other key" else KEY)
        return signed[:-8] if self.sign == "cut" else signed


def _encoded(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def provider_app(told: Provider) -> Flask:
    app = Flask("provider")

    @app.before_request
    def note() -> AnyResponse | None:
        told.asked.append(request.path)
        return Response("<h1>500</h1>", 500) if told.broken else None

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        start = told.issuer
        return jsonify({
            "issuer": start, "authorization_endpoint": f"{start}/authorize",
            "token_endpoint": f"{start}/token", "jwks_uri": f"{start}/keys",
            "end_session_endpoint": f"{start}/logout", **told.document,
        })  # fmt: skip

    @app.get("/keys")
    def keys() -> Response:
        return jsonify({"keys": [KEY.as_dict(private=False)]})

    @app.get("/authorize")
    def authorize() -> AnyResponse:
        asked = request.args
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT_ID)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(told.codes)}"
        told.codes[code] = dict(asked)
        back = urlencode({"code": code, "state": asked["state"], "iss": told.issuer})
        return redirect(f"{asked['redirect_uri']}?{back}")

    @app.post("/token")
    def token() -> AnyResponse:
        form, auth = request.form, request.authorization
        begun = told.codes.pop(form["code"], None)
        is_client = auth and (unquote(auth.username or ""), unquote(auth.password or "")) == (
            CLIENT_ID, SECRET,
        )  # fmt: skip
        proof = _encoded(hashlib.sha256(form["code_verifier"].encode()).digest())
        if (
            begun is None
            or not is_client
            or proof != begun["code_challenge"]
            or form["redirect_uri"] != begun["redirect_uri"]
        ):
            return Response('{"error":"invalid_grant"}', 400, content_type="application/json")
        return jsonify({"access_token": "x", "token_type": "Bearer",
                        "id_token": told.token(begun["nonce"])})  # fmt: skip

    return app


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider until the block ends."""
    told = Provider()
    server = make_server("127.0.0.1", 0, provider_app(told), threaded=True)
    told.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
