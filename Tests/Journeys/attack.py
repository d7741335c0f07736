"""What the strongest reader can work out from issued board reports and files of views: linear programming over the CSV a reader gets, never the
true values.

Written apart from the program's own guard: one system for the measures that bound each other, cut at every day any table begins or ends, solved
by SciPy. The reader knows how numbers are hidden (docs/decisions/0061, 0110) and believes whatever fits: that a cell told in two reports is one
count, that a breakdown is complete, that a year is its quarters, that what is proven has an outcome. A report that cannot be true beside later
ones (records were corrected) is read apart.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

# Measures whose counts bound each other.
TOGETHER = [
    {"fte", "custody", "outcomes", "offences", "timeliness", "kpi9", "reoffending.tracker", "reoffending.proven", "reoffending.shared"},
    {"kpi1", "kpi2", "kpi3", "kpi4", "kpi5", "kpi7"},
]
# What stands for a count that several measures have: every indicator of ended orders is out of the same children.
ENDED, FOLLOWED = "all ended", "all followed"

# measure: part: what its number counts, what its base counts
NAMES: dict[str, dict[str, tuple[str, str | None]]] = {
    "fte": {"rate": ("count", None)}, "custody": {"rate": ("count", None)},
    "offences": {"rate": ("count", None), "ratio": ("count", None)},
    "timeliness": {
        "offence_to_outcome_median": ("outcome", None), "offence_to_outcome_p90": ("outcome", None),
        "offence_to_charge_median": ("charge", None), "charge_to_hearing_median": ("hearing", None),
        "hearing_to_outcome_median": ("heard", None),
    },
    "oocd": {
        "days_median": ("decided", None), "days_p90": ("decided", None), "working_days_median": ("decided", None),
        "within_target": ("within_target", "decided"),
    },
    "kpi6": {
        "headline_published": ("published", "published base"), "headline_case_level": ("completed", "ended"), "6b": ("completed", "ended"),
        "6c": ("completed", "ended"), "outcome_23": ("outcome_23", "outcome_23 base"),
    },
    "kpi9": {
        "headline": ("serious", None), "9a": ("serious", "proven"), "9e": ("serious", "proven"), "9a_template": ("serious", "proven"),
        "9b": ("children", "children proven"), "headline_published": ("any serious", None), "9a_published": ("any serious", "any proven"),
        "9e_published": ("any serious", "any proven"), "9b_published": ("any children", "any children proven"),
    },
    "kpi10": {
        "headline": ("engaged", "consented"), "10a": ("victims", "ended"), "10b": ("with victims", "ended"), "10c": ("rows", "consented"),
        "10d": ("view", "consented"), "10e": ("progress", "consented"), "10f": ("support", "consented"), "10g": ("contacted", "consented"),
        "10e_template": ("told", "asked"), "10f_template": ("informed", "asked for support"),
    },
    "remand": {"not_custody": ("not custody", "decided")},
    "reoffending.proven": {
        "binary": ("reoffenders", "cohort"), "per_reoffender": ("reoffences", "reoffenders"), "per_offender": ("reoffences", "cohort"),
        "previous_offences": ("previous_offences", "cohort"),
    },
    "reoffending.tracker": {f"at_{m}": (f"at_{m}", FOLLOWED) for m in (3, 6, 9, 12)},
    "reoffending.shared": {"cohort": (FOLLOWED, None)},
    "kpi3": {
        "headline": ("plan", "need"), "3a": ("need", ENDED), "3c": ("need", ENDED), "3d": ("need", ENDED),
        "headline_start": ("plan then", "need then"), "3a_start": ("need then", ENDED),
    },
    "kpi7": {
        "headline_published": ("at end", ENDED), "headline_case_level": ("during", ENDED), "7a": ("at start", ENDED), "7b": ("during", ENDED),
        "7c_before": ("before", ENDED), "7c_during": ("referred", ENDED), "7d": ("during", ENDED), "7d_published": ("at end", ENDED),
    },
}
for kpi in "12":
    NAMES[f"kpi{kpi}"] = {
        "headline": ("end good", ENDED), f"{kpi}a_end_suitable": ("end good", ENDED), f"{kpi}a_end_unsuitable": ("end bad", ENDED),
        f"{kpi}a_start_suitable": ("start good", ENDED), f"{kpi}a_start_unsuitable": ("start bad", ENDED),
        "headline_primary_residence": ("main", ENDED),
    }
for kpi in "45":
    NAMES[f"kpi{kpi}"] = {
        "headline_published": ("need", ENDED), f"{kpi}a": ("need", ENDED), f"{kpi}d": ("need", ENDED), "headline_case_level": ("offered", "need"),
        f"{kpi}d_case_level": ("offered", "need"), f"{kpi}a_screened": ("screened", ENDED), f"{kpi}b": ("treated", "need"),
    }

# Events of a day: a year's are its quarters' together.
ADDITIVE = {
    "fte": {"count"}, "custody": {"count"}, "outcomes": {"count"}, "offences": {"count"},
    "timeliness": {"outcome", "charge", "hearing", "heard"}, "oocd": {"decided", "within_target", "bounced_back"}, "kpi6": {"6a"},
    "kpi9": {"serious", "proven", "any serious", "any proven"}, "kpi10": {"rows"}, "remand": {"started", "not custody", "decided"},
}
# Children with an event in the stretch: a year's are no fewer than any quarter's, and no more than all of them together.
SPREAD = {
    "kpi6": {"published", "published base", "completed", "ended", "outcome_23", "outcome_23 base"},
    "kpi9": {"children", "children proven", "any children", "any children proven"},
    "kpi10": {name for names in NAMES["kpi10"].values() for name in names if name} - {"rows"},
    **{kpi: {ENDED} for kpi in TOGETHER[1]},
}
# Children by one order of theirs, chosen in the stretch: a year's are no more than its quarters' together.
GATHERED = {kpi: {name for names in NAMES[kpi].values() for name in names if name} - {ENDED} for kpi in TOGETHER[1]}
# Children who may stand in two cells of one breakdown.
SHARED = {("kpi6", "type"), ("kpi6", "age")}
# What tells nothing of a count, not even that it is hidden.
NOTHING = {"", "not known", "not given"}
# Counts that together are no more than another.
WITHIN = {
    "oocd": [("within_target", "decided"), ("bounced_back", "decided"), ("completed", "decided")],
    "kpi6": [("completed", "ended"), ("completed", "6a"), ("published", "published base"), ("outcome_23", "outcome_23 base")],
    "kpi9": [
        ("serious", "proven"), ("any serious", "any proven"), ("children", "children proven"), ("any children", "any children proven"),
        ("serious", "any serious"), ("proven", "any proven"), ("children", "any children"), ("children proven", "any children proven"),
        ("children", "serious"), ("children proven", "proven"), ("any children", "any serious"), ("any children proven", "any proven"),
    ],
    "kpi10": [(name, "consented") for name in ("engaged", "view", "progress", "support")]
    + [(name, "victims") for name in ("consented", "contacted", "asked", "asked for support")]
    + [("with victims", "ended"), ("told", "asked"), ("informed", "asked for support"), ("engaged", "rows")],
    "remand": [("not custody", "decided")],
    "reoffending.proven": [("reoffenders", "cohort"), ("reoffenders", "reoffences")],
    "reoffending.tracker": [("at_3", "at_6"), ("at_6", "at_9"), ("at_9", "at_12"), ("at_12", FOLLOWED)],
    **{
        kpi: [("main", ENDED)] + [(f"{at} {how}", ENDED) for at in ("start", "end") for how in ("good", "bad", "good+bad")]
        for kpi in ("kpi1", "kpi2")
    },
    "kpi3": [("plan", "need"), ("need", ENDED), ("plan then", "need then"), ("need then", ENDED)],
    **{
        kpi: [("need", "screened"), ("need", ENDED), ("screened", ENDED), ("offered", "need"), ("treated", "offered")] for kpi in ("kpi4", "kpi5")
    },
    "kpi7": [("at end", "during")] + [(name, ENDED) for name in ("during", "at start", "before", "referred")],
}
# Counts no greater than the same cell of another measure, by the breakdowns in which it is so ("" is the whole).
ACROSS = [
    ("fte count", {""}, "offences count"), ("fte count", {"outcome"}, "outcomes count"), ("custody count", {"", "outcome"}, "outcomes count"),
    ("offences count", {"", "category"}, "outcomes count"),
    *((f"timeliness {name}", {""}, "offences count") for name in ("outcome", "charge", "hearing", "heard")),
]
# The outcomes of each group, as regulation.md 1.3 has them.
GROUPS = {
    "Diversion": {
        "COMMUNITY_RESOLUTION", "COMMUNITY_RESOLUTION_POLICE_FACILITATED", "COMMUNITY_RESOLUTION_OTHER_AGENCY_FACILITATED",
        "COMMUNITY_RESOLUTION_WITH_YOT_INTERVENTION", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT",
        "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT",
        "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT",
        "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", "OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT",
        "OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT",
    },
    "Pre-Court": {"YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION"},
    "First-tier": {
        "REFERRAL_ORDER", "ABSOLUTE_DISCHARGE", "CONDITIONAL_DISCHARGE", "FINE", "BIND_OVER", "COMPENSATION_ORDER", "REPARATION_ORDER",
        "SENTENCE_DEFERRED", "PARENT_FINED", "ORDER_TO_CONTINUE",
    },
    "Community": {"YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS"},
    "Custody": {
        "DETENTION_AND_TRAINING_ORDER", "SECTION_250", "SECTION_252A", "SECTION_254", "SECTION_259", "SECTION_226_LIFE", "SECTION_226_B",
        "SECTION_90_91_DETENTION", "SECTION_90_92_DETENTION",
    },
}
SENTENCED = ("Pre-Court", "First-tier", "Community", "Custody")
# count: by which group of outcomes it is bounded, "" for the group its own cell names.
BY_OUTCOME = {
    "offences count": SENTENCED, "kpi9 any proven": SENTENCED, "custody count": ("Custody",), FOLLOWED: (), "reoffending.proven cohort": (),
}


def named(row: dict) -> tuple[str, str | None]:
    """What a row's number and base count, by the one name of each."""
    number, base = NAMES.get(row["measure"], {}).get(row["part"], (row["part"], None))
    return qualified(row["measure"], number), base and qualified(row["measure"], base)


