"""Documents: the issued report as tagged PDF and as a workbook, and a view of one's own as a workbook, all with the page's own figures."""

import csv
import io
import re
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

import service as services
from client import Document, Visitor

PERIOD = "2026Q1"
PRINTER = Path(__file__).parents[2] / "Sources/Reports/Documents/pdf.py"


@pytest.fixture(scope="module")
def printing(tmp_path_factory):
    """A service whose installation makes PDF and XLSX: this Python has WeasyPrint."""
    folder = tmp_path_factory.mktemp("documents")
    sign_ins = services.make_demo(str(folder / "data"))
    server = services.Server(str(folder / "data"), folder / "log", ("--python", sys.executable)).start()
    yield services.Service("sqlite", server, sign_ins)
    server.stop()


@pytest.fixture(scope="module")
def visitor(printing) -> Visitor:
    visitor = Visitor(printing.server.address, timeout=120, agent="Chrome/1 (X11; Linux)")
    one = next(each for each in printing.sign_ins if each.role == "service_manager")
    visitor.sign_in(one.user, one.password)
    return visitor


def sent(visitor, page: str, action: str, **fields) -> str:
    form = next(form for form in Document(visitor.get(page).text).forms if form.action == action)
    answer = visitor.post(action, [(name, fields.get(name, value)) for name, value in form.fields])
    assert answer.status == 303, answer.text
    return answer.location


@pytest.fixture(scope="module")
def issued(visitor) -> str:
    """The address of a report that has been issued."""
    report = sent(visitor, "/reports", "/reports", period=PERIOD)
    sent(visitor, report + "/issue", report + "/issue")
    return report + "/issued"


def squeezed(text: str) -> str:
    """Without white space and hyphens at line ends, which a page and a PDF set differently."""
    return re.sub(r"[\s\u00ad]+", "", text)


def sheets(body: bytes) -> dict:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


def walked(node, found):
    if isinstance(node, ArrayObject):
        for each in node:
            walked(each.get_object(), found)
    elif isinstance(node, DictionaryObject):
        found.append(node)
        if "/K" in node:
            walked(node["/K"].get_object(), found)
    return found


def test_the_pdf_is_tagged_and_says_what_the_issued_page_says(visitor, issued, desk, printing):
    answer = visitor.get(issued + ".pdf")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.body))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", metadata), metadata
    assert "Performance report" in pdf.metadata.title
    tree = walked(root["/StructTreeRoot"]["/K"].get_object(), [])
    kinds = {str(node.get("/S")) for node in tree}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= kinds
    figures = [node for node in tree if node.get("/S") == "/Figure"]
    assert figures and all(node.get("/Alt") for node in figures)
    assert not any("/JavaScript" in str(key) or "/URI" in str(key) for key in root)

    # Drawings have the page's own style: the line of a trend is #174f78.
    assert b"0.090196 0.309804 0.470588 RG" in b"".join(page.get_contents().get_data() for page in pdf.pages)

    # Every cell and sentence of the page stands in it, in order.
    desk.context.add_cookies([{"name": name, "value": value, "url": printing.url} for name, value in visitor.cookies.items()])
    desk.goto(printing.url + issued)
    cells = desk.evaluate("[...document.querySelectorAll('td, th, figcaption > p, h1, h2')].map(e => e.textContent)")
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    # Page numbers stand between.
    text = re.sub(r"Page\d+of\d+", "", text)
    assert len(cells) > 200
    missing = [cell for cell in cells if squeezed(cell) not in text]
    assert not missing, missing[:5]


def test_the_issued_page_stands_alone_and_prints_clean(visitor, issued, desk, printing, axe, tmp_path):
    desk.context.add_cookies([{"name": name, "value": value, "url": printing.url} for name, value in visitor.cookies.items()])
    desk.goto(printing.url + issued)
    axe(desk)
    # Kept as a file and opened from there, with nothing to fetch, it looks the same.
    kept = tmp_path / "issued.html"
    kept.write_bytes(visitor.get(issued).body)
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    colour = "getComputedStyle(document.querySelector('.chart .line')).stroke"
    served = desk.evaluate(colour)
    desk.goto(kept.as_uri())
    assert desk.evaluate(colour) == served != "none"
    assert asked == [kept.as_uri()]
    expect(desk.locator("script, link, form, a")).to_have_count(0)


