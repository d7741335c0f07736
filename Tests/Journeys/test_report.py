"""The main job: cases come in as a folder, work is done on them, a figure moves and opens to the child that moved it."""

import datetime
import re
import uuid

from playwright.sync_api import expect

from acts import area, search

PEOPLE = {1280: ("Marlow", "Fennimore", "marlo fenimore", "9 Mar 2011"), 390: ("Tamsin", "Wetherstone", "tamzin wetherston", "14/8/2010")}


def written(day: datetime.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def counted(page, origin: str, period: str) -> int:
    page.goto(f"{origin}/figures/fte/members?part=count&period={period}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the figure is made of")
    return int(re.search(r"Value\s+(\d+)", page.locator("main").inner_text()).group(1))


def begun(page, origin: str) -> tuple[str, str]:
    """Begins a board report for the year that now runs; its address, and its number of children new to justice."""
    today = datetime.date.today()
    year = today.year if today.month >= 4 else today.year - 1
    page.goto(origin + "/reports")
    page.get_by_role("textbox", name="Period").fill(f"{year}-{(year + 1) % 100:02d}")
    # Readers of its own: another report for the same days and readers is asked about first.
    page.locator("#audience").fill(f"The board, {uuid.uuid4().hex[:8]}")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Performance report")
    return page.url, entrants(page).inner_text()


def entrants(page):
    """The headline of first-time entrants in the report's own period, as it stands on the open report."""
    row = page.locator("#headlines tr").filter(has_text="First-time entrants").first
    return row.locator("a[href*='/figures/fte/members']").first


def test_a_folder_comes_in_an_outcome_is_recorded_and_the_figure_opens_to_the_child(service, page, sign_in, axe, tmp_path):
    given, family, misspelt, born = PEOPLE[page.viewport_size["width"]]
    ref = f"J-{sum(map(ord, family))}"
    today = datetime.date.today()
    given_on, offence_on = today - datetime.timedelta(days=20), today - datetime.timedelta(days=50)
    period = f"{today - datetime.timedelta(days=60)}..{today}"
    birth = {"9 Mar 2011": "2011-03-09", "14/8/2010": "2010-08-14"}[born]
    (tmp_path / "children.csv").write_text(
        f"child_ref,given_name,family_name,date_of_birth,sex\n{ref},{given},{family},{birth},FEMALE\n{ref}-bad,Nobody,Atall,2011-02-30,FEMALE\n")
    (tmp_path / "offences.csv").write_text(
        f"offence_ref,child_ref,offence_date,description,category,seriousness\n{ref}-1,{ref},{offence_on},Theft of a lamp,THEFT_AND_HANDLING,2\n")
    sign_in(page, service, "service_manager")
    before = counted(page, service.url, period)
    report, told = begun(page, service.url)

    # The folder.
    page.goto(service.url + "/")
    area(page, "Bring in and take out")
    page.get_by_label("Files").set_input_files([tmp_path / "children.csv", tmp_path / "offences.csv"])
    page.locator("#password").fill(service.who("service_manager").password)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brought in")
    rows = page.locator("main table").first
    expect(rows.get_by_role("row").filter(has_text="children.csv").get_by_role("cell")).to_have_text(["2", "1", "0", "0", "1"])
    expect(page.locator("#refused")).to_contain_text("2011-02-30")
    axe(page)

    # The child, by a name not quite right and by the date of birth.
    for text in (misspelt, born, ref):
        page.goto(service.url + "/children")
        search(page, text)
        expect(page.get_by_role("link", name=f"{given} {family}")).to_be_visible()
    page.get_by_role("link", name=f"{given} {family}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{given} {family}")

    # The outcome, wrong at first.
    page.get_by_role("link", name="Record an outcome").first.click()
    page.get_by_label("Date of the outcome").fill("31/02/2026")
    page.get_by_label("Outcome", exact=True).select_option("YOUTH_CAUTION")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    axe(page)
    expect(page.get_by_label("Outcome", exact=True)).to_have_value("YOUTH_CAUTION")
    page.get_by_label("Date of the outcome").fill(written(given_on))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()

    # The figure has moved by one, and opens to the child.
    assert counted(page, service.url, period) == before + 1
    page.goto(f"{service.url}/figures?period={period}")
    page.goto(f"{service.url}/figures/fte?period={period}")
    axe(page)
    page.locator("main table a[href*='/members']").first.click()
    child = page.locator("main table").get_by_role("link", name=re.compile(f"{given} {family}"))
    expect(child).to_be_visible()
    axe(page)
    child.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{given} {family}")

    # So has the figure inside the board report, and it opens to the child from there.
    page.goto(report)
    expect(entrants(page)).to_have_text(str(int(told) + 1))
    expect(page.locator("#trend-fte-count figcaption > p")).to_contain_text(f": {int(told) + 1}")
    axe(page)
    entrants(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("What the figure is made of"))
    page.get_by_role("link", name=re.compile(f"{given} {family}")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{given} {family}")


def test_on_paper_each_chart_of_the_report_has_its_numbers_and_nothing_to_press(site, desk, sign_in):
    sign_in(desk, site, "service_manager")
    begun(desk, site.url)
    charts = desk.locator("figure.chart:has(svg)")
    assert charts.count() > 5
    # On the screen the numbers are folded away, on paper nobody can unfold them.
    shown = "e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && e.getBoundingClientRect().height > 10"
    assert not any(charts.nth(i).locator("table").evaluate(shown) for i in range(charts.count()))
    desk.emulate_media(media="print")
    for i in range(charts.count()):
        chart = charts.nth(i)
        assert chart.locator("table").evaluate(shown), chart.get_attribute("id")
        assert chart.locator("svg").evaluate(shown), chart.get_attribute("id")
        expect(chart.locator("summary")).to_be_hidden()
        table, drawing = chart.locator("table").bounding_box(), chart.locator("svg").bounding_box()
        assert table["y"] >= drawing["y"] + drawing["height"], "the table lies under the drawing"
    for button in ("Write the text", "Issue"):
        expect(desk.get_by_role("link", name=button, exact=True)).to_be_hidden()


def test_the_same_folder_brought_in_again_changes_nothing(service, desk, sign_in, tmp_path):
    (tmp_path / "children.csv").write_text("child_ref,given_name,family_name,date_of_birth,sex\nJ-again,Linnet,Oakapple,2012-01-05,FEMALE\n")
    sign_in(desk, service, "service_manager")
    for expected in (["1", "1", "0", "0", "0"], ["1", "0", "0", "1", "0"]):
        desk.goto(service.url + "/exchange")
        desk.get_by_label("Files").set_input_files([tmp_path / "children.csv"])
        desk.locator("#password").fill(service.who("service_manager").password)
        desk.get_by_role("button", name="Bring in").click()
        expect(desk.get_by_role("row").filter(has_text="children.csv").get_by_role("cell")).to_have_text(expected)
