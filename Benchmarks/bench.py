"""Measures the product under load, and the same pages served by Django from the same files, and prints one table.

    bench.py [--quick] [--seconds N] [--only NAME]… [--waymark FILE] [--json FILE]

NAME is one of start, mix, processor, pages, long, report, hundred, import, django; or same, which measures nothing: it compares every list and every
file that Django serves with ours. With --quick the 100,000 children are left out. Everything is measured with the client on the same cores.
"""

import argparse
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import store as stores
from change import Changes
from client import Load, Server, free_port, get, sign_in
from plan import MIX, Contents, Plan
from same import Views, difference, whole
from table import WORDS, Table

HERE = Path(__file__).parent
ROLES = ["case_manager", "delivery_worker", "team_manager", "service_manager"]
CONNECTIONS = 50
# What the board's quarterly report was first asked to answer; the full set has every measure there is.
QUARTERLY = ["fte", "custody", "reoffending.tracker", "reoffending.proven", "outcomes", "offences"]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def built() -> Path:
    scratch = os.environ["SCRATCH"]
    say("Building for release (the first time takes some minutes) …")
    subprocess.run(["swift", "build", "--scratch-path", scratch, "-c", "release", "--product", "waymark"], check=True, stdout=sys.stderr)
    shown = subprocess.run(["swift", "build", "--scratch-path", scratch, "-c", "release", "--show-bin-path"], check=True, capture_output=True, text=True)
    return Path(shown.stdout.strip()) / "waymark"


