"""The server is killed again and again while people save: what it said was saved is there, once, and the journal is whole."""

import csv
import os
import time
from collections import Counter

import pytest

import service as services
from writers import Writers

KILLS = {"sqlite": int(os.environ.get("WAYMARK_KILLS", "50")), "postgres": int(os.environ.get("WAYMARK_KILLS_POSTGRES", "5"))}
MOST_SAVES = 20


@pytest.mark.parametrize("engine", services.engines())
def test_nothing_said_to_be_saved_is_lost_when_the_server_is_killed(engine, tmp_path, chance, faults):
    database = services.Postgres("kills") if engine == "postgres" else None
    data = database.url if database else str(tmp_path / "data")
    sign_ins = services.make_demo(data, children=12, years=1)
    server = services.Server(data, tmp_path / "log").start()
    try:
        writers, everything = Writers(server, sign_ins), []
        for number in range(KILLS[engine]):
            round = writers.begin(server, enough=chance.randint(1, MOST_SAVES))
            round.reached.wait()
            # A random moment, not the one right after an answer.
            time.sleep(chance.random() * 0.03)
            server.kill()
            saved, unanswered = round.end()
            assert saved, "nothing was saved: this round shows nothing"
            services.run("verify", "--data", data)
            server.start()
            gone = writers.missing(server, saved)
            assert not gone, f"kill {number}: {len(gone)} of {len(saved)} are gone, such as {gone[0]}"
            writers.send_again(server, unanswered)
            everything += saved + unanswered
            faults.add(f"server killed, {engine}")
        assert server.stop() == 0
        counts = exported(data, sign_ins, tmp_path)
        assert {one.words: counts[one.words] for one in everything if counts[one.words] != 1} == {}
    finally:
        server.stop()
        if database:
            database.drop()


def exported(data, sign_ins, folder) -> Counter:
    """How often each contact's words come out of the store as a whole."""
    services.run("export", "--data", data, "--service", sign_ins.service, "--to", str(folder / "out"))
    with (folder / "out" / "contacts.csv").open(newline="", encoding="utf-8") as rows:
        return Counter(row["content"] for row in csv.DictReader(rows))
