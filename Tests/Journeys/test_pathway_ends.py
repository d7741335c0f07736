"""How out-of-court work ends: kept to, failed, sent back, disputed, and what is done at once when a child is unsafe (issue 3, "Seen to work")."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, opened
from pathway_ends import (
    COMMUNITY_RESOLUTION, CONDITIONAL_CAUTION, NOT_COMPLETED, OUTCOME_22, OUTCOME_23, ago, approve, choose, decide, end_programme,
    go_on, hold_interview, no_wider_than_the_screen, put_on_duty, raise_concern, referred, refused, send, start_programme, typed, waits_on_police, words,
)


@pytest.fixture(scope="session")
def service(site):
    """One engine is enough here: the pages' own tests run on both."""
    return site


@pytest.fixture(params=["desk", "phone"])
def width(request) -> str:
    return request.param


@pytest.fixture
def colleague(browser, service, sign_in, width):
    """colleague(role) gives a page at which that person is signed in."""
    contexts = []

    def colleague(role: str):
        more = {"has_touch": True, "is_mobile": True} if width == "phone" else {}
        contexts.append(opened(browser, PHONE if width == "phone" else DESK, **more))
        page = contexts[-1].new_page()
        sign_in(page, service, role)
        return page

    yield colleague
    for context in contexts:
        context.close()


@pytest.fixture
def case(service, visitor):
    """case(**boxes) gives a new child with an accepted referral."""

    def case(**boxes):
        return referred(visitor(service, "case_manager"), **boxes)

    return case


# Youth conditional caution


def test_a_conditional_caution_that_fails(service, colleague, case, axe):
    """S-OOC-18: conditions met or not, warnings, return to the police, each with its date. S-OOC-03: the outcome carries the day it was given and
    stands though the programme failed. S-OOC-15: the signed copy is missing until it is on the file."""
    one = case()
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, CONDITIONAL_CAUTION)
    expect(police.locator("#decision")).to_contain_text("Youth conditional caution, signed Missing")
    refused(
        police, "Record the outcome", "Say who the appropriate adult was: it cannot be given without one.", "Enter the day the child signed it.",
        "it needs their signed consent")
    police.get_by_label("Day it was given to the child").fill(typed(ago(9)))
    police.get_by_label("Given by").fill("Inspector Anwen Tollgate")
    police.get_by_label("Appropriate adult").fill("Mother")
    police.get_by_label("Signed by the child").fill(typed(ago(9)))
    police.get_by_label("Child agreed to the conditions").fill(typed(ago(9)))
    send(police, "Record the outcome")
    given = f"{CONDITIONAL_CAUTION}, {words(ago(9))}"
    expect(police.locator("#recorded")).to_contain_text(given)

    programme = start_programme(worker, service.url, one)
    no_wider_than_the_screen(worker)
    worker.get_by_text("Add a condition", exact=True).click()
    condition = worker.locator("form[action$='/conditions']")
    condition.get_by_label("Condition", exact=True).fill("Help mend the shelter")
    condition.get_by_label("To put things right").check()
    condition.get_by_label("By", exact=False).last.fill(typed(ago(2)))
    send(worker, "Add the condition", condition)
    worker.goto(programme)
    row = worker.get_by_role("row").filter(has_text="Help mend the shelter")
    expect(row).to_contain_text("Late")
    row.get_by_text("Met or not").click()
    row.get_by_label("Note").fill("Did not come on any of three days")
    send(worker, "Not met Help mend the shelter", row)
    worker.goto(programme)
    expect(worker.get_by_role("row").filter(has_text="Help mend the shelter")).to_contain_text("Not met")
    worker.get_by_text("Add a warning, meeting, notice or return to the police").click()
    step = worker.locator("form[action$='/compliance-steps']").last
    step.get_by_label("Warning", exact=True).check()
    step.get_by_label("Day", exact=True).fill(typed(ago(2)))
    step.get_by_label("What happened").fill("Warned at home with mother")
    send(worker, "Add the step", step)

    worker.goto(programme + "/end")
    expect(worker.locator("#follows")).to_contain_text("it goes back to the police, who decide whether to prosecute")
    refused(worker, "End the programme", "Say whether it was completed.", "Say how it ended.")
    end_programme(worker, programme, "No", "The condition was not kept")
    expect(waits_on_police(worker)).to_contain_text(f"The police are not yet told of the return of {words(ago(1))}.")
    compliance = worker.get_by_role("table", name=re.compile("compliance"))
    expect(compliance).to_contain_text("Warned at home with mother")
    returned = worker.get_by_role("row").filter(has_text="Sent back to the police")
    expect(returned).to_contain_text("The condition was not kept")
    axe(worker)

    police.goto(programme)
    returned = police.get_by_role("row").filter(has_text="Sent back to the police")
    returned.locator("summary").filter(has_text="Record what the police decided").click()
    returned.get_by_label("Police told").fill(typed(ago(0)))
    returned.get_by_label("What the police decided").fill("Charged: to court")
    send(police, "Record what the police decided", returned)
    police.goto(programme)
    expect(waits_on_police(police)).to_contain_text("Nothing is waiting.")
    # What was given before stays what it was.
    police.goto(service.url + one.outcome)
    expect(police.locator("#recorded")).to_contain_text(given)
    expect(police.locator("#recorded")).to_contain_text(f"ended {words(ago(1))}, not completed")