class Bench:
    def __init__(self, arguments: argparse.Namespace, waymark: Path, work: Path):
        self.gunicorn, self.templates, self.changed = arguments.gunicorn, arguments.templates, arguments.changed
        self.waymark, self.work, self.log = waymark, work, work / "log"
        self.seconds = arguments.seconds or (10 if arguments.quick else 60)
        self.warm_up = min(10, self.seconds / 3)
        self.cache = Path(os.environ["CACHE"])
        source = arguments.store or stores.made(waymark, self.cache, stores.QUICK if arguments.quick else stores.FULL)
        self.store = stores.copied(source, work / "ours")
        self.holds = stores.counts(self.store)
        self.contents = Contents.read(self.store)
        self.client = work / "load"
        subprocess.run(["cc", "-O2", "-o", self.client, HERE / "load.c"], check=True)
        self.table = Table()
        self.server: Server | None = None
        self.cookies: list[str] = []

    # Serving

    def serve(self) -> Server:
        port = free_port()
        command = [str(self.waymark), "serve", "--data", str(self.store), "--port", str(port), "--calls-per-minute", "0"]
        return Server(command, port, "/health", self.log)

    def ready(self) -> Server:
        """The server with fifty people signed in."""
        if self.server is None:
            self.server = self.serve()
            people = stores.sign_ins(self.store)
            self.cookies = [sign_in(self.server.port, *people[ROLES[i % len(ROLES)]]) for i in range(CONNECTIONS)]
        return self.server

    def beside(self, server: Server, plan: bytes, name: str) -> dict:
        """A run of the load with what the server, all its processes together, spent on it."""
        before = server.cpu_seconds()
        found = self.load(server.port, plan, name, self.seconds / 4)
        return found | {"used": server.cpu_seconds() - before}

    def load(self, port: int, plan: bytes, name: str, seconds: float, connections: int = CONNECTIONS) -> dict:
        return Load(self.client, self.work, self.cookies).run(port, plan, name, connections, min(self.warm_up, seconds / 3), seconds)

    # What is measured

    def start(self) -> None:
        times = []
        for _ in range(5):
            server = self.serve()
            times.append(server.seconds_to_answer)
            server.stop()
        self.table.add("start", "start to first answer, median of 5", f"{statistics.median(times) * 1000:.0f} ms", "", None)

    def mix(self) -> None:
        server = self.ready()
        plan = Plan(self.contents, server.port).mix()
        before = server.cpu_seconds()
        found = self.load(server.port, plan, "mix", self.seconds)
        self.table.latencies("mix", found, {name: 50 for name in MIX})
        total = sum(kind["count"] for kind in found["kinds"].values())
        self.table.add("mix", "throughput of the mix", f"{total / found['seconds']:.0f} pages/s", "", None)
        used = server.cpu_seconds() - before
        self.table.note(f"Processor time of the mix: {used / found['answered'] * 1000:.2f} ms a page in the server, {found['client_cpu']:.1f} s in all in the client.")
        self.peak(server)

    def peak(self, server: Server) -> None:
        peak = server.peak_memory() / 1024
        self.table.add("mix", "peak memory (VmHWM) after the mix", f"{peak:.0f} MB", "< 400 MB", peak < 400)

    def pages(self) -> None:
        """Pages that only read, beside pages that put a view on record first."""
        server = self.ready()
        plan = Plan(self.contents, server.port)
        for name, words in (("guide", "only reads: /guide"), ("drafts", "puts a view on record: /drafts"), ("list", "puts a view on record: case list"), ("open", "puts a view on record: a file")):
            one = plan.get(name, f"/{name}") * 100 if name in ("guide", "drafts") else plan.only(name)
            found = self.load(server.port, one, name, self.seconds / 4)
            self.table.throughput("pages", words, found)

    def processor(self) -> None:
        """Processor time of the server a page, user and system: the one number another job on the machine moves little."""
        server = self.ready()
        plan = Plan(self.contents, server.port)
        plans = {name: (WORDS[name], plan.only(name)) for name in MIX}
        plans |= {name: (f"/{name}", plan.get(name, f"/{name}") * 100) for name in ("drafts", "guide")}
        plans["mix"] = ("the mix", plan.mix())
        load = Load(self.client, self.work, self.cookies)
        for name, (words, requests) in plans.items():
            load.run(server.port, requests, name, CONNECTIONS, 0, min(2, self.seconds / 10))
            before = server.cpu_seconds()
            found = load.run(server.port, requests, name, CONNECTIONS, 0, self.seconds / 10)
            pages = sum(kind["count"] for kind in found["kinds"].values())
            used = (server.cpu_seconds() - before) / found["answered"] * 1000
            self.table.add("processor", words, f"{used:.2f} ms a page  (n {pages:,})", "", None)
        self.table.note(f"Load average after the processor times: {os.getloadavg()[0]:.1f}.")

    def long(self) -> None:
        """The file with 10,000 entries: read by one person alone, then while 49 others work."""
        server = self.ready()
        plan, id = Plan(self.contents, server.port), self.contents.longest
        both = plan.get("long-overview", f"/children/{id}") + plan.get("long-chronology", f"/children/{id}/chronology") + plan.get(
            "long-last", f"/children/{id}/chronology?page=60")
        alone = self.load(server.port, both, "long", self.seconds / 6, 1)
        self.table.latencies("alone", alone, {name: 150 for name in alone["kinds"]})
        load = Load(self.client, self.work, self.cookies)
        others = load.start(server.port, plan.mix(), "others", CONNECTIONS - 1, self.warm_up, self.seconds / 2)
        among = load.run(server.port, both, "long", 1, self.warm_up, self.seconds / 2)
        Load.result(others)
        self.table.latencies("beside 49", among, {name: 150 for name in among["kinds"]})

    def report(self) -> None:
        """The figures of the board's quarterly report, and the full set of all measures, each from the program's start to its last byte."""
        self.figures(self.store, "quarterly report's six measures", QUARTERLY, "< 1 s", 1)
        self.figures(self.store, "full set", [], "< 2 s", 2)

    def hundred(self) -> None:
        """The full set for a service of 100,000 children."""
        store = stores.made(self.waymark, self.cache, stores.HUNDRED)
        self.figures(store, f"full set, {stores.counts(store)['child']:,} children", [], "", None)

    def figures(self, store: Path, words: str, measures: list[str], aim: str, limit: float | None) -> None:
        today = date.today()
        quarter = (today.month - 1) // 3
        period = f"{today.year}Q{quarter}" if quarter else f"{today.year - 1}Q4"
        command = [self.waymark, "report", "figures", "--data", store, "--period", period, "--format", "json"]
        command += [word for measure in measures for word in ("--measure", measure)]
        times, peaks = [], []
        for _ in range(3):
            began = time.monotonic()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                raise SystemExit("report figures failed")
            times.append(time.monotonic() - began)
            peaks.append(used.ru_maxrss)
        taken = statistics.median(times)
        met = None if limit is None else taken < limit
        self.table.add("report", f"report figures {period}, {words}, median of 3", f"{taken:.2f} s  ({max(peaks) / 1024:.0f} MB)", aim, met)

    def imported(self) -> None:
        folder, empty = self.work / "folder", self.work / "empty"
        began = time.monotonic()
        subprocess.run([self.waymark, "export", "--data", self.store, "--to", folder], check=True, stdout=subprocess.DEVNULL)
        exported = time.monotonic() - began
        rows = 0
        for file in folder.glob("*.csv"):
            rows += file.read_bytes().count(b"\n") - 1
        began = time.monotonic()
        done = subprocess.run([self.waymark, "import", folder, "--data", empty, "--name", "Sandholme", "--service", "SANDHOLME"], capture_output=True, text=True)
        taken = time.monotonic() - began
        if done.returncode != 0:
            raise SystemExit(f"import failed: {done.stderr[-500:]}")
        new = sum(int(line.split()[-4]) for line in done.stdout.splitlines() if re.match(r"\w+\.csv\s", line))
        self.table.add("import", f"import of {new:,} rows into an empty store", f"{new / taken:,.0f} rows/s", "> 20,000 rows/s", new / taken > 20_000)
        self.table.note(f"Export of {rows:,} lines took {exported:.1f} s; the import took {taken:.1f} s, checking, writing and derived tables together.")

    def django(self) -> None:
        """The same pages from a copy of the same files, the same people signed in; the pages are compared before they are timed."""
        server = self.ready()
        copy, peer = self.peer(server)
        try:
            self.compare(server.port, peer.port)
            for name, words in (("list", "case list"), ("open", "a child's file")):
                # In turns, so that a slow spell of the machine meets both.
                rounds = 2
                ours, theirs = [], []
                for _ in range(rounds):
                    theirs.append(self.beside(peer, Plan(self.contents, peer.port).only(name), "theirs"))
                    ours.append(self.beside(server, Plan(self.contents, server.port).only(name), "ours"))
                self.table.beside(words, ours, theirs)
            self.table.note(f"Django under Python {platform.python_version()}, gunicorn {self.gunicorn}, pages laid out by {self.templates}'s templates.")
            self.table.note(f"Peak memory beside each other: {server.peak_memory() / 1024:.0f} MB ours, {peer.peak_memory() / 1024:.0f} MB all of gunicorn's processes.")
        finally:
            peer.stop()
        self.verify(copy)

    def peer(self, server: Server) -> tuple[Path, Server]:
        """Django under gunicorn on a copy of the store that is being served, the people of it signed in."""
        copy, port = stores.copy_open(self.store, self.work / "django"), free_port()
        revision = re.search(r"site\.css\?v=(\w+)", get(server.port, "/sign-in")[1])
        command = [str(Path(sys.executable).parent / "gunicorn"), "--chdir", str(HERE / "django"), *self.gunicorn.split()]
        command += ["--keep-alive", "75", "--no-control-socket", "-b", f"127.0.0.1:{port}", "wsgi:application"]
        return copy, Server(command, port, "/health", self.log, {"WAYMARK_STORE": str(copy), "WAYMARK_REVISION": revision.group(1) if revision else "1", "WAYMARK_TEMPLATES": self.templates})

    def verify(self, copy: Path) -> None:
        checked = subprocess.run([self.waymark, "verify", "--data", copy], capture_output=True, text=True)
        if checked.returncode != 0:
            raise SystemExit(f"Django's access log does not verify, so its work was not the same: {checked.stderr[-300:]}")

    def same(self) -> None:
        """Every list and every file as four roles from both, then the entries both wrote into their access logs; nothing is timed."""
        server = self.ready()
        people = dict(zip(ROLES, self.cookies, strict=False))
        if self.changed:
            # Of the files that are worked on as many as there are: they have steps to go on with.
            drawn = random.Random(self.changed).sample(self.contents.children, len(self.contents.children))
            drawn.sort(key=lambda child: (not child["referred"], not child["open"]))
            self.table.note("Changed through the site: " + Changes(server.port, people, self.changed).run(drawn[: self.changed]))
        copy, peer = self.peer(server)
        begun = Views.last(copy)
        try:
            found = whole(self.contents, server.port, peer.port, people, say)
        finally:
            peer.stop()
        if found.parted:
            raise SystemExit(f"{len(found.parted)} of {found.pages} pages part; the first:\n" + "\n\n".join(found.parted[:5]))
        entries = Views.compare(self.store, copy, begun)
        self.verify(copy)
        self.table.note(f"{found.pages} pages compared, as {len(ROLES)} roles: the same markup from both ({found.words()}). {entries} entries of the access logs are the same; Django's chain verifies.")

    def compare(self, ours: int, theirs: int) -> None:
        plan = Plan(self.contents, ours, seed=11)
        paths = [plan.list_path() for _ in range(20)] + [f"/children/{plan.child()}" for _ in range(60)] + [f"/children/{self.contents.longest}"]
        for cookie in self.cookies[: len(ROLES)]:
            for path in paths:
                one, other = get(ours, path, cookie), get(theirs, path, cookie)
                parted = "status" if one[0] != other[0] else difference(one[1], other[1])
                if parted:
                    raise SystemExit(f"{path} is not the same page from both, so nothing is compared:\n{parted}")
        self.table.note(f"{len(paths) * len(ROLES)} pages compared, as {len(ROLES)} roles: the same markup from both.")


