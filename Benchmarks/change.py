"""Changes a store through the site, at random: walks the pages of a child's file and fills in the forms it comes by, so that parts which a made-up
service leaves empty are there too when pages are compared."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser

from client import Lasting

# What would end sign-ins or take files away, and what is not about a child's file.
LEFT_ALONE = re.compile(
    r"/(sign-out|session|account|staff|retention|erasure|former-identity|former-identities|exchange|backups|search|chronology|documents|print|content|summary"
    r"|subject-access\w*|breaches|wrong-file|drafts)\b|\.csv|\.pdf|\.xlsx|\?(.*&)?(as_at|saved)="
)
STARTS = ["", "/details", "/needs", "/court", "/access", "/merges", "/chronology"]
NEW = ["victim-contacts", "restrictions", "compliance-steps", "enquiries", "agency-checks", "safeguarding-referrals", "care-statuses", "reviews", "closures", "urgent-concerns"]
SERVICE = ["/panels", "/options", "/duty"]
WORDS = ["Rang mother, no answer.", "O'Neill & Sons <Ltd>", "First line\r\nSecond line\r\n\r\nAnother part", 'Said "no" twice', "Łukasz’s aunt’s house – upstairs", "x" * 230, "Met at the club."]


@dataclass
class Box:
    name: str
    type: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    is_day: bool = False
    mode: str = ""
    hint: str = ""


@dataclass
class Form:
    action: str
    boxes: list[Box] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, markup: str):
        super().__init__()
        self.links: list[str] = []
        # Those of the steps that come next, which are taken more often than others.
        self.next: list[str] = []
        self.is_next = False
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.choice: Box | None = None
        self.area: Box | None = None
        self.hints: dict[str, str] = {}
        self.hint: str | None = None
        self.feed(markup)
        for form in self.forms:
            for box in form.boxes:
                box.hint = self.hints.get(box.hint, "")

    def handle_starttag(self, tag: str, attributes: list) -> None:
        of = {name: value or "" for name, value in attributes}
        if tag == "a" and of.get("href", "").startswith("/"):
            self.links.append(of["href"])
            if self.is_next:
                self.next.append(of["href"])
        elif tag == "section":
            self.is_next = of.get("id") == "next"
        elif tag == "form":
            self.form = Form(of.get("action", ""))
            if of.get("method") == "post" and not LEFT_ALONE.search(self.form.action):
                self.forms.append(self.form)
        elif tag == "div" and of.get("class") == "hint":
            self.hint = of.get("id")
        elif tag == "option" and self.choice:
            self.choice.options.append(of.get("value", ""))
            if "selected" in of:
                self.choice.value = of.get("value", "")
        if not self.form or not of.get("name"):
            return
        described = of.get("aria-describedby", "").split(" ")[0]
        if tag == "select":
            self.choice = Box(of["name"], "select", hint=described)
            self.form.boxes.append(self.choice)
        elif tag == "textarea":
            self.area = Box(of["name"], "area", hint=described)
            self.form.boxes.append(self.area)
        elif tag == "button":
            self.form.buttons.append((of["name"], of.get("value", "")))
        elif tag == "input" and of.get("type") in ("radio", "checkbox"):
            box = next((one for one in self.form.boxes if one.name == of["name"]), None)
            if box is None:
                box = Box(of["name"], of["type"], hint=described)
                self.form.boxes.append(box)
            box.options.append(of.get("value", ""))
            if "checked" in of:
                box.value = (box.value + " " + of.get("value", "")).strip()
        elif tag == "input" and of.get("type") != "file":
            self.form.boxes.append(Box(of["name"], of.get("type", "text"), of.get("value", ""), is_day="data-day" in of, mode=of.get("inputmode", ""), hint=described))

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.is_next = False
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.choice = None
        elif tag == "textarea":
            self.area = None
        elif tag == "div":
            self.hint = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.value += data
        if self.hint:
            self.hints[self.hint] = self.hints.get(self.hint, "") + data


class Changes:
    def __init__(self, port: int, people: dict[str, str], seed: int = 1):
        self.site, self.port, self.people, self.random = Lasting(port), port, people, random.Random(seed)
        self.saved: Counter = Counter()
        self.refused: Counter = Counter()

    def run(self, children: list[dict], steps: int = 100) -> str:
        """Every fourth file joins the one before it, every third is restricted; for every second seed casework opens only files it is tied to."""
        manager, roles = self.people["service_manager"], list(self.people)
        for here, one in enumerate(children):
            root = f"/children/{one['id']}"
            if here % 4 == 3:
                self.post(f"/children/{children[here - 1]['id']}/merges", [("ref", one["ref"]), ("reason", "The same name and day of birth.")], manager)
            self.walk(root, self.people[self.random.choice(roles)], steps // 2)
            self.walk(root, manager, steps)
        for start in SERVICE:
            self.walk(start, manager, 40)
        for here, one in enumerate(children):
            if here % 3 == 0:
                self.restrict(f"/children/{one['id']}", manager)
        if len(children) % 2:
            self.post("/settings/access.open_to_service", [("from", ""), ("value", "0"), ("basis", "Our own policy.")], manager)
        for here, one in enumerate(children):
            if here % 2 == 0:
                reason = [("purpose", "SAFEGUARDING"), ("reason", "Mother rang: the child is missing and nobody else is here.")]
                self.post(f"/children/{one['id']}/break-glass", reason, self.people[self.random.choice(roles)])
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(self.saved.items()))
        return f"{sum(self.saved.values())} saved, {sum(self.refused.values())} refused: {kinds}"

    def restrict(self, root: str, cookie: str) -> None:
        """From now on, with people kept out and admitted at random, or nobody."""
        for form in Page(self.site.get(f"{root}/restrictions/new", cookie)[1]).forms:
            staff = [one for box in form.boxes for one in box.options if box.name == "excluded"]
            some = self.random.sample(staff, min(len(staff), self.random.choice([0, 2, 16])))
            names = [(("excluded", "admitted")[number % 2], one) for number, one in enumerate(some)]
            reasons = [one for box in form.boxes for one in box.options if box.name == "reason" and one]
            kept = [(box.name, box.value) for box in form.boxes if box.type == "hidden"]
            self.post(form.action, [*kept, ("reason", self.random.choice(reasons)), ("start_date", f"{date.today() - timedelta(3):%d/%m/%Y}"), *names], cookie)

    def post(self, path: str, fields: list[tuple[str, str]], cookie: str) -> tuple[str | None, str]:
        status, place, markup = self.site.post(path, fields, cookie)
        (self.saved if status == 303 else self.refused)[re.sub(r"[0-9a-f-]{36}", "…", path)] += 1
        return (place or "") if status == 303 else None, markup

    def walk(self, root: str, cookie: str, steps: int) -> None:
        """From page to page below one address, filling in what is asked."""
        paths = [root + start for start in STARTS] + [f"{root}/{kind}/new" for kind in NEW] if root.startswith("/children/") else [root, f"{root}/new"]
        at, ahead = root, [root]
        for _ in range(steps):
            status, markup = self.site.get(at.split("#")[0], cookie)
            page = Page(markup)
            if status == 200:
                ahead = [link for link in page.next if not LEFT_ALONE.search(link)] or ahead
                paths += [link for link in page.links if link.startswith(root + "/") and not LEFT_ALONE.search(link) and link not in paths]
            at = (page.forms and self.random.random() < 0.7 and self.send(page, cookie)) or self.random.choice(ahead if self.random.random() < 0.6 else paths)
            if LEFT_ALONE.search(at) or not at.startswith(root):
                at = self.random.choice([root, *paths])

    def send(self, page: Page, cookie: str) -> str | None:
        """Sends one of the page's forms, again with other answers where it is refused; where it led to."""
        form = self.random.choice(page.forms)
        for _ in range(6):
            fields = [pair for box in form.boxes for pair in self.answer(box)] + ([self.random.choice(form.buttons)] if form.buttons else [])
            place, markup = self.post(form.action, fields, cookie)
            if place is not None:
                return place
            again = next((one for one in Page(markup).forms if one.action == form.action), None)
            if again is None:
                return None
            form = again
        return None

    def answer(self, box: Box) -> list[tuple[str, str]]:
        draw = self.random.random()
        if box.type == "hidden" or box.type != "select" and box.value and draw < 0.7:
            return [(box.name, one) for one in (box.value.split(" ") if box.type == "checkbox" else [box.value])]
        if box.type in ("select", "radio"):
            some = [one for one in box.options if one] or box.options
            return [(box.name, "" if draw < 0.1 or not some else self.random.choice(some))]
        if box.type == "checkbox":
            return [(box.name, one) for one in box.options if self.random.random() < 0.4]
        if draw < 0.2:
            return [(box.name, "")]
        return [(box.name, self.typed(box))]

    def typed(self, box: Box) -> str:
        moment = "14:30" in box.hint
        if box.is_day or moment or re.search(r"_(on|date|due|start|end|from|until)$|date$|^(start|end)", box.name) or "2026" in box.hint:
            # Mostly not long ago, sometimes today, sometimes to come.
            days = self.random.choice([0, 0, -1, -2, -5, -20, -45, -90, -200, 3, 9, 30, 60])
            day = date.today() + timedelta(days)
            return f"{day:%d/%m/%Y}" + (f" {self.random.randint(0, 9):02}:15" if moment else "")
        if box.mode == "numeric":
            return str(self.random.randint(1, 9))
        if "postcode" in box.name:
            return self.random.choice(["SA1 1AA", "SA99 9ZZ"])
        if "phone" in box.name:
            return "01632 960 " + str(self.random.randint(100, 999))
        if "child" in box.name or "co_defendants" in box.name:
            return ""
        return self.random.choice(WORDS if box.type == "area" else [one for one in WORDS if "\n" not in one])