# Outcomes 22 and 23: the programme first


def test_outcome_22_completed(service, colleague, case):
    """S-OOC-11: outcome 22 needs no admission; the programme comes first and the outcome is recorded on completion, dated that day."""
    one = case(admission="NO_COMMENT")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_22)
    expect(police.get_by_text("The outcome is recorded when it is completed, and only then.")).to_be_visible()
    expect(police.get_by_role("button", name="Record the outcome")).to_have_count(0)
    expect(police.locator("#offences")).to_contain_text("Alleged:")
    programme = start_programme(worker, service.url, one)
    expect(worker.locator("#dates")).to_contain_text("None: it is recorded only when the programme is completed.")
    expect(worker.locator("#dates")).to_contain_text("Yes: it needs no admission.")
    worker.goto(programme + "/end")
    expect(worker.locator("#follows")).to_contain_text(f"“{OUTCOME_22}” is recorded for 1 offence, dated the day it ended.")
    end_programme(worker, programme, "Yes", "Came to every session")
    expect(worker.locator("#dates")).to_contain_text(f"{OUTCOME_22}, {words(ago(1))}")
    expect(waits_on_police(worker)).to_contain_text("The police wait to hear that the programme was completed.")
    worker.goto(service.url + one.outcome)
    expect(worker.locator("#recorded")).to_contain_text(f"{OUTCOME_22}, {words(ago(1))}")
    no_wider_than_the_screen(worker)


def test_outcome_22_failed(service, colleague, case):
    """S-OOC-11: a child who does not take part is left without outcome 22 and goes back to the panel."""
    one = case(admission="NO_COMMENT")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_22)
    programme = start_programme(worker, service.url, one)
    end_programme(worker, programme, "No", "Came once and not again")
    worker.goto(service.url + one.outcome)
    expect(worker.get_by_text(NOT_COMPLETED)).to_be_visible()
    expect(worker.locator("#recorded")).not_to_contain_text(f"{OUTCOME_22},")
    worker.goto(service.url + one.child)
    expect(worker.locator("main")).to_contain_text("Back to the panel: the programme was not completed")


def test_outcome_23_completed(service, colleague, case):
    """S-OOC-12: while the programme runs the police hold the prosecution; its completion ends the matter with no further action."""
    one = case(admission="DENIED")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_23)
    programme = start_programme(worker, service.url, one)
    expect(waits_on_police(worker)).to_contain_text("The police hold the prosecution until the programme ends.")
    end_programme(worker, programme, "Yes", "Twelve weeks kept")
    expect(worker.locator("#dates")).to_contain_text(f"{OUTCOME_23}, {words(ago(1))}")
    expect(waits_on_police(worker)).not_to_contain_text("hold the prosecution")


def test_outcome_23_failed(service, colleague, case):
    """S-OOC-12, S-OOC-18: failure goes back to the police for prosecution, and leaves no outcome 23."""
    one = case(admission="DENIED")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_23)
    programme = start_programme(worker, service.url, one)
    end_programme(worker, programme, "No", "Stopped coming in the second week", told=ago(0))
    expect(waits_on_police(worker)).to_contain_text(f"The police were told on {words(ago(0))}. We wait for what they decide.")
    worker.goto(service.url + one.outcome)
    expect(worker.get_by_text(NOT_COMPLETED)).to_be_visible()
    expect(worker.locator("#recorded")).not_to_contain_text(f"{OUTCOME_23},")


