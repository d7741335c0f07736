"""Cases of the out-of-court pathway for journeys to its ends: what comes before is sent without a browser."""

import random
import re
import string
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from client import Document, Visitor

CONDITIONAL_CAUTION = "Youth conditional caution"
COMMUNITY_RESOLUTION = "Community resolution with our involvement"
OUTCOME_22 = "Outcome 22 with our involvement"
OUTCOME_23 = "Outcome 23, deferred prosecution, with our involvement"
NOT_COMPLETED = "The programme was not completed: there is no outcome to record."


@dataclass
class Case:
    """A child with one referral: the name as pages write it, and both addresses."""

    name: str
    child: str
    referral: str

    @property
    def outcome(self) -> str:
        return self.referral + "/outcome"

    @property
    def decision(self) -> str:
        return self.referral + "/decision"


def ago(days: int) -> date:
    return date.today() - timedelta(days=days)


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def sent(visitor: Visitor, path: str, button: str, **boxes: str) -> str:
    """Fills the form of a page that has this button's action and sends it; gives the path it leads to."""
    page = visitor.get(path)
    form = next((form for form in Document(page.text).forms if form.action.endswith(button)), None)
    assert form, f"{path} answered {page.status} and has no form to {button}"
    unknown = set(boxes) - {name.replace("-", "_") for name in form.names}
    assert not unknown, f"{path} does not ask {unknown}"
    named = {name: boxes[name.replace("-", "_")] for name in form.names if name.replace("-", "_") in boxes}
    kept = [(name, value) for name, value in form.fields if name not in named]
    answer = visitor.post(form.action, kept + list(named.items()))
    assert answer.status == 303, f"{path} was not saved: {answer.status} {re.sub('<[^>]+>', ' ', answer.text)[:1500]}"
    return urlsplit(answer.location).path


def referred(case_manager: Visitor, **boxes: str) -> Case:
    """A child and an accepted police referral of one offence; `boxes` change the referral's form."""
    # No two of like names and birth dates, so that the form never asks whether it is the same child.
    given, family = ("".join(random.choices(string.ascii_lowercase, k=12)).title() for _ in range(2))
    born = date(2010, 6, 1) + timedelta(days=random.randrange(500))
    new = sent(
        case_manager, "/children/new?then=referral", "/children", given_name=given, family_name=family, date_of_birth=typed(born), sex="MALE")
    child = re.match(r"/children/[0-9a-f-]{36}", new).group()
    known = dict(
        source="POLICE", pathway="OUT_OF_COURT", received_date=typed(ago(19)), admission="ADMITTED", reason="Damage at the bus stop",
        offence_1_offence_date=typed(ago(32)), offence_1_description="Broke a shelter pane", offence_1_category="CRIMINAL_DAMAGE",
        offence_1_knife="no")
    referral = sent(case_manager, child + "/referrals/new", "/referrals", **known | boxes)
    sent(case_manager, referral + "/acceptance", "/acceptance", answer="ACCEPT")
    return Case(f"{given} {family}", child, referral)


def send(page: Page, button: str, within=None) -> None:
    """Presses a button that saves, and waits for the page it leads to."""
    with page.expect_navigation():
        (within or page).get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def refused(page: Page, button: str, *problems: str) -> None:
    """Presses a button that saves, and reads why it was not."""
    page.get_by_role("button", name=button, exact=True).click()
    for problem in problems:
        expect(page.locator("[data-errors]")).to_contain_text(problem)


def choose(page: Page, question: str, answer: str) -> None:
    """Ticks one answer of a question of several."""
    group = page.get_by_role("group", name=question)
    group.get_by_role("radio", name=answer, exact=True).check()


def go_on(page: Page) -> None:
    """Goes on without what a panel or a decision rests on."""
    page.get_by_label("Go on all the same").check()


def decide(page: Page, origin: str, case: Case, decision: str, on: date | None = None) -> None:
    """The police record what they decided; ends on what follows."""
    on = on or ago(11)
    page.goto(origin + case.decision)
    page.get_by_label("Decision", exact=False).first.select_option(label=decision)
    choose(page, "Decided by", "Police")
    page.get_by_label("Name of who decided").fill("Anwen Tollgate")
    page.get_by_label("Their rank or post").fill("Inspector")
    page.get_by_label("Decided", exact=True).fill(typed(on))
    # These cases come to a decision with nothing assessed or scored: that is said, and goes on with a reason.
    expect(page.locator("main")).to_contain_text("there is no completed assessment")
    go_on(page)
    page.get_by_label("Why the decision differs").fill("The officer who knows the family leaves")
    send(page, "Save the decision")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Outcome of the referral")
    expect(page.locator("#decision")).to_contain_text(f"{decision}, {words(on)}, by Inspector Anwen Tollgate")


def start_programme(page: Page, origin: str, case: Case) -> str:
    """Starts the programme of a decided case; ends on it and gives its address."""
    page.goto(origin + case.outcome)
    page.get_by_label("Programme starts").fill(typed(ago(9)))
    send(page, "Start the programme")
    page.locator("#recorded").get_by_role("link", name=f"From {words(ago(9))}").click()
    page.wait_for_url("**/programmes/*")
    return page.url


def end_programme(page: Page, programme: str, completed: str, why: str, told: date | None = None) -> None:
    """Ends the programme the page shows."""
    page.goto(programme)
    page.get_by_role("link", name="End the programme").click()
    page.wait_for_url("**/end")
    choose(page, "Was it completed?", completed)
    page.get_by_label("End", exact=False).first.fill(typed(ago(1)))
    page.get_by_label("How it ended").fill(why)
    if told:
        page.get_by_label("Police told").fill(typed(told))
    send(page, "End the programme")


def waits_on_police(page: Page):
    """What a programme's page says of the police."""
    return page.locator("#police")


def no_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"



def hold_interview(page: Page, whom: str) -> None:
    """Holds the exit interview a closure's checklist asks for: one press begins it."""
    with page.expect_navigation():
        page.locator("#checklist").get_by_role("button", name=f"Hold it with the {whom}").click()
    # Every question that must be answered, with its first answer.
    for question in page.locator("main form fieldset").all():
        if "(optional)" not in question.locator("legend").inner_text():
            question.get_by_role("radio").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and finish").click()


def approve(page: Page) -> None:
    """A manager approves the closure the page shows."""
    with page.expect_navigation():
        page.get_by_role("button", name="Approve and close the referral").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Work closed")


def put_on_duty(manager: Visitor, worker: Visitor) -> None:
    """The manager puts the worker on duty today."""
    name = re.search(r'class="account"><span>(?:<a[^>]*>)?([^<]+?) ?<span', worker.get("/").text).group(1)
    found = re.search(rf'<option value="([^"]+)"[^>]*>{name}</option>', manager.get("/duty").text)
    sent(manager, "/duty", "/duty", staff=found.group(1), start_date=typed(ago(0)), end_date=typed(ago(0)))


def raise_concern(page: Page, child: str, sort: str, said: str) -> None:
    """Records a contact in which somebody says a child is unsafe."""
    page.goto(child + "/contacts/new")
    page.locator("#method").select_option("PHONE")
    page.get_by_label("Content").fill("Rang at the usual time")
    page.get_by_text("Is anyone unsafe right now?").click()
    page.get_by_label("Urgent concern").select_option(label=sort)
    page.get_by_label("What is happening").fill(said)
    send(page, "Save")
