"""Lets a scanner by others, wapiti, loose on a made-up service signed in as each role, and prints what it found and how it is graded.

    scan.py WAPITI [SECONDS] [ROLE…]

The regional analyst signs in at the region's own site, which the same store holds.

Each role has a store of its own to spoil, a bound of so many seconds of finding pages and as many for each sort of attack. Sent as a browser of the
same site would, so that attacks get past the guard of origin. Ends with 1 where it found anything that is not graded below.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Journeys"))
import service as services  # noqa: E402
from client import Visitor  # noqa: E402

# What needs no machine of wapiti's makers to answer, and is asked of one web program rather than of known products.
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,shellshock,sql,upload,xss"

# What it names and is none, by what it calls it and where, each with its grade and reason (docs/security.md says them in full).
GRADED = [
    ("HTTP Strict Transport Security (HSTS)", "", "none: served here over http to this machine alone; with --https or --certificate it is sent"),
    ("Secure Flag cookie", "", "none: as above, cookies are Secure with --https or --certificate"),
    ("LDAP Injection", "", "none: no directory is asked anywhere; it compares answers, which differ by filter and by what is there already"),
    ("Cross Site Request Forgery", "", "none: told by Sec-Fetch-Site and Origin, not by tokens in forms (decision 0015)"),
]
ROLES = [*services.ROLES, "regional_analyst"]
# What would end the session the scan goes on in, or shut its own person out.
LEFT_ALONE = ["sign-out", "sign-in/*", "account/*", "session"]


def grade(category: str, path: str) -> str | None:
    for name, start, why in GRADED:
        if category == name and path.startswith(start):
            return why
    return None


def scan(wapiti: str, folder: Path, template: Path, sign_in, seconds: int) -> dict:
    data = folder / "data"
    shutil.copytree(template, data)
    server = services.Server(str(data), folder / "log", ("--service", sign_in.service)).start()
    try:
        visitor = Visitor(server.address)
        visitor.sign_in(sign_in.user, sign_in.password)
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        words = [
            wapiti, "-u", server.url + "/", "--scope", "folder", "-m", MODULES, "-C", cookies,
            # What the visitor who signed in calls itself, which is nothing: a session goes on in the kind of browser it began in alone.
            "-A", "scanner", "-H", "Sec-Fetch-Site: same-origin", "--max-scan-time", str(seconds), "--max-attack-time", str(seconds),
            "--max-files-per-dir", "12", "--max-parameters", "60", "--tasks", "4", "-d", "6", "--no-bugreport", "-v", "0",
            "--store-session", str(folder / "session"), "--store-config", str(folder / "config"), "--flush-session",
            "-f", "json", "-o", str(folder / "report.json"),
        ]
        for each in LEFT_ALONE:
            words += ["-x", f"{server.url}/{each}"]
        report = folder / "report.json"
        # On a busy disk its own notes have been seen locked: once more from the beginning.
        for _ in range(2):
            done = subprocess.run(words, capture_output=True, text=True, preexec_fn=services.die_with_parent)
            if done.returncode == 0:
                break
        assert done.returncode == 0 and report.is_file(), f"wapiti ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        # Still signed in: a scan of the sign-in page would find nothing and prove nothing.
        visitor.move(server.address)
        assert visitor.get("/account").status == 200, f"{sign_in.role}: the session ended under the scan"
        found = json.loads(report.read_text())
        assert found["infos"]["crawled_pages_nbr"] >= 15, f"{sign_in.role}: so few pages are those of somebody who is not signed in"
        return found
    finally:
        assert server.stop() == 0, f"{sign_in.role}: the server did not end as it should"


def main(wapiti: str, seconds: int, roles: list[str]) -> int:
    ungraded = 0
    with tempfile.TemporaryDirectory(prefix="waymark-scan.") as work:
        template = Path(work) / "template"
        sign_ins = services.make_demo(str(template), children=12, years=1, more=("--region",))
        for each in sign_ins:
            each.service = each.service or sign_ins.service
        for role in roles:
            folder = Path(work) / role
            folder.mkdir()
            sign_in = next(each for each in sign_ins if each.role == role)
            report = scan(wapiti, folder, template, sign_in, seconds)
            found, faults = Counter(), []
            for part in ("vulnerabilities", "anomalies"):
                for category, items in report[part].items():
                    for item in items:
                        why = grade(category, item["path"])
                        found[(category, why or "NOT GRADED")] += 1
                        if why is None:
                            faults.append(f"    {category}: {item['method']} {item['path']} {item['parameter']}: {item['info']}")
            pages = report["infos"].get("crawled_pages_nbr", "?")
            print(f"{role:22} {pages} pages, {sum(found.values())} findings, {len(faults)} not graded")
            for (category, why), count in sorted(found.items()):
                print(f"    {count:4} {category}: {why}")
            print(*faults[:20], sep="\n", end="\n" if faults else "", flush=True)
            ungraded += len(faults)
            shutil.rmtree(folder)
    print(f"wapiti: {len(roles)} roles, {seconds} s of finding pages and of each attack, {ungraded} findings not graded")
    return 1 if ungraded else 0


if __name__ == "__main__":
    wapiti, *rest = sys.argv[1:]
    sys.exit(main(wapiti, int(rest[0]) if rest else 60, rest[1:] or ROLES))