# Sent back by a court, and disputed


def test_a_case_the_court_sent_back(service, colleague, case):
    """S-OOC-08: court date, firm of solicitors, reason and a no-comment interview are kept, and counted by firm; the clock runs from the day the
    court's papers came. S-REF-01: the register shows it."""
    firm = f"Firm {uuid.uuid4().hex[:8]}"
    one = case(received_date=typed(ago(5)), source="COURT", admission="NO_COMMENT")
    worker, police = colleague("case_manager"), colleague("police_officer")
    worker.goto(service.url + one.referral)
    worker.get_by_role("link", name="Change", exact=True).last.click()
    worker.wait_for_url("**/edit*")
    # A court refers out of court only what it sends back: that was not asked again.
    sent_back = worker.get_by_role("group", name="Sent back by the court")
    expect(sent_back.get_by_role("radio", name="Yes", exact=True)).to_be_checked()
    worker.get_by_label("Court that sent it back sat on").fill(typed(ago(8)))
    worker.get_by_label("Firm of solicitors").fill(firm)
    worker.get_by_label("Why the court sent it back").fill("Guilty plea after no comment")
    send(worker, "Save")
    main = worker.locator("main")
    expect(main).to_contain_text(firm)
    expect(main).to_contain_text("The child made no comment in interview.")
    worker.goto(service.url + "/referrals")
    worker.get_by_role("link", name="Sent back by the court").click()
    worker.wait_for_url("**view=bounced*")
    firms = worker.get_by_role("table").first.get_by_role("row").filter(has_text=firm)
    expect(firms).to_contain_text("1 of 1")
    cases = worker.get_by_role("table").last.get_by_role("row").filter(has_text=one.name)
    expect(cases).to_contain_text(words(ago(8)))
    expect(cases).to_contain_text("Not decided")
    no_wider_than_the_screen(worker)
    decide(police, service.url, one, OUTCOME_22, on=ago(3))
    worker.reload()
    expect(cases).to_contain_text(OUTCOME_22)


