"""Every kind of page that a link leads to, as every role: does it open, is it valid, can everybody use it."""

import pytest

from client import Document, Visitor
from conftest import DESK, PHONE, axe_violations, opened
from crawl import Visited, crawl
from service import ROLES


@pytest.fixture(scope="module")
def crawled(site) -> list[Visited]:
    """The pages of every role."""
    pages = []
    for role in ROLES:
        visitor, who = Visitor(site.server.address), site.who(role)
        visitor.sign_in(who.user, who.password)
        pages += crawl(visitor, role)
    return pages


@pytest.fixture(scope="module")
def kinds(crawled) -> list[Visited]:
    """One HTML page of each kind, as the first role that sees it."""
    first = {}
    for page in crawled:
        if page.document:
            first.setdefault(page.kind, page)
    return list(first.values())


@pytest.fixture(scope="module", params=["desk", "phone"])
def looked_at(request, browser, site, kinds) -> list[dict]:
    """Each kind opened in the browser at one width: what axe, the layout and the console say of it."""
    size = PHONE if request.param == "phone" else DESK
    seen = []
    for role in ROLES:
        context = opened(browser, size)
        page, told, here = context.new_page(), [], [each for each in kinds if each.role == role]
        page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        if here:
            who = site.who(role)
            page.goto(site.url + "/sign-in")
            page.fill("[name=user]", who.user)
            page.fill("[name=password]", who.password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/sign-in" not in url)
        for each in here:
            told.clear()
            page.goto(site.url + each.path)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            seen.append({"page": f"{each.kind} ({role})", "axe": axe_violations(page), "wide": wide, "told": list(told)})
        context.close()
    return seen


def report(findings: list[str]) -> None:
    assert not findings, f"{len(findings)} findings:\n" + "\n".join(findings)


def test_every_role_has_pages(crawled):
    for role in ROLES:
        assert any(page.role == role and page.status == 200 and page.document for page in crawled), role


def test_every_link_opens(crawled):
    report([f"{page.path} answers {page.status} to {page.role}, linked from {page.linked_from}" for page in crawled if page.status != 200])


def test_every_page_has_one_first_heading_and_a_title(crawled):
    report([
        f"{page.kind} ({page.role}) has {page.document.headings} h1 and the title '{page.document.title}'"
        for page in crawled if page.document and (page.document.headings != 1 or not page.document.title.strip())
    ])


def test_titles_tell_pages_apart(kinds):
    paths = {}
    for page in kinds:
        if "?" not in page.kind:
            paths.setdefault(page.document.title, []).append(page.kind)
    report([f"'{title}' is the title of {', '.join(same)}" for title, same in paths.items() if len(same) > 1])


def test_markup_is_valid(kinds, nu):
    nu({page.kind: page.html for page in kinds})


def test_no_page_breaks_wcag(looked_at):
    report([f"{each['page']}: {found}" for each in looked_at for found in each["axe"]])


def test_no_page_is_wider_than_the_screen(looked_at):
    report([f"{each['page']} is {each['wide']} px too wide" for each in looked_at if each["wide"] > 0])


def test_no_page_writes_an_error_to_the_console(looked_at):
    report([f"{each['page']}: {line}" for each in looked_at for line in each["told"]])


def test_the_page_for_a_wrong_address_is_a_page_too(site, visitor, nu):
    answer = visitor(site, "case_manager").get("/no-such-page")
    assert answer.status == 404
    assert Document(answer.text).headings == 1
    nu({"/no-such-page": answer.text})
