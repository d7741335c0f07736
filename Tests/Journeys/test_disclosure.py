"""Promise 8: from all that was ever issued no hidden count can be told more closely than from 1 to 5, by a reader with a linear programme."""

import csv
import datetime
import io
import re
from urllib.parse import urlencode, urljoin

import pytest

import service as services
from attack import NOTHING, TOGETHER, Count, Reader, attack, named, solved
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
    # The labels alone: neither half of a year said to be small can be five, nor the year one.
    halves = [row("fewer than 6"), row("fewer than 6", first="2025-07-01", last="2026-03-31")]
    labels = solved(attack([HEADER + "".join(halves) + row("fewer than 6", last="2026-03-31")]))
    assert sorted((f.least, f.greatest) for f in labels) == [(1, 4), (1, 4), (2, 5)]
    assert not solved(attack([HEADER + "".join(halves) + row("hidden", last="2026-03-31")]))
    # Records were corrected: the two do not speak of one count.
    assert not solved(attack([HEADER + row(20) + small, HEADER + row(21) + row(21, "sex=FEMALE") + row(0, "sex=MALE")]))


def test_the_attack_solves_what_one_measure_tells_of_another():
    def outcomes(*rows):
        return "".join(row(number, f"outcome={name}" if name else "", measure="outcomes") for number, name in rows)

    table = outcomes((70, ""), (30, "REFERRAL_ORDER"), (17, "YOUTH_CAUTION"), ("fewer than 6", "FINE"), ("hidden", "COMMUNITY_RESOLUTION"))
    assert not solved(attack([HEADER + table]))
    # Fifty offences were proven, of which 47 are in the rows that are told.
    found = solved(attack([HEADER + table, HEADER + row(50, measure="offences")]))
    assert [(f.count.by, f.least, f.greatest) for f in found] == [("outcome=FINE", 3, 5)]
    assert not solved(attack([HEADER + table, HEADER + row(48, measure="offences")]))
    # More proven than there are outcomes: some outcome is not the main one, and the two are read each for itself.
    assert not solved(attack([HEADER + table, HEADER + row(80, measure="offences")]))
    entrants = row("fewer than 6", measure="fte") + row(3, measure="offences")
    assert [(f.count.what, f.greatest) for f in solved(attack([HEADER + entrants]))] == [("fte count", 3)]
    # One indicator tells what another is out of.
    half = row("fewer than 6", measure="kpi1", part="1a_end_suitable", base="hidden") + row(30, measure="kpi1", part="1a_end_unsuitable", base="hidden")
    assert not solved(attack([HEADER + half]))
    assert solved(attack([HEADER + half, HEADER + row(20, measure="kpi4", part="4a", base=33)]))


def test_the_attack_solves_parts_of_an_indicator():
    def part(number, name, base=40, measure="kpi1"):
        return row(number, measure=measure, part=name, base=base)

    told = part("fewer than 6", "1a_end_suitable") + part(30, "1a_start_suitable")
    assert not solved(attack([HEADER + told]))
    assert solved(attack([HEADER + told + part(39, "1a_end_unsuitable")]))
    assert solved(attack([HEADER + part("fewer than 6", "headline_case_level", 20, "kpi4") + part(3, "4b", 20, "kpi4")]))


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
    assert issued.status == 303 and issued.location == path, issued.text[:2000]
    figures = visitor.get(f"{path}/issued.csv")
    assert figures.status == 200
    return figures.text


def pass_on(visitor: Visitor, query: str) -> str:
    """Makes a view's file to pass on, by its button; where it is kept."""
    form = next(f for f in Document(visitor.get(f"/figures/views/new?{query}").text).forms if f.action == "/figures/views/files")
    made = visitor.post("/figures/views/files", form.fields)
    assert made.status == 303 and made.location.startswith("/figures/views/files/"), made.text[:2000]
    return made.location