def test_a_panel_that_does_not_agree_is_taken_higher(service, colleague, case, axe):
    """S-OOC-09: a disagreement keeps its date, who decided and what came of it, and the police see it. S-OOC-24: the panel's item is not closed
    without contact with the victim or the reason why there is none. S-OOC-04: a case not ready is listed only with a reason."""
    one = case()
    manager, police = colleague("team_manager"), colleague("police_officer")
    manager.goto(service.url + "/panels")
    manager.get_by_role("link", name="New panel").click()
    manager.wait_for_url("**/panels/new")
    manager.get_by_label("Day", exact=True).fill(typed(ago(0)))
    with manager.expect_navigation():
        manager.get_by_role("button", name="Save", exact=True).click()
    waiting = manager.locator(f"form[action$='/listing']:has(input[value='{one.referral.rsplit('/', 1)[-1]}'])")
    waiting.locator("xpath=ancestor::details[1]/summary").click()
    waiting.get_by_label("Why it is listed all the same").fill("The officer leaves next week")
    with manager.expect_navigation():
        waiting.get_by_role("button").click()
    no_wider_than_the_screen(manager)
    manager.get_by_role("link", name=f"Record the result for {one.name}").click()
    manager.wait_for_url("**/hearing")
    manager.get_by_label("Who did not agree, and why").fill("The police asked for a conditional caution")
    manager.get_by_text("No agreement: taken higher", exact=True).click()
    manager.get_by_label("Taken higher on").fill(typed(ago(0)))
    refused(
        manager, "Save the result", "Name who it was taken to, of the service and of the police.",
        "A case is not closed without contact with the victim or the reason why there is none.")
    manager.get_by_label("Taken to, of the service and of the police").fill("Service manager and Superintendent Ash")
    manager.get_by_label("Why there is no contact with the victim").fill("The bus company did not answer")
    # Nobody was marked as come and nothing was assessed: that needs a reason too.
    go_on(manager)
    # Nothing typed before was lost.
    expect(manager.get_by_label("Who did not agree, and why")).to_have_value("The police asked for a conditional caution")
    axe(manager)
    send(manager, "Save the result")
    # It waits on those it was taken to, and both sides are shown that it does.
    expect(manager.locator("#result")).to_contain_text("Not answered yet")
    for page in (manager, police):
        page.goto(service.url + one.child)
        expect(page.locator("#standing")).to_contain_text("Service manager and Superintendent Ash: Taken higher, not answered")
    manager.goto(service.url + one.referral)
    manager.locator("#next").get_by_role("link", name="The panel report").click()
    manager.wait_for_url("**/panel-items/*")
    manager.get_by_role("link", name="Record what they decided").click()
    manager.wait_for_url("**/hearing")
    manager.get_by_label("What they decided").select_option(label=COMMUNITY_RESOLUTION)
    manager.get_by_label("Their reasons").fill("First time, and it was put right")
    go_on(manager)
    send(manager, "Save the result")
    for page in (manager, police):
        if page is police:
            page.goto(service.url + one.decision)
        main = page.locator("main")
        expect(main).to_contain_text("The police asked for a conditional caution")
        expect(main).to_contain_text(f"{words(ago(0))}, to Service manager and Superintendent Ash")
        expect(main).to_contain_text("First time, and it was put right")
    # The police may still decide otherwise, and then say why.
    police.get_by_label("Decision", exact=False).first.select_option(label=CONDITIONAL_CAUTION)
    choose(police, "Decided by", "Police")
    police.get_by_label("Name of who decided").fill("Anwen Tollgate")
    police.get_by_label("Their rank or post").fill("Inspector")
    police.get_by_label("Decided", exact=True).fill(typed(ago(0)))
    refused(police, "Save the decision", f"The panel recommended “{COMMUNITY_RESOLUTION}”. Say why the decision differs.")
    go_on(police)
    police.get_by_label("Why the decision differs from the recommendation").fill("Two more damages came in this morning")
    send(police, "Save the decision")
    expect(police.locator("#decision")).to_contain_text("Two more damages came in this morning")


# Unsafe now


def test_self_harm_told_in_a_contact(service, colleague, case, visitor, axe):
    """S-SAF-09: an urgent concern in a contact is before manager and duty worker at once, and stays until a named person closes it with a safety
    plan. S-SAF-07: a safeguarding referral never waits for consent."""
    one = case()
    said = f"Says he cut his arm {uuid.uuid4().hex[:8]}"
    put_on_duty(visitor(service, "team_manager"), visitor(service, "case_manager"))
    worker, manager, duty = colleague("delivery_worker"), colleague("team_manager"), colleague("case_manager")
    worker.goto(service.url + one.child + "/contacts/new")
    worker.get_by_label("How", exact=False).first.select_option(label="Phone call")
    worker.get_by_label("Content").fill("He rang from the park")
    worker.get_by_text("Is anyone unsafe right now?").click()
    worker.get_by_label("What is happening").fill(said)
    refused(worker, "Save", "Say what sort of concern it is.")
    worker.get_by_label("Urgent concern").select_option(label="Self-harm")
    worker.get_by_label("What was done at once").fill("Stayed on the line until his mother came")
    send(worker, "Save")
    expect(worker.get_by_role("region", name="Urgent: self-harm")).to_be_visible()
    # Who sees it now is said by name, and the way to social care is beside it.
    saved = worker.get_by_role("status")
    expect(saved).to_contain_text(re.compile(r"Every manager, and .+ on duty today, see the urgent concern now\."))
    expect(saved.get_by_role("link", name="refer to social care or early help")).to_be_visible()
    for page in (manager, duty):
        page.goto(service.url + "/figures")
        page.get_by_role("link", name=re.compile("urgent concerns? open")).click()
        row = page.get_by_role("row").filter(has_text=said)
        expect(row).to_contain_text("Self-harm")
        expect(row).to_contain_text("in contact")
        no_wider_than_the_screen(page)
    row.get_by_role("link", name=one.name).click()
    duty.wait_for_url("**/urgent-concerns/*")
    concern = duty.url
    # The referral takes what the concern says, and no consent.
    duty.get_by_role("link", name="Refer to social care or early help").click()
    duty.wait_for_url("**/safeguarding-referrals/new?*")
    expect(duty.get_by_label("Why", exact=True)).to_have_value(re.compile(said))
    duty.get_by_label("To", exact=True).select_option(label="Social care front door")
    send(duty, "Save")
    expect(duty.locator("main")).to_contain_text("Social care front door")
    expect(duty.get_by_role("region", name="Urgent: self-harm")).to_be_visible()
    # Whoever is neither manager nor on duty cannot close it.
    worker.goto(concern)
    expect(worker.get_by_text("A manager or the duty worker closes it.")).to_be_visible()
    manager.goto(concern)
    manager.get_by_role("link", name="Close the concern").click()
    manager.wait_for_url("**/closing")
    refused(manager, "Close the concern", "Say why it can be closed.", "Write the safety plan, or why none is needed.")
    axe(manager)
    manager.get_by_label("Why it can be closed").fill("Seen by the crisis team")
    manager.get_by_label("Safety plan").fill("His mother keeps the blades; the nurse rings on Monday")
    manager.get_by_label("Look at it again on").fill(typed(ago(-3)))
    with manager.expect_navigation():
        manager.get_by_role("button", name="Close the concern").click()
    closed = manager.locator("#closed").get_by_role("row").filter(has_text="Seen by the crisis team").filter(has_text=one.name)
    expect(closed).to_contain_text(re.compile(rf"{words(ago(0))} by \w+"))
    expect(manager.locator("#open")).not_to_contain_text(one.name)
    worker.goto(service.url + one.child)
    expect(worker.get_by_role("region", name="Urgent: self-harm")).to_have_count(0)


