"""The outage pack: made by a command or by the server each day, encrypted, read with the network off, and on record with the children in it."""

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
import service as services
from client import Document, Visitor
from test_backup import age, said, wait_for


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A made-up service, a duty manager's key, and the pack opened."""
    folder = tmp_path_factory.mktemp("outage")
    data = folder / "data"
    sign_ins = services.make_demo(str(data), children=40, years=1)
    server = services.Server(str(data), folder / "log").start()
    try:
        plan_a_visit(server, next(each for each in sign_ins if each.role == "case_manager"))
    finally:
        server.stop()
    subprocess.run(["age-keygen", "-o", folder / "key"], check=True, capture_output=True)
    public = subprocess.run(["age-keygen", "-y", folder / "key"], check=True, capture_output=True, text=True).stdout
    (folder / "managers.txt").write_text(f"# duty managers\n{public}")
    before = exports(data)
    told = said(0, "outage-pack", "--data", str(data), "--to", str(folder / "pack.age"), "--recipients", str(folder / "managers.txt"))
    opened = age("-d", "-i", str(folder / "key"), str(folder / "pack.age"))
    assert opened.returncode == 0, opened.stderr
    return folder, opened.stdout, told, exports(data)[len(before):]


def plan_a_visit(server, who) -> None:
    """A visit at home tomorrow, as a worker plans it."""
    visitor = Visitor(server.address)
    visitor.sign_in(who.user, who.password)
    for child in sorted(set(re.findall(r'href="/children/([0-9a-f-]{36})', visitor.get("/children").text))):
        path = f"/children/{child}/contacts/new"
        form = next((form for form in Document(visitor.get(path).text).forms if "content" in form.names and form.method == "post"), None)
        if form:
            typed = {"at": f"{date.today() + timedelta(days=1):%d/%m/%Y} 10:15", "method": "HOME", "planned": "yes", "attendance": ""}
            fields = [pair for pair in form.fields if pair[0] not in typed] + list(typed.items())
            answer = visitor.post(urljoin(path, form.action), fields)
            assert answer.status == 303, answer.text
            return
    raise AssertionError("nobody to visit")


def exports(data) -> list[str]:
    with closing(sqlite3.connect(data / "access.sqlite")) as db:
        return [row[0] for row in db.execute("SELECT shown FROM access_entry WHERE page = 'outage pack' AND action = 'export' ORDER BY position")]


def test_the_pack_has_whom_to_see_and_what_to_know_and_needs_no_network(made):
    _, html, told, _ = made
    assert re.search(r"10:15</td>.*?Home", html, re.S)
    for words in ("Outage pack", "On duty", "Seen from", "No appointment from", "Everybody here is made up", "Worker", "Ring"):
        assert words in html, words
    # Nothing is loaded and nothing leads anywhere.
    assert not re.search(r"<script|<link|<img|<a |src=|https?://", html)
    assert int(told.split()[0]) == html.count("<h3")
    with closing(sqlite3.connect(made[0] / "data" / "records.sqlite")) as db:
        concerns = [row[0] for row in db.execute("SELECT what FROM concern_version WHERE to_position IS NULL AND NOT withdrawn AND closed_on IS NULL")]
        phones = [row[0] for row in db.execute(
            "SELECT phone FROM relationship_version WHERE to_position IS NULL AND contact_allowed = 'DO_NOT_CONTACT' AND phone IS NOT NULL")]
        victims = [row[0] for row in db.execute("SELECT ref FROM victim")]
    assert all(one.split(".")[0].replace("'", "&#39;")[:20] in html for one in concerns)
    # A number nobody is to ring is not there to be rung by mistake; victims are nobody's to read here.
    assert not [one for one in phones if one in html] and not [one for one in victims if one in html]


def test_making_it_is_on_record_with_every_child_in_it(made):
    _, html, told, shown = made
    assert len(shown) == 1 and len(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", shown[0])) == html.count("<h3")
    said(0, "verify", "--data", str(made[0] / "data"))


def test_there_is_none_without_a_key_and_the_server_makes_one_a_day(made, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(made[0] / "data", data)
    assert "An outage pack is always encrypted" in said(1, "outage-pack", "--data", str(data), "--to", str(tmp_path / "pack"))
    assert not (tmp_path / "pack").exists()
    (tmp_path / "packs").mkdir()
    words = ("--backup-to", str(tmp_path / "backups"), "--outage-to", str(tmp_path / "packs"))
    assert "An outage pack is always encrypted" in said(1, "serve", "--data", str(data), "--port", "0", *words)
    server = services.Server(str(data), tmp_path / "log", (*words, "--outage-recipients", str(made[0] / "managers.txt"))).start()
    try:
        assert wait_for(tmp_path / "backups", "outage_pack")["outage_pack"]["outcome"] == "good"
        (pack,) = (tmp_path / "packs").iterdir()
        assert "Outage pack" in age("-d", "-i", str(made[0] / "key"), str(pack)).stdout
    finally:
        server.stop()
