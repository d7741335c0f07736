"""S-INF-11: two servers on one PostgreSQL: what one writes the other shows at once, and each is started again under load with no request lost."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

import pytest

import service as services
from client import Document, Visitor
from proxy import Proxy

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Faults"))
from writers import Writers  # noqa: E402

pytestmark = pytest.mark.skipif("postgres" not in services.engines(), reason="SQLite has one server a folder")
RESTARTS = 2


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two servers on one database, and who can sign in."""
    folder = tmp_path_factory.mktemp("two")
    database = services.Postgres("two")
    servers = []
    try:
        sign_ins = services.make_demo(database.url, children=30, years=1)
        for name in ("a", "b"):
            servers.append(services.Server(database.url, folder / name, more=("--drain", "1", "--log", "info", "--log-format", "json")).start())
        yield servers, sign_ins
    finally:
        for server in servers:
            server.stop()
        database.drop()


def who(sign_ins, role) -> services.SignIn:
    return next(each for each in sign_ins if each.role == role)


def form_with(page: str, field: str):
    return next(form for form in Document(page).forms if field in form.names and form.method == "post")


def test_what_one_server_writes_the_other_shows_at_once(two):
    (a, b), sign_ins = two
    writers = Writers(a, sign_ins)
    for number in range(5):
        sent = []
        writers.write_one(0, sent)
        # The same cookie at the other server: sessions are in the database too.
        writers.visitors[0].move(b.address)
        page = writers.visitors[0].get(sent[0].saved_at)
        assert page.status == 200 and sent[0].words in page.text, f"save {number} is not there yet"
        writers.visitors[0].move(a.address)


def test_a_changed_setting_is_seen_by_the_other_at_once(two):
    (a, b), sign_ins = two
    manager = who(sign_ins, "service_manager")
    visitor = Visitor(a.address)
    visitor.sign_in(manager.user, manager.password)
    # Both have it in memory before it changes.
    for server in (a, b):
        visitor.move(server.address)
        assert visitor.get("/settings").status == 200
    for days in ("9", "11", "12"):
        visitor.move(a.address)
        link = re.search(r'href="(/settings/[^"]*clock\.allocation[^"]*)"', visitor.get("/settings").text)
        path = link.group(1) if link else "/settings"
        form = form_with(visitor.get(path).text, "value")
        typed = {"value": days, "basis": f"Agreed as {days} days", "password": manager.password}
        fields = [(name, value) for name, value in form.fields if name not in typed] + [pair for pair in typed.items() if pair[0] in form.names]
        answer = visitor.post(urljoin(path, form.action or path), fields)
        assert answer.status == 303, answer.text[:2000]
        visitor.move(b.address)
        assert f"Agreed as {days} days" in visitor.get("/settings").text


def test_a_disabled_person_is_out_at_the_other_at_once(two):
    (a, b), sign_ins = two
    analyst = who(sign_ins, "analyst")
    visitor = Visitor(b.address)
    visitor.sign_in(analyst.user, analyst.password)
    assert visitor.get("/").status == 200
    services.run("staff", "disable", "--data", a.data, "--user", analyst.user)
    answer = visitor.get("/")
    assert answer.status == 303 and answer.location.startswith("/sign-in")


def test_each_is_started_again_under_load_and_no_request_fails(two):
    servers, sign_ins = two
    proxy = Proxy(servers)
    writers = Writers(ProxyServer(proxy), sign_ins)
    over, counts, faults = threading.Event(), [0] * len(writers.visitors), []
    sent = [[] for _ in writers.visitors]

    def work(writer: int) -> None:
        try:
            while not over.is_set():
                writers.write_one(writer, sent[writer])
                counts[writer] += 2
        except Exception as fault:  # Told below, not lost in a thread.
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(writer,), daemon=True) for writer in range(len(writers.visitors))]
    for thread in threads:
        thread.start()
    try:
        for _ in range(RESTARTS):
            for server in servers:
                before = sum(counts)
                assert server.stop() == 0
                server.start()
                wait_for(lambda: proxy.says(server) == 200 and sum(counts) > before, faults)
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=60)
        proxy.stop()
    assert not faults, f"{len(faults)} of {sum(counts)} requests failed, first: {faults[0]}"
    assert proxy.refused == 0
    saved = [one for each in sent for one in each]
    assert sum(counts) >= 8 * RESTARTS and not writers.missing(servers[0], saved)
    print(f"{sum(counts)} requests during {2 * RESTARTS} restarts, {proxy.refused} failed")


class ProxyServer:
    """Stands where a server does, for those who only want its address."""

    def __init__(self, proxy: Proxy):
        self.address = proxy.address


def wait_for(holds, faults) -> None:
    """Until it holds, or somebody's request failed; the whole test has a limit of its own."""
    gate = threading.Event()
    while not holds() and not faults:
        gate.wait(0.05)


def test_ready_says_no_before_the_server_stops(two):
    (a, _), _ = two
    line = http.client.HTTPConnection(*a.address, timeout=30)

    def ask(path):
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers

    assert ask("/ready")[:2] == (200, b"ready\n")
    a.process.terminate()
    while ask("/ready")[0] == 200:
        pass
    status, said, headers = ask("/ready")
    assert (status, said, headers["Connection"]) == (503, b"stopping\n", "close")
    # It still does what it is asked until the time it was given is over.
    assert ask("/health")[0] == 200
    assert a.process.wait(timeout=30) == 0
    a.start()


