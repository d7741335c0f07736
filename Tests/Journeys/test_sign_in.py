"""Signing in and out, on both engines."""

import base64
import hmac
import re
import struct
import time
import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from acts import area, new_contact, somebody
from conftest import PHONE, opened
from service import ROLES


@pytest.mark.parametrize("role", ROLES)
def test_everybody_of_the_demo_can_sign_in(service, visitor, role):
    home = visitor(service, role).get("/")
    assert home.status == 200
    assert "Sign out" in home.text


def test_a_wrong_password_is_told_in_a_sentence_and_keeps_the_name(service, page, axe):
    who = service.who("case_manager")
    page.goto(service.url + "/sign-in")
    page.fill("[name=user]", who.user)
    page.fill("[name=password]", who.password + "x")
    page.press("[name=password]", "Enter")
    problem = page.get_by_role("alert")
    problem.wait_for()
    assert "/sign-in" in page.url
    assert len(problem.inner_text().split()) >= 4
    assert page.input_value("[name=user]") == who.user
    assert page.input_value("[name=password]") == ""
    axe(page)


def test_an_unknown_name_is_answered_like_a_wrong_password(service, visitor):
    def told(user: str) -> str:
        answer = visitor(service).post("/sign-in", [("user", user), ("password", "not the one")])
        assert answer.status != 303
        # The name comes back in its field, and a token differs each time: the words are what must be alike.
        return re.sub(r"<[^>]*>", "", answer.text)

    assert told(service.who("case_manager").user) == told("nobody.atall")


@pytest.mark.parametrize("path", ["/", "/children", "/children/0199aaaa-0000-7000-8000-000000000000", "/no-such-page"])
def test_a_visitor_is_sent_to_sign_in(service, visitor, path):
    answer = visitor(service).get(path)
    assert answer.status == 303
    assert urlsplit(answer.location).path == "/sign-in"


def test_a_form_sent_signed_out_gets_the_sign_in_page(service, visitor):
    answer = visitor(service).post("/children/0199aaaa-0000-7000-8000-000000000000/contacts", [("content", "x")])
    assert answer.status == 401
    assert "data-sign-in" in answer.text


