"""The same work with JavaScript off."""

import uuid

import pytest
from playwright.sync_api import expect

from acts import contacts_saying, search, somebody
from conftest import DESK, PHONE, opened


@pytest.fixture(params=["desk", "phone"])
def plain(request, browser):
    """A page of a browser that runs no script."""
    context = opened(browser, PHONE if request.param == "phone" else DESK, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_search_draft_save_and_errors_without_script(service, plain, sign_in, visitor):
    sign_in(plain, service, "delivery_worker")
    name, child = somebody(plain, service.url)
    search(plain, name)
    plain.get_by_role("link", name=name, exact=True).first.click()
    plain.get_by_role("link", name="Record a contact").click()
    words = f"Without script {uuid.uuid4().hex}"
    plain.get_by_label("Content").fill(words)
    plain.get_by_role("button", name="Save draft").click()
    expect(plain.get_by_text("This is your draft")).to_be_visible()
    expect(plain.get_by_label("Content")).to_have_value(words)
    assert contacts_saying(visitor(service, "delivery_worker"), child, words) == 0
    # Another time, from the list of drafts.
    plain.goto(service.url + "/")
    plain.get_by_role("link", name="See your drafts").click()
    plain.get_by_role("link", name=f"Contact, {name}").click()
    plain.get_by_label("When").fill("31/02/2025 10:00")
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_role("alert").first).to_contain_text("There is a problem")
    expect(plain.get_by_label("Content")).to_have_value(words)
    # A day that has passed by a clock set back a year too.
    plain.get_by_label("When").fill("1/10/2025 10:00")
    plain.get_by_label("Attended", exact=True).check()
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text("It is on the child's file.")).to_be_visible()
    assert contacts_saying(visitor(service, "delivery_worker"), child, words) == 1
    plain.goto(service.url + "/drafts")
    expect(plain.get_by_text("You have no drafts.")).to_be_visible()


def test_a_text_message_needs_one_box(service, plain, sign_in, visitor):
    sign_in(plain, service, "delivery_worker")
    _, child = somebody(plain, service.url)
    plain.goto(child)
    plain.get_by_role("link", name="Record a text message").click()
    words = f"See you at four {uuid.uuid4().hex}"
    boxes = plain.locator("main form textarea:visible, main form input:visible, main form select:visible")
    expect(boxes).to_have_count(1)
    boxes.fill(words)
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text("It is on the child's file.")).to_be_visible()
    assert contacts_saying(visitor(service, "delivery_worker"), child, words) == 1
