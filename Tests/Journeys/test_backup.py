"""Backups are age files that open without Waymark; what was spoilt is refused with a sentence; the server makes and tests one a day."""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import service as services
from client import Visitor


def age(*words: str) -> subprocess.CompletedProcess:
    assert shutil.which("age"), "Debian's package age is not installed: ./test installs it"
    return subprocess.run(["age", *words], capture_output=True, text=True)


def said(code: int, *words: str) -> str:
    done = services.run(*words, check=False)
    assert done.returncode == code, f"waymark {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}"
    assert "Error(" not in done.stderr
    return done.stdout + done.stderr


def head(data) -> str:
    return next(line for line in said(0, "verify", "--data", str(data)).splitlines() if line.startswith("journal:"))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A small made-up service, and where its sign-ins are."""
    folder = tmp_path_factory.mktemp("backup")
    sign_ins = services.make_demo(str(folder / "data"), children=4, years=1)
    return folder / "data", sign_ins


@pytest.fixture(scope="module")
def sealed(store, tmp_path_factory):
    """A data folder with a key to encrypt to, the secret key's file, and a backup."""
    folder = tmp_path_factory.mktemp("sealed")
    shutil.copytree(store[0], folder / "data")
    said(0, "backup-key", "--data", str(folder / "data"), "--secret", str(folder / "key"))
    assert "encrypted to 1 key" in said(0, "backup", "--data", str(folder / "data"), "--to", str(folder / "backup.age"))
    return folder


def test_a_backup_without_a_key_says_that_it_is_not_encrypted(store, tmp_path):
    assert "is not encrypted: whoever has it reads every record" in said(0, "backup", "--data", str(store[0]), "--to", str(tmp_path / "plain"))
    assert (tmp_path / "plain").read_bytes().startswith(b"SQLite format 3")
    said(0, "restore", "--from", str(tmp_path / "plain"), "--data", str(tmp_path / "back"))
    assert head(tmp_path / "back") == head(store[0])


def test_an_encrypted_backup_opens_with_age_alone(store, sealed, tmp_path):
    raw = (sealed / "backup.age").read_bytes()
    assert raw.startswith(b"age-encryption.org/v1\n") and b"SQLite format" not in raw
    done = age("-d", "-i", str(sealed / "key"), "-o", str(tmp_path / "plain"), str(sealed / "backup.age"))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "plain")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM child").fetchone()[0] > 0
    # What was in plain on the way has gone again.
    assert [path for path in (sealed / "data").iterdir() if "scratch" in path.name] == []