def qualified(measure: str, name: str) -> str:
    return name if name in (ENDED, FOLLOWED) else f"{measure} {name}"


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
    def measure(self):
        return self.what.split(" ")[0]

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
    count: Count
    least: float
    greatest: float
    most: int


def after(day: str) -> str:
    return str(date.fromisoformat(day) + timedelta(days=1))


class Reader:
    """What the issued rows of measures read together tell, oldest report first; `apart` of the oldest are read by themselves, by measure."""

    def __init__(self, measures: set[str], reports: list[list[dict]], apart: dict[str, int], loose: bool = False):
        self.measures, self.loose = measures, loose
        self.told: dict[Count, Told] = {}
        # Sums of counts, each with its sign, that are 0 or no more than it.
        self.lines: list[tuple[list[tuple[Count, int]], bool]] = []
        for index in reversed(range(len(reports))):
            for (_, _, measure), rows in sorted(self._grouped(reports[index]).items()):
                self._take(index, self._read(rows), index < apart.get(measure, 0))
        given = set(self.told)
        self._days()
        self._cells()
        for measure in measures:
            for inner, outer in WITHIN.get(measure, ()):
                first, *others = [qualified(measure, name) for name in self._names(inner)]
                for count in [c for c in self.told if c.what == first and replace(c, what=qualified(measure, outer)) in self.told]:
                    beside = [c for what in others if (c := replace(count, what=what)) in self.told]
                    self.lines.append(([(c, 1) for c in [count, *beside]] + [(replace(count, what=qualified(measure, outer)), -1)], False))
        if len(measures) > 1:
            self._across(given)

    @staticmethod
    def _names(inner: str) -> list[str]:
        at, *both = inner.split(" ")
        return [f"{at} {how}" for how in both[0].split("+")] if both and "+" in both[0] else [inner]

    @staticmethod
    def _grouped(rows):
        groups = defaultdict(list)
        for row in rows:
            groups[row["from"], row["to"], row["measure"]].append(row)
        return groups

    def _read(self, rows) -> dict[Count, Told]:
        """What one report tells of one measure over one stretch of days."""
        columns = defaultdict(list)
        for row in rows:
            number, base = named(row)
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
        """Cuts every count of a measure at every day on which any stretch told of it begins or ends."""
        whole = {qualified(m, name) for m in self.measures for name in ADDITIVE.get(m, ())}
        spread = {qualified(m, name) for m in self.measures for name in SPREAD.get(m, ())}
        gathered = {qualified(m, name) for m in self.measures for name in GATHERED.get(m, ())}
        timed = [c for c in self.told if c.what in whole | spread | gathered and c.apart < 0]
        for measure in sorted({c.measure for c in timed}):
            self._cut([c for c in timed if c.measure == measure], whole, spread)

    def _cut(self, counts, whole, spread):
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
            if count.what in whole:
                self.lines.append(([(p, 1) for p in inside] + [(count, -1)], True))
                continue
            self.lines.append(([(p, -1) for p in inside] + [(count, 1)], False))
            if count.what in spread:
                shorter = [c for c in counts if c != count and (c.what, c.by) == (count.what, count.by)]
                inside += [c for c in shorter if c.first >= count.first and c.last <= count.last]
                self.lines += [([(p, 1), (count, -1)], False) for p in set(inside)]

    def _across(self, given: set[Count]):
        """What one measure counts is no more than what another does, of the same days."""
        rows = defaultdict(list)
        for count in given:
            if count.what == "outcomes count" and count.key == "outcome":
                rows[count.whole].append(count)
        for count in sorted(given):
            bounds = [[replace(count, what=more)] for less, keys, more in ACROSS if count.what == less and count.key in keys]
            groups = BY_OUTCOME.get(count.what)
            if groups == () and count.key == "disposal" and count.by != "disposal=Custody":
                groups = (count.by.removeprefix("disposal="),)
            elif groups == () or count.by and groups:
                groups = None
            if groups:
                total = Count("outcomes count", "", count.first, count.last, count.apart)
                wanted = set().union(*(GROUPS.get(group, set()) for group in groups))
                bounds.append([c for c in rows[total] if c.by.removeprefix("outcome=") in wanted] if rows[total] else [total])
            for more in bounds:
                if not more or not all(c in self.told for c in more):
                    continue
                ends = [self.told[c].most for c in more]
                # An offence proven by an outcome that is not its main one: what is told says otherwise.
                if None in ends or self.told[count].least <= sum(ends):
                    self.lines.append(([(count, 1)] + [(c, -1) for c in more], False))

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
                lacking.append((whole.measure, key, whole.first, whole.last))
        for (whole, key), cells in tables.items():
            if (whole.measure, key) in SHARED:
                self.lines += [([(c, 1), (whole, -1)], False) for c in cells]
                continue
            # Children whose group is not known are in no cell.
            lacks = any((m, k) == (whole.measure, key) and first <= whole.last and last >= whole.first for m, k, first, last in lacking)
            self.lines.append(([(c, 1) for c in cells] + [(whole, -1)], not (lacks or self.loose)))

    def systems(self) -> list[list[Count]]:
        """Counts that are not told outright and hang together through the sums they stand in; none but they bound each other."""
        parent = {c: c for c, t in self.told.items() if t.most is None or t.least < t.most}

        def root(count):
            while parent[count] != count:
                parent[count] = parent[parent[count]]
                count = parent[count]
            return count

        for terms, _ in self.lines:
            first, *others = [c for c, _ in terms if c in parent] or [None]
            for other in others:
                parent[root(other)] = root(first)
        groups = defaultdict(list)
        for count in sorted(parent):
            groups[root(count)].append(count)
        return list(groups.values())

    def findings(self, hidden: dict[Count, int] | None = None) -> list[Finding] | None:
        """Each cell said to be small, and how far it is open; None when nothing at all fits.

        hidden: cells to try besides, that a tester knows to be small though nothing is said of them, with the largest small number.
        """
        of = defaultdict(list)
        for terms, exact in self.lines:
            unknown = [c for c, _ in terms if (t := self.told[c]).most is None or t.least < t.most]
            if unknown:
                of[unknown[0]].append((terms, exact))
            else:
                rest = sum(times * self.told[c].least for c, times in terms)
                if rest > 0 or exact and rest:
                    return None
        found = []
        for system in self.systems():
            own = self._solve(system, [line for count in system for line in of[count]], hidden or {})
            if own is None:
                return None
            found += own
        return found

    def _solve(self, counts: list[Count], lines, hidden: dict[Count, int]) -> list[Finding] | None:
        place = {c: i for i, c in enumerate(counts)}
        given: dict = {"bounds": [(self.told[c].least, self.told[c].most) for c in counts], "method": "highs"}
        for exact, matrix, sums in ((True, "A_eq", "b_eq"), (False, "A_ub", "b_ub")):
            chosen = [terms for terms, own in lines if own == exact]
            if chosen:
                cells = [(row, place[c], times) for row, terms in enumerate(chosen) for c, times in terms if c in place]
                rows, columns, values = zip(*cells)
                given[matrix] = coo_matrix((values, (rows, columns)), shape=(len(chosen), len(counts))).tocsr()
                given[sums] = np.array([-sum(times * self.told[c].least for c, times in terms if c not in place) for terms in chosen], dtype=float)
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
        small = {c: int(self.told[c].most) for c in counts if self.told[c].most is not None}
        for count, most in hidden.items():
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
        return [Finding(c, least[place[c]], greatest[place[c]], most) for c, most in small.items()]


