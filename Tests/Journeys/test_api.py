"""The interface for programs at the built program: its own description, tried by schemathesis as two roles."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import service as services
from client import Document, Visitor

# Not among them: that what fits the shapes is taken (a kind's rules are more than shapes), and that a wrong token is always told 401 (after
# thirty it is 429), nor that other methods get 405 (APITests asks). A blank parameter counts as none, which the tool takes for one that does
# not fit.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "missing_required_header",
]
# A case manager reads and writes, an analyst reads and sees figures.
ROLES = ["case_manager", "analyst"]
SECONDS = int(os.environ.get("WAYMARK_API_SECONDS", "25"))


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A service of its own, for what is made up here fills it with nonsense."""
    folder = tmp_path_factory.mktemp("api")
    data = str(folder / "data")
    sign_ins = services.make_demo(data, children=12, years=1)
    server = services.Server(data, folder / "log").start()
    yield server, sign_ins, folder
    server.stop()


def token(server, sign_in) -> str:
    """One for everything the role offers, made as a person makes it."""
    visitor = Visitor(server.address)
    visitor.sign_in(sign_in.user, sign_in.password)
    page = visitor.get("/account/tokens")
    form = next(form for form in Document(page.text).forms if "scopes" in form.names)
    scopes = re.findall(r'name="scopes"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="scopes"', page.text)
    fields = [(name, value) for name, value in form.fields if name not in ("name", "scopes", "password")]
    told = visitor.post(form.action, fields + [("name", "Journey"), ("password", sign_in.password)] + [("scopes", a or b) for a, b in scopes])
    found = re.search(r"waymark_[0-9a-f]{64}", told.text)
    assert found, f"no token: {told.status}"
    assert not re.search(r"waymark_[0-9a-f]{64}", visitor.get("/account/tokens").text), "a token is shown once"
    return found.group()


def get(server, path, token=None):
    request = urllib.request.Request(server.url + path, headers={"Authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.mark.parametrize("role", ROLES)
def test_the_api_keeps_to_its_description(own, role):
    """S-INF-12: every operation, with what it takes and with what it does not: no fault of ours, and every answer as described."""
    server, sign_ins, folder = own
    secret = token(server, next(each for each in sign_ins if each.role == role))
    child = next(one["id"] for one in get(server, "/api/v1/children?status=all", secret)["items"])
    file = get(server, f"/api/v1/children/{child}", secret)
    lines = [f'parameters = {{ "path.child" = "{child}", "path.list" = "alert" }}']
    for kind, records in file["records"].items():
        if records:
            lines += [
                "[[operations]]", f'include-path-regex = "^/children/[^/]+/{kind}/"',
                f'parameters = {{ "path.child" = "{child}", "path.id" = "{records[0]["id"]}" }}',
            ]
    config = folder / f"{role}.toml"
    config.write_text("\n".join(lines) + "\n")
    done = subprocess.run(
        # One worker: Python 3.11 reads source in several threads at once wrongly, and the tool calls that its error.
        [
            str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(config), "run", f"{server.url}/api/v1/openapi.json",
            "-H", f"Authorization: Bearer {secret}", "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--max-time", str(SECONDS), "--max-examples", "20", "--seed", "7", "--suppress-health-check", "all", "--no-shrink", "--workers", "1",
            "--request-timeout", "30",
        ],
        capture_output=True, text=True, cwd=folder, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "160"}, preexec_fn=services.die_with_parent)
    said = done.stdout + done.stderr
    counted = re.search(r"(\d+)(?: generated,| passed)", said)
    operations = re.search(r"Tested: (\d+)", said)
    assert counted and operations, said[-4000:]
    print(f"schemathesis as {role}: {counted.group(1)} requests to {operations.group(1)} operations")
    assert done.returncode == 0, said[:20000]
    assert "request failed" not in (folder / "log").read_text(errors="replace")


def test_nothing_is_let_in_without_a_token(own):
    """S-INF-12: signed out, only the description answers, and as JSON."""
    server, _, _ = own
    described = get(server, "/api/v1/openapi.json")
    assert described["openapi"].startswith("3.1")
    for path in ("/api/v1/children", "/api/v1/figures", "/api/v1/nothing"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(server, path)
        assert refused.value.code in (401, 404)
        assert refused.value.headers["Content-Type"] == "application/problem+json"
