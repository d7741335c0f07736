"""The out-of-court pathway, from referral to closure, each step by the person whose work it is (issue 3)."""

import pytest
from playwright.sync_api import expect

from conftest import DESK, PHONE, opened
from pathway import Case, Hand, Keyboard, today

RESOLUTION = "Community resolution with our involvement"
OUTCOME_22 = "Outcome 22 with our involvement"


@pytest.fixture(params=["desk", "phone", "keyboard", "no script"])
def hand(request, browser, service):
    """A person at a desk, with a phone, without a mouse, and with a browser that runs no script."""
    if request.param == "phone":
        context = opened(browser, PHONE, has_touch=True, is_mobile=True)
    else:
        context = opened(browser, DESK, java_script_enabled=request.param != "no script")
    yield (Keyboard if request.param == "keyboard" else Hand)(context.new_page(), service)
    context.close()


def test_a_community_resolution_from_referral_to_closure(hand):
    """S-REF-01, 05, 06; S-STF-02; S-ASM-01, 02, 07, 08, 09, 11; S-SAF-01; S-OOC-01..07, 13, 15, 16, 24; S-PLN-01, 02, 09; S-VOC-02; S-TRN-10."""
    case = Case(hand)
    case.refer()
    case.allocate()
    case.assess()
    case.countersign()
    case.hear_the_victim()
    case.report("2", ["No further action", RESOLUTION])
    case.hear(RESOLUTION)
    case.decide(RESOLUTION)
    expect(hand.main).to_contain_text("No: this option makes nobody a first-time entrant.")
    case.give(Day_it_was_agreed=today())
    case.sign("Community resolution, signed")
    case.plan_it()
    case.meet()
    case.end(RESOLUTION)
    case.close(RESOLUTION)
    print(case, *hand.detours, sep="\n")


def test_a_youth_caution_given_by_police_makes_a_first_time_entrant(page, site):
    """S-OOC-01, 02, 03, 15: the caution is given by an officer with an appropriate adult, dated the day it was given, and signed."""
    hand = Hand(page, site)
    case = Case(hand)
    case.refer()
    case.allocate()
    case.assess()
    case.countersign()
    case.hear_the_victim()
    case.report("3", [RESOLUTION, "Youth caution"])
    case.hear("Youth caution")
    case.decide("Youth caution")
    expect(hand.main).to_contain_text("Yes: this would be the child's first caution or sentence.")
    case.give(Day_it_was_given_to_the_child=today(), Given_by="PC Sam Trew", Appropriate_adult="Gran", Signed_by_the_child=today())
    expect(hand.main).to_contain_text("Youth caution")
    case.sign("Youth caution, signed")
    case.plan_it()
    case.meet()
    case.end("Youth caution")
    case.close("Youth caution")
    print(case, *hand.detours, sep="\n")


def test_a_child_who_has_not_admitted_is_asked_about_needs(page, site):
    """S-OOC-02, 11: alleged everywhere, likelihood of offending, no option that needs an admission; outcome 22 is recorded when the programme is completed."""
    hand = Hand(page, site)
    case = Case(hand, admission="No comment")
    case.refer()
    case.allocate()
    case.assess()
    case.countersign()
    case.hear_the_victim()
    case.report("2", ["No further action", OUTCOME_22])
    expect(hand.main).to_contain_text("Alleged: Theft of a pedal cycle")
    expect(hand.main).to_contain_text("Likelihood of offending")
    expect(hand.main).not_to_contain_text("reoffending")
    case.hear(OUTCOME_22)
    case.decide(OUTCOME_22)
    expect(hand.main).to_contain_text("The programme comes first.")
    case.give("Start the programme", Programme_starts=today())
    expect(hand.main).to_contain_text("The outcome is recorded when it is completed, and only then.")
    case.sign("Agreement to take part, signed")
    case.plan_it()
    case.meet()
    case.end(OUTCOME_22)
    case.sign("Notice of completion to the police")
    case.close(OUTCOME_22)
    print(case, *hand.detours, sep="\n")


def test_the_file_leads_to_the_next_step(site, desk):
    """Issue 3: each step is reached from the child's file, without knowing its address. While one is not, the journeys above go round (`Hand.detours`)."""
    hand = Hand(desk, site)
    case = Case(hand)
    case.refer()
    hand.go(case.child)
    expect(hand.main.get_by_role("button", name="Begin an assessment").first).to_be_visible()
    hand.become("victim_worker")
    hand.go(case.child)
    expect(hand.main.get_by_role("link", name="Record a victim contact").first).to_be_visible()


def test_no_caution_is_recorded_before_the_police_decide(site, desk):
    """S-OOC-02, 03: a child who denies the offence is not made a first-time entrant by a form beside the pathway."""
    hand = Hand(desk, site)
    case = Case(hand, admission="Denied")
    case.refer()
    hand.go(f"{case.child}/outcomes/new")
    if hand.main.get_by_label("Outcome").count():
        hand.take(hand.box("Offence"), hand.box("Offence").locator("option").nth(1).inner_text())
        hand.choose("Outcome", "Youth caution")
        hand.write("Date of the outcome", today())
        hand.click(hand.main.get_by_role("button", name="Save", exact=True))
        expect(hand.page.get_by_role("alert").first).to_contain_text("There is a problem")
    hand.go(case.child)
    expect(hand.main.locator("#offences")).not_to_contain_text("Youth caution")
