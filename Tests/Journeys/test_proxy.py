"""nginx before the program, as `deploy/nginx.conf` has it: what reaches browsers through it, and what gets past neither of the two."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest
import service as services
from client import Document, Visitor
from test_line import HIDDEN, said, statuses, TWO_ENDS

CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"
ANSWERS_WITHIN = 30


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


class Nginx:
    """Our own file, with other ports, another certificate and logs elsewhere: whatever else it says, it says here."""

    def __init__(self, folder: Path, upstream: tuple[str, int]):
        self.folder, self.plain, self.secure = folder, free_port(), free_port()
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.secure} ssl http2;",
            "server 127.0.0.1:8080;": f"server 127.0.0.1:{upstream[1]};",
            "/etc/ssl/waymark/chain.pem": str(folder / "own.pem"),
            "/etc/ssl/waymark/key.pem": str(folder / "own.key"),
            "/var/log/nginx/waymark.log": str(folder / "access.log"),
            "/var/log/nginx/waymark-errors.log": str(folder / "errors.log"),
            "waymark.example.gov.uk": "localhost",
        }
        text = CONF.read_text()
        for old, new in changes.items():
            assert old in text, f"deploy/nginx.conf no longer says {old}"
            text = text.replace(old, new)
        places = "".join(f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(
            f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/start.log;\nevents {{}}\nhttp {{ {places}\n{text}\n}}\n")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE, preexec_fn=services.die_with_parent)
        limit = time.monotonic() + ANSWERS_WITHIN
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.secure), timeout=1).close()
            except OSError:
                assert self.process.poll() is None, self.process.stderr.read().decode()
                assert time.monotonic() < limit, "nginx does not answer"

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "own.pem")

    def visitor(self) -> Visitor:
        return Visitor(("localhost", self.secure), tls=self.trust)

    def said(self, text: str) -> bytes:
        """Everything that is answered through the line it encrypts."""
        with socket.create_connection(("localhost", self.secure), timeout=30) as line, self.trust.wrap_socket(line, server_hostname="localhost") as line:
            line.sendall(text.replace("\n", "\r\n").replace("Host: a", f"Host: localhost:{self.secure}").encode())
            line.settimeout(3)
            found = b""
            try:
                while piece := line.recv(65536):
                    found += piece
            except TimeoutError:
                pass
            return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """nginx, the server behind it, and who can sign in."""
    folder = tmp_path_factory.mktemp("nginx")
    services.make_certificate(folder)
    sign_ins = services.make_demo(str(folder / "data"), children=3, years=1)
    server = services.Server(str(folder / "data"), folder / "log", more=("--https",)).start()
    nginx = Nginx(folder, server.address)
    yield nginx, server, sign_ins
    nginx.stop()
    server.stop()


def worker(proxied) -> Visitor:
    nginx, _, sign_ins = proxied
    visitor = nginx.visitor()
    who = next(each for each in sign_ins if each.role == "case_manager")
    visitor.sign_in(who.user, who.password)
    return visitor


def test_pages_forms_and_files_go_through_and_no_address_is_kept_in_its_log(proxied):
    nginx, _, _ = proxied
    visitor = worker(proxied)
    assert all(name.startswith("__Host-") for name in visitor.cookies)
    child = re.search(r'href="(/children/[0-9a-f-]{36})', visitor.get("/children").text).group(1)
    page = visitor.get(f"{child}/documents/new")
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"] and "nginx/" not in str(page.headers)
    form = next(form for form in Document(page.text).forms if "file" in form.names)
    # A document of 9 MB: larger than nginx takes of itself.
    sent = b"%PDF-1.4\n" + b"% made up\n" * ((9 << 20) // 10) + b"%%EOF\n"
    typed = {**dict(form.fields), "type": "OTHER", "title": "Through the proxy"}
    answer = visitor.send_files(form.action, list(typed.items()), [("file", "minutes.pdf", sent)])
    assert answer.status == 303, re.sub(r"<[^>]*>", " ", answer.text)[:1500]
    assert visitor.get(answer.location.split("?")[0] + "/content").body == sent
    log = (nginx.folder / "access.log").read_text()
    assert log.count("\n") > 5 and child not in log and "/children" not in log


def test_who_comes_without_https_is_sent_to_it(proxied):
    nginx, _, _ = proxied
    answer = said(("127.0.0.1", nginx.plain), "GET /children?x=1 HTTP/1.1\nHost: elsewhere.example\nConnection: close\n\n")
    assert statuses(answer) == ["308"] and b"Location: https://localhost/children?x=1" in answer


def test_an_address_made_up_by_whoever_tries_passwords_is_worth_nothing(proxied):
    """ASVS 4.1.3, 6.3.1: five wrong passwords, each with another forwarded address, slow the sixth."""
    nginx, _, sign_ins = proxied
    visitor = nginx.visitor()
    answers = []
    for number in range(6):
        visitor.connection.request("POST", "/sign-in", body=f"user={sign_ins[1].user}&password=wrong", headers={
            "Content-Type": "application/x-www-form-urlencoded", "Origin": visitor.origin, "X-Forwarded-For": f"203.0.113.{number}"})
        answer = visitor.connection.getresponse()
        answer.read()
        answers.append(answer.status)
    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize("text", TWO_ENDS.values(), ids=TWO_ENDS.keys())
def test_a_request_whose_end_can_be_read_in_two_ways_hides_none_behind_it(proxied, text):
    """ASVS 4.2.1: nginx and the program agree where it ends, or one of them refuses it."""
    nginx, _, _ = proxied
    answer = nginx.said(text)
    assert b'"status"' not in answer and statuses(answer) in (["400"], ["501"]), answer[:300]
    assert statuses(nginx.said(HIDDEN.replace("\n\n", "\nConnection: close\n\n"))) == ["200"], "the hidden request alone is answered"
