"""What the strongest reader can work out from issued board reports: linear programming over the CSV a reader gets, never the true values.

Written apart from the program's own guard: one system for each measure, cut at every day any table begins or ends, solved by SciPy.
The reader knows how numbers are hidden (docs/decisions/0061) and believes whatever fits: that a cell told in two reports is one count, that a
breakdown is complete, that a year is its quarters. A report that cannot be true beside later ones (records were corrected) is read apart.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

# Events of a day: a year's are its quarters' together.
ADDITIVE = {
    "fte": {"count"}, "custody": {"count"}, "outcomes": {"count"}, "offences": {"count"},
    "oocd": {"decided", "within_target", "bounced_back"}, "kpi6": {"6a"},
}
# Children with an event in the stretch: a year's are no fewer than any quarter's, and no more than all of them together.
SPREAD = {"kpi6": {"published", "published base", "completed", "ended", "outcome_23", "outcome_23 base"}}
# Children who may stand in two cells of one breakdown.
SHARED = {("kpi6", "type"), ("kpi6", "age")}
# part: what its number counts, what its base counts
NAMES = {
    ("fte", "rate"): ("count", None), ("custody", "rate"): ("count", None), ("offences", "rate"): ("count", None),
    ("offences", "ratio"): ("count", None), ("oocd", "days_median"): ("decided", None), ("oocd", "days_p90"): ("decided", None),
    ("oocd", "working_days_median"): ("decided", None), ("oocd", "within_target"): ("within_target", "decided"),
    ("kpi6", "headline_published"): ("published", "published base"), ("kpi6", "headline_case_level"): ("completed", "ended"),
    ("kpi6", "6b"): ("completed", "ended"), ("kpi6", "6c"): ("completed", "ended"), ("kpi6", "outcome_23"): ("outcome_23", "outcome_23 base"),
    ("reoffending.proven", "binary"): ("reoffenders", "cohort"),
    ("reoffending.proven", "per_reoffender"): ("reoffences", "reoffenders"),
    ("reoffending.proven", "per_offender"): ("reoffences", "cohort"),
    ("reoffending.proven", "previous_offences"): ("previous_offences", "cohort"),
    **{("reoffending.tracker", f"at_{m}"): (f"at_{m}", "cohort") for m in (3, 6, 9, 12)},
}
# What tells nothing of a count, not even that it is hidden.
NOTHING = {"", "not known", "not given"}
WITHIN = {
    "oocd": [("within_target", "decided"), ("bounced_back", "decided"), ("completed", "decided")],
    "kpi6": [("completed", "ended"), ("completed", "6a"), ("published", "published base"), ("outcome_23", "outcome_23 base")],
    "reoffending.proven": [("reoffenders", "cohort"), ("reoffenders", "reoffences")],
    "reoffending.tracker": [("at_3", "at_6"), ("at_6", "at_9"), ("at_9", "at_12"), ("at_12", "cohort")],
}


@dataclass(frozen=True, order=True)
class Count:
    what: str
    by: str
    first: str
    last: str
    apart: int = -1

    @property
    def key(self):
        return self.by.split("=")[0]

    @property
    def whole(self):
        return replace(self, by="")


@dataclass(frozen=True)
class Told:
    least: float = 0
    most: float | None = None

    def meet(self, other):
        least = max(self.least, other.least)
        most = min((m for m in (self.most, other.most) if m is not None), default=None)
        return None if most is not None and least > most else Told(least, most)


@dataclass(frozen=True)
class Finding:
    measure: str
    count: Count
    least: float
    greatest: float
    most: int


def after(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


class Reader:
    """What the issued rows of one measure tell, oldest report first; `apart` of the oldest are read by themselves."""

    def __init__(self, measure: str, reports: list[list[dict]], apart: int = 0, loose: bool = False):
        self.measure, self.loose = measure, loose
        self.told: dict[Count, Told] = {}
        # Sums of counts, each with its sign, that are 0 or no more than it.
        self.lines: list[tuple[list[tuple[Count, int]], bool]] = []
        for index in reversed(range(len(reports))):
            for _, rows in sorted(self._grouped(reports[index]).items()):
                self._take(index, self._read(rows), index < apart)
        self._days()
        self._cells()
        for inner, outer in WITHIN.get(measure, ()):
            for count in [c for c in self.told if c.what == inner and replace(c, what=outer) in self.told]:
                self.lines.append(([(count, 1), (replace(count, what=outer), -1)], False))

    @staticmethod
    def _grouped(rows):
        groups = defaultdict(list)
        for row in rows:
            groups[row["from"], row["to"]].append(row)
        return groups

    def _read(self, rows) -> dict[Count, Told]:
        """What one report tells of one stretch of days."""
        columns = defaultdict(list)
        for row in rows:
            number, base = NAMES.get((row["measure"], row["part"]), (row["part"], None))
            texts = [row[slot] for slot in ("number", "base") if row[slot] not in NOTHING]
            held = "not given" in row.values() or not all(text.isdigit() for text in texts)
            assert not (held and (row["value"] or row["lower"] or row["upper"])), f"a value beside a hidden count: {row}"
            # Where any number of a breakdown is told its zeros are, but for numbers out of a base.
            for slot, what, least in (("number", number, 0 if base else 1), ("base", base, 1)):
                if what and row[slot] not in NOTHING:
                    count = Count(what, row["by"], row["from"], row["to"])
                    columns[row["part"], slot, count.key].append((count, row[slot], least if row["by"] else 0))
        found: dict[Count, Told] = {}
        for (_, _, key), cells in columns.items():
            small = max((int(text.split()[-1]) for _, text, _ in cells if key and text.startswith("fewer")), default=None)
            tells = any(text != "hidden" for _, text, _ in cells)
            for count, text, least in cells:
                if text.isdigit():
                    told = Told(int(text), int(text))
                elif text.startswith("fewer"):
                    told = Told(1, int(text.split()[-1]) - 1)
                else:
                    # Beside a cell said to be small, what is hidden is not small.
                    told = Told(small or (least if tells else 0))
                met = found.get(count, Told()).meet(told)
                assert met, f"one report says two things of {count}: {cells}"
                found[count] = met
        return found

    def _take(self, index, found, apart):
        other = apart or any(c in self.told and not self.told[c].meet(t) for c, t in found.items())
        for count, told in found.items():
            count = replace(count, apart=index) if other else count
            self.told[count] = self.told.get(count, Told()).meet(told)

    def _days(self):
        """Cuts every count of events at every day on which any stretch told begins or ends."""
        additive, spread = ADDITIVE.get(self.measure, set()), SPREAD.get(self.measure, set())
        counts = [c for c in self.told if c.what in additive | spread and c.apart < 0]
        tables = defaultdict(set)
        for count in counts:
            tables[count.what, count.key].add((count.first, count.last))
        for count in list(counts):
            # A cell a table does not list is 0.
            for first, last in tables[count.what, count.key] if count.by else ():
                absent = Count(count.what, count.by, first, last)
                if absent not in self.told:
                    self.told[absent] = Told(0, 0)
                    counts.append(absent)
        cuts = sorted({c.first for c in counts} | {after(c.last) for c in counts})
        pieces = [(a, str(date.fromisoformat(b) - timedelta(days=1))) for a, b in zip(cuts, cuts[1:])]
        for count in counts:
            inside = [replace(count, first=a, last=b) for a, b in pieces if a >= count.first and b <= count.last]
            if len(inside) < 2:
                continue
            for piece in inside:
                self.told.setdefault(piece, Told())
            if count.what in additive:
                self.lines.append(([(p, 1) for p in inside] + [(count, -1)], True))
            else:
                self.lines.append(([(p, -1) for p in inside] + [(count, 1)], False))
                shorter = [c for c in counts if c != count and (c.what, c.by) == (count.what, count.by)]
                inside += [c for c in shorter if c.first >= count.first and c.last <= count.last]
                self.lines += [([(p, 1), (count, -1)], False) for p in set(inside)]

    def _cells(self):
        tables, lacking = defaultdict(list), []
        for count in self.told:
            if count.by and count.whole in self.told:
                tables[count.whole, count.key].append(count)
        for (whole, key), cells in tables.items():
            told = self.told[whole]
            ends = [self.told[c].most for c in cells]
            too_few = None not in ends and sum(ends) < told.least
            if too_few or told.most is not None and sum(self.told[c].least for c in cells) > told.most:
                lacking.append((key, whole.first, whole.last))
        for (whole, key), cells in tables.items():
            if (self.measure, key) in SHARED:
                self.lines += [([(c, 1), (whole, -1)], False) for c in cells]
                continue
            # Children whose group is not known are in no cell.
            lacks = any(k == key and first <= whole.last and last >= whole.first for k, first, last in lacking)
            self.lines.append(([(c, 1) for c in cells] + [(whole, -1)], not (lacks or self.loose)))

    def findings(self, hidden: dict[Count, int] | None = None) -> list[Finding] | None:
        """Each cell said to be small, and how far it is open; None when nothing at all fits.

        hidden: cells to try besides, that a tester knows to be small though nothing is said of them, with the largest small number.
        """
        counts = sorted(self.told)
        place = {c: i for i, c in enumerate(counts)}
        bounds = [(self.told[c].least, self.told[c].most) for c in counts]
        given: dict = {"bounds": bounds, "method": "highs"}
        for exact, matrix, sums in ((True, "A_eq", "b_eq"), (False, "A_ub", "b_ub")):
            lines = [terms for terms, own in self.lines if own == exact]
            if lines:
                cells = [(row, place[c], times) for row, terms in enumerate(lines) for c, times in terms]
                rows, columns, values = zip(*cells)
                given[matrix] = coo_matrix((values, (rows, columns)), shape=(len(lines), len(counts))).tocsr()
                given[sums] = np.zeros(len(lines))
        least, greatest = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)

        def solve(goal) -> bool:
            found = linprog(goal, **given)
            assert found.status in (0, 2, 3), found.message
            if found.status == 0:
                np.minimum(least, found.x, out=least)
                np.maximum(greatest, found.x, out=greatest)
            return found.status == 0

        if not solve(np.zeros(len(counts))):
            return None
        small = {c: int(self.told[c].most) for c in counts if self.told[c].most is not None and self.told[c].least < self.told[c].most}
        for count, most in (hidden or {}).items():
            # A table hidden altogether is not listed, and then nothing is known of its cells.
            if count in place:
                small.setdefault(count, most)
        for count, most in small.items():
            # What one solution shows to be open need not be asked again.
            for sign, is_open in ((1, least[place[count]] <= 1), (-1, greatest[place[count]] >= most)):
                if not is_open:
                    goal = np.zeros(len(counts))
                    goal[place[count]] = sign
                    if not solve(goal):
                        greatest[place[count]] = np.inf
        return [Finding(self.measure, c, least[place[c]], greatest[place[c]], most) for c, most in small.items()]


def attack(reports: list[str], hidden: dict[tuple[str, Count], int] | None = None) -> list[Finding]:
    """Every cell said to be small in any of the reports, with what a reader of all of them can tell of it."""
    tables = [list(csv.DictReader(io.StringIO(text))) for text in reports]
    found = []
    for measure in sorted({row["measure"] for table in tables for row in table}):
        own = [rows for table in tables if (rows := [row for row in table if row["measure"] == measure])]
        asked = {count: most for (of, count), most in (hidden or {}).items() if of == measure}
        readings = [(apart, False) for apart in range(len(own))] + [(len(own) - 1, True)]
        told = next((f for apart, loose in readings if (f := Reader(measure, own, apart, loose).findings(asked)) is not None), None)
        assert told is not None, f"the last report says what cannot be of {measure}"
        found += told
    return found


def solved(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.least > 1 + 1e-6 or f.greatest < f.most - 1e-6]
