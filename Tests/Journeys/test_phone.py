"""On a phone: the areas fold behind one line, a wide table shows that it goes on, and no list of a day keeps the next out of reach."""

from playwright.sync_api import expect


def test_the_areas_fold_on_a_phone_and_stand_open_on_a_desk(site, phone, desk, sign_in):
    """A manager's menu took seven rows of a phone; without script it folds, and says which area is open."""
    sign_in(phone, site, "service_manager")
    phone.goto(site.url + "/oversight")
    areas = phone.locator("nav.areas")
    assert areas.bounding_box()["height"] < 80
    expect(areas.locator("summary")).to_have_text("Menu: Oversight")
    expect(areas.get_by_role("link", name="Workload")).to_be_hidden()
    areas.locator("summary").click()
    areas.get_by_role("link", name="Workload").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Workload")

    sign_in(desk, site, "service_manager")
    areas = desk.locator("nav.areas")
    expect(areas.locator("summary")).to_be_hidden()
    expect(areas.get_by_role("link", name="Workload")).to_be_visible()
    for _ in range(30):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.textContent") == "Workload":
            break
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Workload")


def test_a_wide_table_shows_that_it_goes_on(site, phone, sign_in):
    """Sideways scrolling without a sign hides columns: a shadow stands at the side where there is more."""
    sign_in(phone, site, "team_manager")
    phone.goto(site.url + "/figures")
    wide = "(all) => all.findIndex((one) => one.scrollWidth - one.clientWidth > 50)"
    tables = phone.locator("main .scroll:not(.stack)")
    place = tables.evaluate_all(wide)
    assert place >= 0, "no table of numbers goes on past the edge"
    table = tables.nth(place)
    style = table.evaluate("(one) => [getComputedStyle(one).backgroundImage.split('linear-gradient').length - 1, getComputedStyle(one).backgroundAttachment]")
    assert style == [4, "local, local, scroll, scroll"]


def test_what_is_done_with_a_row_is_within_reach(site, phone, sign_in):
    """Promise 9, S-STF-05: on a phone a row is a card, each cell behind its heading; nothing to press is past the edge, and it is a table still."""
    sign_in(phone, site, "team_manager")
    for address in ("/oversight", "/workload", "/referrals?state=all", "/"):
        phone.goto(site.url + address)
        past = phone.evaluate("""() => [...document.querySelectorAll("main .stack a, main .stack button")].filter((one) => {
            const box = one.getBoundingClientRect(); return box.width > 1 && (box.right > innerWidth || box.left < 0);
        }).map((one) => one.textContent)""")
        assert not past, address
        table = phone.locator("main .stack").first.get_by_role("table")
        assert table.get_by_role("columnheader").count() > 3
        assert table.get_by_role("rowheader").count() == table.locator("tbody tr").count()
        label = table.locator("td[data-label]:not(:empty):not(.wide)").first
        shown = label.evaluate("(cell) => getComputedStyle(cell, '::before').content")
        assert label.get_attribute("data-label") in shown, shown


def test_ones_day_is_one_tap_away(site, phone, sign_in):
    """S-STF-05: at the end of a long page the way to one's day is in sight, beside the folded menu."""
    sign_in(phone, site, "team_manager")
    phone.goto(site.url + "/referrals?state=all")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    day = phone.locator("nav.areas").get_by_role("link", name="My day")
    expect(day).to_be_in_viewport()
    day.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("My day")


def test_what_is_next_stands_before_what_is_known(site, phone, sign_in):
    """S-REF-01: on a phone a referral's page begins with what can be done."""
    sign_in(phone, site, "case_manager")
    phone.goto(site.url + "/referrals?pathway=OUT_OF_COURT")
    phone.locator("main tbody td a").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Referral received")
    assert phone.locator("#next").bounding_box()["y"] < phone.locator("#arrival").bounding_box()["y"]


def test_each_list_of_the_oversight_page_begins_near_the_one_before(site, phone, sign_in):
    """S-STF-05: counts at the top lead to the sections; of each list three to six rows stand in sight, the rest behind one press."""
    sign_in(phone, site, "team_manager")
    phone.goto(site.url + "/oversight")
    links = phone.get_by_role("navigation", name="On this page").get_by_role("link")
    for index in range(links.count()):
        place = links.nth(index).get_attribute("href")
        assert phone.locator(place).count() == 1, place
    for table in phone.locator("main section > .scroll table, main section > div > .scroll table").all():
        assert table.locator("tbody tr").count() <= 6
