"""One person with the same form open in two windows: what either kept is not lost without a word."""

import pytest
from playwright.sync_api import expect

from acts import new_contact, somebody


def state(page):
    return page.locator("[data-draft-state]")


def write(page, words: str):
    page.get_by_label("Content").fill(words)


@pytest.fixture
def windows(service, phone, sign_in):
    """Two windows of one person, each on an empty new contact of the same child, and the child's address."""
    sign_in(phone, service, "case_manager")
    _, child = somebody(phone, service.url)
    new_contact(phone, child)
    other = phone.context.new_page()
    new_contact(other, child)
    return phone, other, child


def test_a_draft_of_another_window_is_not_replaced_until_its_writer_says_so(windows):
    first, second, child = windows
    write(first, "We walked to the allotment")
    expect(state(first)).to_contain_text("Draft saved")
    write(second, "We sat in the library")
    expect(state(second)).to_contain_text("open in another window")
    expect(second.get_by_label("Content")).to_have_value("We sat in the library")
    third = first.context.new_page()
    third.goto(child + "/contacts/new")
    expect(third.get_by_label("Content")).to_have_value("We walked to the allotment")

    second.get_by_role("button", name="Keep this as the draft instead").click()
    expect(state(second)).to_contain_text("Draft saved")
    expect(second.get_by_role("button", name="Keep this as the draft instead")).to_have_count(0)
    with second.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        write(second, "We sat in the library until six")
    third.reload()
    expect(third.get_by_label("Content")).to_have_value("We sat in the library until six")
    write(first, "We walked to the allotment and back")
    expect(state(first)).to_contain_text("open in another window")


def test_the_button_that_keeps_a_draft_asks_first_and_shows_what_was_written(windows):
    first, second, child = windows
    write(first, "We walked to the allotment")
    expect(state(first)).to_contain_text("Draft saved")
    write(second, "We sat in the library")
    second.get_by_role("button", name="Save draft").click()
    expect(second.get_by_role("heading", name="Also open in another window")).to_be_visible()
    expect(second.get_by_text("We sat in the library")).to_be_attached()
    second.get_by_role("button", name="Keep this as the draft instead").click()
    expect(second.get_by_label("Content")).to_have_value("We sat in the library")
    second.reload()
    expect(second.get_by_label("Content")).to_have_value("We sat in the library")
