"""What the strongest reader can work out from issued board reports: linear programming over the CSV a reader gets, never the true values.

Written apart from the program's own guard: one system of all measures, solved by SciPy.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from scipy.optimize import linprog

ADDITIVE = {
    "fte": {"count"}, "custody": {"count"}, "outcomes": {"count"}, "offences": {"count"},
    "oocd": {"decided", "within_target", "bounced_back"},
    "kpi6": {"6a"},
}
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
WITHIN = [
    ("oocd", "within_target", "decided"), ("oocd", "bounced_back", "decided"), ("oocd", "completed", "decided"), ("kpi6", "completed", "ended"),
    ("kpi6", "completed", "6a"),
    ("kpi6", "published", "published base"), ("kpi6", "outcome_23", "outcome_23 base"), ("reoffending.proven", "reoffenders", "cohort"),
    ("reoffending.proven", "reoffenders", "reoffences"), ("reoffending.tracker", "at_3", "at_6"), ("reoffending.tracker", "at_6", "at_9"),
    ("reoffending.tracker", "at_9", "at_12"), ("reoffending.tracker", "at_12", "cohort"),
]


@dataclass(frozen=True, order=True)
class Count:
    measure: str
    what: str
    by: str
    first: str
    last: str
    report: int = -1

    @property
    def table(self):
        return (self.measure, self.what, self.by.split("=")[0], self.first, self.last, self.report)


@dataclass
class Told:
    least: float = 0
    most: float | None = None

    def meet(self, other):
        least = max(self.least, other.least)
        most = min((m for m in (self.most, other.most) if m is not None), default=None)
        return None if most is not None and least > most else Told(least, most)


@dataclass
class Finding:
    count: Count
    least: float
    greatest: float
    most: int


@dataclass
class Reader:
    """Takes issued CSVs, oldest first."""

    told: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)

    def __init__(self, reports: list[str], apart: frozenset = frozenset()):
        self.told, self.lines = {}, []
        for index in reversed(range(len(reports))):
            self._take(index, list(csv.DictReader(io.StringIO(reports[index]))), apart)
        self._tables()
        for measure, inner, outer in WITHIN:
            for count in [c for c in self.told if (c.measure, c.what) == (measure, inner)]:
                whole = Count(measure, outer, count.by, count.first, count.last, count.report)
                if whole in self.told:
                    self.lines.append(([(count, 1), (whole, -1)], False))
        self._stretches()

    def _take(self, index, rows, apart):
        groups = defaultdict(lambda: defaultdict(list))
        for row in rows:
            number, base = NAMES.get((row["measure"], row["part"]), (row["part"], None))
            for slot, what, text in (("number", number, row["number"]), ("base", base, row["base"])):
                if what and text and text != "not known":
                    count = Count(row["measure"], what, row["by"], row["from"], row["to"])
                    groups[row["measure"], row["from"], row["to"]][count].append((text, (row["part"], slot)))
            held = any(not text.isdigit() for text in (row["number"], row["base"]) if text and text != "not known")
            assert not (held and (row["value"] or row["lower"] or row["upper"])), f"a value beside a hidden count: {row}"
        for (measure, _, _), counts in groups.items():
            found = {}
            for count, texts in counts.items():
                for text, table in texts:
                    # Beside a count said to be small in the same table, what is hidden is not small.
                    beside = [t for c, ts in counts.items() if count.by and c.table == count.table for t, own in ts if own == table]
                    small = max((int(t.split()[-1]) for t in beside if t.startswith("fewer")), default=None)
                    if text.isdigit():
                        told = Told(int(text), int(text))
                    elif text.startswith("fewer"):
                        told = Told(1, int(text.split()[-1]) - 1)
                    else:
                        told = Told(small or 0)
                    met = found.get(count, Told()).meet(told)
                    assert met, f"one report says two things of {count}: {texts}"
                    found[count] = met
            other = (measure, index) in apart or any(c in self.told and not self.told[c].meet(t) for c, t in found.items())
            for count, told in found.items():
                if other:
                    count = Count(count.measure, count.what, count.by, count.first, count.last, index)
                self.told[count] = self.told.get(count, Told()).meet(told)

    def _tables(self):
        tables = defaultdict(list)
        for count in self.told:
            if count.by:
                tables[count.table].append(count)
        for (measure, what, key, first, last, report), cells in tables.items():
            whole = Count(measure, what, "", first, last, report)
            if whole not in self.told:
                continue
            if (measure, key) in SHARED:
                self.lines += [([(c, 1), (whole, -1)], False) for c in cells]
                continue
            told = self.told[whole]
            least = sum(self.told[c].least for c in cells)
            ends = [self.told[c].most for c in cells]
            most = None if None in ends else sum(ends)
            exact = (told.most is None or least <= told.most) and (most is None or most >= told.least)
            self.lines.append(([(c, 1) for c in cells] + [(whole, -1)], exact))

    def _stretches(self):
        groups, tables = defaultdict(list), defaultdict(set)
        for count in list(self.told):
            if count.report < 0 and count.what in ADDITIVE.get(count.measure, ()):
                groups[count.measure, count.what, count.by].append(count)
                tables[count.measure, count.what, count.by.split("=")[0]].add((count.first, count.last))
        for (measure, what, by), counts in groups.items():
            for first, last in tables[measure, what, by.split("=")[0]] if by else ():
                absent = Count(measure, what, by, first, last)
                if absent not in self.told:
                    self.told[absent] = Told(0, 0)
                    counts.append(absent)
            if len(counts) < 2:
                continue
            after = {c: str(date.fromisoformat(c.last) + timedelta(days=1)) for c in counts}
            cuts = sorted({c.first for c in counts} | set(after.values()))
            pieces = [Count(measure, what + " between", by, a, b) for a, b in zip(cuts, cuts[1:])]
            for piece in pieces:
                self.told.setdefault(piece, Told())
            for count in counts:
                inside = [p for p in pieces if p.first >= count.first and p.last <= after[count]]
                self.lines.append(([(p, 1) for p in inside] + [(count, -1)], True))

    def findings(self, measure: str) -> list[Finding] | None:
        """Each cell said to be small, with the least and greatest it can be; None when nothing at all fits."""
        counts = sorted(c for c in self.told if c.measure == measure)
        place = {c: i for i, c in enumerate(counts)}
        rows = {True: [], False: []}
        for terms, exact in self.lines:
            if terms[0][0].measure == measure:
                row = np.zeros(len(counts))
                for count, times in terms:
                    row[place[count]] += times
                rows[exact].append(row)
        given = {
            "A_eq": np.array(rows[True]) if rows[True] else None, "b_eq": np.zeros(len(rows[True])) if rows[True] else None,
            "A_ub": np.array(rows[False]) if rows[False] else None, "b_ub": np.zeros(len(rows[False])) if rows[False] else None,
            "bounds": [(self.told[c].least, self.told[c].most) for c in counts], "method": "highs",
        }

        def best(count, sign):
            goal = np.zeros(len(counts))
            goal[place[count]] = sign
            found = linprog(goal, **given)
            return found.status, (sign * found.fun if found.status == 0 else float("inf"))

        if linprog(np.zeros(len(counts)), **given).status == 2:
            return None
        small = [c for c in counts if self.told[c].most is not None and self.told[c].least < self.told[c].most]
        return [Finding(c, best(c, 1)[1], best(c, -1)[1], int(self.told[c].most)) for c in small]


def attack(reports: list[str]) -> list[Finding]:
    """Every cell said to be small in any of the reports, with what a reader of all of them can tell of it."""
    measures = {row["measure"] for text in reports for row in csv.DictReader(io.StringIO(text))}
    found = []
    for measure in sorted(measures):
        for oldest in range(len(reports)):
            apart = frozenset((measure, index) for index in range(oldest))
            told = Reader(reports, apart).findings(measure)
            if told is not None:
                found += told
                break
        else:
            raise AssertionError(f"the last report says what cannot be of {measure}")
    return found


def solved(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.least > 1 + 1e-6 or f.greatest < f.most - 1e-6]