def attack(reports: list[str], hidden: dict[Count, int] | None = None) -> list[Finding]:
    """Every cell said to be small in any of the reports, with what a reader of all of them can tell of it."""
    tables = [list(csv.DictReader(io.StringIO(text))) for text in reports]
    measures = {row["measure"] for table in tables for row in table}
    groups = [measures & group for group in TOGETHER]
    groups += [{measure} for measure in sorted(measures - set().union(*TOGETHER))]
    found = []
    for group in groups:
        own = [rows for table in tables if (rows := [row for row in table if row["measure"] in group])]
        found += read(group, own, hidden or {}) if own else []
    return found


def read(group: set[str], reports: list[list[dict]], hidden: dict[Count, int]) -> list[Finding]:
    """Measures together as far as that can be; else each by itself."""
    apart: dict[str, int] = {}
    alone: list[Finding] = []
    for measure in sorted(group):
        own = [[row for row in rows if row["measure"] == measure] for rows in reports]
        readings = [(count, False) for count in range(len(own))] + [(len(own) - 1, True)]
        told, count = next(
            ((f, count) for count, loose in readings if (f := Reader({measure}, own, {measure: count}, loose).findings(hidden)) is not None),
            (None, 0))
        assert told is not None, f"the last report says what cannot be of {measure}"
        apart[measure] = count
        alone += told
    together = Reader(group, reports, apart).findings(hidden) if len(group) > 1 else None
    return alone if together is None else together


def solved(findings: list[Finding]) -> list[Finding]:
    return [f for f in findings if f.least > 1 + 1e-6 or f.greatest < f.most - 1e-6]