def view_file(visitor: Visitor, figure: str, by: str, period: str) -> str:
    """The file to pass on of a view of one's own, in the columns of an issued report."""
    query = urlencode({"figure": figure, "by": by, "against": "previous", "period": period})
    passed = visitor.get(f"{pass_on(visitor, query)}/table.csv")
    assert passed.status == 200, passed.text[:2000]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER.strip().split(","))
    rows = list(csv.DictReader(io.StringIO(passed.text)))

    def table(each: dict) -> tuple:
        return each["by"].split("=")[0], each["from"], each["to"]

    # A breakdown hidden altogether lists what it always lists, and tells nothing: a report does not list it at all.
    tells = {table(each) for each in rows if {each["number"], each["base"]} - {"", "hidden", "not given"}}
    for each in rows:
        if each["by"] and table(each) not in tells:
            continue
        measure, part = each["part"].split(" ")
        writer.writerow([measure, part] + [each[name] for name in ("by", "of", "from", "to", "number", "base", "value", "unit", "lower", "upper")])
    return out.getvalue()


def truth(data: str, issued: list[str], *whose: str) -> dict:
    """The exact numbers of every stretch of days issued, which never leave: by measure, part, cell and days."""
    rows = [each for text in issued for each in csv.DictReader(io.StringIO(text))]
    measures = [word for measure in sorted({each["measure"] for each in rows}) for word in ("--measure", measure)]
    found = {}
    for first, last in sorted({(each["from"], each["to"]) for each in rows}):
        printed = services.run("report", "figures", "--data", data, "--period", f"{first}..{last}", "--format", "csv", *whose, *measures).stdout
        for each in csv.DictReader(io.StringIO(printed)):
            found[each["measure"], each["part"], each["by"], first, last] = (each["numerator"], each["denominator"])
    return found


def counts(each: dict, exact: dict):
    """The counts an issued row gives, with how each is told and what it truly is."""
    number, base = named(each)
    true = exact[each["measure"], each["part"], each["by"], each["from"], each["to"]]
    for what, slot, value in ((number, "number", true[0]), (base, "base", true[1])):
        if what and each[slot] not in NOTHING:
            yield Count(what, each["by"], each["from"], each["to"]), slot, each[slot], int(float(value))


def without_second_step(issued: list[str], exact: dict, hides: bool = True) -> list[str]:
    """The same reports as a service would issue them that hid its small numbers and nothing else, or not even those."""
    opened = []
    for text in issued:
        rows = list(csv.DictReader(io.StringIO(text)))
        for each in rows:
            for _, slot, shown, true in list(counts(each, exact)):
                each[slot] = "fewer than 6" if hides and 1 <= true <= 5 else str(true)
        # A file of which nothing may leave has its heading alone.
        if not rows:
            opened.append(text)
            continue
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        opened.append(out.getvalue())
    return opened


def may_pass_on(visitor: Visitor, figure: str) -> bool:
    """Whether a file to pass on is made of a figure; where not, the page says why."""
    text = visitor.get(f"/figures/views/new?{urlencode({'figure': figure})}").text
    said = "no file is made of this figure" in text
    assert said != any(f.action == "/figures/views/files" for f in Document(text).forms), figure
    return not said


def every_figure(visitor: Visitor) -> list[str]:
    text = visitor.get("/figures/views/new").text
    box = re.search(r'<select[^>]*name="figure".*?</select>', text, re.DOTALL)
    return re.findall(r'<option[^>]*value="([^"]+)"', box.group())


def every_file(visitor: Visitor) -> list[tuple[str, str]]:
    """Every figure of which a file to pass on is made, undivided; of the others none is, however it is asked for."""
    figures = every_figure(visitor)
    assert len(figures) > 80, figures
    inside = [figure for figure in figures if not may_pass_on(visitor, figure)]
    assert {"kpi1 1a_change", "kpi2 2a_change", "remand nights", "disparity rri"} <= set(inside) and len(inside) < len(figures) / 2, inside
    page = Document(visitor.get(f"/figures/views/new?{urlencode({'figure': 'kpi1 1a_end_suitable'})}").text)
    form = next(f for f in page.forms if f.action == "/figures/views/files")
    asked = visitor.post("/figures/views/files", [(n, "kpi1 1a_change" if n == "figure" else v) for n, v in form.fields])
    assert asked.status == 422 and "No file to pass on is made of this figure." in asked.text
    return [(figure, "") for figure in figures if figure not in inside]