def test_the_workbook_of_an_issued_report_holds_its_csv(visitor, issued):
    rows = list(csv.reader(io.StringIO(visitor.get(issued + ".csv").text)))
    book = sheets(visitor.get(issued + ".xlsx").body)
    assert list(book) == ["Figures", "About", "Definitions"]
    assert book["Figures"][0] == rows[0] and len(book["Figures"]) == len(rows) > 50
    counted = 0
    for got, want in zip(book["Figures"][1:], rows[1:]):
        for name, cell, text in zip(rows[0], got, want):
            if isinstance(cell, (int, float)):
                counted += 1
                assert name in ("number", "base", "value", "lower", "upper") and cell == pytest.approx(float(text), rel=1e-12)
                assert name not in ("number", "base") or not 1 <= cell <= 5
            else:
                assert (cell or "") == text
    assert counted > 50
    measures = {row[0] for row in book["Figures"][1:]}
    assert {row[0] for row in book["Definitions"][1:]} == measures and all(row[2] and row[4] for row in book["Definitions"][1:])


@pytest.mark.parametrize("question", [
    "figure=oocd%20decided&by=outcome&against=course", "figure=oocd%20within_target&against=previous",
    "figure=fte%20count&by=sex&against=nothing", "figure=fte%20rate&against=family&period=2025-26",
])
def test_the_workbook_of_a_view_holds_the_pages_figures_with_units_and_definition(visitor, question):
    where = f"/figures/views/new?{question}" + ("" if "period" in question else f"&period={PERIOD}")
    page = visitor.get(where).text
    book = sheets(visitor.get(where.replace("new?", "new/table.xlsx?") + "&numbers=whole").body)
    head, *rows = book["Figures"]
    assert rows
    column = {name: place for place, name in enumerate(head)}
    answer = page[page.index('id="answer"'):page.index('id="files"')]
    for row in rows:
        assert row[column["shown as"]] in answer and row[column["unit"]] and row[column["definition"]] and row[column["source"]]
        assert row[column["from"]] < row[column["to"]]
    about = {what: words for what, words in book["About"][1:]}
    assert "inside" in about["Numbers"] and about["Definition"] and about["Source"] and about["Unit"]
    assert about["In words"] in page.replace("&#39;", "'").replace("&amp;", "&")

    # To pass on: no count from 1 to 5, and the CSV the same cell for cell.
    form = next(f for f in Document(page).forms if f.action == "/figures/views/files")
    made = visitor.post("/figures/views/files", form.fields)
    assert made.status == 303, made.text[:2000]
    body = visitor.get(f"{made.location}/table.xlsx").body
    kept = sheets(body)["Figures"]
    for row in kept[1:]:
        for name in ("number", "base"):
            assert not (isinstance(row[column[name]], (int, float)) and 1 <= row[column[name]] <= 5), row
    text = visitor.get(f"{made.location}/table.csv").text
    for got, want in zip(kept, csv.reader(io.StringIO(text))):
        for name, cell, written in zip(kept[0], got, want):
            if isinstance(cell, (int, float)):
                assert cell == pytest.approx(float(written), rel=1e-12), name
            elif name != "as known at":  # each file is counted at its own moment
                assert (cell or "") == written, name


