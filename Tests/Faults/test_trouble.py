"""The disk is full or read-only, the database goes away, the clock is set back, while people save: a clear page, what was typed still on it,
nothing acknowledged lost, nothing half written, and all well again afterwards without anybody's doing."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

import service as services
from disk import Disk, build_shim
from writers import Writers

TROUBLES = int(os.environ.get("WAYMARK_TROUBLES", "2"))
GONE = int(os.environ.get("WAYMARK_GONE", "2"))
MOST_SAVES = 8


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def troubled(shim, tmp_path):
    """A server on a disk that can be troubled, and people who write."""
    disk = Disk(tmp_path / "data", shim)
    sign_ins = services.make_demo(str(disk.data), children=12, years=1)
    disk.settle()
    server = services.Server(str(disk.data), tmp_path / "log", environment=disk.environment).start()
    writers = Writers(server, sign_ins)
    writers.troubled = True
    try:
        yield disk, server, writers
    finally:
        server.stop()


def save(server, writers, chance, trouble, well):
    """One round: people save, trouble comes, everybody is told; then all is well again. What was said to be saved, and what not."""
    told = writers.told
    round = writers.begin(server, enough=chance.randint(1, MOST_SAVES))
    round.reached.wait()
    trouble()
    saved, unanswered = round.end()
    assert saved, "nothing was saved: this round shows nothing"
    well()
    return saved, unanswered, writers.told - told


def check(server, writers, data, saved, unanswered) -> None:
    services.run("verify", "--data", str(data))
    gone = writers.missing(server, saved)
    assert not gone, f"{len(gone)} of {len(saved)} are gone, such as {gone[0]}"
    writers.send_again(server, unanswered)
    assert not writers.missing(server, unanswered)


@pytest.mark.parametrize("kind", ["F", "R"], ids=["full", "read-only"])
def test_a_disk_that_takes_nothing_more_loses_nothing(troubled, chance, faults, kind):
    disk, server, writers = troubled
    for _ in range(TROUBLES):
        saved, unanswered, told = save(server, writers, chance, lambda: disk.trouble(kind), disk.trouble)
        # Each of the writers was told once, and then went away.
        assert told == len(writers.people)
        check(server, writers, disk.data, saved, unanswered)
        faults.add("disk full" if kind == "F" else "disk read-only")
    assert server.process.poll() is None, "the server did not live through it"
    # Records out of reach are an error of the log, so that somebody comes; nothing else is.
    errors = [line for line in server.log.read_text(errors="replace").splitlines() if "error=" in line]
    assert errors and all(line.endswith("records out of reach") for line in errors), errors[-5:]


def test_a_server_killed_on_a_full_disk_starts_again_with_all_it_had_said(troubled, chance, faults):
    disk, server, writers = troubled
    for _ in range(TROUBLES):
        saved, unanswered, _ = save(server, writers, chance, lambda: disk.trouble("F"), lambda: (server.kill(), disk.trouble()))
        disk.settle()
        server.start()
        check(server, writers, disk.data, saved, unanswered)
        faults.add("disk full, then killed")


def test_a_clock_set_back_or_forward_breaks_no_order(troubled, chance, faults):
    disk, server, writers = troubled
    for _ in range(TROUBLES):
        everything = []
        # An hour back, a year back, and the true time again.
        for seconds in (0, -3_600, -365 * 86_400, 0):
            disk.trouble(clock=seconds)
            for writer in range(2):
                writers.write_one(writer, everything)
        check(server, writers, disk.data, everything, [])
        faults.add("clock set back", 2)


class Cluster:
    """A PostgreSQL of its own that can go away and come back."""

    def __init__(self, folder: Path):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        assert found, "PostgreSQL is not installed: start these tests with ./test"
        self.bin, self.folder = found[-1], folder
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        self.run("initdb", "-D", folder / "data", "-A", "trust", "-U", "owner", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync")
        self.start()
        self.run("psql", "-q", "-h", folder, "-U", "owner", "-d", "postgres", "-c", "CREATE ROLE waymark LOGIN", "-c", "CREATE DATABASE waymark OWNER waymark")
        self.url = f"postgres:///waymark?host={folder}&user=waymark"

    def run(self, program: str, *words) -> None:
        become = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.geteuid() == 0 else []
        done = subprocess.run([*become, self.bin / program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd="/")
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_locks_per_transaction=512"
        self.run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        self.run("pg_ctl", "-D", self.folder / "data", "-m", how, "-w", "stop")


@pytest.fixture
def cluster():
    # In /tmp: the path of a Unix socket may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="wg.", dir="/tmp"))
    cluster = None
    try:
        cluster = Cluster(folder)
        yield cluster
    finally:
        if cluster:
            try:
                cluster.stop()
            except AssertionError:
                pass
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif("postgres" not in services.engines(), reason="SQLite is no server that could go away")
def test_a_database_that_goes_away_and_comes_back_loses_nothing(cluster, tmp_path, chance, faults):
    sign_ins = services.make_demo(cluster.url, children=12, years=1)
    server = services.Server(cluster.url, tmp_path / "log").start()
    try:
        writers = Writers(server, sign_ins)
        writers.troubled = True
        for number in range(GONE):
            # As a machine that crashes, and as one that is shut down.
            how = ("immediate", "fast")[number % 2]
            saved, unanswered, told = save(server, writers, chance, lambda: cluster.stop(how), cluster.start)
            assert told, "nobody was told that the records cannot be reached"
            check(server, writers, cluster.url, saved, unanswered)
            faults.add("database gone and back")
        assert server.process.poll() is None, "the server did not live through it"
    finally:
        server.stop()
