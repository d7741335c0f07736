"""A phone whose connection drops while a contact is saved: nothing written is lost, nothing is sent twice, nothing stays on the phone."""

import uuid

import pytest
from playwright.sync_api import expect

from acts import contacts_saying, kept_on_the_device, new_contact, somebody


@pytest.fixture
def writing(service, phone, sign_in):
    """A phone with a half-written contact, the child's address, and words nobody else wrote."""
    sign_in(phone, service, "case_manager")
    _, child = somebody(phone, service.url)
    new_contact(phone, child)
    words = f"We talked about the garden {uuid.uuid4().hex}"
    phone.locator("#method").select_option("HOME")
    phone.get_by_label("Attended", exact=True).check()
    phone.get_by_label("Content").fill(words)
    return phone, child, words


def test_what_was_typed_stays_and_is_sent_once_when_the_line_returns(service, writing, visitor):
    page, child, words = writing
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    expect(page.get_by_label("Content")).to_have_value(words)
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 0
    page.context.set_offline(False)
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 1
    assert kept_on_the_device(page) == {}


def test_an_answer_lost_on_the_way_back_makes_no_second_contact(service, writing, visitor):
    page, child, words = writing
    sent = []

    def lose_the_first(route):
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch(max_redirects=0)
            return route.abort("internetdisconnected")
        return route.continue_()

    page.route("**/contacts", lose_the_first)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    assert len(sent) == 2 and sent[0] == sent[1]
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 1
    assert kept_on_the_device(page) == {}


def test_a_form_that_came_too_soon_is_sent_again_by_itself(service, writing, visitor):
    """ASVS 2.4.1: whoever asked for too much at once waits as the server says, and what they typed is saved once."""
    page, child, words = writing
    sent = []

    def refuse_the_first(route):
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data)
        if len(sent) == 1:
            return route.fulfill(status=429, headers={"Retry-After": "2", "Content-Type": "text/html"}, body="<h1>Too much</h1>")
        return route.continue_()

    page.route("**/contacts", refuse_the_first)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Too much was asked for at once.")
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    assert len(sent) == 2 and sent[0] == sent[1]
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 1


def test_a_draft_that_cannot_be_kept_says_so_and_is_kept_when_the_line_returns(service, writing, visitor):
    page, child, words = writing
    page.context.set_offline(True)
    page.get_by_label("Aim").press_sequentially("See how school goes")
    state = page.locator("[data-draft-state]")
    expect(state).to_contain_text("What you typed stays on this page.")
    page.context.set_offline(False)
    expect(state).to_contain_text("Draft saved")
    # Another day, another page: the draft is there, and nothing of it was on the phone.
    assert kept_on_the_device(page) == {}
    page.goto(child + "/contacts/new")
    expect(page.get_by_label("Content")).to_have_value(words)
    expect(page.get_by_label("Aim")).to_have_value("See how school goes")
    page.get_by_role("button", name="Throw the draft away").click()
    page.goto(child + "/contacts/new")
    expect(page.get_by_label("Content")).to_have_value("")


def test_a_session_that_ends_while_writing_loses_nothing(service, writing, visitor, sign_in):
    page, child, words = writing
    page.context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("signed out")
    expect(page.get_by_label("Content")).to_have_value(words)
    sign_in(page.context.new_page(), service, "case_manager")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 1