def test_an_encrypted_backup_is_restored_with_its_key_also_where_age_made_it(store, sealed, tmp_path):
    words = ["restore", "--from", str(sealed / "backup.age"), "--data"]
    assert "is encrypted: give the file with the secret key" in said(1, *words, str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    said(0, *words, str(tmp_path / "back"), "--key", str(sealed / "key"))
    assert head(tmp_path / "back") == head(store[0])
    age("-d", "-i", str(sealed / "key"), "-o", str(tmp_path / "plain"), str(sealed / "backup.age"))
    done = age("-R", str(sealed / "data" / "backup-keys.txt"), "-o", str(tmp_path / "ages.age"), str(tmp_path / "plain"))
    assert done.returncode == 0, done.stderr
    said(0, "restore", "--from", str(tmp_path / "ages.age"), "--data", str(tmp_path / "again"), "--key", str(sealed / "key"))
    assert head(tmp_path / "again") == head(store[0])


PIECE = (64 << 10) + 16


def spoilt(raw: bytes) -> dict[str, tuple[bytes, str]]:
    start = raw.index(b"\n--- ")
    start = raw.index(b"\n", start + 1) + 1 + 16
    first, second, rest = raw[start : start + PIECE], raw[start + PIECE : start + 2 * PIECE], raw[start + 2 * PIECE :]
    flipped = bytearray(raw)
    flipped[len(raw) // 2] ^= 1
    return {
        "cut in a piece": (raw[: len(raw) // 2], "cannot be opened."),
        "cut between pieces": (raw[:start] + first + second, "It ends too early"),
        "altered": (bytes(flipped), "It is not what was encrypted"),
        "pieces swapped": (raw[:start] + second + first + rest, "It is not what was encrypted"),
        "a piece left out": (raw[:start] + first + rest, "It is not what was encrypted"),
        "header altered": (raw.replace(b"\n--- ", b"\n-> grease\n\n--- ", 1), "It is not what was encrypted"),
    }


@pytest.mark.parametrize("how", ["cut in a piece", "cut between pieces", "altered", "pieces swapped", "a piece left out", "header altered"])
def test_a_spoilt_backup_is_refused_with_a_sentence(sealed, tmp_path, how):
    raw, sentence = spoilt((sealed / "backup.age").read_bytes())[how]
    (tmp_path / "spoilt.age").write_bytes(raw)
    told = said(1, "restore", "--from", str(tmp_path / "spoilt.age"), "--data", str(tmp_path / "back"), "--key", str(sealed / "key"))
    assert sentence in told, told
    assert not (tmp_path / "back").exists()


def test_another_key_is_refused_and_a_key_is_never_written_over_nor_kept_with_the_records(sealed, tmp_path):
    said(0, "backup-key", "--data", str(tmp_path), "--secret", str(tmp_path.parent / f"{tmp_path.name}.key"))
    other = str(tmp_path.parent / f"{tmp_path.name}.key")
    told = said(1, "restore", "--from", str(sealed / "backup.age"), "--data", str(tmp_path / "back"), "--key", other)
    assert "It was encrypted to another key" in told
    assert "is there already" in said(1, "backup-key", "--data", str(sealed / "data"), "--secret", other)
    assert "must be kept away from the records" in said(1, "backup-key", "--data", str(sealed / "data"), "--secret", str(sealed / "data" / "key"))
    assert Path(other).stat().st_mode & 0o077 == 0
    # Printed once where no file is named; a second holder's key is added, and either opens what is made from then on.
    printed = said(0, "backup-key", "--data", str(tmp_path))
    (tmp_path / "second").write_text(next(line for line in printed.splitlines() if line.startswith("AGE-SECRET-KEY-1")))
    assert len((tmp_path / "backup-keys.txt").read_text().split()) == 2
    (tmp_path / "plain").write_bytes(b"for two")
    age("-R", str(tmp_path / "backup-keys.txt"), "-o", str(tmp_path / "two.age"), str(tmp_path / "plain"))
    for key in (other, str(tmp_path / "second")):
        assert age("-d", "-i", key, str(tmp_path / "two.age")).stdout == "for two"


def events(folder: Path) -> list[dict]:
    log = folder / "safekeeping.jsonl"
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def wait_for(folder: Path, *jobs: str) -> dict[str, dict]:
    """The last line of each job, once all are there."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        found = {each["job"]: each for each in events(folder)}
        if all(job in found for job in jobs):
            return found
        threading.Event().wait(0.1)
    raise AssertionError(f"not done: {set(jobs) - set(each['job'] for each in events(folder))}")


@pytest.fixture
def serving(store, tmp_path):
    servers = []

    def start(*more: str, keyed: bool = False):
        if not (tmp_path / "data").exists():
            shutil.copytree(store[0], tmp_path / "data")
            if keyed:
                said(0, "backup-key", "--data", str(tmp_path / "data"), "--secret", str(tmp_path / "key"))
        server = services.Server(str(tmp_path / "data"), tmp_path / "log", ("--backup-to", str(tmp_path / "backups"), *more)).start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


def page(server, store, role: str) -> str:
    visitor = Visitor(server.address)
    who = next(each for each in store[1] if each.role == role)
    visitor.sign_in(who.user, who.password)
    return visitor.get("/backups").text


def test_the_server_makes_a_backup_a_day_tests_it_and_signs_a_checkpoint(store, serving, tmp_path):
    more = ("--restore-key", str(tmp_path / "key"), "--checkpoint-key", str(tmp_path / "signer"), "--checkpoint-to", str(tmp_path / "checkpoints"))
    server = serving(*more, keyed=True)
    folder = tmp_path / "backups"
    done = wait_for(folder, "backup", "restore_test", "checkpoint")
    assert {job: each["outcome"] for job, each in done.items()} == {"backup": "good", "restore_test": "good", "checkpoint": "good"}, done
    made = sorted(path.name for path in folder.iterdir())
    assert len(made) == 3 and made[1].endswith(".sqlite.age") and made[2].endswith(".sqlite.age.json"), made
    manifest = json.loads((folder / made[2]).read_text())
    assert manifest["encrypted"] and sum(each["rows"] for each in manifest["tables"]) > 100
    public = done["checkpoint"]["words"].split()[-1].rstrip(".")
    assert "checkpoints of" in said(
        0, "verify", "--data", str(tmp_path / "data"), "--checkpoints", str(tmp_path / "checkpoints"), "--public-key", public)
    for role in ("system_administrator", "service_manager"):
        shown = page(server, store, role)
        assert made[1] in shown and "the same as when it was made" in shown and 'class="banner bad"' not in shown
    # It was done for today: a server that starts again does not do it once more.
    assert server.stop() == 0
    serving(*more)
    assert len(events(folder)) == 3


def test_a_backup_that_does_not_open_is_said_loudly(store, serving, tmp_path):
    server = serving()
    folder = tmp_path / "backups"
    assert wait_for(folder, "backup", "restore_test")["restore_test"]["outcome"] == "good"
    backup = next(path for path in folder.iterdir() if path.suffix == ".sqlite")
    good, noted = backup.read_bytes(), (folder / f"{backup.name}.json").read_text()
    assert "put back, whole" in said(0, "restore-test", "--from", str(folder))
    # Rows that are not those of the day: the file is whole, and so is its journal, but a table differs.
    with closing(sqlite3.connect(backup)) as db:
        db.execute("DELETE FROM search_key")
        db.commit()
    assert "not the one that was written then" in said(1, "restore-test", "--from", str(folder))
    manifest = json.loads(noted)
    manifest["sha256"], manifest["bytes"] = hashlib.sha256(backup.read_bytes()).hexdigest(), backup.stat().st_size
    (folder / f"{backup.name}.json").write_text(json.dumps(manifest))
    assert "search_key holds 0 rows" in said(1, "restore-test", "--from", str(folder))
    shown = page(server, store, "system_administrator")
    assert 'class="banner bad"' in shown and "search_key holds 0 rows" in shown
    backup.write_bytes(good[: len(good) // 2])
    assert "not the one" in said(1, "restore-test", "--from", str(backup))
    (folder / f"{backup.name}.json").unlink()
    assert "what was noted when it was made" in said(1, "restore-test", "--from", str(folder))


def test_records_that_do_not_verify_take_no_good_backups_place(store, serving, tmp_path):
    shutil.copytree(store[0], tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "records.sqlite")) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'").fetchall()
        for name, _ in guards:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE journal SET action = action || ' altered' WHERE position = 2")
        for _, words in guards:
            db.execute(words)
        db.commit()
    folder = tmp_path / "backups"
    folder.mkdir()
    # One more than are kept.
    good = [f"waymark-2026-01-{day:02}T020000Z.sqlite" for day in range(1, 16)]
    for name in good:
        (folder / name).write_bytes(b"good")
    serving()
    event = wait_for(folder, "backup")["backup"]
    assert event["outcome"] == "failed" and event["file"].startswith("faulty-waymark-"), event
    assert (folder / event["file"]).exists()
    assert sorted(path.name for path in folder.glob("waymark-*.sqlite")) == good


def test_what_a_killed_server_left_in_plain_goes_at_the_next_start_and_what_is_in_use_stays(store, serving, tmp_path):
    shutil.copytree(store[0], tmp_path / "data")
    # As process 1 of a container would find it: of a number that runs, and held by nobody.
    left, held = (tmp_path / "data" / f".waymark-scratch-{os.getpid()}-{name}" for name in ("left", "held"))
    for folder in (left, held):
        folder.mkdir()
        (folder / "copy.sqlite").write_bytes(b"in plain")
    holding = os.open(held, os.O_RDONLY)
    try:
        fcntl.flock(holding, fcntl.LOCK_EX)
        serving()
        assert not left.exists() and (held / "copy.sqlite").exists()
    finally:
        os.close(holding)


def test_what_was_left_in_plain_goes_where_the_server_makes_no_backups_too(store, tmp_path):
    """A backup made by hand may have been killed: the next start takes its scratch away whatever the server was told to do."""
    shutil.copytree(store[0], tmp_path / "data")
    left = tmp_path / "data" / ".waymark-scratch-left"
    left.mkdir()
    (left / "copy.sqlite").write_bytes(b"in plain")
    services.Server(str(tmp_path / "data"), tmp_path / "log").start().stop()
    assert not left.exists()


def test_a_server_that_is_stopped_leaves_nothing_in_plain(serving, tmp_path):
    server = serving(keyed=True)
    # Whatever it is at: the backup is begun at once.
    limit = time.monotonic() + 30
    while time.monotonic() < limit and not (
        events(tmp_path / "backups") or any("scratch" in path.name for path in (tmp_path / "data").iterdir())
    ):
        threading.Event().wait(0.01)
    assert server.stop() == 0
    assert [path.name for path in (tmp_path / "data").iterdir() if "scratch" in path.name] == []
    assert [each for each in events(tmp_path / "backups") if each["outcome"] == "failed"] == []


def test_an_encrypted_backup_is_tested_only_where_the_key_is(store, serving, tmp_path):
    server = serving(keyed=True)
    folder = tmp_path / "backups"
    assert wait_for(folder, "backup", "restore_test")["restore_test"]["outcome"] == "not_possible"
    shown = page(server, store, "system_administrator")
    assert "No backup has been shown to open yet." in shown and "this machine has no key" in shown
    assert "has not been shown to open" in said(1, "restore-test", "--from", str(folder))
    # The machine set aside writes its result where the page finds it.
    assert "put back, whole" in said(0, "restore-test", "--from", str(folder), "--key", str(tmp_path / "key"))
    shown = page(server, store, "service_manager")
    assert 'class="banner bad"' not in shown and "Good" in shown


def test_a_server_without_a_folder_for_backups_says_so(store, tmp_path):
    server = services.Server(str(store[0]), tmp_path / "log").start()
    try:
        assert "This server makes no backups." in page(server, store, "system_administrator")
    finally:
        server.stop()
    assert "go together" in said(2, "serve", "--data", str(store[0]), "--backup-to", "x", "--checkpoint-key", "y")