def test_signing_in_leads_to_the_page_that_was_asked_for(service, page):
    who = service.who("case_manager")
    page.goto(service.url + "/children")
    page.fill("[name=user]", who.user)
    page.fill("[name=password]", who.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(service.url + "/children")


def test_signing_out_ends_the_session_on_the_server(service, page, sign_in, visitor):
    sign_in(page, service, "case_manager")
    copied = {each["name"]: each["value"] for each in page.context.cookies()}
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    page.goto(service.url + "/children")
    assert urlsplit(page.url).path == "/sign-in"
    thief = visitor(service)
    thief.cookies = copied
    assert thief.get("/children").status == 303


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(service, page, sign_in):
    sign_in(page, service, "case_manager")
    cookies = page.context.cookies()
    assert cookies
    assert all(each["httpOnly"] and each["sameSite"] in ("Lax", "Strict") for each in cookies)


def test_another_site_cannot_post_a_form(service, visitor):
    someone = visitor(service, "case_manager")
    someone.connection.request(
        "POST", "/sign-out", b"", {
            "Origin": "http://elsewhere.example", "Sec-Fetch-Site": "cross-site", "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in someone.cookies.items()),
        })
    answer = someone.connection.getresponse()
    answer.read()
    assert answer.status == 403
    assert someone.get("/").status == 200


def test_health_answers_without_signing_in(service, visitor):
    assert visitor(service).get("/health").status == 200


def test_what_is_sent_after_the_session_ended_goes_with_the_sign_in(service, browser):
    """Without JavaScript: nothing typed is lost, and it is saved once."""
    context = opened(browser, PHONE, java_script_enabled=False)
    page = context.new_page()
    who = service.who("case_manager")

    def sign_in():
        page.fill("[name=user]", who.user)
        page.fill("[name=password]", who.password)
        page.get_by_role("button", name="Sign in").click()

    page.goto(service.url + "/sign-in")
    sign_in()
    _, child = somebody(page, service.url)
    new_contact(page, child)
    words = f"We talked about <the garden> & 50 % more {uuid.uuid4().hex}"
    page.locator("#method").select_option("HOME")
    page.get_by_label("Attended", exact=True).check()
    page.get_by_label("Content").fill(words)
    context.clear_cookies()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you typed is not lost")).to_be_visible()
    sign_in()
    expect(page.get_by_role("heading", name="You are signed in again")).to_be_visible()
    page.get_by_role("button", name="Save what I typed").click()
    expect(page.get_by_text("It is on the child's file.")).to_be_visible()
    expect(page.get_by_text(words).first).to_be_visible()
    context.close()


def test_the_page_warns_before_the_session_ends_and_one_press_goes_on(service, page, sign_in, axe):
    page.clock.install()
    sign_in(page, service, "case_manager")
    page.goto(service.url + "/account")
    notice = page.get_by_role("alert").filter(has_text="You will be signed out soon")
    page.clock.fast_forward("24:00")
    expect(notice).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("unless you go on")
    axe(page)
    notice.get_by_role("button", name="Stay signed in").click()
    expect(notice).to_be_hidden()
    page.clock.fast_forward("31:00")
    expect(notice).to_contain_text("signed out")
    expect(notice.get_by_role("button")).to_be_hidden()


def test_what_was_on_the_page_is_covered_when_the_session_ends_and_shown_to_nobody_else(service, browser, axe):
    """ASVS 14.3.1, S-INF-11: the child's file goes from the screen; what was typed is under the cover and comes back to the same person."""
    context = opened(browser, PHONE)
    context.clock.install()
    page = context.new_page()

    def sign_in(page, role):
        who = service.who(role)
        page.goto(service.url + "/sign-in")
        page.fill("[name=user]", who.user)
        page.fill("[name=password]", who.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(service.url + "/")

    sign_in(page, "case_manager")
    name, child = somebody(page, service.url)
    new_contact(page, child)
    # The draft is kept while the page is covered already: that lifts nothing.
    page.get_by_label("Content").fill("Half a sentence")
    heading, title = page.get_by_role("heading", level=1), page.title()
    expect(heading).to_be_visible()
    context.clock.fast_forward("31:00")
    notice = page.get_by_role("alert").filter(has_text="You have been signed out")
    expect(notice).to_contain_text("the page is covered")
    expect(page.locator("h1")).to_be_hidden()
    expect(page.locator("[name=content]")).to_be_hidden()
    assert name not in page.title() and page.title() == "Signed out – Waymark"
    axe(page)
    # Somebody else at the same machine, in another tab: it stays covered.
    context.clear_cookies()
    other = context.new_page()
    sign_in(other, "analyst")
    expect(notice).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    context.clear_cookies()
    sign_in(other, "case_manager")
    expect(heading).to_be_visible()
    expect(notice).to_be_hidden()
    assert page.title() == title
    assert page.input_value("[name=content]") == "Half a sentence"
    context.close()


def test_an_administrator_takes_somebody_on_who_chooses_a_password(service, page, sign_in, browser, axe):
    sign_in(page, service, "system_administrator")
    area(page, "Staff")
    page.get_by_role("link", name="Take somebody on").click()
    axe(page)
    user = f"new.{uuid.uuid4().hex[:12]}"
    page.fill("[name=user]", user)
    page.fill("[name=name]", "Ola Penn")
    page.select_option("[name=role]", "case_manager")
    page.fill("[name=password]", service.who("system_administrator").password)
    page.get_by_role("button", name="Save").click()
    axe(page)
    password = page.locator("main code").inner_text()
    page.get_by_role("link", name="I have told them").click()
    axe(page)
    context = opened(browser, PHONE)
    theirs = context.new_page()
    theirs.goto(service.url + "/sign-in")
    theirs.fill("[name=user]", user)
    theirs.fill("[name=password]", password)
    theirs.press("[name=password]", "Enter")
    expect(theirs.get_by_role("heading", name="Choose a password of your own")).to_be_visible()
    axe(theirs)
    theirs.get_by_label("New password", exact=True).fill("timber anchor 4")
    theirs.get_by_label("The new password again").fill("timber anchor 4")
    theirs.get_by_role("button", name="Save and go on").click()
    theirs.wait_for_url(service.url + "/")
    # A second factor of their own, as an app on a phone would make its codes.
    theirs.goto(service.url + "/account")
    axe(theirs)
    theirs.get_by_role("link", name="Set up a second factor").click()
    axe(theirs)
    key = re.search("secret=([A-Z2-7]+)", theirs.get_by_role("link", name="open your authenticator").get_attribute("href")).group(1)
    theirs.fill("[name=code]", code_of(key))
    theirs.fill("[name=password]", "timber anchor 4")
    theirs.get_by_role("button", name="Set up").click()
    expect(theirs.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    axe(theirs)
    recovery = theirs.locator("main code").first.inner_text()
    context.clear_cookies()
    theirs.goto(service.url + "/sign-in")
    theirs.fill("[name=user]", user)
    theirs.fill("[name=password]", "timber anchor 4")
    theirs.press("[name=password]", "Enter")
    expect(theirs.get_by_role("heading", name="Enter your code")).to_be_visible()
    axe(theirs)
    theirs.fill("[name=code]", recovery)
    theirs.press("[name=code]", "Enter")
    theirs.wait_for_url(service.url + "/")
    context.close()


def code_of(key: str) -> str:
    """RFC 6238, by Python's own library."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    mac = hmac.new(base64.b32decode(key + "=" * (-len(key) % 8)), counter, "sha1").digest()
    number = struct.unpack_from(">I", mac, mac[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
