"""Lists every component by others, with its version and where it comes from: docs/components.md between its marks.

    components.py            says where the list and what is resolved or pinned part, and ends with 1; run by ./test lint
    components.py --write    writes the list anew

Swift packages come from Package.resolved, which `swift build` makes and which is not kept; where there is none yet, those are not compared.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE, RESOLVED = ROOT / "docs/components.md", ROOT / "Package.resolved"
PINNED = {
    "scripts/documents.txt": "PDFs (PyPI)", "Tests/Journeys/requirements.txt": "tests (PyPI)", "Tests/Scanner/requirements.txt": "tests (PyPI)",
}
START, END = "<!-- made by scripts/components.py -->", "<!-- end -->"


def swift() -> list[str] | None:
    if not RESOLVED.is_file():
        return None
    pins = json.loads(RESOLVED.read_text())["pins"]
    direct = (ROOT / "Package.swift").read_text()
    rows = []
    for pin in pins:
        place, state = pin["location"].removesuffix(".git"), pin["state"]
        how = "named in Package.swift" if place in direct or pin["identity"] in direct.lower() else "brought along"
        rows.append(f"| {pin['identity']} | {state.get('version') or state['revision'][:12]} | {place} | {how} |")
    return sorted(rows)


def python() -> list[str]:
    rows = []
    for path, use in PINNED.items():
        for line in (ROOT / path).read_text().splitlines():
            found = re.fullmatch(r"([A-Za-z0-9_.\-]+)==(\S+)", line.split("#")[0].strip())
            if found:
                rows.append(f"| {found[1]} | {found[2]} | {use} | {path} |")
    return sorted(rows, key=str.lower)


def table(swift_rows: list[str]) -> str:
    head = "| component | version | from | how |\n|---|---|---|---|\n"
    return f"{START}\n\n## In the program\n\n{head}" + "\n".join(swift_rows) + f"\n\n## Beside it\n\n{head}" + "\n".join(python()) + f"\n\n{END}"


def main() -> int:
    text = PAGE.read_text()
    start, end = text.index(START), text.index(END) + len(END)
    standing = text[start:end]
    rows = swift()
    if rows is None:
        part = standing.split("## Beside it")[0]
        rows = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| component")]
    made = table(rows)
    if "--write" in sys.argv:
        PAGE.write_text(text[:start] + made + text[end:])
        return 0
    gone, new = set(standing.splitlines()) - set(made.splitlines()), set(made.splitlines()) - set(standing.splitlines())
    faults = 0
    for words, lines in (("no longer so", gone), ("missing", new)):
        for line in sorted(lines):
            # What is brought along is resolved anew on each machine: said, and no fault of whoever builds there.
            is_theirs = "| brought along |" in line
            faults += not is_theirs
            print(f"docs/components.md: {words}{' here' if is_theirs else ''}: {line}", file=sys.stderr if is_theirs else sys.stdout)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
