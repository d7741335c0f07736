"""The headline figures of a region in pandas, from the CSV files: with_pandas.py csv REGION SINCE UNTIL TODAY

Only the columns needed are read, by Arrow's reader on both cores; days are whole numbers (20261121).
"""

import json
import sys
from pathlib import Path

import pandas as pd
import pyarrow as arrow
from pyarrow import compute
from pyarrow import csv as arrow_csv

TIERS = {"Diversion (Other)": "Diversion", "Diversion": "Diversion", "Pre-Court": "Pre-Court", "First-tier": "First-tier", "Community": "Community", "Custody": "Custody"}
NUMBERS = {"service", "deleted", "completed", "bounced_back", "accepted"}
WEIGHTS = {"Custody": 7, "Community": 6, "First-tier": 4, "Pre-Court": 2, "Diversion": 1}


def read(folder: Path, kind: str, columns: list[str]) -> pd.DataFrame:
    days = [name for name in columns if name == "date_of_birth" or name.rsplit("_", 1)[-1] in ("date", "on")]
    types = {name: arrow.date32() if name in days else arrow.int64() if name in NUMBERS else arrow.string() for name in columns}
    options = arrow_csv.ConvertOptions(include_columns=columns, column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""])
    table = arrow_csv.read_csv(folder / f"{kind}.csv", parse_options=arrow_csv.ParseOptions(newlines_in_values=True), convert_options=options)
    for name in days:
        day = table[name]
        number = compute.add(compute.add(compute.multiply(compute.year(day), 10_000), compute.multiply(compute.month(day), 100)), compute.day(day))
        table = table.set_column(table.column_names.index(name), name, number)
    return table.to_pandas()


