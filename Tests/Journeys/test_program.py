"""The program at a terminal: wrong usage ends with 2, what is refused with 1, each with a sentence; what failed leaves nothing behind."""

import hashlib
import json
import socket
import sqlite3
from contextlib import closing

import pytest
import service as services
from client import Visitor


def said(code: int, *words: str) -> str:
    done = services.run(*words, check=False)
    assert done.returncode == code, f"waymark {' '.join(words)} ended with {done.returncode}: {done.stderr}"
    assert "Error(" not in done.stderr
    return done.stderr


def test_the_access_log_is_written_for_another_system_from_where_it_was_left_off(tmp_path):
    """ASVS 16.4.3: every entry once, in order, whatever becomes of the file meanwhile, and none that names anybody."""
    data, out = str(tmp_path / "data"), tmp_path / "log" / "access.jsonl"
    out.parent.mkdir()
    who = next(one for one in services.make_demo(data, children=2, years=1) if one.role == "service_manager")

    def write() -> list[dict]:
        services.run("access-log", "--data", data, "--to", str(out))
        return [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []

    def look():
        server = services.Server(data, tmp_path / "server.log").start()
        visitor = Visitor(server.address)
        visitor.post("/sign-in", [("user", who.user), ("password", who.password)])
        visitor.get("/children")
        server.stop()

    look()
    first = write()
    assert [each["position"] for each in first] == list(range(1, len(first) + 1)) and {"sign_in", "list"} <= {each["action"] for each in first}
    assert write() == first
    # Rotated: what was written is not written again.
    out.rename(out.with_suffix(".1"))
    look()
    later = write()
    assert later and later[0]["position"] == len(first) + 1
    assert out.stat().st_mode & 0o077 == 0
    text = out.read_text() + out.with_suffix(".1").read_text()
    assert who.user not in text
    # The newest hash is the head that verify prints.
    head = next(line for line in services.run("verify", "--data", data).stdout.splitlines() if line.startswith("access log"))
    assert head.endswith(f"{later[-1]['position']}:{later[-1]['hash']}"), head
    printed = services.run("access-log", "--data", data, "--after", str(len(first))).stdout.splitlines()
    assert [json.loads(line) for line in printed] == later
    (out.parent / "access.jsonl.position").write_text("x")
    assert "does not say where" in said(1, "access-log", "--data", data, "--to", str(out))
    assert "give it or --after" in said(2, "access-log", "--data", data, "--to", str(out), "--after", "3")


def test_everything_leaves_in_open_formats_and_on_record(tmp_path):
    """S-INF-13: a file a kind with as many lines as its table has versions, read without the program; an empty folder only; on record."""
    data, out = tmp_path / "data", tmp_path / "out"
    services.make_demo(str(data), children=4, years=1)
    out.mkdir()
    (out / "old").write_text("x")
    assert "is not empty" in said(1, "export", "--whole", "--data", str(data), "--to", str(out))
    (out / "old").unlink()
    told = services.run("export", "--whole", "--data", str(data), "--to", str(out)).stdout
    files = {path.stem: [json.loads(line) for line in path.read_text().splitlines()] for path in (out / "records").iterdir()}
    with closing(sqlite3.connect(data / "records.sqlite")) as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%!_version' ESCAPE '!'")}
        secret = {"credential", "second_factor", "identity_seal", "identity_opening"}
        assert {f"{name}_version" for name in set(files) | secret} == tables
        for name, lines in files.items():
            assert len(lines) == db.execute(f"SELECT count(*) FROM {name}_version").fetchone()[0], name
    assert f"{sum(map(len, files.values()))} versions" in told
    assert any(line["fields"]["family_name"] for line in files["child"]) and len(files["agreement"]) == 4
    for line in map(json.loads, (out / "contents.jsonl").read_text().splitlines()):
        bytes_ = (out / "contents" / line["hash"]).read_bytes()
        assert len(bytes_) == line["size"] and hashlib.sha256(bytes_).hexdigest() == line["hash"]
    readme = (out / "README.txt").read_text()
    assert all(f"records/{name}.jsonl  " in readme for name in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in out.rglob("*"))
    with closing(sqlite3.connect(data / "access.sqlite")) as db:
        last = db.execute("SELECT action, page FROM access_entry ORDER BY position DESC LIMIT 1").fetchone()
    assert last == ("export", "waymark export --whole")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "children.csv").write_text("child_ref,shoe_size\nc1,42\n")
    return folder