# Closure


def test_a_closure_is_blocked_until_each_step_is_done_or_reasoned(service, colleague, case, axe):
    """S-TRN-10: exit interviews with child and parent by a manager, need that remains passed on. S-VOC-02: the victim is told of the end. The
    closure cannot be sent while a step is open, and a second manager approves it."""
    one = case(admission="NO_COMMENT")
    police, worker, manager = colleague("police_officer"), colleague("case_manager"), colleague("team_manager")
    decide(police, service.url, one, OUTCOME_22)
    programme = start_programme(worker, service.url, one)
    end_programme(worker, programme, "Yes", "Came to every session")
    worker.get_by_role("link", name="Close the work").click()
    worker.wait_for_url("**/closures/new?*")
    # Known from the programme, so not typed again.
    expect(worker.get_by_label("How it ended")).to_have_value("Came to every session")
    expect(worker.locator("#checklist")).to_contain_text("There is no exit interview with the child, and no reason.")
    send(worker, "Save")
    closure = worker.url.split("?")[0]
    refused(
        worker, "Send for approval", "There is no exit interview with the child, and no reason.",
        "There is no exit interview with the parent or carer, and no reason.", "Say when the police were told of the end",
        "Say when the victim was told of the end", "Say which need remains", "Missing: agreement to take part, signed")
    axe(worker)
    for whom in ("child", "parent or carer"):
        manager.goto(closure)
        hold_interview(manager, whom)
    manager.goto(closure)
    expect(manager.locator("#checklist").get_by_text(f"Held {words(ago(0))}.")).to_have_count(2)
    worker.goto(closure + "/edit")
    worker.get_by_label("Police told of the end").fill(typed(ago(0)))
    worker.get_by_label("Why the victim is not told").fill("The bus company asked not to be")
    worker.get_by_label("Need that remains").fill("A place at the college")
    worker.get_by_label("Why documents are missing").fill("Signed copies are with the officer")
    send(worker, "Save")
    worker.goto(closure)
    refused(worker, "Send for approval", "Say to whom the need that remains is passed on, or why not.")
    worker.goto(closure + "/edit")
    worker.get_by_label("Passed on to").fill("Early help")
    send(worker, "Save")
    no_wider_than_the_screen(worker)
    worker.goto(closure)
    send(worker, "Send for approval")
    manager.goto(service.url + "/closures")
    manager.locator("#approve").get_by_role("link", name=one.name).click()
    manager.wait_for_url(closure)
    approve(manager)
    manager.goto(service.url + one.referral)
    expect(manager.locator("main")).to_contain_text("Programme completed")
    expect(manager.locator("main")).to_contain_text("Closed")


# What fresh eyes found wrong, kept right.

