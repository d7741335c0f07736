"""Looking changes nothing: whatever is asked by GET, the records are afterwards what they were. (ASVS 3.5.3)"""

import sqlite3

import pytest
import service as services
from client import Visitor
from crawl import crawl


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A service of its own, which nobody writes in meanwhile: where its records are, its server, its sign-ins."""
    folder = tmp_path_factory.mktemp("reading")
    sign_ins = services.make_demo(str(folder / "data"), children=6, years=1)
    server = services.Server(str(folder / "data"), folder / "log").start()
    yield folder / "data" / "records.sqlite", server, sign_ins
    server.stop()


def rows(file) -> dict[str, list]:
    """Every row of every table."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as records:
        tables = [name for (name,) in records.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: records.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


@pytest.mark.parametrize("role", ["service_manager", "case_manager", "system_administrator"])
def test_no_page_that_is_asked_for_by_get_changes_a_record(small, role):
    file, server, sign_ins = small
    who = next(each for each in sign_ins if each.role == role)
    visitor = Visitor(server.address)
    visitor.sign_in(who.user, who.password)
    before = rows(file)
    assert len(before) > 100 and len(before["journal"]) > 10
    seen = crawl(visitor, role)
    assert len(seen) > 5
    after = rows(file)
    assert [name for name in after if after[name] != before.get(name)] == []


def test_what_is_sent_by_post_does_change_one(small):
    """The comparison above can say no."""
    file, server, sign_ins = small
    who = next(each for each in sign_ins if each.role == "service_manager")
    visitor = Visitor(server.address)
    visitor.sign_in(who.user, who.password)
    before = rows(file)
    answer = visitor.post("/children", [("given_name", "Robin"), ("family_name", "Marsh"), ("date_of_birth", "09/03/2011"), ("sex", "MALE")])
    assert answer.status == 303
    after = rows(file)
    assert {"child", "child_version", "journal"} <= {name for name in after if after[name] != before[name]}
