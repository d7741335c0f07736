"""The headline figures of a region in DuckDB: with_duckdb.py csv|tables REGION SINCE UNTIL TODAY"""

import json
import sys
from pathlib import Path

import duckdb

KINDS = ["child", "offence", "outcome", "hearing", "release", "referral", "programme", "code", "service"]
NUMBERS = {"service", "interpreter_needed", "deleted", "main", "completed", "bounced_back", "accepted", "knife", "seriousness", "gravity_base", "gravity", "ethnicity_code_set"}


def sort(name: str) -> str:
    if name == "date_of_birth" or name.rsplit("_", 1)[-1] in ("date", "on"):
        return "DATE"
    return "INTEGER" if name in NUMBERS or name.startswith("term_") else "VARCHAR"


def create(db: duckdb.DuckDBPyConnection, folder: Path, what: str) -> None:
    """Each file as a table with its types told, so that nothing is guessed."""
    for kind in KINDS:
        file = folder / f"{kind}.csv"
        with file.open() as lines:
            names = lines.readline().strip().split(",")
        columns = ", ".join(f"'{name}': '{sort(name)}'" for name in names)
        db.execute(f"CREATE {what} {kind} AS SELECT * FROM read_csv('{file}', header = true, auto_detect = false, columns = {{{columns}}}, new_line = '\\n', quote = '\"', escape = '\"')")


def figures(db: duckdb.DuckDBPyConnection, since: str, until: str, today: str) -> dict:
    db.execute("CREATE TEMP MACRO age(born, day) AS CASE WHEN day >= born THEN year(day) - year(born) - (month(day) * 100 + day(day) < month(born) * 100 + day(born))::INT END")
    for name, day in (("since", since), ("until", until), ("today", today), ("last_day", min(until, today))):
        db.execute(f"SET VARIABLE {name} = DATE '{day}'")
    db.execute((Path(__file__).parent / "headlines.sql").read_text())
    found = db.execute("SELECT s.code, f.measure || '.' || f.part, f.numerator, f.denominator FROM figure f JOIN service s USING (service)").fetchall()
    shared = db.execute("SELECT kind, count(*), sum(files) FROM shared GROUP BY kind").fetchall()
    (twice,) = db.execute(
        """WITH m AS (SELECT m.* FROM mark m SEMI JOIN entrant e ON e.service = m.service AND e.child = m.child)
        SELECT count(DISTINCT (service, child)) FROM m JOIN (SELECT kind, text FROM m GROUP BY ALL HAVING count(DISTINCT service) > 1) USING (kind, text)""").fetchone()  # fmt: skip
    return {
        "figures": {f"{code} {name}": [int(numerator), None if denominator is None else int(denominator)] for code, name, numerator, denominator in found},
        "shared": {kind: [people, int(files)] for kind, people, files in shared}, "twice": twice,
    }  # fmt: skip


def main() -> None:
    way, region, since, until, today = sys.argv[1:]
    if way == "tables":
        db = duckdb.connect(str(Path(region) / "region.duckdb"), read_only=True)
    else:
        db = duckdb.connect()
    db.execute("SET threads = 2")
    if way == "csv":
        create(db, Path(region) / "csv", "TEMP TABLE")
    print(json.dumps(figures(db, since, until, today)))


if __name__ == "__main__":
    main()
