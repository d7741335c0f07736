"""Everything with the keyboard alone, and always seeing where one is."""

import re
import uuid

from playwright.sync_api import expect

from acts import contacts_saying, new_contact, somebody

FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { id: "", text: "", seen: true };
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    return { id: element.id, text: (element.innerText || element.value || "").trim(), name: element.name || "", tag: element.tagName,
        seen: ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


def tab_to(page, wanted, most: int = 120) -> dict:
    """Presses Tab until the focus is there; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        assert stop["seen"], f"the focus is not seen on {stop} of {page.url}"
        if wanted(stop):
            return stop
    raise AssertionError(f"Tab never reached it on {page.url}")


def test_sign_in_search_open_and_record_a_contact_without_a_mouse(service, page, visitor, sign_in):
    who = service.who("case_manager")
    name, child = somebody_named(service, visitor)
    words = f"With no mouse {uuid.uuid4().hex}"
    page.goto(service.url + "/sign-in")
    tab_to(page, lambda stop: stop["id"] == "user")
    page.keyboard.type(who.user)
    tab_to(page, lambda stop: stop["id"] == "password")
    page.keyboard.type(who.password)
    page.keyboard.press("Enter")
    page.wait_for_url(service.url + "/")
    tab_to(page, lambda stop: stop["id"] == "find-q")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/children?search=*")
    tab_to(page, lambda stop: stop["tag"] == "A" and stop["text"] == name)
    page.keyboard.press("Enter")
    page.wait_for_url("**" + child)
    tab_to(page, lambda stop: stop["text"] == "Record a contact")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contacts/new")
    tab_to(page, lambda stop: stop["id"] == "method")
    page.keyboard.type("Phone")
    tab_to(page, lambda stop: stop["id"] == "content")
    page.keyboard.type(words)
    tab_to(page, lambda stop: stop["tag"] == "BUTTON" and stop["text"] == "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    # The page that took the form's place can be read on from its beginning.
    assert page.evaluate("document.activeElement.closest('main, body').tagName") in ("MAIN", "BODY")
    assert contacts_saying(visitor(service, "case_manager"), child, words) == 1
    expect(page.locator("main")).to_contain_text("Phone call")


def somebody_named(service, visitor) -> tuple[str, str]:
    """A child's name and address, read without the page under test."""
    text = visitor(service, "case_manager").get("/children?status=all").text
    found = re.search(r'<a href="(/children/[0-9a-f-]{36})">([^<&]+)</a>', text)
    return found.group(2), found.group(1)


def test_the_first_stop_skips_to_the_page(service, page, sign_in):
    sign_in(page, service, "case_manager")
    page.goto(service.url + "/children")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_errors_take_the_focus_and_lead_to_their_boxes(service, page, sign_in):
    sign_in(page, service, "case_manager")
    _, child = somebody(page, service.url)
    new_contact(page, child)
    page.get_by_label("When").fill("some day")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("When")).to_be_focused()