only_desk = pytest.mark.parametrize("width", ["desk"], indirect=True)


@only_desk
@pytest.mark.parametrize(
    ("role", "way", "name"), [
        ("case_manager", "button", "^Begin an assessment"), ("case_manager", "link", "^Outcome$"),
        ("police_officer", "link", "^The police.s decision$")])
def test_the_childs_file_leads_to_the_next_step(service, colleague, case, role, way, name):
    """Promise 1, S-OOC-04, S-OOC-23: what is to be done next is reached from the child's file, not only by its address."""
    one = case()
    page = colleague(role)
    page.goto(service.url + one.child)
    # What comes later is folded away.
    found = page.locator("#next").get_by_role(way, name=re.compile(name), include_hidden=True).first
    if not found.is_visible():
        page.locator("#next summary").click()
    expect(found).to_be_visible()


@only_desk
def test_a_failed_programme_leaves_no_outcome_22_by_any_form(service, colleague, case):
    """S-OOC-11: no form records outcome 22 where its programme was not completed."""
    one = case(admission="NO_COMMENT")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_22)
    end_programme(worker, start_programme(worker, service.url, one), "No", "Never came")
    worker.goto(service.url + one.child)
    worker.get_by_role("link", name="Record an outcome").click()
    worker.wait_for_url("**/outcomes/new?*")
    worker.get_by_label("Outcome", exact=True).select_option(label=OUTCOME_22)
    worker.get_by_label("Date of the outcome").fill(typed(ago(1)))
    refused(worker, "Save", "completed")


@only_desk
def test_a_failed_programme_is_back_before_the_panel(service, colleague, case):
    """S-OOC-11: back to panel if not engaged: the next panel's agenda offers the case."""
    one = case(admission="NO_COMMENT")
    police, worker, manager = colleague("police_officer"), colleague("case_manager"), colleague("team_manager")
    decide(police, service.url, one, OUTCOME_22)
    end_programme(worker, start_programme(worker, service.url, one), "No", "Never came")
    manager.goto(service.url + "/panels")
    manager.get_by_role("table").first.get_by_role("link").first.click()
    manager.wait_for_url("**/panels/*")
    expect(manager.locator("main")).to_contain_text(one.name)


@only_desk
def test_the_day_the_police_were_told_of_completion_is_kept(service, colleague, case):
    """Promise 3, S-OOC-12: what the form asked and was answered is on the file, and on the closure without typing it again."""
    one = case(admission="NO_COMMENT")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_22)
    programme = start_programme(worker, service.url, one)
    end_programme(worker, programme, "Yes", "Came to every session", told=ago(0))
    expect(waits_on_police(worker)).not_to_contain_text("The police wait to hear")


@only_desk
def test_a_guilty_plea_in_court_after_no_comment_allows_a_caution(service, colleague, case):
    """S-OOC-08, S-OOC-02: a bounce-back is a child who admits in court what they made no comment on: a caution is open to them, and the register
    still counts the no-comment interview."""
    one = case(admission="NO_COMMENT", bounced_back="yes", court_date=typed(ago(20)), bounce_reason="Guilty plea", admission_now="ADMITTED",
               admission_now_on=typed(ago(20)))
    police = colleague("police_officer")
    police.goto(service.url + one.decision)
    police.get_by_label("Decision", exact=False).first.select_option(label="Youth caution")
    choose(police, "Decided by", "Police")
    police.get_by_label("Name of who decided").fill("Anwen Tollgate")
    police.get_by_label("Their rank or post").fill("Inspector")
    police.get_by_label("Decided", exact=True).fill(typed(ago(3)))
    go_on(police)
    police.get_by_label("Why the decision differs").fill("Sent back by the court after a plea")
    police.get_by_role("button", name="Save the decision").click()
    expect(police.get_by_role("heading", level=1)).to_contain_text("Outcome of the referral")


@only_desk
def test_work_without_a_programme_can_be_closed(service, colleague, case):
    """S-TRN-10: a caution without a programme ends with the same checklist, reached from the referral."""
    one = case()
    worker = colleague("case_manager")
    worker.goto(service.url + one.referral)
    worker.locator("#next summary").click()
    expect(worker.get_by_role("link", name="Close the work")).to_be_visible()


