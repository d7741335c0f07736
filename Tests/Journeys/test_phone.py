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
    phone.goto(site.url + "/referrals?state=all")
    table = phone.locator("main .scroll").first
    assert table.evaluate("(one) => one.scrollWidth - one.clientWidth") > 50
    style = table.evaluate("(one) => [getComputedStyle(one).backgroundImage.split('linear-gradient').length - 1, getComputedStyle(one).backgroundAttachment]")
    assert style == [4, "local, local, scroll, scroll"]


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
