"""Reads pytest's last line from a file and prints: passed, failed (errors are failures), skipped."""

import re
import sys

counts = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}
with open(sys.argv[1], encoding="utf-8", errors="replace") as output:
    summaries = [line for line in output if re.search(r"\d+ (passed|failed|errors?|skipped)\b.* in [\d.]+s", line)]
for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", summaries[-1] if summaries else ""):
    counts[word] = int(number)
print(counts["passed"], counts["failed"] + counts["error"], counts["skipped"])
