"""The server's own https: what it speaks, what it refuses, and what of its set-up it says before it starts."""

import http.client
import socket
import ssl
from urllib.parse import urlsplit

import pytest
import service as services


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A made-up service and a certificate that proves localhost to whoever trusts it."""
    folder = tmp_path_factory.mktemp("tls")
    services.make_demo(str(folder / "data"), children=2, years=1)
    for name in ("own", "other"):
        services.make_certificate(folder, name)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    server = services.Server(
        str(folder / "data"), folder / "log", more=("--certificate", str(folder / "own.pem"), "--certificate-key", str(folder / "own.key"))).start()
    yield server
    server.stop()


def trusting(folder, **limits) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=folder / "own.pem")
    for name, value in limits.items():
        setattr(context, name, value)
    return context


def test_a_browser_that_trusts_the_certificate_gets_pages_with_guarded_cookies(folder, server):
    """ASVS 12.1.1, 12.2.1, 3.3.1, 3.4.1."""
    assert server.url.startswith("https://")
    line = http.client.HTTPSConnection(*server.address, context=trusting(folder), timeout=30)
    line.request("GET", "/sign-in", headers={"X-Forwarded-For": "203.0.113.9"})
    answer = line.getresponse()
    assert answer.status == 200 and b"Sign in" in answer.read()
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    line.request("POST", "/sign-in", body="user=nobody&password=wrong", headers={
        "Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{server.address[0]}:{server.address[1]}"})
    answer = line.getresponse()
    answer.read()
    # A form from our own page is taken and its password found wrong: the origin is compared as https, and another is a 403.
    assert answer.status == 422, answer.status
    # No proxy stands before it, so nobody's word for another address is taken.
    assert "203.0.113.9" not in server.log.read_text()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_it_speaks_what_keeps_a_secret(folder, server, version):
    context = trusting(folder, minimum_version=version, maximum_version=version)
    with socket.create_connection(server.address) as plain, context.wrap_socket(plain, server_hostname="localhost") as line:
        name, _, bits = line.cipher()
        assert "GCM" in name or "CHACHA20" in name
        assert name.startswith(("TLS_", "ECDHE-")) and bits >= 128


def test_the_line_from_a_proxy_and_the_metrics_line_are_encrypted_too(folder):
    """ASVS 12.3.3: behind a proxy, with a certificate both lines of the machine itself are https, to whoever trusts that very certificate."""
    server = services.Server(str(folder / "data"), folder / "proxied.log", more=(
        "--https", "--metrics-port", "0", "--log", "info", "--certificate", str(folder / "own.pem"), "--certificate-key", str(folder / "own.key"))).start(metrics=True)
    try:
        assert server.url.startswith("https://") and server.metrics.startswith("https://")
        for url, word in ((f"{server.url}/sign-in", b"Sign in"), (server.metrics, b"waymark_database_up 1")):
            parts = urlsplit(url)
            line = http.client.HTTPSConnection(parts.hostname, parts.port, context=trusting(folder), timeout=30)
            line.request("GET", parts.path, headers={"X-Forwarded-For": "203.0.113.9"})
            answer = line.getresponse()
            assert answer.status == 200 and word in answer.read()
            with pytest.raises(ssl.SSLError):
                other = ssl.create_default_context(cafile=folder / "other.pem")
                http.client.HTTPSConnection(parts.hostname, parts.port, context=other, timeout=30).request("GET", parts.path)
            with socket.create_connection((parts.hostname, parts.port), timeout=30) as open_line:
                open_line.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
                try:
                    assert b"HTTP/1.1" not in open_line.recv(65536)
                except ConnectionError:
                    pass
    finally:
        server.stop()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("limits", [
    {"minimum_version": ssl.TLSVersion.TLSv1, "maximum_version": ssl.TLSVersion.TLSv1_1},
    {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "AES128-GCM-SHA256:AES256-SHA256:AES128-SHA"},
    {"maximum_version": ssl.TLSVersion.TLSv1_2, "ciphers": "ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA"},
], ids=["old versions", "no forward secrecy", "CBC"])
def test_it_refuses_what_does_not(folder, server, limits):
    ciphers = limits.pop("ciphers", "ALL:@SECLEVEL=0") if isinstance(limits, dict) else ""
    context = trusting(folder, **limits)
    context.set_ciphers(ciphers)
    with socket.create_connection(server.address) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain, server_hostname="localhost")


def test_plain_http_gets_nothing_there(server):
    with socket.create_connection(server.address, timeout=30) as line:
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: a\r\n\r\n")
        try:
            assert b"HTTP/1.1" not in line.recv(65536)
        except ConnectionError:
            pass


@pytest.mark.parametrize("words, said", [
    (["--certificate", "own.pem"], "go together"),
    (["--certificate", "own.pem", "--certificate-key", "other.key"], "do not belong together"),
    (["--certificate", "none.pem", "--certificate-key", "own.key"], "cannot be read from"),
    (["--certificate", "own.pem", "--certificate-key", "own.pem"], "has no key that can be read"),
    (["--host", "0.0.0.0"], "others could read along"),
])
def test_a_slip_in_the_set_up_is_said_before_anything_is_served(folder, words, said):
    """ASVS 12.2.1: never http to other machines without a word."""
    named = [str(folder / word) if word.endswith((".pem", ".key")) else word for word in words]
    done = services.run("serve", "--data", str(folder / "data"), "--port", "0", *named, check=False)
    assert done.returncode in (1, 2, 64) and said in done.stderr, done.stderr
    assert "listening" not in done.stdout


@pytest.mark.parametrize("address, said", [
    ("postgres://db.example.invalid/waymark", "add sslmode=verify-full"),
    ("postgres:///waymark?host=db.example.invalid", "add sslmode=verify-full"),
    ("postgres://db.example.invalid/waymark?sslmode=prefer", "does not prove whose machine"),
    ("postgres://db.example.invalid/waymark?sslmode=require", "does not prove whose machine"),
    ("postgres://db.example.invalid/waymark?sslmode=verify-ca", "does not prove whose machine"),
    ("postgres:///waymark?user=a#&host=db.example.invalid", "cannot be read"),
    ("postgres:///waymark?service=elsewhere", "add sslmode=verify-full"),
])
def test_a_database_elsewhere_is_spoken_to_only_where_it_proves_its_name(address, said):
    """ASVS 12.3.1, 12.3.2, 12.3.4."""
    done = services.run("verify", "--data", address, check=False)
    assert done.returncode != 0 and said in done.stderr


@pytest.mark.parametrize("address, name, value, is_near", [
    ("postgres:///waymark", "PGHOST", "db.example.invalid", False),
    ("postgres://localhost/waymark", "PGHOSTADDR", "203.0.113.9", False),
    ("postgres:///waymark", "PGSERVICE", "elsewhere", False),
    ("postgres:///waymark", "PGHOST", "/nowhere", True),
    ("postgres:///waymark?host=/nowhere", "PGHOST", "db.example.invalid", True),
])
def test_what_libpq_takes_from_the_environment_is_asked_for_too(monkeypatch, address, name, value, is_near):
    """ASVS 12.3.1."""
    monkeypatch.setenv(name, value)
    done = services.run("verify", "--data", address, check=False)
    assert done.returncode != 0 and ("add sslmode=verify-full" in done.stderr) is not is_near, done.stderr
