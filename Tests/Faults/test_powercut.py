"""The power goes again and again while people save: what was said to be saved had been flushed to the disk, and the store opens."""

import os
import time

import pytest

import service as services
from disk import Disk, build_shim, mix
from writers import Writers

CUTS = int(os.environ.get("WAYMARK_CUTS", "50"))
MOST_SAVES = 20


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return build_shim(tmp_path_factory.mktemp("shim"))


def start(disk: Disk, log) -> services.Server:
    disk.settle()
    return services.Server(str(disk.data), log, environment=disk.environment).start()


def write_until_cut(disk: Disk, server: services.Server, writers: Writers, chance, share: float):
    """One round: what was acknowledged, and what was not, before the cut."""
    round = writers.begin(server, enough=chance.randint(1, MOST_SAVES))
    round.reached.wait()
    time.sleep(chance.random() * 0.03)
    server.kill()
    saved, unanswered = round.end()
    assert saved, "nothing was saved: this round shows nothing"
    disk.cut(chance, share)
    return saved, unanswered


def test_nothing_said_to_be_saved_is_lost_when_the_power_goes(shim, tmp_path, chance, faults):
    disk = Disk(tmp_path / "data", shim)
    sign_ins = services.make_demo(str(disk.data), children=12, years=1)
    server = start(disk, tmp_path / "log")
    try:
        writers = Writers(server, sign_ins)
        for number in range(CUTS):
            # Every other disk has also written some of what it was not asked to.
            saved, unanswered = write_until_cut(disk, server, writers, chance, share=chance.choice([0, 0.1, 0.5, 0.9]) if number % 2 else 0)
            services.run("verify", "--data", str(disk.data))
            server = start(disk, tmp_path / "log")
            gone = writers.missing(server, saved)
            assert not gone, f"cut {number}: {len(gone)} of {len(saved)} are gone, such as {gone[0]}"
            writers.send_again(server, unanswered)
            faults.add("power cut")
    finally:
        server.stop()


def test_a_disk_that_does_not_flush_is_noticed(shim, tmp_path, chance):
    """The control: with a drive that only says it flushed, as `synchronous=OFF` would, the test above must fail."""
    disk = Disk(tmp_path / "data", shim, lies=True)
    sign_ins = services.make_demo(str(disk.data), children=12, years=1)
    server = start(disk, tmp_path / "log")
    try:
        writers = Writers(server, sign_ins)
        saved, _ = write_until_cut(disk, server, writers, chance, share=0)
        server = start(disk, tmp_path / "log")
        assert writers.missing(server, saved)
    finally:
        server.stop()


def test_a_store_that_does_not_ask_to_be_flushed_is_noticed(shim, tmp_path, chance):
    """The second control: with `synchronous=OFF` nothing is asked to be flushed, and an honest disk loses what was said to be saved."""
    disk = Disk(tmp_path / "data", shim)
    sign_ins = services.make_demo(str(disk.data), children=12, years=1)
    off = ("--unsafe-synchronous", "OFF")
    disk.settle()
    server = services.Server(str(disk.data), tmp_path / "log", off, disk.environment).start()
    try:
        writers = Writers(server, sign_ins)
        saved, _ = write_until_cut(disk, server, writers, chance, share=0)
        server = start(disk, tmp_path / "log")
        assert writers.missing(server, saved)
    finally:
        server.stop()


def test_a_mixed_disk_has_only_old_and_new_sectors(chance):
    old, new = b"a" * 512 * 40, b"b" * 512 * 50
    assert mix(old, new, chance, share=0).rstrip(b"\0") == old
    assert set(mix(old, new, chance, share=1)) == {ord("b")}
    assert {bytes([a, b]) for a, b in zip(*[iter(mix(old, new, chance, share=0.5))] * 2)} <= {b"aa", b"bb", b"\0\0"}
