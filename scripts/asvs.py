"""Holds docs/asvs.md to the standard's list and to the repository: python3 scripts/asvs.py. Prints every fault; exits with 1 if there is one.

- A row for each requirement of OWASP ASVS 5.0.0 at level 1 and 2, and at level 3 too in the chapters of `WHOLE`; its level is the standard's.
- What a row names is there: `SuiteTests.function` and `test_file.test_function`, files by path or by name, `file#text` with that text in it,
  and headings a link points at.
- Each answer is one of four; a reason for not applying was read twice; met and partly name something that can be looked up.
- The counts in docs/security.md are the table's.
"""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE, SUMMARY = ROOT / "docs/asvs.md", ROOT / "docs/security.md"
ANSWERS = ["met", "partly", "not met", "does not apply"]
# Asked at level 3: access control, data protection, logging.
WHOLE = {"8", "14", "16"}
# The level of each requirement, in its section's order.
LEVELS = """
1.1 22|1.2 1111122223|1.3 112222222223|1.4 222|1.5 123|2.1 122|2.2 112|2.3 12223|2.4 23|3.1 3|3.2 113|3.3 12223|3.4 11222233
3.5 11122333|3.6 3|3.7 22333|4.1 12233|4.2 23333|4.3 22|4.4 1222|5.1 2|5.2 112333|5.3 113|5.4 222|6.1 122|6.2 111111112222|6.3 11223333
6.4 112233|6.5 22222333|6.6 2223|6.7 33|6.8 2222|7.1 222|7.2 1111|7.3 22|7.4 11222|7.5 223|7.6 22|8.1 1233|8.2 1123|8.3 133|8.4 23
9.1 111|9.2 1222|10.1 22|10.2 223|10.3 22223|10.4 1111122222233333|10.5 22222|10.6 22|10.7 222|11.1 2233|11.2 22233|11.3 11233|11.4 1222
11.5 23|11.6 23|11.7 33|12.1 12233|12.2 11|12.3 22223|13.1 2333|13.2 222223|13.3 2233|13.4 1222233|14.1 22|14.2 12223333|14.3 122
15.1 12233|15.2 12233|15.3 1222222|15.4 3333|16.1 2|16.2 22222|16.3 2222|16.4 222|16.5 2223|17.1 23|17.2 22223333|17.3 22
"""


def wanted() -> dict[str, str]:
    """The requirements a row is owed for, with their level."""
    out = {}
    for section in re.split(r"[|\n]", LEVELS.strip()):
        number, levels = section.split()
        for place, level in enumerate(levels, 1):
            if level != "3" or number.split(".")[0] in WHOLE:
                out[f"{number}.{place}"] = level
    return out


def rows(text: str) -> list[list[str]]:
    """The cells of every row that begins with a requirement's number."""
    found = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [cells for cells in found if re.fullmatch(r"\d+\.\d+\.\d+", cells[0])]


class Repository:
    def __init__(self):
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        self.paths = [path for path in listed.splitlines() if (ROOT / path).is_file()]
        self.texts: dict[str, str] = {}

    def text(self, path: str) -> str:
        if path not in self.texts:
            self.texts[path] = (ROOT / path).read_text(encoding="utf-8", errors="replace")
        return self.texts[path]

    def fault(self, name: str) -> str | None:
        """What is wrong with a name in backticks; nothing when it leads to one place."""
        test = re.fullmatch(r"((?:\w+/)*(?:[A-Z]\w*Tests|test_\w+))(?:\.(\w+))?", name)
        if test:
            suite, function = test.groups()
            file, keyword = (f"{suite}.py", "def") if suite.split("/")[-1].startswith("test_") else (f"{suite}.swift", "func")
            path, fault = self.one(file, [each for each in self.paths if each.startswith("Tests/")])
            if fault or not function or re.search(rf"\b{keyword} `?{function}`?\(", self.text(path)):
                return fault
            return f"{path} has no {function}"
        file, _, part = name.partition("#")
        if "." not in file and "/" not in file:
            return "neither a test nor a file"
        path, fault = self.one(file, self.paths)
        return fault or (f"{path} does not say “{part}”" if part and part not in self.text(path) else None)

    @staticmethod
    def one(file: str, among: list[str]) -> tuple[str, str | None]:
        found = [path for path in among if path == file or path.endswith("/" + file)]
        if len(found) == 1:
            return found[0], None
        return "", f"which of {', '.join(found)}? Say more of its path" if found else "no file of that name"

    def heading_fault(self, target: str, anchor: str) -> str | None:
        path = "docs/" + target if target else "docs/asvs.md"
        if path not in self.paths:
            return f"no file {path}"
        titles = re.findall(r"^#+ (.*)$", self.text(path), re.MULTILINE)
        there = {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}
        return None if not anchor or anchor in there else f"{path} has no heading #{anchor}"


def main() -> int:
    faults, repository, owed = [], Repository(), wanted()
    table = rows(TABLE.read_text(encoding="utf-8"))
    counts: Counter[tuple[str, str]] = Counter()
    for cells in table:
        if len(cells) != 6:
            faults.append(f"{cells[0]}: {len(cells)} cells, not 6")
            continue
        number, level, _, answer, means, read = cells
        if owed.get(number) != level:
            faults.append(f"{number}: level {level}, and the standard says {owed.get(number, 'nothing that is asked here')}")
        if answer not in ANSWERS:
            faults.append(f"{number}: “{answer}” is none of {', '.join(ANSWERS)}")
        counts[answer, level] += 1
        names = re.findall(r"`([^`]+)`", means)
        links = re.findall(r"\]\(([^)#]*)#?([^)]*)\)", means)
        faults += [f"{number}: `{name}`: {fault}" for name in names if (fault := repository.fault(name))]
        faults += [f"{number}: {fault}" for target, anchor in links if (fault := repository.heading_fault(target, anchor))]
        if answer in ("met", "partly") and not names and not links:
            faults.append(f"{number}: {answer}, and nothing is named that could be looked up")
        if not means:
            faults.append(f"{number}: no reason")
        if (read == "twice") < (answer == "does not apply"):
            faults.append(f"{number}: the reason was not read twice")
    there = [cells[0] for cells in table]
    faults += [f"{number}: no row" for number in owed if number not in there]
    faults += [f"{number}: two rows" for number, count in Counter(there).items() if count > 1]
    summary = SUMMARY.read_text(encoding="utf-8")
    for answer in [*ANSWERS, "all"]:
        each = [sum(count for (said, level), count in counts.items() if answer in (said, "all") and level == of) for of in "123"]
        line = f"| {answer} | {' | '.join(map(str, each))} | {sum(each)} |"
        if line not in summary:
            faults.append(f"docs/security.md should say: {line}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
