"""A store of many services: made-up services cloned under service keys of their own, the same as CSV files and as DuckDB's tables. Made once, kept in the cache."""

import csv
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

BASES = 10
# What the headline figures read: a file of each goes to the others. Free text and contacts are in none of them.
KINDS = ["child", "offence", "outcome", "hearing", "release", "referral", "programme"]
# One child in this many of a clone is also on the file of the clone beside it.
SHARED = 200
FIXED = ["from_position", "to_position", "definition", "withdrawn", "nonce"]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def made(waymark: Path, cache: Path, services: int, children: int, years: int) -> Path:
    """The folder of one region: `store/`, `csv/`, `region.duckdb`."""
    mark = hashlib.sha256(repr((services, children, years, BASES, SHARED, KINDS)).encode() + Path(__file__).read_bytes())
    for file in sorted(Path("Sources/Demo").rglob("*.swift")) + sorted(Path("Sources/Records/Schema").rglob("*.swift")):
        mark.update(file.read_bytes())
    region = cache / f"region-{mark.hexdigest()[:16]}"
    if not region.exists():
        part = region.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        (part / "store").mkdir(parents=True)
        each = -(-children // services)
        bases = [demo(waymark, part / f"base-{index}", each, years, seed=101 + index) for index in range(min(BASES, services))]
        clone(bases, part / "store", services)
        for base in bases:
            shutil.rmtree(base)
        write_csv(part / "store", part / "csv")
        write_tables(part / "csv", part / "region.duckdb")
        part.rename(region)
    return region


def demo(waymark: Path, to: Path, children: int, years: int, seed: int) -> Path:
    say(f"Making service {seed - 100} of {BASES} to clone …")
    options = ["--children", str(children), "--years", str(years), "--contacts-per-child", "0", "--contacts-of-first-child", "0", "--seed", str(seed)]
    subprocess.run([waymark, "demo", "--data", to, *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return to


def clone(bases: list[Path], to: Path, services: int) -> None:
    """Copies each base's rows under new service keys. The tables, their keys and indexes are the program's own; the clones have no journal behind them."""
    shutil.copy(bases[0] / "access.sqlite", to / "access.sqlite")
    with sqlite3.connect(bases[0] / "records.sqlite") as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        tables = {name: sql for name, sql in source.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC")}
        of_child = {name for name in tables if "child BLOB NOT NULL" in tables[name] and tables[name].startswith("CREATE TABLE")}
    db = sqlite3.connect(to / "records.sqlite", isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA cache_size = -500000")
    # Triggers last, so that nothing stands in the way of names being made different.
    for sql in tables.values():
        if not sql.startswith("CREATE TRIGGER"):
            db.execute(sql)
    wanted = {kind + end for kind in KINDS for end in ("", "_version")}
    for number in range(services):
        base, copy = bases[number % len(bases)], number // len(bases)
        db.execute("ATTACH ? AS base", [str(base / "records.sqlite")])
        db.execute("BEGIN")
        service, code = number + 1, f"R{number + 1:03}"
        if number == 0:
            db.execute("INSERT INTO schema_migration SELECT * FROM base.schema_migration")
        db.execute("INSERT INTO service VALUES (?, ?, ?)", [service, code, f"Region service {number + 1}"])
        for name, sql in tables.items():
            if not sql.startswith("CREATE TABLE") or name in ("service", "schema_migration", "content", "journal", "journal_row", "note", "once", "imported", "draft"):
                continue
            if name in ("child_list", "task", "search_key") or (name in of_child and name not in wanted):
                continue
            columns = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]
            if "service" not in columns:
                continue
            picked = ", ".join("?1" if column == "service" else f'"{column}"' for column in columns)
            key = "ORDER BY child, id" if name in of_child else ""
            db.execute(f'INSERT INTO main."{name}" SELECT {picked} FROM base."{name}" {key}', [service])
        # Clones of one base are different children, but for one in so many, who is known to the clone beside it too.
        db.execute("UPDATE child_version SET family_name = family_name || ' of ' || ?2, pnc_id = pnc_id || '/' || ?2 WHERE service = ?1", [service, word(copy)])
        children = [row[0] for row in db.execute("SELECT id FROM child WHERE service = ? ORDER BY id", [service])][::SHARED]
        old, new = f" of {word(copy)}", f" of {word(copy // 2)} both"
        db.executemany(
            "UPDATE child_version SET family_name = replace(family_name, ?, ?), pnc_id = replace(pnc_id, ?, ?) WHERE service = ? AND child = ?",
            [(old, new, f"/{word(copy)}", f"/{word(copy // 2)}B", service, child) for child in children])  # fmt: skip
        db.execute("COMMIT")
        db.execute("DETACH base")
        if number % 10 == 9:
            say(f"{number + 1} of {services} services")
    for sql in tables.values():
        if sql.startswith("CREATE TRIGGER"):
            db.execute(sql)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def word(number: int) -> str:
    """A place's made-up name."""
    return "Al Bel Cor Dun Esk Fen Gar Hul Ing Jor Kel Lum Mor Nen Orr Pen".split()[number % 16] + ("" if number < 16 else str(number // 16))


def write_csv(store: Path, to: Path) -> None:
    """What is current of each kind, a file each, every column: what a region that collects files from its services would hold."""
    say("Writing the same as CSV files …")
    to.mkdir()
    db = sqlite3.connect(f"file:{store / 'records.sqlite'}?mode=ro", uri=True)
    for kind in KINDS:
        info = [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({kind}_version)")]
        columns = [(name, f"lower(hex(v.\"{name}\"))" if sort == "BLOB" else f'v."{name}"') for name, sort in info if name not in FIXED]
        columns.insert(3, ("ref", "a.ref"))
        rows = db.execute(
            f"""SELECT {", ".join(sql for _, sql in columns)} FROM {kind}_version v JOIN {kind} a ON a.service = v.service AND a.child = v.child AND a.id = v.id
            WHERE v.to_position IS NULL AND NOT v.withdrawn ORDER BY v.service, v.child, v.id""")  # fmt: skip
        write(to / f"{kind}.csv", [name for name, _ in columns], rows)
    codes = """SELECT service, list, token, in_group FROM code_version WHERE to_position IS NULL AND NOT withdrawn AND list IN ('outcome', 'offence_category')"""
    write(to / "code.csv", ["service", "list", "token", "in_group"], db.execute(codes))
    write(to / "service.csv", ["service", "code"], db.execute("SELECT id, code FROM service"))
    db.close()


def write(path: Path, names: list[str], rows) -> None:
    with path.open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        out.writerows(rows)


def write_tables(folder: Path, to: Path) -> None:
    say("Writing the same as DuckDB's tables …")
    import duckdb
    from with_duckdb import create

    db = duckdb.connect(str(to))
    create(db, folder, "TABLE")
    db.close()
