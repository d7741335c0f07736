"""A child's file as the product lays it out: who the child is, what is due, who is around them; the work is in pathway.py."""

import access
from pathway import Pathway
from reach import CURRENT, Reach
from records import File, urgent
from session import Visit
from steps import once, state
from words import age, ago, day, dial, lines, london, moment, moment_known, near, said, words


def overview(cursor, visit: Visit, reach: Reach, asked: bytes) -> tuple[bytes, str, dict] | None:
    """The child's own record, the ground the file is open on, and what the page shows; None where there is no such child."""
    files = reach.group(asked)
    head = cursor.execute(
        f"""SELECT a.ref, v.given_name, v.family_name, v.known_as, v.date_of_birth, v.deleted, v.what_they_want, v.strengths, v.communication_tip,
        v.safe_to_visit, v.interpreter_needed, v.first_language FROM child_version v
        JOIN child a ON a.service = v.service AND a.child = v.child AND a.id = v.id WHERE v.service = %s AND v.child = %s AND {CURRENT}""",
        [access.SERVICE, files[0]],
    ).fetchone()
    if head is None:
        return None
    file = File(cursor, files)
    page = Overview(visit, access.uuid_text(files[0]), head, file)
    until = reach.glass.get(asked)
    page.context |= {"urgent": urgent(cursor, visit, reach, files), "because": access.uuid_text(asked), "glass": moment(until) if until else None}
    return files[0], reach.ground(files, file.rows("allocation"), file.rows("professional")), page.context