def empty(tmp_path) -> bool:
    return not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["serve", "--port", "99999"], "--port must be a number from 0 to 65535"),
        (["serve", "--port", "-1"], "--port must be a number from 0 to 65535"),
        (["demo", "--children", "-3"], "--children must be a number from 1"),
        (["demo", "--children", "0"], "--children must be a number from 1"),
        (["demo", "--years", "0"], "--years must be a number from 1"),
        (["demo", "--until", "soon"], "--until must be a day"),
        (["report", "figures", "--period", "2026", "--as-at", "soon"], "--as-at must be a moment"),
        (["report", "figures", "--period", "2026", "--as-at", "2999-01-01"], "--as-at must not be in the future"),
        (["export", "--to", "x", "--as-at", "2026-13-40"], "--as-at must be a moment"),
        (["export", "--to", "x", "--as-at", "2999-01-01T00:00:00Z"], "--as-at must not be in the future"),
        (["export", "--whole", "--to", "x", "--as-at", "2025-01-01"], "--whole takes every version there is"),
    ],
)
def test_wrong_usage_is_a_sentence(tmp_path, words, sentence):
    assert sentence in said(2, *words, "--data", str(tmp_path / "data"))
    assert empty(tmp_path)


def test_a_port_in_use_is_a_sentence(tmp_path, folder):
    data = str(tmp_path / "data")
    services.run("import", str(folder), "--data", data, "--service", "HARBOUR")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert said(1, "serve", "--data", data, "--port", str(port)).splitlines()[-1].startswith(f"Port {port} of 127.0.0.1 is in use already")


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("children.csv", "name\nx\n", "children.csv has no column child_ref"),
        ("children.csv", 'child_ref,"c\n', "children.csv, line 1: a quotation mark opens"),
        ("offences.csv", "child_ref\nc1\n", "offences.csv has no column offence_ref"),
    ],
)
def test_a_failed_first_import_leaves_no_service(tmp_path, folder, name, text, sentence):
    (folder / name).write_text(text)
    assert sentence in said(1, "import", str(folder), "--data", str(tmp_path / "data"), "--service", "HARBOUR")
    assert empty(tmp_path)


XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="YouthReturn"><xs:complexType><xs:sequence>
<xs:element name="%s" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>"""
NAMES = '{"name": "Schema 12", "other": "leave_out", "elements": {"return": {"as": "YouthReturn"}, "return/current_yot_id": {"as": "Unit"}}}'


def load(visitor: Visitor, first_day: str, xsd: str) -> None:
    """Loads the receiver's schema and its XSD for returns that end from a day."""
    fields = [("from_date", first_day), ("edition", "12"), ("basis", "A made-up letter")]
    files = [("file", "schema.json", NAMES.encode()), ("xsd", "schema.xsd", xsd.encode())]
    answer = visitor.send_files("/returns/schemas", fields, files)
    assert answer.status == 303, answer.text


def test_the_return_is_held_to_the_receivers_xsd(tmp_path):
    """S-PER-22: XML that is not as the XSD says is not written, JSON is not held to it."""
    data, to = str(tmp_path / "data"), tmp_path / "return.xml"
    sign_ins = services.make_demo(data, children=6, years=1)
    manager = next(each for each in sign_ins if each.role == "service_manager")
    words = ["report", "return", "--data", data, "--service", sign_ins.service, "--period", "2025Q4", "--receivers-names", "--format", "xml"]
    assert "No receiver's schema is loaded" in said(1, *words, "--to", str(to))
    server = services.Server(data, tmp_path / "log").start()
    try:
        visitor = Visitor(server.address)
        visitor.sign_in(manager.user, manager.password)
        load(visitor, "1/10/2025", XSD % "Elephant")
        refused = said(1, *words, "--to", str(to))
        assert "The XML is not as the XSD says; nothing is written." in refused and "Unit: is not expected there" in refused
        assert not to.exists()
        load(visitor, "2/10/2025", XSD % "Unit")
        said(0, *words, "--to", str(to))
        assert to.read_text().startswith('<?xml version="1.0" encoding="UTF-8"?>\n<YouthReturn><Unit>')
        # JSON has no XSD to be held to.
        assert "XSD" not in said(0, *words[:-1], "json", "--to", str(tmp_path / "return.json"))
    finally:
        server.stop()


