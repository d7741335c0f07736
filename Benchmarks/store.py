"""The large made-up service: made once, kept in the cache, copied for every run because a run writes."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

FULL = {"children": 20_000, "years": 6, "staff": 200, "contacts-per-child": 51, "contacts-of-first-child": 10_000}
HUNDRED = {"children": 100_000, "years": 6, "staff": 400}
QUICK = {"children": 2_000, "years": 6, "staff": 60, "contacts-per-child": 20, "contacts-of-first-child": 10_000}
MADE_BY = ["Sources/Demo", "Sources/Waymark/Demo.swift", "Sources/Waymark/DemoLoader.swift", "Sources/Records/Schema", "Sources/Records/Derived", "Sources/Casework/Kinds"]


def made(waymark: Path, cache: Path, options: dict) -> Path:
    """The store for these options, this schema and this month: the list of open children moves with the days."""
    mark = hashlib.sha256(repr((options, f"{date.today():%Y-%m}")).encode())
    for place in MADE_BY:
        for file in sorted(Path(place).rglob("*.swift")) if Path(place).is_dir() else [Path(place)]:
            mark.update(file.read_bytes())
    store = cache / f"bench-{mark.hexdigest()[:16]}"
    if not store.exists():
        part = store.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        print("Making the large service (some minutes, once) …", file=sys.stderr)
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        subprocess.run([waymark, "demo", "--data", part, *words], check=True, stdout=subprocess.DEVNULL)
        for name in ("records.sqlite", "access.sqlite"):
            db = sqlite3.connect(part / name)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
        part.rename(store)
    return store


def copied(store: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name in ("records.sqlite", "access.sqlite", "sign-ins.txt"):
        if (store / name).exists():
            subprocess.run(["cp", "--reflink=auto", store / name, to / name], check=True)
    return to


def copy_open(store: Path, to: Path) -> Path:
    """A copy of a store that is being served, its sessions with it."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name in ("records.sqlite", "access.sqlite"):
        source, target = sqlite3.connect(f"file:{store / name}?mode=ro", uri=True), sqlite3.connect(to / name)
        source.backup(target, pages=50_000)
        target.execute("PRAGMA journal_mode = WAL")
        source.close()
        target.close()
    return to


def counts(store: Path) -> dict:
    db = sqlite3.connect(f"file:{store / 'records.sqlite'}?mode=ro", uri=True)
    found = {kind: db.execute(f"SELECT count(*) FROM {kind}").fetchone()[0] for kind in ("child", "contact", "staff")}
    db.close()
    return found | {"megabytes": (store / "records.sqlite").stat().st_size // 1_000_000}


def sign_ins(store: Path) -> dict[str, tuple[str, str]]:
    lines = (store / "sign-ins.txt").read_text().splitlines()
    return {role: (user, password) for role, user, password in (line.split("\t") for line in lines)}
