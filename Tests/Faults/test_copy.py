"""The server is killed at any time while people save and a second folder follows: what was acknowledged longer ago than the stated lag is in it."""

import os
import sqlite3
import threading
import time

import pytest

import service as services
from test_kill import exported
from writers import Writers

COPIES = int(os.environ.get("WAYMARK_COPIES", "3"))
LAG = 5.0


def test_a_copy_that_follows_has_all_that_was_acknowledged_before_its_lag(tmp_path, chance, faults):
    data, copy = str(tmp_path / "data"), tmp_path / "copy"
    sign_ins = services.make_demo(data, children=12, years=1)
    server = services.Server(data, tmp_path / "log", ("--copy-to", str(copy), "--backup-to", str(tmp_path / "backups"))).start()
    try:
        writers, before = Writers(server, sign_ins), []
        for number in range(COPIES):
            round = writers.begin(server, enough=chance.randint(1, 20))
            round.reached.wait()
            # The lag is what is measured here: people write on meanwhile.
            kept, until = [one for one in round.sent if one.saved_at], time.monotonic() + LAG
            while time.monotonic() < until:
                threading.Event().wait(0.2)
            server.kill()
            saved, unanswered = round.end()
            back = tmp_path / f"back{number}"
            # Prints heads and ends with 1 unless the whole verifies.
            services.run("restore", "--from", str(copy), "--data", str(back))
            services.run("verify", "--data", str(back))
            folder = tmp_path / f"out{number}"
            folder.mkdir()
            there = exported(str(back), sign_ins, folder)
            gone = [one.words for one in before + kept if there[one.words] != 1]
            assert kept and not gone, f"{len(gone)} of {len(before + kept)} are not in the copy, such as {gone[:1]}"
            # Nothing is there twice, and nothing that was never sent.
            assert max(there[one.words] for one in before + saved + unanswered) == 1
            before += saved
            server.start()
            writers.send_again(server, unanswered)
            before += unanswered
            faults.add("server killed, restored from the continuous copy")
        # Stopped in order, nothing at all is missing.
        assert server.stop() == 0
        services.run("restore", "--from", str(copy), "--data", str(tmp_path / "last"))
        folder = tmp_path / "out"
        folder.mkdir()
        there = exported(str(tmp_path / "last"), sign_ins, folder)
        assert [one.words for one in before if there[one.words] != 1] == []
        # Broken off before its end, as a kill leaves it, a restore is done again; an access log of somebody's own is left alone.
        for begun, code in ((True, 0), (False, 1)):
            half = tmp_path / f"half{code}"
            half.mkdir()
            (half / "access.sqlite").write_bytes(b"of another time")
            if begun:
                (half / "records.sqlite.partial").write_bytes(b"half of it")
            assert services.run("restore", "--from", str(copy), "--data", str(half), check=False).returncode == code
            assert sorted(path.name for path in half.glob("*.partial*")) == []
        assert (half / "access.sqlite").read_bytes() == b"of another time"
    finally:
        server.stop()


def test_another_process_that_looks_and_lets_go_leaves_the_log_to_the_server(tmp_path):
    """SQLite removes the log when the last to hold the database lets go: nobody else is the last while the server holds it."""
    data, copy = tmp_path / "data", tmp_path / "copy"
    services.make_demo(str(data), children=4, years=1)
    server = services.Server(str(data), tmp_path / "log", ("--copy-to", str(copy), "--backup-to", str(tmp_path / "backups"))).start()
    try:
        limit = time.monotonic() + 30
        while time.monotonic() < limit and not all((copy / name / "current").exists() for name in ("records", "access")):
            threading.Event().wait(0.1)
        for name in ("records", "access"):
            log = data / f"{name}.sqlite-wal"
            before = log.stat().st_ino
            other = sqlite3.connect(data / f"{name}.sqlite")
            assert other.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
            other.close()
            assert log.exists() and log.stat().st_ino == before, name
    finally:
        server.stop()


def test_a_second_folder_that_cannot_be_written_is_said_and_stops_nobody(tmp_path):
    data = str(tmp_path / "data")
    services.make_demo(data, children=4, years=1)
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "records").write_text("in the way")
    server = services.Server(data, tmp_path / "log", ("--copy-to", str(tmp_path / "copy"), "--backup-to", str(tmp_path / "backups"))).start()
    try:
        log = tmp_path / "backups" / "safekeeping.jsonl"
        limit = time.monotonic() + 30
        while time.monotonic() < limit and not (log.exists() and '"job":"copy"' in log.read_text()):
            threading.Event().wait(0.1)
        assert '"outcome":"failed"' in next(line for line in log.read_text().splitlines() if '"job":"copy"' in line)
        assert server.process.poll() is None
        done = services.run("restore", "--from", str(tmp_path / "copy"), "--data", str(tmp_path / "back"), check=False)
        assert done.returncode == 1 and "Error(" not in done.stderr
    finally:
        server.stop()
