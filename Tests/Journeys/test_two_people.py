"""Two people change one record: whoever saves second sees both, and nobody's words are lost."""

import uuid

from playwright.sync_api import expect

from acts import new_contact, somebody
from conftest import DESK, opened


def test_the_second_to_save_sees_both_versions_and_the_history_keeps_them(service, page, browser, sign_in, axe):
    sign_in(page, service, "case_manager")
    _, child = somebody(page, service.url)
    new_contact(page, child)
    page.locator("#method").select_option("OFFICE")
    page.get_by_label("Attended", exact=True).check()
    page.get_by_label("Content").fill("As first written")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    page.get_by_role("link", name="Change", exact=True).click()
    page.wait_for_url("**/edit")
    edit = page.url
    mine, theirs = f"Mine {uuid.uuid4().hex}", f"Theirs {uuid.uuid4().hex}"
    page.get_by_label("Content").fill(mine)
    other = opened(browser, DESK).new_page()
    sign_in(other, service, "team_manager")
    other.goto(edit)
    other.get_by_label("Content").fill(theirs)
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("It is on the child's file.")).to_be_visible()
    other.context.close()

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Someone saved this first")).to_be_visible()
    table = page.get_by_role("table", name="The two versions")
    expect(table).to_contain_text(mine)
    expect(table).to_contain_text(theirs)
    expect(page.get_by_label("Content")).to_have_value(mine)
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    expect(page.locator("main dl.summary")).to_contain_text(mine)
    page.get_by_role("link", name="Compare with the version before").first.click()
    expect(page.get_by_role("table", name="The two versions")).to_contain_text(theirs)
