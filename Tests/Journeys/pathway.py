"""Hands that work the out-of-court pathway, and the steps of a case in the words of the pages.

A hand counts what it does, so that a journey can say what a case costs: clicks (and the keys that stand for them) and keys typed.
"""

import re
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def day(ago: int = 0) -> date:
    return (datetime.now(ZoneInfo("Europe/London")) - timedelta(days=ago)).date()


def figures(on: date) -> str:
    return f"{on.day}/{on.month}/{on.year}"


def today() -> str:
    return figures(day())


def in_words(on: date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def named(text: str) -> re.Pattern:
    """A label or legend, whether or not it says that it is optional."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\(optional\))?\s*$")


class Hand:
    """A person at a page, with a mouse or a finger."""

    def __init__(self, page: Page, service):
        self.page, self.service, self.clicks, self.keys = page, service, 0, 0
        self.detours: list[str] = []

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    # What a hand does.

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def enter(self, target: Locator, text: str) -> None:
        self.keys += len(text)
        target.fill(text)

    def take(self, target: Locator, option: str) -> None:
        self.clicks += 2
        target.select_option(label=option)

    def tick(self, target: Locator) -> None:
        self.clicks += 1
        target.check()

    # What a page offers.

    def become(self, role: str) -> None:
        """Signs in as that role. Not counted: it is done once a day."""
        before = self.clicks, self.keys
        who = self.service.who(role)
        self.page.context.clear_cookies()
        self.page.goto(self.service.url + "/sign-in")
        self.enter(self.page.locator("#user"), who.user)
        self.enter(self.page.locator("#password"), who.password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        self.clicks, self.keys = before

    @property
    def me(self) -> str:
        """The name of whoever is signed in, as the page's head says it."""
        return self.page.locator(".account span").first.evaluate("(span) => (span.querySelector('a') ?? span).firstChild.textContent.trim()")

    def go(self, address: str) -> None:
        """To a page that is one's own start: my day, a list of the menu, a child's file from a list."""
        self.page.goto(address if address.startswith("http") else self.service.url + address)

    def arrive(self, heading: str | None, shows: str | None) -> None:
        if heading:
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        if shows:
            expect(self.main.get_by_text(shows).first).to_be_visible()

    def follow(self, link: str, heading: str | None = None, shows: str | None = None, detour: str | None = None, exact: bool = False) -> None:
        """Follows a link. Where the product has none yet, goes by the address `detour`, and remembers that."""
        found = self.main.get_by_role("link", name=link, exact=exact)
        if detour and not found.count():
            self.detours.append(f"no link “{link}” on {self.page.url}")
            self.go(detour)
        else:
            self.leave(found.first)
        self.arrive(heading, shows)

    def press(self, button: str, heading: str | None = None, shows: str | None = None) -> None:
        self.leave(self.main.get_by_role("button", name=button, exact=True).first)
        self.arrive(heading, shows)

    def leave(self, target: Locator) -> None:
        """Clicks what leads on, and waits until what was read is gone: the next page may say the same words."""
        self.page.get_by_role("heading", level=1).evaluate("(heading) => heading.dataset.left = 'yes'")
        self.click(target)
        expect(self.page.locator("h1[data-left]")).to_have_count(0)

    def unfold(self, summary: str) -> None:
        found = self.main.locator("summary", has_text=summary).first
        if not found.evaluate("(line) => line.parentElement.open"):
            self.click(found)

    def box(self, label: str) -> Locator:
        return self.main.get_by_label(named(label)).locator("visible=true").first

    def write(self, label: str, text: str) -> None:
        self.enter(self.box(label), text)

    def today(self, label: str) -> None:
        """Enters today: by the button the script puts beside the box, or with the keys where no script runs."""
        press = self.box(label).locator("xpath=following-sibling::button[contains(@class, 'today')]")
        if press.count():
            self.click(press)
        else:
            self.write(label, today())

    def begins_with(self, label: str, text: str) -> None:
        """What is known stands in the box already: nobody types it again."""
        expect(self.box(label)).to_have_value(text)

    def choose(self, label: str, option: str) -> None:
        self.take(self.box(label), option)

    def pick(self, group: str, *options: str) -> None:
        for option in options:
            self.tick(self.main.get_by_role("group", name=named(group)).get_by_label(named(option)).first)

    def upload(self, label: str, name: str) -> None:
        self.clicks += 2
        self.box(label).set_input_files({"name": name, "mimeType": "application/pdf", "buffer": PDF})


HERE = """(wanted) => {
    const stop = document.activeElement, style = getComputedStyle(stop), box = stop.getBoundingClientRect();
    const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    return { there: stop === wanted || (stop.type === "radio" && stop.name === wanted.name),
        seen: stop === document.body || (ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight),
        what: stop.outerHTML.slice(0, 120) };
}"""


class Keyboard(Hand):
    """A person without a mouse: Tab, arrows, Space and Enter, and always seeing where one is."""

    def reach(self, target: Locator, most: int = 400) -> None:
        wanted = target.element_handle()
        if self.page.evaluate("document.activeElement === document.body"):
            # Past the header, as the first stop of every page offers.
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
            self.clicks += 2
        for _ in range(most):
            stop = self.page.evaluate(HERE, wanted)
            if stop["there"]:
                return
            self.page.keyboard.press("Tab")
            self.clicks += 1
            stop = self.page.evaluate(HERE, wanted)
            assert stop["seen"], f"the focus is not seen on {stop['what']} of {self.page.url}"
        raise AssertionError(f"Tab never reached {target} on {self.page.url}")

    def click(self, target: Locator) -> None:
        self.reach(target)
        self.clicks += 1
        self.page.keyboard.press("Enter")

    def enter(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.keys += len(text)

    def take(self, target: Locator, option: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if target.evaluate("(box) => box.selectedOptions[0].text") == option:
                return
            self.page.keyboard.press("ArrowDown")
            self.clicks += 1
        raise AssertionError(f"the arrows never reached {option} on {self.page.url}")

    def tick(self, target: Locator) -> None:
        self.reach(target)
        if target.evaluate("(box) => box === document.activeElement"):
            self.page.keyboard.press("Space")
        for _ in range(20):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
            self.clicks += 1
        raise AssertionError(f"the keys never ticked {target} on {self.page.url}")


class Case:
    """A child's case, from the referral on; each step is done by the person whose work it is."""

    def __init__(self, hand: Hand, admission: str = "Admitted"):
        self.hand, self.admission = hand, admission
        letters = "".join(chr(ord("a") + int(figure, 16)) for figure in uuid.uuid4().hex)
        # Nobody like them is on file, so the page does not ask whether they are the same child.
        self.given, self.family = letters[:8].capitalize(), letters[8:16].capitalize()
        self.name = f"{self.given} {self.family}"
        self.child = self.referral = self.item = self.panel = self.plan = ""

    @property
    def address(self) -> str:
        return self.hand.page.url.split("?")[0].split("#")[0]

    def refer(self, offence: str = "Theft of a pedal cycle", category: str = "Theft and handling stolen goods") -> None:
        """S-REF-01, S-REF-06, S-OOC-02: a new child and the police's referral with its offence and admission."""
        hand = self.hand
        hand.become("case_manager")
        hand.go("/children/new?then=referral")
        hand.write("Given name", self.given)
        hand.write("Family name", self.family)
        hand.write("Date of birth", "3/9/2011")
        hand.pick("Sex", "Male")
        hand.choose("Ethnicity", "White British")
        hand.press("Save", "Record a referral")
        hand.write("Received", figures(day(10)))
        hand.choose("From", "Police")
        hand.pick("Pathway", "Out of court")
        hand.write("Why the child was referred", "Took a bike from the racks at the station.")
        hand.write("Date of the offence", figures(day(20)))
        hand.write("Offence", offence)
        hand.choose("Category", category)
        hand.pick("Knife-related", "No")
        hand.pick("Admission in interview", self.admission)
        hand.press("Save", "Referral received")
        self.referral = self.address
        self.child = self.referral.split("/referrals/")[0]

    def allocate(self) -> None:
        """S-REF-05, S-STF-02: accepted, the agencies asked, given to the worker with room."""
        hand = self.hand
        hand.become("team_manager")
        hand.go(self.referral)
        hand.press("Accept", "Referral received")
        hand.press("Record that all of them were asked today", shows="Answer from social care")
        hand.follow("Allocate", "Record an allocation", exact=True)
        hand.leave(hand.main.get_by_role("button", name=re.compile("^Allocate to ")).first)
        hand.arrive(None, "It is on the child's file.")

    def screen(self) -> None:
        """S-SAF-01: the exploitation screen, from the assessment being written."""
        hand = self.hand
        hand.press("Do it Exploitation screen", "Exploitation screen", "What is there")
        hand.pick("Signs", "None of these")
        hand.write("What have you seen or been told, and by whom?", "Nothing seen; school and mum say the same.")
        hand.pick("Level", "No sign now")
        hand.write("Why this level?", "Nothing points to it.")
        hand.pick("What has been done?", "Nothing needed")
        hand.press("Save and finish", "Out-of-court assessment", "It is on the child's file.")

    def assess(self) -> None:
        """S-ASM-01, 02, 07, 08, 09: the short out-of-court assessment on one page, and sent to be countersigned."""
        hand = self.hand
        hand.become("case_manager")
        hand.go(self.child)
        hand.press("Begin an assessment", "Out-of-court assessment", "Being written")
        assessment = self.address
        self.screen()
        hand.follow("Write everything on one page", shows="What this rests on")
        hand.write("What is life like for the child now, and how did it come to be so?", "Lives with mum and two sisters.")
        hand.write("What does the child want to happen?", "To have a bike of my own.")
        hand.write("Who is around the child at home, and how do they get on?", "Mum, two sisters; well.")
        hand.write("How does it go, and what would help?", "Goes every day, likes woodwork.")
        hand.write("How does the child feel most days, and who do they talk to when it is bad?", "OK. Talks to gran.")
        hand.pick("Does the child use alcohol, drugs or vapes?", "No")
        hand.pick("Could somebody be using the child, or have a hold over them?", "No")
        for label, words in self.what_happened:
            hand.write(label, words)
        hand.write("What is the child good at and proud of, and what keeps them safe?", "Mending things. Gran.")
        hand.write("What does the child want to change, and what would help them manage it?", "To be trusted.")
        hand.write("Who is this child, and what does that ask of us?", "Reads slowly: short sentences.")
        hand.write("The child's view", "I want to put it right.")
        hand.begins_with("Child asked on", today())
        hand.choose("How the child was asked", "Face to face")
        hand.write("The parent's or carer's view", "He is sorry, and so am I.")
        hand.begins_with("Parent or carer asked on", today())
        hand.choose("How the parent or carer was asked", "By phone")
        hand.write("What this rests on", "Talk with him and mum; school; nothing recorded before.")
        for judgement in ("Safety and wellbeing", "Risk of serious harm to others", self.likelihood):
            hand.pick(judgement, "Low")
        hand.write("Why a self-assessment is missing", "He and mum asked to talk instead.")
        hand.press("Save and send for countersignature", shows="Waits for countersignature")
        assert self.address == assessment

    @property
    def likelihood(self) -> str:
        return "Likelihood of reoffending" if self.admission == "Admitted" else "Likelihood of offending"

    @property
    def what_happened(self) -> list[tuple[str, str]]:
        if self.admission == "Admitted":
            return [
                ("What happened, in the child’s words?", "I saw it and took it."),
                ("What has happened before, and what is the same or different now?", "Nothing before."),
            ]
        return [("Leaving aside what is alleged, what does the child need help with?", "A way to get to college.")]

    def countersign(self) -> None:
        """S-ASM-11: a manager countersigns from the queue, with comments."""
        hand = self.hand
        hand.become("team_manager")
        hand.go("/countersign")
        hand.follow(self.name, "Countersign")
        for who in ("the child's", "the parent's or carer's"):
            hand.pick(f"Were {who} views used?", "Yes, in the reasons and what is to be done")
        hand.write("Comments for the writer", "Good use of his own words.")
        hand.press("Countersign", shows="It is on the child’s file.")

    def hear_the_victim(self) -> None:
        """S-OOC-24, S-ASM-10: the victim worker records what the victim says, without who they are."""
        hand = self.hand
        hand.become("victim_worker")
        hand.go(self.child)
        hand.follow("Record a victim contact", "Record a victim contact", detour=f"{self.child}/victim-contacts/new")
        hand.pick("State", "Has given views")
        hand.write("What the victim says, without who they are", "Wants the bike mended and a letter.")
        hand.choose("Restorative justice", "A letter")
        hand.press("Save", "Victim contact: has given views")

    def report(self, score: str, options: list[str]) -> None:
        """S-OOC-05, 06, 07: a panel is called; the police check, gravity and options make the report ready."""
        hand = self.hand
        hand.become("team_manager")
        hand.go("/panels")
        hand.follow("New panel", "New panel")
        hand.write("Day", figures(day(3)))
        hand.press("Save", f"Panel of {in_words(day(3))}")
        self.panel = self.address
        hand.become("case_manager")
        hand.go(self.panel)
        hand.press(f"Start the report on {self.name}", "The panel report")
        self.item = self.address.removesuffix("/edit")
        hand.write("Score to start from", score)
        hand.pick("Aggravating factors", "None: looked for, none found")
        hand.pick("Mitigating factors", "None: looked for, none found")
        # No factor moves the score, so what the matrix gives is the final one.
        expect(hand.box("The child's view")).to_have_value("I want to put it right.")
        hand.pick("Options weighed", *options)
        hand.write("Why not a lower option", "The harm done is to be put right.")
        hand.press("Save", shows="It is on the child's file.")
        hand.become("police_officer")
        hand.go(self.item)
        hand.follow("Write the report", "The panel report")
        hand.write("Police intelligence", "Nothing held.")
        hand.begins_with("Police record checked", today())
        hand.begins_with("Checked by", hand.me)
        hand.pick("What the check found", "Nothing found")
        hand.pick("Outcomes in other areas", "Nothing found")
        hand.press("Save and mark ready", shows="It is on the child's file.")

    def hear(self, recommendation: str) -> None:
        """S-OOC-04: on the agenda, with a quorum, the panel recommends with reasons."""
        hand = self.hand
        hand.become("team_manager")
        hand.go(self.panel)
        hand.press(f"Put on the agenda {self.name}", shows=f"Record the result for {self.name}")
        hand.press("Everybody else came", shows="Quorum met")
        hand.follow(f"Record the result for {self.name}", "What the panel recommends")
        # What the report weighed comes first, and is marked.
        hand.choose("Recommendation", f"{recommendation} (weighed)")
        hand.write("Reasons", "He is sorry, it is a first time, and the victim wants it put right.")
        hand.press("Save the result", shows="Heard")

    def decide(self, decision: str) -> None:
        """S-OOC-04: the decision is the police's, recorded apart from the panel's."""
        hand = self.hand
        hand.become("police_officer")
        hand.go(self.item)
        hand.follow("The police's decision", "The police’s decision", shows=decision)
        expect(hand.box("Decision").locator("option:checked")).to_have_text(decision)
        expect(hand.main.get_by_role("group", name=named("Decided by")).get_by_label(named("Police")).first).to_be_checked()
        name = hand.me
        hand.begins_with("Name of who decided", name)
        hand.begins_with("Decided", today())
        rank = hand.box("Their rank or post")
        if not rank.input_value():
            # Typed once: the next decision under this name begins with it.
            hand.write("Their rank or post", "Inspector")
        hand.press("Save the decision", "Outcome of the referral", f"by Inspector {name}")

    def give(self, button: str = "Record the outcome", **boxes: str) -> None:
        """S-OOC-01, 03, 11, 15: the outcome on the day it was agreed or given, with its programme; the signed copy is asked for."""
        hand = self.hand
        hand.become("case_manager")
        hand.go(self.item)
        hand.follow("Outcome", "Outcome of the referral", shows="Missing", exact=True)
        for label, text in boxes.items():
            label = label.replace("_", " ")
            if hand.box(label).input_value() == text:
                # Known, and said where from: nobody types it again.
                continue
            if text == today():
                hand.today(label)
            else:
                hand.write(label, text)
        hand.press(button, shows="It is on the child's file.")

    def sign(self, document: str) -> None:
        """S-OOC-15: the signed copy goes from missing to on the file."""
        hand = self.hand
        hand.go(self.referral)
        hand.follow(document, "Add a document")
        hand.upload("File or photo", "signed.pdf")
        expect(hand.box("Document").locator("option:checked")).to_have_text(document)
        hand.press("Save", document, "It is on the child's file.")
        hand.go(self.referral)
        expect(hand.main.get_by_role("link", name=document).filter(has_text="Missing")).to_have_count(0)

    def plan_it(self) -> None:
        """S-PLN-01, 02: a plan in the child's words, carried from the assessment, with a target, signed, and its version for the child."""
        hand = self.hand
        hand.become("delivery_worker")
        hand.go(self.child)
        hand.follow("Agree the plan with the child", "Record a plan")
        expect(hand.box("What helps me")).to_have_value(re.compile("Mending things"))
        hand.press("Save", "Plan", "It is on the child's file.")
        self.plan = self.address
        hand.unfold("Add a target")
        hand.write("Target", "A letter to the owner of the bike")
        hand.write("In the child's words", "I will write and say sorry")
        hand.pick("For", "The victim's safety and wishes")
        hand.choose("Area of life", "Putting things right")
        hand.begins_with("Who does it", self.given)
        expect(hand.box("By")).not_to_have_value("")
        hand.press("Add the target", "Plan", "I will write and say sorry")
        hand.unfold("Agree, sign and give a copy")
        hand.today("Signed by the child")
        hand.today("Copy given to the child")
        hand.press("Save", "Plan", "It is on the child's file.")
        hand.follow("Easy version to print", "My plan", "I will write and say sorry")

    def meet(self) -> None:
        """S-PLN-09: a contact under the programme, and the target closed with what came of it and what the child says."""
        hand = self.hand
        hand.go(self.plan)
        hand.follow(f"from {in_words(day())}")
        hand.follow("Record a contact", "Record a contact", exact=True)
        hand.choose("How", "Home visit")
        hand.pick("Attendance", "Attended")
        hand.write("Content", "Wrote the letter together at the kitchen table.")
        hand.press("Save", shows="It is on the child's file.")
        hand.go(self.plan)
        hand.unfold("Close target 1")
        hand.write("What came of it", "The letter was given.")
        hand.write("What the child says of it", "Glad I did it.")
        hand.press("Close it target 1", "Plan", "The letter was given.")

    def end(self, programme: str) -> None:
        """S-OOC-13, 16: the six-week review, and the programme ends as completed."""
        hand = self.hand
        hand.go(self.child)
        hand.follow(programme)
        hand.follow("Hold the six-week review", "Record a review")
        hand.write("What goes well", "Everything that was agreed is done.")
        hand.press("Save", shows="It is on the child's file.")
        hand.become("case_manager")
        hand.go(self.child)
        hand.follow(programme)
        hand.follow("End the programme", "End the programme")
        hand.pick("Was it completed?", "Yes")
        hand.write("How it ended", "The letter is written and given.")
        hand.press("End the programme", programme, "It is on the child's file.")

    def tell_the_victim(self) -> None:
        """S-TRN-10: the victim worker is asked to tell the victim that the work ended, and writes the day."""
        hand = self.hand
        hand.become("victim_worker")
        hand.go("/")
        expect(hand.main.locator("#ended")).to_contain_text(self.name)
        hand.follow(f"Record that they were told {self.name}", "Change victim contact")
        hand.today("Told that the work with the child ended")
        hand.press("Save", "Victim contact", "It is on the child's file.")

    def close(self, programme: str) -> None:
        """S-VOC-02, S-TRN-10: victim told, a manager's exit interviews, police told, need that remains; then the manager approves."""
        hand = self.hand
        self.tell_the_victim()
        hand.become("team_manager")
        for who, asked, heading in (("child", "Did your worker listen to you?", "Looking back: the child"),
                                    ("parent", "Were you and your child listened to?", "Looking back: parent or carer")):
            hand.go("/closures")
            whom = "child" if who == "child" else "parent or carer"
            hand.press(f"Hold it with {whom}, {self.name}", heading, asked)
            hand.pick("How did you talk?", "By phone")
            hand.pick(asked, "Yes")
            for question in self.page_groups() - {"How did you talk?", asked}:
                hand.pick(question, "Yes")
            hand.press("Save and finish", heading, "It is on the child's file.")
        hand.become("case_manager")
        hand.go(self.child)
        hand.follow(programme)
        hand.follow("Close the work", "Record a closure")
        hand.today("Police told of the end")
        hand.begins_with("Victim told of the end", today())
        hand.write("Need that remains", "none")
        expect(hand.box("How it ended")).to_have_value("The letter is written and given.")
        hand.press("Save and send for approval", "Closing the work", "Sent for approval")
        hand.become("team_manager")
        hand.go("/closures")
        hand.follow(self.name, "Closing the work")
        hand.press("Approve and close the referral", shows="Approved")
        hand.go(self.referral)
        expect(hand.main).to_contain_text("Closed")

    def page_groups(self) -> set[str]:
        found = self.hand.main.locator("fieldset:has(input[type=radio]) > legend").all_inner_texts()
        return {text.replace("(optional)", "").strip() for text in found if "(optional)" not in text}

    def __repr__(self) -> str:
        return f"{self.name}: {self.hand.clicks} clicks, {self.hand.keys} keys"
