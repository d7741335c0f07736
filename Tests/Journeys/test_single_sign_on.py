"""Single sign-on against a provider of others, on a small service of its own."""

import shutil
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import service as services
from conftest import PHONE, opened
from playwright.sync_api import expect
from provider import Provider

# The provider's library speaks of its own to come, at each token.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:.*deprecat.*")

ACCOUNT = "Sandholme council account"
# Who has an account at the provider: one for each who signs in here, and one who never does.
PEOPLE = {
    sub: {"preferred_username": f"{sub}@sandholme.example", "name": sub.title()} for sub in ("ola", "kit", "lee", "sam", "stranger")
}


@pytest.fixture(scope="module")
def provider():
    provider = Provider(PEOPLE)
    yield provider
    provider.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def served(data: str, folder, issuer: str, client: tuple[str, str], port: int) -> services.Server:
    secret = folder / "secret"
    secret.write_text(client[1] + "\n")
    return services.Server(data, folder / "log", more=(
        "--port", str(port), "--outside-address", f"http://127.0.0.1:{port}", "--sso-issuer", issuer, "--sso-client-id", client[0],
        "--sso-client-secret-file", str(secret), "--sso-name", ACCOUNT)).start()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small made-up service nobody serves yet."""
    folder = tmp_path_factory.mktemp("single")
    return folder, services.make_demo(str(folder / "data"), children=2, years=1)


@pytest.fixture(scope="module")
def single(made, provider, tmp_path_factory):
    """It, served beside the provider."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(made[0] / "data", folder / "data")
    port = free_port()
    client = provider.register(f"http://127.0.0.1:{port}/sign-in/single-sign-on/callback")
    server = served(str(folder / "data"), folder, provider.issuer, client, port)
    yield services.Service("sqlite", server, made[1])
    server.stop()


def go(page, single, sub: str) -> None:
    """To the provider, and back as that person."""
    page.goto(single.url + "/sign-in")
    page.get_by_role("button", name=f"Sign in with {ACCOUNT}").click()
    page.get_by_role("button", name=sub, exact=True).click()


def link(page, single, role: str, sub: str, axe=lambda page: None) -> None:
    """The first time: with the password, and again to link it."""
    who = single.who(role)
    go(page, single, sub)
    expect(page.get_by_text("Once more with your password")).to_be_visible()
    axe(page)
    page.fill("[name=user]", who.user)
    page.fill("[name=password]", who.password)
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("heading", name="Link your account")).to_be_visible()
    expect(page.get_by_text(f"{sub}@sandholme.example")).to_be_visible()
    axe(page)
    page.fill("[name=password]", who.password)
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_role("heading", name="Your account is linked")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Go on").click()