@only_desk
def test_what_the_end_of_a_programme_demands_is_not_called_optional(service, colleague, case):
    """Promise 9: a form says before it is sent what it needs."""
    one = case(admission="NO_COMMENT")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_22)
    worker.goto(start_programme(worker, service.url, one) + "/end")
    for box in ("end_date", "end_reason"):
        expect(worker.locator(f"label[for='{box}']")).not_to_contain_text("optional")


@only_desk
def test_the_police_need_not_be_told_what_they_decided(service, colleague, case):
    """S-OOC-05: who waits for whom is true: the police know a decision they made themselves."""
    one = case()
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, CONDITIONAL_CAUTION)
    worker.goto(service.url + one.child)
    expect(worker.locator("main")).not_to_contain_text("Tell the police what was decided")


@only_desk
def test_an_open_concern_does_not_leave_by_entered_in_error(service, colleague, case):
    """S-SAF-09: a concern stays before managers until one of them, or the duty worker, closes it by name."""
    one = case()
    said = f"Says he will not be here on Monday {uuid.uuid4().hex[:8]}"
    worker, manager = colleague("delivery_worker"), colleague("team_manager")
    raise_concern(worker, service.url + one.child, "Risk of suicide", said)
    worker.get_by_role("link", name="See it and what to do").click()
    worker.wait_for_url("**/urgent-concerns/*")
    wrong = worker.get_by_role("link", name="Entered in error")
    if wrong.count():
        wrong.click()
        worker.wait_for_url("**/withdrawal")
        worker.get_by_label("Why it should not be here").fill("Wrong word")
        with worker.expect_response(lambda answer: answer.request.method == "POST"):
            worker.get_by_role("button", name="Mark as entered in error").click()
    manager.goto(service.url + "/concerns")
    expect(manager.locator("main")).to_contain_text(said)


@only_desk
def test_the_safety_plan_is_on_the_file_after_the_concern_is_closed(service, colleague, case):
    """S-SAF-09: the safety plan and the day to look again are read on the child's file, also by whoever goes there next."""
    one = case()
    worker, manager = colleague("delivery_worker"), colleague("team_manager")
    raise_concern(worker, service.url + one.child, "Self-harm", "Cut his arm")
    manager.goto(service.url + one.child)
    manager.get_by_role("link", name="See it and what to do").click()
    manager.wait_for_url("**/urgent-concerns/*")
    manager.get_by_role("link", name="Close the concern").click()
    manager.wait_for_url("**/closing")
    manager.get_by_label("Why it can be closed").fill("Seen by the crisis team")
    manager.get_by_label("Safety plan").fill("His mother keeps the blades")
    manager.get_by_label("Look at it again on").fill(typed(ago(-3)))
    with manager.expect_navigation():
        manager.get_by_role("button", name="Close the concern").click()
    worker.goto(service.url + one.child)
    expect(worker.locator("main")).to_contain_text("His mother keeps the blades")


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_the_police_answer_is_within_a_phones_reach(service, colleague, case):
    """Promise 9, S-OOC-18: at 390 px the way to record what the police decided is on the screen without moving a table sideways."""
    one = case(admission="DENIED")
    police, worker = colleague("police_officer"), colleague("case_manager")
    decide(police, service.url, one, OUTCOME_23)
    end_programme(worker, start_programme(worker, service.url, one), "No", "Stopped coming")
    returned = worker.get_by_role("row").filter(has_text="Sent back to the police")
    answer = returned.locator("summary").filter(has_text="Record what the police decided").bounding_box()
    assert answer["x"] + answer["width"] <= worker.viewport_size["width"], answer


@only_desk
def test_no_caution_is_recorded_past_the_police_by_any_form(service, colleague, case):
    """S-OOC-02, S-OOC-03: a statutory caution needs an admission, the police's decision, an appropriate adult and a signature, whichever form
    records it."""
    one = case(admission="NO_COMMENT")
    worker = colleague("case_manager")
    worker.goto(service.url + one.child)
    worker.get_by_role("link", name="Record an outcome").click()
    worker.wait_for_url("**/outcomes/new?*")
    worker.get_by_label("Outcome", exact=True).select_option(label="Youth caution")
    worker.get_by_label("Date of the outcome").fill(typed(ago(1)))
    refused(worker, "Save", "admission")
