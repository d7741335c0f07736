"""Prints one HTML file as a tagged PDF (PDF/UA-1) with WeasyPrint: pdf.py IN OUT SECONDS MEGABYTES. No network, bounded time and memory.

Without IN and OUT it only says whether it could: exit 0 when WeasyPrint 70 or later is there, 3 when not.
Exits with 4 when the document needed more memory or time than it may have, else not 0 when it could not be printed.
"""

import os
import re
import resource
import sys
from pathlib import Path


def bound(seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_the_network() -> None:
    """A network of its own with nothing in it, where the system lets us. Where it does not, `refuse` below still fetches nothing."""
    import ctypes

    new_user, new_network = 0x10000000, 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(new_network) != 0:
        libc.unshare(new_user | new_network)


def dressed(page: str) -> str:
    """A drawing is laid out by itself and does not see the page's style: each gets the page's own rules for charts."""
    style = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    names = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", style))
    rules = []
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        own = [one.strip().removeprefix(".chart ") for one in selectors.split(",") if one.strip().startswith(".chart ")]
        # A halo is a stroke painted under the text, and here it would be painted over it.
        own = [one for one in own if "halo" not in one]
        if own:
            rules.append(",".join(own) + "{" + re.sub(r"var\((--[\w-]+)\)", lambda name: names.get(name[1], "black"), body) + "}")
    return page.replace('xmlns="http://www.w3.org/2000/svg">', 'xmlns="http://www.w3.org/2000/svg"><style>' + "".join(rules) + "</style>")


def printer():
    try:
        import weasyprint
    except (ImportError, OSError):
        sys.exit(3)
    if int(weasyprint.__version__.split(".")[0]) < 70:
        sys.exit(3)
    return weasyprint


def main() -> None:
    if len(sys.argv) == 1:
        printer()
        return
    source, target, seconds, megabytes = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    os.closerange(3, 4096)
    bound(seconds, megabytes)
    leave_the_network()
    try:
        weasyprint = printer()

        class Refuse(weasyprint.URLFetcher):
            def fetch(self, url, headers=None):
                raise ValueError("a document fetches nothing")

        page = dressed(Path(source).read_text(encoding="utf-8"))
        weasyprint.HTML(string=page, url_fetcher=Refuse()).write_pdf(target, pdf_variant="pdf/ua-1")
    except MemoryError:
        sys.exit(4)


main()