DIVIDED = [
    ("fte count", "sex"), ("outcomes count", "category"), ("outcomes count", "outcome"), ("offences count", "category"), ("oocd decided", "outcome"),
    ("kpi6 6c", "sex"), ("kpi3 3c", "sex"), ("kpi3 3d", "order"), ("kpi4 4d", "order"), ("kpi9 9e", "order"), ("remand started", "kind"),
    ("timeliness offence_to_outcome_median", "disposal"), ("cohort open", "years"), ("reoffending.tracker at_12", "disposal"),
]


@pytest.mark.parametrize("seed", [3, 11, 23])
def test_no_hidden_count_can_be_solved_from_all_reports_issued(tmp_path, seed):
    data = str(tmp_path / "data")
    sign_ins = services.make_demo(data, children=[60, 140, 260][seed % 3], seed=seed)
    quarters, years = periods(datetime.date.today())
    order = {3: quarters + years, 11: years + quarters, 23: [*quarters[:3], *years, *quarters[3:]]}[seed]
    server = services.Server(data, tmp_path / "log").start()
    issued = []
    try:
        visitor = Visitor(server.address, timeout=120)
        manager = next(each for each in sign_ins if each.role == "service_manager")
        visitor.sign_in(manager.user, manager.password)
        for period in order:
            issued.append(issue(visitor, period))
        # Some divided figures, and once every figure there is: one after the other, as somebody who wants to know would ask.
        views = (every_file(visitor) if seed == 11 else []) + DIVIDED
        files = [view_file(visitor, figure, by, period) for period in (years[0], quarters[-1]) for figure, by in views]
    finally:
        server.stop()
    printed = services.run("report", "board", "--data", data, "--period", order[-1], "--format", "csv")
    assert printed.stdout == issued[-1], "the command prints what was issued, and nothing else"

    exact = truth(data, [*issued, *files])
    told = [count for text in [*issued, *files] for each in csv.DictReader(io.StringIO(text)) for count in counts(each, exact)]
    for count, _, shown, true in told:
        assert not (shown.isdigit() and 1 <= true <= 5), f"{true} is told of {count}"
        assert not shown.isdigit() or int(shown) == true, f"{count} is {true}, not {shown}"
    # The reader does not know which hidden numbers are small; the test does, and tries them too.
    small = {count: 5 for count, _, shown, true in told if not shown.isdigit() and 1 <= true <= 5}
    assert len(small) > 50, "hardly anything is small in a service of this size: the test would prove nothing"
    # What a reader has when the reports come out one by one, when all are there, and with every file of a view.
    for known in sorted({1, len(issued) // 2, len(issued)}):
        found = solved(attack(issued[:known], small))
        assert not found, f"seed {seed}, after {order[known - 1]}: {len(found)}, as {found[:5]}"
    found = solved(attack([*issued, *files], small))
    assert not found, f"seed {seed}, with the files: {len(found)}, as {found[:5]}"
    # What the reader believes of measures together is so: everything told as it is can be true.
    whole = [list(csv.DictReader(io.StringIO(text))) for text in without_second_step([*issued, *files], exact, hides=False)]
    for group in TOGETHER:
        rows = [own for table in whole if (own := [each for each in table if each["measure"] in group])]
        assert Reader(group, rows, {}).findings() is not None, f"seed {seed}: {sorted(group)} are not tied so"
    opened = solved(attack(without_second_step(issued, exact), small))
    assert opened, "with small numbers hidden and nothing else, the attack finds nothing: it proves nothing"
