"""Counts a region with the product, with DuckDB and with pandas, in turns, and prints one table.

    ./bench region [--services 155] [--children 1000000] [--years 4] [--rounds 3] [--waymark FILE] [--json FILE]

Nothing measured counts unless all of them answer the same numbers, service by service.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))

import clones  # noqa: E402
from bench import built, machine_words  # noqa: E402


def run(command: list, output: Path) -> tuple[float, float, int]:
    """Seconds, processor seconds and peak memory in KiB of one process, from its start to its end."""
    began = time.monotonic()
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as errors:
        process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed: {output.with_suffix('.err').read_text()[-1500:]}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss


def forget(paths: list[Path]) -> None:
    """Lets the kernel drop what it holds of these files, so that every run reads the disk."""
    for path in paths:
        with path.open("rb") as file:
            os.fdatasync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def ours(answer: dict) -> dict:
    """The product's answer in the others' form."""
    compared = {"fte.count", "custody.count", "oocd.decided", "oocd.bounced_back", "oocd.completed", "oocd.waiting", *(f"reoffending.tracker.at_{month}" for month in (3, 6, 9, 12))}
    out = {}
    for service in answer["services"]:
        for one in service["figures"]:
            name = f"{one['measure']}.{one['part']}"
            if name in compared and (one["numerator"] or one.get("denominator")):
                out[f"{service['service']} {name}"] = [int(one["numerator"]), None if one.get("denominator") is None else int(one["denominator"])]
    twice = next(one["alsoElsewhere"] for one in answer["figures"] if one["measure"] == "fte" and one["part"] == "count" and not one["by"])
    return {"figures": out, "shared": {one["by"]: [one["people"], one["files"]] for one in answer["sharedChildren"] if one["people"]}, "twice": twice}


def same(one: dict, other: dict) -> str | None:
    """Where two answers part; a figure of nothing may be left unsaid."""
    said = [{name: value for name, value in answer["figures"].items() if any(value)} for answer in (one, other)]
    for name in sorted(said[0].keys() | said[1].keys()):
        if said[0].get(name) != said[1].get(name):
            return f"{name}: {said[0].get(name)} and {said[1].get(name)}"
    return next((f"{key}: {one[key]} and {other[key]}" for key in ("shared", "twice") if one[key] != other[key]), None)


def quarter() -> tuple[str, date, date]:
    """The last whole quarter of a year ago, whose cohort has had its twelve months."""
    today = date.today()
    year, number = today.year - 1, (today.month - 1) // 3
    if number == 0:
        year, number = year - 1, 4
    since = date(year, number * 3 - 2, 1)
    until = (date(year + number * 3 // 12, number * 3 % 12 + 1, 1)) - timedelta(days=1)
    return f"{since}..{until}", since, until


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench region", description=__doc__.split("\n")[0])
    parser.add_argument("--services", type=int, default=155)
    parser.add_argument("--children", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=4, help="over how many years the children came")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--waymark", type=Path, help="a program built already")
    parser.add_argument("--json", type=Path, help="also write what was measured here")
    arguments = parser.parse_args()
    waymark = (arguments.waymark or built()).resolve()
    region = clones.made(waymark, Path(os.environ["CACHE"]), arguments.services, arguments.children, arguments.years)
    store, folder = region / "store", region / "csv"
    period, since, until = quarter()
    days = [str(since), str(until), str(date.today())]
    ways = {
        "Waymark": ([waymark, "report", "region", "--data", store, "--period", period], [store / "records.sqlite"]),
        "DuckDB, its own tables": ([sys.executable, HERE / "with_duckdb.py", "tables", region, *days], [region / "region.duckdb"]),
        "DuckDB, from CSV": ([sys.executable, HERE / "with_duckdb.py", "csv", region, *days], list(folder.glob("*.csv"))),
        "pandas, from CSV": ([sys.executable, HERE / "with_pandas.py", "csv", region, *days], list(folder.glob("*.csv"))),
    }
    size = {"store": (store / "records.sqlite").stat().st_size, "csv": sum(file.stat().st_size for file in folder.iterdir()), "duckdb": (region / "region.duckdb").stat().st_size}
    words = machine_words() + f"\n{arguments.services} services, {arguments.children:,} children; store {size['store'] / 1e6:,.0f} MB, CSV {size['csv'] / 1e6:,.0f} MB, DuckDB's tables {size['duckdb'] / 1e6:,.0f} MB; {period}"  # fmt: skip
    print(words, flush=True)
    measured: dict[str, list] = {name: [] for name in ways}
    answers = {}
    for number in range(arguments.rounds):
        # In turns, so that a slow spell of the machine meets all.
        for name, (command, files) in ways.items():
            forget(files)
            output = region / "answer"
            measured[name].append(run(command, output))
            answer = json.loads(output.read_text())
            answers[name] = ours(answer) if name == "Waymark" else answer
            clones.say(f"round {number + 1}, {name}: {measured[name][-1][0]:.1f} s")
        for name in list(ways)[1:]:
            if parted := same(answers["Waymark"], answers[name]):
                raise SystemExit(f"{name} answers otherwise than Waymark, so nothing measured counts:\n{parted}")
    rows = []
    for name, runs in measured.items():
        seconds, used, memory = (statistics.median(one[place] for one in runs) for place in range(3))
        aim = ("met" if seconds < 60 and memory < 2e6 else "NOT MET") if name == "Waymark" else ""
        rows.append({"way": name, "seconds": seconds, "processor": used, "peak_mb": memory / 1024})
        print(f"{name:24} {seconds:8.1f} s   {used:8.1f} s of processor   {memory / 1024:8,.0f} MB peak   {'< 60 s and 2 GB' if aim else '':16} {aim}".rstrip())
    whole = answers["Waymark"]
    sums: dict[str, list[int]] = {}
    for name, (numerator, denominator) in whole["figures"].items():
        sums.setdefault(name.split(" ")[1], [0, 0])
        sums[name.split(" ")[1]][0] += numerator
        sums[name.split(" ")[1]][1] += denominator or 0
    print("\nThe same from all, service by service. Together: " + "; ".join(f"{name} {top:,}" + (f" of {of:,}" if of else "") for name, (top, of) in sorted(sums.items())))
    print("Known to two services or more: " + "; ".join(f"{people:,} by {re.sub('_', ' ', by)} on {files:,} files" for by, (people, files) in whole["shared"].items()))
    print(f"Of the first-time entrants {whole['twice']:,} are counted by a second service too.")
    if arguments.json:
        arguments.json.write_text(json.dumps({"machine": words, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
