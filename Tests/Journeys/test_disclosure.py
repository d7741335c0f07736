"""Promise 8: from all that was ever issued no hidden count can be told more closely than from 1 to 5, by a reader with a linear programme."""

import datetime
from urllib.parse import urljoin

import pytest

import service as services
from attack import attack, solved
from client import Document, Visitor

HEADER = "measure,part,by,of,from,to,number,base,value,unit,lower,upper\n"


def row(number, by="", first="2025-04-01", last="2025-06-30", measure="fte", part="count", base=""):
    return f"{measure},{part},{by},All,{first},{last},{number},{base},,count,,\n"


def test_the_attack_solves_what_is_not_guarded():
    small = row("fewer than 6", "sex=MALE") + row("hidden", "sex=FEMALE")
    assert not solved(attack([HEADER + row(20) + small]))
    assert solved(attack([HEADER + row(20) + row("fewer than 6", "sex=MALE") + row(17, "sex=FEMALE")]))
    # A quarter hidden, told by the year and what was issued of the others.
    quarters = [row("fewer than 6")] + [row(9, first=a, last=b) for a, b in (("2025-07-01", "2025-09-30"), ("2025-10-01", "2026-03-31"))]
    year = row(20, last="2026-03-31")
    assert not solved(attack([HEADER + each for each in quarters]))
    assert [f.least for f in solved(attack([HEADER + each for each in [*quarters, year]]))] == [2]
    # Records were corrected: the two do not speak of one count.
    assert not solved(attack([HEADER + row(20) + small, HEADER + row(21) + row(21, "sex=FEMALE") + row(0, "sex=MALE")]))


def periods(today: datetime.date) -> tuple[list[str], list[str]]:
    """The last five whole quarters, oldest first, and the financial years they lie in."""
    # Quarters since the year 0, of a year that begins in April.
    now = (today.year * 12 + today.month - 4) // 3
    quarters = [f"{each // 4}Q{each % 4 + 1}" for each in range(now - 5, now)]
    years = sorted({int(each[:4]) for each in quarters})
    return quarters, [f"{year}-{(year + 1) % 100:02d}" for year in years]


def issue(visitor: Visitor, period: str) -> str:
    """Begins and issues a report through the pages; the CSV of what left."""
    form = next(f for f in Document(visitor.get("/reports").text).forms if f.method == "post" and f.action == "/reports")
    begun = visitor.post("/reports", [(n, v) for n, v in form.fields if n != "period"] + [("period", period)])
    assert begun.status == 303
    path = begun.location
    form = next(f for f in Document(visitor.get(f"{path}/issue").text).forms if f.action.endswith("/issue"))
    issued = visitor.post(urljoin(path, form.action), form.fields)
    assert issued.status == 303 and issued.location.endswith("/issued"), issued.text[:2000]
    figures = visitor.get(f"{path}/issued.csv")
    assert figures.status == 200
    return figures.text


@pytest.mark.parametrize("seed", [3, 11, 23])
def test_no_hidden_count_can_be_solved_from_all_reports_issued(tmp_path, seed):
    data = str(tmp_path / "data")
    sign_ins = services.make_demo(data, children=[60, 140, 260][seed % 3], seed=seed)
    quarters, years = periods(datetime.date.today())
    order = {3: quarters + years, 11: years + quarters, 23: [*quarters[:3], *years, *quarters[2:]]}[seed]
    server = services.Server(data, tmp_path / "log").start()
    try:
        visitor = Visitor(server.address, timeout=120)
        manager = next(each for each in sign_ins if each.role == "service_manager")
        visitor.sign_in(manager.user, manager.password)
        issued = []
        for period in order:
            issued.append(issue(visitor, period))
            found = attack(issued)
            assert found, "nothing is small in a service of this size: the test would prove nothing"
            assert not solved(found), f"seed {seed}, after {period}: {solved(found)[:5]}"
            # By itself as well: a reader may have this report alone.
            assert not solved(attack(issued[-1:])), f"seed {seed}, {period} alone"
    finally:
        server.stop()
    printed = services.run("report", "board", "--data", data, "--period", order[-1], "--format", "csv")
    assert printed.stdout == issued[-1], "the command prints what was issued, and nothing else"