class Overview(Pathway):
    def __init__(self, visit: Visit, id: str, head: tuple, file: File):
        self.person, self.known, self.file, self.today, self.now = visit.person, visit.known, file, visit.today, visit.day
        person, today = self.person, self.today
        ref, given, family, known_as, born, deleted, want, strengths, tip, visiting, interpreter, language = head
        name = " ".join(part for part in (known_as or given, family) if part) or "Name not known"
        self.born = day(born)
        caption = ([f"{age(self.born, today)}, born {words(self.born)}"] if self.born else []) + [f"reference {ref}"]
        self.context = {
            "id": id, "name": name, "caption": " · ".join(caption), "withdrawn": deleted == 1, "victims": person.sees("victim"), "oversees": person.writes("oversight"),
            "writes": {kind: person.writes(kind) for kind in access.CASEWORK}, "allocates": person.may("allocate"), "journal": person.may("see_journal"),
        }  # fmt: skip
        about = []
        if known_as and given and known_as != given:
            about.append(("Full name", f"{given} {family or ''}", None, None))
        for label, text, place in (("What they say they want", want, "wishes"), ("Strengths", strengths, "strengths"), ("How best to talk with them", tip, "communication")):
            if text:
                about.append((label, None, lines(text), None))
            elif told := self.told.get(place):
                about.append((label, None, lines(told[0]), told[1]))
        if visiting:
            about.append(("Visiting safely", None, lines(visiting), None))
        if interpreter:
            about.append(("Interpreter", "Needed" + (f": {language}" if language else ""), None, None))
        self.context["about"] = about
        self.take_alerts()
        self.take_tasks()
        self.take_people()
        self.take_work()
        self.take_contacts()

    def running(self, end: str | None) -> bool:
        return end is None or end >= self.now

    def covers(self, one) -> bool:
        return (one.start_date or "") <= self.now and self.running(one.end_date)

    def take_alerts(self) -> None:
        self.context["alerts"] = [
            {"id": access.uuid_text(one.id), "word": self.known.codes.label("alert", one.type), "tone": "bad" if one.type in ("SUICIDE_RISK", "STAFF_SAFETY", "WEAPONS") else "warning",
             "detail": one.detail, "since": said(one.start_date), "review": said(one.review_date) if one.review_date else None}
            for one in self.file.rows("alert") if one.start_date <= self.now and self.running(one.end_date)
        ]  # fmt: skip

    def take_tasks(self) -> None:
        tasks, out = self.file.tasks(self.today), []
        begun = self.file.begun_screens() if any(row[2] == "exploitation_screen" for row in tasks) else []
        for whose, name, rule, record, title, basis, due in tasks:
            child = access.uuid_text(whose)
            begin = self.begin(child, name, record, begun if whose == self.file.files[0] else []) if rule == "exploitation_screen" and self.person.writes("assessment") else None
            address = None if begin else self.address(child, rule, record)
            out.append({"begin": begin, "address": address, "title": title, "basis": basis, "due": said(due), "near": near(day(due), self.today)})
        self.context["due"] = out

    def begin(self, child: str, name: str, record: str | None, begun: list) -> dict:
        """The way to the screen for exploitation: back into the one begun, else one press."""
        one = next((one for one in reversed(begun) if (one.form or "").split(" ")[0] == "exploitation" and state(one) == "draft"), None)
        to = f"/children/{child}/assessments/{access.uuid_text(one.id)}/write/all" if one else None
        return {"about": f"the exploitation screen, {name}", "to": to, "child": child, "stage": "START" if record == child else "REVIEW", "once": None if to else once()}

    def address(self, child: str, rule: str, record: str | None) -> str:
        """Where a task leads: to the record it is about, or to the form that does it for those who may write it."""
        file, writes = f"/children/{child}", self.person.writes

        def new(path: str, name: str) -> str:
            return f"{file}/{path}/new" + (f"?{name}={record}" if record else "")

        if rule == "oversight_due" and writes("oversight"):
            return f"{file}/oversight-entries/new"
        if rule == "plan_agreed" and writes("plan"):
            return new("plans", "programme")
        if rule == "knife_plan" and writes("plan"):
            return new("plans", "referral")
        if rule == "six_week_review" and writes("review"):
            return new("reviews", "programme")
        if rule == "document_missing" and writes("document"):
            return new("documents", "outcome")
        # Once it is decided what is left is on one page.
        if rule == "after_decision" and writes("outcome"):
            return f"{file}/referrals/{record}/outcome" if record else file
        if rule in ("agencies_asked", "write_report"):
            return f"{file}/referrals/{record}#{'checks' if rule == 'agencies_asked' else 'next'}" if record else file
        if rule == "close_work" and writes("closure"):
            return new("closures", "referral")
        if rule in ("turning_18", "transfer", "characteristics_not_asked"):
            return f"{file}/details"
        path = TASK_PATHS.get(rule)
        return f"{file}/{path}/{record}" if path and record else file

    def take_people(self) -> None:
        label, rows = self.known.codes.label, self.file.rows
        around = sorted((one for one in rows("relationship") if self.covers(one)), key=lambda one: (RINGING.get(one.contact_allowed or "", 2), one.name))
        self.context["around"] = [
            {"id": access.uuid_text(one.id), "name": one.name, "relation": label("relation", one.relation), "responsible": one.parental_responsibility == 1, "contact": one.contact_allowed,
             "phone": one.phone if one.contact_allowed != "DO_NOT_CONTACT" else None, "dial": dial(one.phone), "note": one.contact_note, "risk": one.risk_note}
            for one in around
        ]  # fmt: skip
        homes = [one for one in rows("address") if self.covers(one)]
        if homes:
            home = max(homes, key=lambda one: one.start_date or "")
            mark = "Not to be disclosed" if home.not_to_disclose else "Do not write" if home.safe_to_write == 0 else None
            self.context["home"] = {"text": f"{home.line or ''}, {home.postcode or ''}", "mark": mark}
        self.context["team"] = [
            (label("allocation_part", one.part), self.known.staff.get(one.staff, "Not known")) for one in rows("allocation") if one.start_date <= self.now and self.running(one.end_date)
        ]
        self.context["professionals"] = [
            {"id": access.uuid_text(one.id), "name": one.name, "profession": one.profession or "Professional", "agency": one.agency, "phone": one.phone, "dial": dial(one.phone)}
            for one in rows("professional") if self.covers(one)
        ]  # fmt: skip

    def take_contacts(self) -> None:
        label, out, found = self.known.codes.label, [], self.file.contacts()
        for id, at, method, attendance, aim, content, outcome, risk, steps, safeguarding, own in found:
            if method in ("TEXT", "EMAIL"):
                missing = [] if content else ["content"]
            elif attendance and attendance != "ATTENDED":
                missing = []
            else:
                heads = (("aim", aim), ("content", content), ("outcome", outcome), ("risk", risk), ("next steps", steps), ("safeguarding", safeguarding))
                missing = [name for name, text in heads if not text]
            out.append({
                "id": access.uuid_text(id), "method": label("contact_method", method), "at": at, "when": moment_known(at), "attendance": label("attendance", attendance) if attendance else None,
                "tone": "good" if attendance == "ATTENDED" else "bad" if attendance == "MISSED_UNACCEPTABLE" else "warning",
                "texts": [lines(text if len(text) <= 200 else text[:200] + "…") for text in (content, own) if text], "missing": ", ".join(missing),
            })  # fmt: skip
        self.context["contacts"] = out
        past = next((then for then in (london(row[1]).date() for row in found) if then <= self.today), None)
        self.context["last"] = ago(past, self.today)


RINGING = {"RING_FIRST": 0, "MAY_CONTACT": 1, "DO_NOT_CONTACT": 3}
TASK_PATHS = {
    "appointment": "contacts", "appointment_unmarked": "contacts", "contact_headings": "contacts", "missed_contact": "contacts", "alert_review": "alerts",
    "offence_category": "offences", "exit_planning": "programmes", "referral_unallocated": "referrals", "assess": "referrals", "decide": "referrals", "whole_process": "referrals",
    "after_decision": "referrals", "knife_plan": "referrals", "feedback": "referrals", "agency_check": "agency-checks", "safeguarding_chase": "safeguarding-referrals", "plan_agreed": "programmes", "six_week_review": "programmes",
    "programme_too_long": "programmes", "document_missing": "outcomes", "action": "actions", "concern_review": "urgent-concerns", "assessment_due": "programmes",
    "tell_police": "programmes", "new_offence": "offences", "new_offence_seen": "offences", "close_work": "referrals",
}  # fmt: skip
