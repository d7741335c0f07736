"""What people do on the site, in the words of the pages."""

from playwright.sync_api import Page, expect


def search(page: Page, text: str) -> None:
    """Types into the search box and sends it."""
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Children")


def area(page: Page, name: str) -> None:
    """Goes to an area of the site by the menu, which is folded on a phone."""
    areas = page.locator("nav.areas")
    if areas.locator("summary").is_visible():
        areas.locator("summary").click()
    areas.get_by_role("link", name=name).click()


def somebody(page: Page, origin: str) -> tuple[str, str]:
    """The name and address of the first child of the list that has one."""
    page.goto(origin + "/children?status=all")
    link = page.locator("main table a").first
    return link.inner_text(), origin + link.get_attribute("href")


def new_contact(page: Page, child: str) -> None:
    """Opens a blank contact form: a draft an earlier test left is thrown away."""
    page.goto(child + "/contacts/new")
    drop = page.get_by_role("button", name="Throw the draft away")
    if drop.count():
        drop.click()
        page.wait_for_url(child)
        page.goto(child + "/contacts/new")


def contacts_saying(visitor, child: str, words: str) -> int:
    """How many contacts of a child's file say so, read without a browser."""
    page = visitor.get(f"/children/{child.rsplit('/', 1)[-1]}/chronology?kind=contact").text
    return page.count(words)


def kept_on_the_device(page: Page) -> dict:
    """Everything a page can leave behind in the browser; empty when it left nothing."""
    found = page.evaluate(
        """async () => ({
            local: Object.entries(localStorage), session: Object.entries(sessionStorage),
            databases: (await indexedDB.databases()).map((each) => each.name),
            caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
            cookies: document.cookie, history: JSON.stringify(history.state),
        })""")
    return {name: value for name, value in found.items() if value and value != "null"}
