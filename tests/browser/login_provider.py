"""A provider of logins (OpenID Connect) that knows one person at a time and asks for no password."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET, PERSON = "matchlist", "hush", "ann@school.example"
KEY = RSAKey.generate_key(2048, {"kid": "1"}, private=True)


def settings_of(provider: str, dashboard: str) -> str:
    """The login's section of a settings file, with which a dashboard asks this provider."""
    told = {
        "redirect_uri": f"{dashboard}/oauth2callback",
        "cookie_secret": "a long random text",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }
    return "[auth]\n" + "".join(f'{key} = "{value}"\n' for key, value in told.items())


@contextmanager
def provider(**claims: object) -> Iterator[str]:
    """Address of a provider that answers, and says this of whoever logs in, beside who it is."""
    Provider.claims = claims
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


class Provider(BaseHTTPRequestHandler):
    """The five things that a provider is asked."""

    asked: dict[str, str]
    claims: dict[str, object]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        if address.path == "/keys":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        elif address.path == "/authorize":
            type(self).asked = query
            self.redirect(f"{query['redirect_uri']}?{urlencode({'code': 'code', 'state': query['state']})}")
        elif address.path == "/logout":
            self.redirect(query["post_logout_redirect_uri"])
        else:
            self.answer(described(self.own))

    def do_POST(self) -> None:
        given = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        proof = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).rstrip(b"=")
        assert proof.decode() == self.asked["code_challenge"]
        now = int(time.time())
        claims = {"iss": self.own, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 600, "email": PERSON}
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims | self.claims | {"nonce": self.asked["nonce"]}, KEY)
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": token, "expires_in": 600})

    @property
    def own(self) -> str:
        """Its own address, by which it was called."""
        return f"http://{self.headers['Host']}"

    def answer(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def described(own: str) -> dict[str, Any]:
    """What a provider says of itself."""
    return {
        "issuer": own,
        "authorization_endpoint": f"{own}/authorize",
        "token_endpoint": f"{own}/token",
        "jwks_uri": f"{own}/keys",
        "end_session_endpoint": f"{own}/logout",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }
