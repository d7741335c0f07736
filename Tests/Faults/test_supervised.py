"""A programming fault ends the process rather than let it go on wrongly, and whatever supervises it starts it again (ASVS 16.5.4)."""

import os
import shutil
import signal
import subprocess

import pytest

import service as services
from client import Visitor
from supervisor import UNIT, Supervisor
from test_kill import exported
from writers import Writers

# What the processor sends at a trap of Swift's: the first on Intel and AMD, the second on ARM.
TRAPS = [signal.SIGILL, signal.SIGTRAP] * int(os.environ.get("WAYMARK_TRAPS", "2"))


@pytest.mark.parametrize("engine", services.engines())
def test_a_server_that_traps_while_people_save_is_started_again_with_all_it_acknowledged(engine, tmp_path, chance, faults):
    database = services.Postgres("traps") if engine == "postgres" else None
    data = database.url if database else str(tmp_path / "data")
    sign_ins = services.make_demo(data, children=12, years=1)
    supervisor = Supervisor(data, tmp_path / "log")
    try:
        supervisor.wait()
        writers, everything = Writers(supervisor, sign_ins), []
        for number, trap in enumerate(TRAPS):
            round = writers.begin(supervisor, enough=chance.randint(1, 12))
            round.reached.wait()
            supervisor.trap(trap)
            saved, unanswered = round.end()
            assert saved, "nothing was saved: this round shows nothing"
            supervisor.wait()
            health = Visitor(supervisor.address).get("/health")
            assert health.status == 200, health.text
            gone = writers.missing(supervisor, saved)
            assert not gone, f"trap {number}: {len(gone)} of {len(saved)} are gone, such as {gone[0]}"
            writers.send_again(supervisor, unanswered)
            everything += saved + unanswered
            faults.add(f"server trapped and started again by its supervisor, {engine}")
        supervisor.stop()
        # It ended by nothing but the traps, and at last because it was told to, which starts nothing again.
        assert supervisor.ends == [-trap for trap in TRAPS] + [0]
        # And at once: a backtrace would keep it from being started again, and write what memory holds into the log.
        said = supervisor.log.read_text(errors="replace")
        assert "Backtrac" not in said and "Registers" not in said, said[-4000:]
        services.run("verify", "--data", data)
        counts = exported(data, sign_ins, tmp_path)
        assert {one.words: counts[one.words] for one in everything if counts[one.words] != 1} == {}
    finally:
        supervisor.stop()
        if database:
            database.drop()


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    """Where there is a systemd-analyze: it names what systemd would pass over, and grades what each unit leaves open."""
    analyze = shutil.which("systemd-analyze")
    units = sorted(UNIT.parent.glob("waymark*.service")) + sorted(UNIT.parent.glob("waymark*.timer"))
    assert len(units) >= 5
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        assert unit.suffix == ".timer" or "ExecStart=/usr/local/bin/waymark " in text, unit.name
        (tmp_path / unit.name).write_text(text.replace("/usr/local/bin/waymark", services.program()), encoding="utf-8")
    if not analyze:
        return
    paths = [str(tmp_path / unit.name) for unit in units]
    done = subprocess.run([analyze, "verify", "--man=no", *paths], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    for path in paths:
        if path.endswith(".service"):
            graded = subprocess.run([analyze, "security", "--offline=true", "--threshold=25", path], capture_output=True, text=True)
            assert graded.returncode == 0, graded.stdout.strip().splitlines()[-1:]