def age(born: pd.Series, day: pd.Series) -> pd.Series:
    """Whole years; missing where a day is, or before birth."""
    return ((day - born) // 10_000).where(day >= born)


def months_later(day: pd.Series, months: int) -> pd.Series:
    moved = pd.to_datetime(day.astype("int64").astype(str), format="%Y%m%d") + pd.DateOffset(months=months)
    return moved.dt.year * 10_000 + moved.dt.month * 100 + moved.dt.day


def first(frame: pd.DataFrame, of: list[str], day: str, ref: str) -> pd.DataFrame:
    """The first of each by day, then the weightier outcome, then the higher reference."""
    return frame.sort_values([day, "weight", ref], ascending=[True, False, False], kind="stable").drop_duplicates(of)


def proceedings(folder: Path, child: pd.DataFrame, code: pd.DataFrame) -> pd.DataFrame:
    outcome = read(folder, "outcome", ["service", "child", "id", "ref", "offence_ref", "outcome_date", "outcome", "appeal", "residence", "sentencing_occasion_ref"])
    offence = read(folder, "offence", ["service", "id", "offence_date", "arrest_date", "first_hearing_date", "category"]).rename(columns={"id": "offence_ref"})
    hearing = read(folder, "hearing", ["service", "hearing_date", "offence_refs"]).dropna(subset=["offence_refs"])
    hearing["offence_ref"] = hearing["offence_refs"].str.replace("-", "", regex=False).str.split(" ")
    heard = hearing[["service", "offence_ref", "hearing_date"]].explode("offence_ref").groupby(["service", "offence_ref"], as_index=False, sort=False)["hearing_date"].min()
    tiers = code[(code["list"] == "outcome") & code["in_group"].isin(list(TIERS))]
    tiers = pd.DataFrame({"service": tiers["service"], "outcome": tiers["token"], "tier": tiers["in_group"].map(TIERS)})
    p = outcome.merge(offence, on=["service", "offence_ref"], how="left").merge(heard, on=["service", "offence_ref"], how="left").merge(tiers, on=["service", "outcome"], how="left")
    p = p.merge(child[["service", "child", "child_ref", "date_of_birth", "deleted", "person"]], on=["service", "child"])
    p["weight"] = p["tier"].map(WEIGHTS).fillna(0).astype("int64") + p["outcome"].isin(["REFERRAL_ORDER"]) + p["outcome"].isin(["YOUTH_CONDITIONAL_CAUTION"])
    p["stands"] = ~p["appeal"].isin(["CHANGED", "SUCCESSFUL"])
    p["elsewhere"] = p["residence"] == "OTHER"
    p["first_hearing"] = p["first_hearing_date"].fillna(p["hearing_date"]).fillna(p["outcome_date"].where(p["tier"].fillna("") != "Pre-Court"))
    p["heard_at"] = age(p["date_of_birth"], p["first_hearing"])
    return p


def entrants(p: pd.DataFrame, since: int, until: int) -> pd.DataFrame:
    at_arrest = age(p["date_of_birth"], p["arrest_date"].fillna(p["offence_date"]))
    able = p[p["tier"].notna() & (p["tier"] != "Diversion") & p["stands"] & ~p["deleted"] & at_arrest.between(10, 17) & (p["first_hearing"].isna() | p["heard_at"].between(0, 17))]
    chosen = first(first(able, ["service", "child"], "outcome_date", "ref"), ["service", "person"], "outcome_date", "child_ref")
    return chosen[~chosen["elsewhere"] & chosen["outcome_date"].between(since, until)]


def custody(p: pd.DataFrame, since: int, until: int) -> pd.Series:
    able = p[(p["tier"] == "Custody") & p["stands"] & ~p["elsewhere"] & ~p["deleted"] & p["heard_at"].between(10, 17)]
    occasion = able["sentencing_occasion_ref"].fillna("on " + able["outcome_date"].astype("int64").astype(str))
    day = able.assign(occasion=occasion).groupby(["service", "child", "occasion"], as_index=False)["outcome_date"].min()
    return day[day["outcome_date"].between(since, until)].groupby("service").size()


def tracker(folder: Path, p: pd.DataFrame, code: pd.DataFrame, since: int, until: int, today: int) -> pd.DataFrame:
    release = read(folder, "release", ["service", "outcome_ref", "release_date"]).rename(columns={"outcome_ref": "id"})
    able = p[p["tier"].notna() & p["stands"] & ~p["elsewhere"] & ~p["deleted"]]
    held = able[able["tier"] == "Custody"].merge(release, on=["service", "id"]).assign(day=lambda one: one["release_date"])
    events = pd.concat([able[able["tier"] != "Custody"].assign(day=lambda one: one["outcome_date"]), held])
    events = events[events["day"].between(since, until)]
    events = events[age(events["date_of_birth"], events["day"]).between(10, 17)]
    cohort = first(first(events, ["service", "child"], "day", "ref"), ["service", "person"], "day", "child_ref")[["service", "child", "day"]]
    breaches = code[(code["list"] == "offence_category") & (code["in_group"] == "Breach")]["token"].unique()
    again = p[p["stands"] & (p["outcome_date"] <= today) & ~p["category"].isin(breaches)]
    again = again.assign(again=again["offence_date"].fillna(again["arrest_date"]))[["service", "child", "again"]].dropna()
    found = cohort.merge(again, on=["service", "child"])
    found = found[found["again"] > found["day"]].groupby(["service", "child"], as_index=False)["again"].min()
    cohort = cohort.merge(found, on=["service", "child"], how="left")
    for months in (3, 6, 9, 12):
        cohort[f"at_{months}"] = cohort["again"] <= months_later(cohort["day"], months)
    return cohort


def out_of_court(folder: Path, child: pd.DataFrame, since: int, until: int, today: int) -> pd.DataFrame:
    columns = ["service", "child", "id", "received_date", "pathway", "offence_refs", "bounced_back", "accepted", "decision_date", "closed_date"]
    r, last = read(folder, "referral", columns), min(until, today)
    r = r[r["pathway"] == "OUT_OF_COURT"].merge(child[["service", "child", "deleted"]], on=["service", "child"])
    r = r[~r["deleted"]]
    r["decided"] = r["decision_date"].between(since, last)
    r["waiting"] = ~r["decided"] & (r["received_date"] <= last) & ~(r["decision_date"] <= last) & ~(r["closed_date"] <= last) & (r["accepted"].fillna(1) != 0)
    r["bounced_back"] = r["decided"] & (r["bounced_back"].fillna(0) == 1)
    done = read(folder, "programme", ["service", "child", "start_date", "end_date", "completed", "offence_refs", "referral_ref"])
    done = done[(done["completed"] == 1) & ~(done["end_date"] > today)]
    pairs = r[r["decided"]][["service", "child", "id", "received_date", "offence_refs"]].merge(done, on=["service", "child"], suffixes=("", "_done"))
    own = pairs["referral_ref"] == pairs["id"]
    later = pairs[~own & (pairs["start_date"] >= pairs["received_date"])]
    shares = [bool(set(a.split()) & set(b.split())) for a, b in zip(later["offence_refs"].fillna(""), later["offence_refs_done"].fillna(""), strict=True)]
    ends = pd.concat([pairs[own], later[shares]])[["service", "id"]].drop_duplicates().assign(completed=True)
    r = r.merge(ends, on=["service", "id"], how="left")
    r["completed"] = r["completed"].eq(True)
    return r.groupby("service")[["decided", "bounced_back", "completed", "waiting"]].sum()


def marks(child: pd.DataFrame) -> pd.DataFrame:
    """By what each child may be known elsewhere."""
    here = child[~child["deleted"]]
    name = (here["given_name"] + " " + here["family_name"]).str.normalize("NFKD").str.replace(r"[\u0300-\u036f'’]", "", regex=True).str.lower()
    name = name.str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip() + " " + here["date_of_birth"].astype("Int64").astype("str")
    found = {"name_and_birth_date": name.where(here["date_of_birth"].notna())}
    for number in ("pnc_id", "upn", "nhs_number"):
        found[number] = here[number].str.lower().str.replace(r"[^a-z0-9]", "", regex=True)
    parts = [pd.DataFrame({"service": here["service"], "child": here["child"], "kind": kind, "text": text}) for kind, text in found.items()]
    whole = pd.concat(parts)
    return whole[whole["text"].notna() & (whole["text"] != "")]


def shared(of: pd.DataFrame) -> pd.DataFrame:
    """The marks borne in two services or more, each with every file that bears it."""
    twice = of[of.duplicated(["kind", "text"], keep=False)]
    return twice[twice.groupby(["kind", "text"])["service"].transform("nunique") > 1]


def figures(folder: Path, since: int, until: int, today: int) -> dict:
    service = pd.read_csv(folder / "service.csv").set_index("service")["code"]
    code = read(folder, "code", ["service", "list", "token", "in_group"])
    child = read(folder, "child", ["service", "id", "ref", "given_name", "family_name", "date_of_birth", "pnc_id", "upn", "nhs_number", "originating_ref", "deleted"])
    child = child.rename(columns={"id": "child", "ref": "child_ref"})
    child["deleted"] = child["deleted"].fillna(0) == 1
    origin = child["originating_ref"]
    known = origin.notna() & (origin != "") & child["date_of_birth"].notna() & ~origin.str.contains(r"\s", na=False) & (origin.str.upper() != "N/A")
    child["person"] = (child["date_of_birth"].astype("Int64").astype("str") + " " + origin).where(known, child["child"])
    p = proceedings(folder, child, code)
    out: dict[str, list] = {}

    def put(name: str, numerators: pd.Series, denominators: pd.Series | None = None) -> None:
        for one, number in numerators.items():
            out[f"{service[one]} {name}"] = [int(number), None if denominators is None else int(denominators[one])]

    entrant = entrants(p, since, until)
    put("fte.count", entrant.groupby("service").size())
    put("custody.count", custody(p, since, until))
    cohort = tracker(folder, p, code, since, until, today).groupby("service")
    for months in (3, 6, 9, 12):
        put(f"reoffending.tracker.at_{months}", cohort[f"at_{months}"].sum(), cohort.size())
    for name, numbers in out_of_court(folder, child, since, until, today).items():
        put(f"oocd.{name}", numbers)
    all_marks = marks(child)
    both = shared(all_marks)
    twice = shared(all_marks.merge(entrant[["service", "child"]], on=["service", "child"]))
    return {
        "figures": out, "shared": {kind: [int(rows["text"].nunique()), len(rows)] for kind, rows in both.groupby("kind")},
        "twice": len(twice[["service", "child"]].drop_duplicates()),
    }  # fmt: skip


def main() -> None:
    _, region, *days = sys.argv[1:]
    print(json.dumps(figures(Path(region) / "csv", *(int(day.replace("-", "")) for day in days))))


if __name__ == "__main__":
    main()