def test_strict_wants_every_row_taken(tmp_path, folder):
    (folder / "offences.csv").write_text('offence_ref,child_ref,description\no1,c1,x\no2,c1,"never closed\no3,c1,y\n')
    words = ["import", str(folder), "--data", str(tmp_path / "data"), "--service", "HARBOUR"]
    assert "1 row was refused" in said(1, *words, "--strict")
    assert empty(tmp_path)
    assert "never closed" in (folder / "refused" / "offences.csv").read_text()
    (folder / "offences.csv").unlink()
    # An unknown column is named and does no harm.
    assert "shoe_size" in services.run(*words, "--strict").stdout


def test_staff_are_taken_on_where_there_is_a_service(tmp_path):
    words = ["staff", "add", "--data", str(tmp_path / "data"), "--name", "M Field", "--role", "system_administrator"]
    assert "made the service HARBOUR" in said(0, *words, "--service", "HARBOUR", "--user", "m.field")
    assert "There is no service of the code HARBUOR here: there is HARBOUR." in said(1, *words, "--service", "HARBUOR", "--user", "a.field")
    assert "made" not in said(0, *words, "--user", "b.field")


def test_a_demonstration_says_so_on_every_page_and_is_made_only_where_nothing_is(tmp_path, site, visitor):
    for path in ("/", "/children", "/guide", "/nowhere"):
        assert "Everybody here is made up" in visitor(site, "case_manager").get(path).text, path
    page = visitor(site).get("/sign-in").text
    # Newcomers get in with a password alone, and are told that a service of their own asks for more (ASVS 6.3.3).
    assert "Everybody here is made up" in page and "Second factors are off in this demonstration" in page
    assert "There is a service here already" in said(1, "demo", "--data", site.server.data, "--children", "1", "--years", "1")
    # A service of one's own is no demonstration, and none is made in it.
    data = str(tmp_path / "data")
    services.run("staff", "add", "--data", data, "--service", "HARBOUR", "--user", "m.field", "--name", "M Field", "--role", "analyst")
    assert "There is a service here already" in said(1, "demo", "--data", data, "--children", "1", "--years", "1")
    server = services.Server(data, tmp_path / "log").start()
    try:
        page = Visitor(server.address).get("/sign-in").text
        assert "Password" in page and "made up" not in page and "Second factors are off" not in page
    finally:
        server.stop()


def test_a_key_is_renewed_only_where_no_server_runs(tmp_path):
    """ASVS 11.1.1: a server that runs would go on sealing with the old key."""
    data = str(tmp_path / "data")
    services.make_demo(data, children=2, years=1)
    server = services.Server(data, tmp_path / "server.log").start()
    key = (tmp_path / "data" / "sign-in.key").read_bytes()
    assert "A server runs on" in said(1, "renew-sign-in-key", "--data", data)
    assert (tmp_path / "data" / "sign-in.key").read_bytes() == key
    server.kill()
    services.run("renew-sign-in-key", "--data", data)
    assert (tmp_path / "data" / "sign-in.key").read_bytes() != key


def test_what_was_erased_is_cleared_on_request(tmp_path):
    data = str(tmp_path / "data")
    services.run("staff", "add", "--data", data, "--service", "HARBOUR", "--user", "m.field", "--name", "M Field", "--role", "analyst")
    assert "nothing that was erased lies in free places of the file" in services.run("clear", "--data", data).stdout
    assert "There is no service in" in said(1, "clear", "--data", str(tmp_path / "nowhere"))


def test_an_upgrade_is_rehearsed_and_a_newer_store_refused(tmp_path):
    data = tmp_path / "data"
    words = ["staff", "add", "--data", str(data), "--service", "HARBOUR", "--user", "m.field", "--name", "M Field", "--role", "analyst"]
    services.run(*words)
    assert services.run("migrate", "--data", str(data), "--dry-run").stdout.splitlines()[-1] == "nothing to do"
    with sqlite3.connect(data / "records.sqlite") as db:
        # As a store has it that lacks the last step, which on SQLite does nothing.
        db.execute("DELETE FROM schema_migration WHERE id = '0017-row-security'")
    said_of_it = services.run("migrate", "--data", str(data), "--dry-run").stdout
    assert said_of_it.startswith("would run 0017-row-security\nservice HARBOUR: ") and "taken back" in said_of_it
    assert services.run("migrate", "--data", str(data)).stdout == "ran 0017-row-security\nup to date\n"
    with sqlite3.connect(data / "records.sqlite") as db:
        db.execute("INSERT INTO schema_migration VALUES ('9999-later', 'then', 'x')")
    for command in (["serve", "--port", "0"], ["verify"], ["migrate", "--dry-run"], ["backup", "--to", str(tmp_path / "b")]):
        assert "A newer Waymark made these records: use that one." in said(1, *command, "--data", str(data))
