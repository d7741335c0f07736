"""An identity provider of others (oidc-provider-mock, on Authlib) on a port of its own, with what it leaves out: it holds the code to its S256 challenge."""

import base64
import hashlib
import json
import logging
import os
import threading
import urllib.request
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
import werkzeug.serving


class Provider:
    def __init__(self, people: dict[str, dict]):
        # It speaks http, on this machine only.
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        app = oidc_provider_mock.app(
            require_client_registration=True, require_nonce=True, issue_refresh_token=False,
            user_claims=[oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in people.items()])
        app.before_request(self._before)
        app.after_request(self._after)
        self._challenges: dict[str, str] = {}
        # How many codes came with the verifier their sign-in began with, and whether it gives tokens at all.
        self.proved, self.gives_tokens = 0, True
        self._server = werkzeug.serving.make_server("localhost", 0, app, threaded=True)
        self.issuer = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def register(self, callback: str) -> tuple[str, str]:
        """The id and the secret of a client that may send people back there and nowhere else."""
        asked = urllib.request.Request(
            self.issuer + "/oauth2/clients", json.dumps({"redirect_uris": [callback]}).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            made = json.load(answer)
        return made["client_id"], made["client_secret"]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _before(self):
        asked = flask.request
        if asked.path == "/oauth2/authorize" and (asked.args.get("code_challenge_method") != "S256" or not asked.args.get("state")):
            flask.abort(400)
        if asked.path == "/oauth2/token":
            if not self.gives_tokens:
                flask.abort(500)
            hashed = hashlib.sha256(asked.form.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(hashed).decode().rstrip("=") != self._challenges.pop(asked.form.get("code", ""), None):
                flask.abort(400)
            self.proved += 1

    def _after(self, answer):
        code = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("code")
        if flask.request.path == "/oauth2/authorize" and code:
            self._challenges[code[0]] = flask.request.args["code_challenge"]
        return answer
