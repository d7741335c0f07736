"""What comes over the line, as the server itself reads it: cookies and headers behind a proxy with TLS, lengths that contradict, methods nobody uses."""

import re
import socket

import pytest
import service as services
from client import Visitor


@pytest.fixture(scope="module")
def behind_a_proxy(tmp_path_factory):
    """A server told that browsers reach it by https, and who can sign in."""
    folder = tmp_path_factory.mktemp("line")
    sign_ins = services.make_demo(str(folder / "data"), children=2, years=1)
    server = services.Server(str(folder / "data"), folder / "log", more=("--https",)).start()
    yield server, sign_ins
    server.stop()


def said(address: tuple[str, int], text: str) -> bytes:
    """Everything that is answered to what is sent as it stands, until the server closes the line or has nothing more to say."""
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(text.replace("\n", "\r\n").encode())
        line.shutdown(socket.SHUT_WR)
        found = b""
        while piece := line.recv(65536):
            found += piece
    return found


def statuses(answer: bytes) -> list[str]:
    return [each.decode() for each in re.findall(rb"^HTTP/1\.1 (\d{3})", answer, re.MULTILINE)]


def test_behind_a_proxy_with_tls_every_cookie_is_guarded_and_https_is_asked_for_a_year(behind_a_proxy):
    """ASVS 3.3.1, 3.3.3, 3.3.4, 3.4.1."""
    server, sign_ins = behind_a_proxy
    visitor, who = Visitor(server.address), sign_ins[0]
    answer = visitor.post("/sign-in", [("user", who.user), ("password", who.password)])
    lines = answer.headers.get_all("Set-Cookie")
    assert answer.status == 303 and len(lines) == 2
    for line in lines:
        name, *parts = re.split(r";\s*", line)
        assert name.startswith("__Host-"), line
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts), line
        assert not any(part.startswith("Domain") for part in parts), line
    for page in (answer, visitor.get("/"), visitor.get("/health"), visitor.get("/nowhere"), Visitor(server.address).get("/children")):
        seconds = re.search(r"max-age=(\d+)", page.headers["Strict-Transport-Security"])
        assert int(seconds.group(1)) >= 365 * 86_400 and "includeSubDomains" in page.headers["Strict-Transport-Security"]


def test_without_https_nobody_is_answered_who_asks_for_another_machine(service):
    """ASVS 3.3.1: a proxy that hands on the name browsers know is refused until the server is told of https."""
    for host, status in (("127.0.0.1", "200"), ("localhost:8080", "200"), ("[::1]:1", "200"), ("waymark.example", "421"), ("127.0.0.1.example", "421")):
        answer = said(service.server.address, f"GET /health HTTP/1.1\nHost: {host}\nConnection: close\n\n")
        assert statuses(answer) == [status], host
        assert status == "200" or b"--https" in answer and b"Set-Cookie" not in answer


POST = "POST /sign-in HTTP/1.1\nHost: a\nSec-Fetch-Site: same-origin\n"
HIDDEN = "GET /health HTTP/1.1\nHost: a\n\n"


# Requests that say two things of where they end, with another behind them.
TWO_ENDS = {
    "length-and-chunks": POST + "Content-Length: 6\nTransfer-Encoding: chunked\n\n0\n\n" + HIDDEN,
    "chunks-and-length": POST + "Transfer-Encoding: chunked\nContent-Length: 6\n\n0\n\n" + HIDDEN,
    "two-lengths": POST + "Content-Length: 6\nContent-Length: 7\n\n123456" + HIDDEN,
    "unknown-coding": POST + "Transfer-Encoding: xchunked\nContent-Length: 0\n\n" + HIDDEN,
    "chunks-not-last": POST + "Transfer-Encoding: chunked, identity\n\n0\n\n" + HIDDEN,
    "negative": POST + "Content-Length: -1\n\n" + HIDDEN,
    "space-before-colon": POST + "Content-Length : 0\n\n" + HIDDEN,
}


@pytest.mark.parametrize("text", TWO_ENDS.values(), ids=TWO_ENDS.keys())
def test_a_request_whose_end_can_be_read_in_two_ways_is_refused_with_what_follows_it(behind_a_proxy, text):
    """ASVS 4.2.1: the request hidden behind it is never answered."""
    server, _ = behind_a_proxy
    assert statuses(said(server.address, text)) == ["400"]
    assert statuses(said(server.address, HIDDEN)) == ["200"], "the hidden request alone is answered"


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT"])
@pytest.mark.parametrize("origin", ["", "Sec-Fetch-Site: same-origin\n"], ids=["from-nowhere", "from-our-page"])
def test_no_method_but_get_and_post_is_answered(behind_a_proxy, method, origin):
    """ASVS 13.4.4: and nothing of what was sent comes back."""
    server, _ = behind_a_proxy
    where = "a:443" if method == "CONNECT" else "/sign-in"
    answer = said(server.address, f"{method} {where} HTTP/1.1\nHost: a\nX-Marked: zebra\n{origin}Connection: close\n\n")
    assert statuses(answer) and set(statuses(answer)) <= {"400", "403", "404", "405", "501"}
    assert b"zebra" not in answer