def machine_words() -> str:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    return (
        f"{os.cpu_count()} cores ({model.group(1) if model else 'unknown'}), {int(memory.group(1)) // 1048576 if memory else 0} GiB, {os.uname().release}, {swift}; "
        f"load average at the start {os.getloadavg()[0]:.1f}"
    )


def machine(bench: Bench) -> str:
    holds = bench.holds
    return (
        f"{machine_words()}\n{holds['child']:,} children, {holds['contact']:,} contacts, {holds['staff']} staff, {holds['megabytes']:,} MB; "
        f"{CONNECTIONS} keep-alive connections, closed loop, no think time, {bench.seconds:.0f} s after {bench.warm_up:.0f} s warm-up, client on the same cores; "
        f"mix {', '.join(f'{share} % {name}' for name, share in MIX.items())}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench", description=__doc__.split("\n")[0])
    steps = ["start", "mix", "processor", "pages", "long", "report", "hundred", "django", "import"]
    # Measures nothing, so it is done only when asked for.
    asked = ["same"]
    parser.add_argument("--quick", action="store_true", help="a tenth of the store and ten seconds: to see that it works")
    parser.add_argument("--seconds", type=float, help="how long the mix is measured (60)")
    parser.add_argument("--only", action="append", choices=steps + asked, help="only this part; repeat for several")
    parser.add_argument("--waymark", type=Path, help="a program built already")
    parser.add_argument("--store", type=Path, help="a made-up service with its sign-ins.txt, instead of the usual one")
    parser.add_argument("--changed", type=int, default=0, help="for same: change the files of so many children through the site first, at random; the number is also the seed")
    parser.add_argument("--gunicorn", default="-k gthread --workers 2 --threads 8", help="how gunicorn serves Django (%(default)s)")
    parser.add_argument("--templates", default="django", choices=["django", "jinja2"], help="the engine Django lays its pages out with (%(default)s)")
    parser.add_argument("--json", type=Path, help="also write what was measured here")
    arguments = parser.parse_args()
    waymark = arguments.waymark or built()
    work = Path(tempfile.mkdtemp(prefix="waymark-bench."))
    bench = None
    try:
        bench = Bench(arguments, waymark, work)
        print(machine(bench), flush=True)
        usual = [step for step in steps if step != "hundred" or not arguments.quick]
        for step in steps + asked:
            if step in (arguments.only or usual):
                say(f"{step} …")
                getattr(bench, "imported" if step == "import" else step)()
        if arguments.json:
            arguments.json.write_text(json.dumps({"machine": machine(bench), "rows": bench.table.rows, "notes": bench.table.notes}, indent=1))
    finally:
        if bench:
            # What was measured before something failed is still worth reading.
            print(bench.table, flush=True)
            if bench.server:
                bench.server.stop()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