def test_logs_and_metrics_name_nobody(two, tmp_path):
    (a, _), sign_ins = two
    server = services.Server(a.data, tmp_path / "log", more=("--log", "info", "--log-format", "json", "--metrics-port", "0")).start(metrics=True)
    try:
        manager = who(sign_ins, "case_manager")
        visitor = Visitor(server.address)
        visitor.sign_in(manager.user, manager.password)
        children = sorted(set(re.findall(r'href="/children/([0-9a-f-]{36})', visitor.get("/children").text)))
        name = re.search(r"<h1[^>]*>(.*?)</h1>", visitor.get(f"/children/{children[0]}").text, re.S).group(1)
        words = [each for each in re.findall(r"[A-Z][a-z]{3,}", re.sub(r"<[^>]+>", " ", name))]
        assert words, "the page of a child shows no name"
        answer = visitor.find(words[0])
        assert answer.status == 200
        number = answer.headers["X-Request-Id"]
        with urllib.request.urlopen(server.metrics) as page:
            metrics = page.read().decode()
        assert 'waymark_requests_total{method="GET",route="/children/{child}",status="2xx"} 1' in metrics
        assert re.search(r'waymark_request_duration_seconds_bucket\{route="/children",le="\+Inf"\} 2', metrics)
        assert re.search(r"^waymark_journal_head [1-9]\d*$", metrics, re.M) and "waymark_database_waits_total" in metrics
        assert visitor.get("/metrics").status == 404, "the site itself has no metrics"
    finally:
        server.stop()
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    assert any(line.get("request") == number and line["pattern"] == "/children" and line["status"] == "200" for line in lines)
    everything = metrics + (tmp_path / "log").read_text()
    for secret in [*words, *children, manager.user, manager.password]:
        assert secret not in everything, "something of a person is in the log or the metrics"


def test_a_role_that_passes_by_row_level_security_is_refused(two):
    (a, _), _ = two
    assert "user=waymark" in a.data, "TEST_POSTGRES is not the cluster of ./test"
    done = services.run("serve", "--data", a.data.replace("user=waymark", "user=owner"), "--port", "0", check=False)
    assert done.returncode == 1 and "Row-level security does not bind the database role owner" in done.stderr
    # It may be verified so: whoever looks after the database may look at everything.
    assert "does not bind" in services.run("verify", "--data", a.data.replace("user=waymark", "user=owner")).stderr


def test_a_store_moves_to_a_folder_and_back_the_same(two, tmp_path):
    (a, _), _ = two
    folder, other = str(tmp_path / "moved"), services.Postgres("moved")
    try:
        first = services.run("move", "--from", a.data, "--to", folder).stdout
        assert "the same on both sides" in first and first.rstrip().endswith("whole")
        assert "already" in services.run("move", "--from", a.data, "--to", folder, check=False).stderr
        assert services.run("move", "--from", folder, "--to", other.url).stdout == first
        assert "nothing to do" in services.run("migrate", "--data", other.url, "--dry-run").stdout
    finally:
        other.drop()


def test_a_role_that_owns_nothing_serves_and_is_refused_the_upgrade_with_a_sentence(two):
    (a, _), _ = two
    role = f"program_{os.getpid()}"
    database = services.Postgres("roles")
    try:
        database._sql(f"CREATE ROLE {role} LOGIN")
        # Only a member may end its sessions, and one may still be closing when the database is dropped.
        database._sql(f"GRANT {role} TO CURRENT_USER")
        services.run("move", "--from", a.data, "--to", database.url)
        program = database.url.replace("user=waymark", f"user={role}")
        services.run("migrate", "--data", database.url, "--program-role", role)
        assert services.run("verify", "--data", program).stdout.rstrip().endswith("whole")
        sql(database.url, "DELETE FROM schema_migration WHERE id = '0017-row-security'")
        done = services.run("serve", "--data", program, "--port", "0", check=False)
        assert done.returncode == 1 and "brought up to date by the role that owns them: waymark migrate." in done.stderr
    finally:
        database.drop()
        database._sql(f"DROP ROLE IF EXISTS {role}")


def test_a_second_service_begins_beside_the_first_only_where_it_is_said_to_be_meant():
    """Issue 5: several services on one database, each reached by its code; a slip in a code makes none."""
    database = services.Postgres("second")

    def add(*words: str, ok: bool = True):
        done = services.run(
            "staff", "add", "--data", database.url, "--user", "m.field", "--name", "M Field", "--role", "system_administrator", *words, check=False)
        assert (done.returncode == 0) is ok, done.stderr
        return done.stdout if ok else done.stderr

    try:
        add("--service", "FIRST")
        assert "There is no service of the code SECOND" in add("--service", "SECOND", ok=False)
        assert "--service" in add("--new-service", "The Second", ok=False)
        assert "There is a service of that code already." in add("--service", "FIRST", "--new-service", "The Second", ok=False)
        assert "password" in add("--service", "SECOND", "--new-service", "The Second")
        verified = services.run("verify", "--data", database.url).stdout
        assert "service FIRST" in verified and "service SECOND" in verified
        done = services.run("serve", "--data", database.url, "--port", "0", check=False)
        assert "FIRST, SECOND" in done.stderr
    finally:
        database.drop()


def sql(url: str, text: str) -> None:
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", text, url], check=True, capture_output=True, text=True)