@pytest.mark.parametrize(("width", "role", "sub"), [("desk", "case_manager", "ola"), ("phone", "delivery_worker", "kit")])
def test_a_person_links_their_account_once_and_signs_in_with_it_from_then_on(single, provider, request, axe, width, role, sub):
    page = request.getfixturevalue(width)
    page.goto(single.url + "/sign-in")
    axe(page)
    link(page, single, role, sub, axe)
    expect(page).to_have_url(single.url + "/")
    page.goto(single.url + "/account")
    axe(page)
    page.get_by_role("link", name="See or undo the link").click()
    expect(page.get_by_text(f"{sub}@sandholme.example")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You may still be signed in")).to_be_visible()
    axe(page)
    proved = provider.proved
    # Now the account is enough, and leads to the page that was asked for.
    page.goto(single.url + "/children")
    page.get_by_role("button", name=f"Sign in with {ACCOUNT}").click()
    page.get_by_role("button", name=sub, exact=True).click()
    page.wait_for_url(single.url + "/children")
    assert provider.proved == proved + 1, "the code was shown with the verifier it was begun with"
    page.goto(single.url + "/account")
    expect(page.get_by_text(single.who(role).user, exact=True).first).to_be_visible()
    log = single.server.log.read_text()
    assert not any(word in log for word in (sub, "code=", "state=")), log


def test_an_account_of_nobodys_opens_nothing(single, phone, axe):
    go(phone, single, "stranger")
    expect(phone.get_by_text("Once more with your password")).to_be_visible()
    phone.goto(single.url + "/children")
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    go(phone, single, "stranger")
    phone.fill("[name=user]", single.who("case_manager").user)
    phone.fill("[name=password]", "not the one")
    phone.press("[name=password]", "Enter")
    expect(phone.get_by_role("alert")).to_be_visible()
    axe(phone)


def test_an_answer_is_taken_once_and_in_its_own_browser(single, browser, phone, axe):
    answers = []
    phone.on("request", lambda asked: answers.append(asked.url) if "/callback?" in asked.url else None)
    link(phone, single, "team_manager", "lee")
    go(phone, single, "lee")
    phone.wait_for_url(single.url + "/")
    phone.context.clear_cookies()
    phone.goto(answers[-1])
    expect(phone.get_by_text("not begun in this browser")).to_be_visible()
    axe(phone)
    expect(phone.locator("[name=password]")).to_be_visible()
    # Begun in one browser, and its answer brought to another: what an attacker would do to sign somebody in as themselves.
    context = opened(browser, PHONE)
    mine = context.new_page()
    mine.goto(single.url + "/sign-in")
    mine.get_by_role("button", name=f"Sign in with {ACCOUNT}").click()
    expect(mine.get_by_role("button", name="lee", exact=True)).to_be_visible()
    sent_on = context.request.post(mine.url, form={"sub": "lee"}, max_redirects=0)
    answer = phone.goto(sent_on.headers["location"])
    assert answer.status == 400
    phone.goto(single.url + "/")
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()


def test_who_is_stopped_is_kept_out_whatever_the_provider_says(single, desk, axe):
    link(desk, single, "business_support", "sam")
    services.run("staff", "disable", "--data", single.server.data, "--user", single.who("business_support").user)
    go(desk, single, "sam")
    expect(desk.get_by_text("you may not sign in here")).to_be_visible()
    axe(desk)
    desk.goto(single.url + "/")
    expect(desk.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_administrator_sees_a_link_and_undoes_it(single, desk, phone, sign_in, axe):
    link(phone, single, "analyst", "stranger")
    sign_in(desk, single, "system_administrator")
    desk.goto(single.url + "/staff")
    name = single.who("analyst").user
    desk.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    expect(desk.get_by_text("stranger@sandholme.example").first).to_be_visible()
    axe(desk)
    desk.fill("#single-sign-on-password", single.who("system_administrator").password)
    desk.get_by_role("button", name="Undo the link").click()
    expect(desk.get_by_text("The link is undone")).to_be_visible()
    phone.goto(single.url + "/")
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    go(phone, single, "stranger")
    expect(phone.get_by_text("Once more with your password")).to_be_visible()


def test_it_works_without_javascript(single, provider, browser):
    context = opened(browser, PHONE, java_script_enabled=False)
    page = context.new_page()
    # The provider fails between the two halves: a page, and the password is still there.
    provider.gives_tokens = False
    try:
        go(page, single, "kit")
        expect(page.get_by_text("cannot be reached just now")).to_be_visible()
    finally:
        provider.gives_tokens = True
    go(page, single, "stranger")
    expect(page.get_by_text("Once more with your password")).to_be_visible()
    context.close()


class Elsewhere(BaseHTTPRequestHandler):
    """What is no provider: it sends on to one, or never ends."""

    to = ""

    def do_GET(self):
        self.send_response(302 if self.to else 200)
        self.send_header("Location", self.to)
        self.end_headers()
        try:
            for _ in range(0 if self.to else 100):
                self.wfile.write(b" " * 10_000)
        except OSError:
            pass  # It stopped reading, as it should.

    def log_message(self, *words):
        pass


def test_a_provider_that_cannot_be_used_leaves_the_password(made, provider, tmp_path, phone, axe):
    data = str(tmp_path / "data")
    shutil.copytree(made[0] / "data", data)
    elsewhere = type("It", (Elsewhere,), {"to": provider.issuer + "/.well-known/openid-configuration"})
    stand_in = HTTPServer(("127.0.0.1", 0), elsewhere)
    threading.Thread(target=stand_in.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    server = served(data, tmp_path, f"http://127.0.0.1:{stand_in.server_port}", ("waymark", "a secret"), free_port())

    def asked() -> int:
        return server.log.read_text().count("unreachable: configuration")

    def press() -> None:
        """Until it is really asked: one that failed is left alone for some seconds."""
        before, end = asked(), time.monotonic() + 20
        while asked() == before:
            assert time.monotonic() < end, server.log.read_text()
            phone.goto(server.url + "/sign-in")
            with phone.expect_navigation() as answered:
                phone.get_by_role("button", name=f"Sign in with {ACCOUNT}").click()
            assert answered.value.status == 503
            expect(phone.get_by_text(f"{ACCOUNT} cannot be reached just now")).to_be_visible()
            phone.wait_for_timeout(300)

    try:
        press()  # It sends on.
        axe(phone)
        elsewhere.to = ""
        press()  # It never ends.
        stand_in.shutdown()
        stand_in.server_close()
        press()  # It is not there.
        who = next(each for each in made[1] if each.role == "case_manager")
        phone.fill("[name=user]", who.user)
        phone.fill("[name=password]", who.password)
        phone.press("[name=password]", "Enter")
        phone.wait_for_url(server.url + "/")
    finally:
        server.stop()
        stand_in.shutdown()
        stand_in.server_close()


@pytest.mark.parametrize(("words", "told"), [
    (("--sso-issuer", "https://accounts.sandholme.example"), "go together"),
    (("--sso-issuer", "http://accounts.sandholme.example", "--outside-address", "https://w.example", "--sso-client-id", "w", "--sso-name", "x",
      "--sso-client-secret-file", __file__), "must be an https:// address"),
])
def test_what_is_wrong_with_its_options_is_said_before_it_starts(made, words, told):
    done = services.run("serve", "--data", str(made[0] / "data"), "--port", "0", *words, check=False)
    assert done.returncode != 0 and told in done.stderr
