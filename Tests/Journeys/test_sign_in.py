"""Signing in and out, on both engines."""

import re
from urllib.parse import urlsplit

import pytest

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


def test_a_form_sent_signed_out_is_sent_to_sign_in(service, visitor):
    answer = visitor(service).post("/children/0199aaaa-0000-7000-8000-000000000000/contacts", [("content", "x")])
    assert answer.status == 303
    assert urlsplit(answer.location).path == "/sign-in"


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
