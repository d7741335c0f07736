"""The table that is printed."""

WORDS = {
    "list": "case list", "search": "search", "open": "opening a file", "save": "saving a contact", "long-overview": "10,000-entry file, overview",
    "long-chronology": "10,000-entry file, chronology", "long-last": "10,000-entry file, chronology page 60",
}  # fmt: skip


def rate(found: dict) -> float:
    return sum(kind["count"] for kind in found["kinds"].values()) / found["seconds"]


class Table:
    def __init__(self):
        self.rows: list[tuple[str, str, str, str, bool | None]] = []
        self.notes: list[str] = []

    def add(self, part: str, words: str, measured: str, aim: str, met: bool | None) -> None:
        self.rows.append((part, words, measured, aim, met))

    def note(self, words: str) -> None:
        self.notes.append(words)

    def latencies(self, part: str, found: dict, aims: dict[str, int]) -> None:
        for name, aim in aims.items():
            kind = found["kinds"][name]
            p50, p95, p99 = (kind[p] / 1000 for p in ("p50", "p95", "p99"))
            self.add(part, WORDS[name], f"p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f} ms  (n {kind['count']:,})", f"p95 < {aim} ms", p95 < aim)

    def throughput(self, part: str, words: str, found: dict) -> None:
        (kind,) = found["kinds"].values()
        self.add(part, words, f"{rate(found):,.0f} pages/s  p50 {kind['p50'] / 1000:.1f}  p95 {kind['p95'] / 1000:.1f} ms", "", None)

    def beside(self, words: str, ours: list[dict], theirs: list[dict]) -> None:
        """Pages a second and processor time a page of both; `used` is what a server and all its processes took for a run, user and system."""
        one, other = (sum(map(rate, runs)) / len(runs) for runs in (ours, theirs))
        slowest = [max(kind["p95"] for run in runs for kind in run["kinds"].values()) / 1000 for runs in (ours, theirs)]
        size = [sum(k["bytes"] for run in runs for k in run["kinds"].values()) / sum(k["count"] for run in runs for k in run["kinds"].values()) for runs in (ours, theirs)]
        self.add(
            "Django", words, f"{one:,.0f} to {other:,.0f} pages/s: {one / other:.1f} times  (p95 {slowest[0]:.0f} to {slowest[1]:.0f} ms, {size[0] / 1000:.1f} to {size[1] / 1000:.1f} kB)",
            ">= 10 times", one / other >= 10)  # fmt: skip
        # Another job on the machine moves this ratio little, and the one above much.
        mine, others = (sum(run["used"] for run in runs) / sum(run["answered"] for run in runs) * 1000 for runs in (ours, theirs))
        self.add("Django", f"{words}, processor time", f"{mine:.2f} to {others:.2f} ms a page: {others / mine:.1f} times", "", None)

    def __str__(self) -> str:
        lines = []
        for part, words, measured, aim, met in self.rows:
            state = "" if met is None else "met" if met else "NOT MET"
            lines.append(f"{part:10} {words:52} {measured:62} {aim:16} {state}".rstrip())
        return "\n".join(["", *lines, "", *self.notes])