def test_the_template_leaves_as_a_workbook_and_as_a_pdf_with_the_numbers_of_its_csv(visitor):
    """S-PER-22: the filled summary template as CSV, XLSX and PDF, all of the same numbers."""
    page = Document(visitor.get(f"/returns/template?period={PERIOD}").text)
    assert page.title.startswith("Summary template")
    where = f"/returns/template/%s?period={PERIOD}"
    rows = list(csv.reader(io.StringIO(visitor.get(where % "table.csv").text)))
    answer = visitor.get(where % "table.xlsx")
    assert answer.status == 200 and "spreadsheetml" in answer.headers["Content-Type"]
    book = sheets(answer.body)
    assert list(book) == ["Template", "About"] and book["Template"][0] == rows[0] and len(book["Template"]) == len(rows) > 500
    known, counted = rows[0].index("as known at"), 0
    for got, want in zip(book["Template"][1:], rows[1:]):
        for place, (cell, text) in enumerate(zip(got, want)):
            if isinstance(cell, (int, float)):
                counted += 1
                assert rows[0][place] in ("number", "typed") and cell == float(text)
            elif place != known:  # each file is counted at its own moment
                assert (cell or "") == text
    assert counted == len(rows) - 1, "every cell of the form has a number, and nothing is typed"
    about = dict(book["About"][1:])
    assert "Every small number is in it" in about["Numbers"] and about["Signed off"] == "Not yet"

    answer = visitor.get(where % "form.pdf")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.body))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] and "Summary template" in pdf.metadata.title
    text = re.sub(r"Page\d+of\d+", "", squeezed("".join(each.extract_text() for each in pdf.pages)))
    sheet, row, block, number = (rows[0].index(name) for name in ("sheet", "row", "block", "number"))
    for one in rows[1:]:
        if one[number] != "0":
            for word in (one[sheet], one[row], one[block], one[number]):
                assert squeezed(word) in text, one
    assert len({one[sheet] for one in rows[1:] if squeezed(one[sheet]) in text}) == 10


def test_a_view_is_made_saved_and_shared_in_the_browser(printing, page, sign_in, axe):
    sign_in(page, printing, "analyst")
    page.goto(printing.url + "/figures")
    page.get_by_role("link", name="Make your own view").click()
    page.get_by_label("Figure", exact=True).select_option(label="Out-of-court decisions: referrals decided in the period")
    page.get_by_label("Divided by").select_option("ethnicity")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert").first).to_contain_text("can be divided by: outcome")
    axe(page)
    page.get_by_label("Divided by").select_option("outcome")
    page.get_by_label("Period").fill(PERIOD)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#answer svg")).to_be_visible()
    axe(page)
    name = f"Decisions at {page.viewport_size['width']}"
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Share it with everybody", exact=False).check()
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    axe(page)
    address = page.url
    sign_in(page, printing, "case_manager")
    page.goto(printing.url + "/figures/views")
    axe(page)
    page.get_by_role("link", name=name).click()
    expect(page).to_have_url(address)
    expect(page.locator("#answer svg")).to_be_visible()
    expect(page.get_by_role("button", name="Remove this view")).to_have_count(0)


def printed(tmp_path, body: str, seconds: int = 60, megabytes: int = 1024) -> int:
    """What the printer itself ends with."""
    (tmp_path / "in.html").write_text(f'<!DOCTYPE html><html lang="en-GB"><title>T</title><style></style>{body}</html>')
    words = [str(tmp_path / "in.html"), str(tmp_path / "out.pdf"), str(seconds), str(megabytes)]
    return subprocess.run([sys.executable, "-I", str(PRINTER), *words], capture_output=True, timeout=120).returncode


def test_the_printer_fetches_nothing_and_keeps_to_its_bounds(tmp_path):
    kept = tmp_path / "kept.css"
    kept.write_text("p { page-break-before: always }")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        links = "".join(f'<link rel="stylesheet" href="{one}">' for one in (f"http://127.0.0.1:{port}/a.css", kept.as_uri()))
        assert printed(tmp_path, f'{links}<p>One</p><p>Two</p><img alt="x" src="http://127.0.0.1:{port}/b.png">') == 0
        with pytest.raises(BlockingIOError):
            server.accept()
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 1
    (tmp_path / "out.pdf").unlink()
    many = "<table>" + "<tr><td>word</td></tr>" * 40_000 + "</table>"
    # By the bound on processor time: by a signal.
    assert printed(tmp_path, many, seconds=1) < 0
    assert not (tmp_path / "out.pdf").exists()
