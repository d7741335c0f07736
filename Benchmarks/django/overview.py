"""A child's file: one query a kind, only the columns shown."""

from collections import defaultdict
from datetime import date

import access
import reference
from django.db import connections
from django.http import Http404
from words import age, count, day, lines, london, near, words

CURRENT = "v.to_position IS NULL AND NOT v.withdrawn"


def overview(person: access.Person, asked: bytes, today: date) -> tuple[bytes, dict]:
    with connections["default"].cursor() as cursor:
        known = reference.read(cursor)
        survivor, files = group(cursor, asked)
        marks = ", ".join(["%s"] * len(files))

        def rows(kind: str, columns: str, order: str = "a.ref") -> list[tuple]:
            return cursor.execute(
                f"""SELECT v.id, {columns} FROM {kind}_version v JOIN {kind} a ON a.service = v.service AND a.child = v.child AND a.id = v.id
                WHERE v.service = %s AND v.child IN ({marks}) AND {CURRENT} ORDER BY {order}""",
                [access.SERVICE, *files],
            ).fetchall()

        head = cursor.execute(
            f"""SELECT a.ref, v.given_name, v.family_name, v.known_as, v.date_of_birth, v.deleted, v.what_they_want, v.strengths, v.communication_tip,
            v.safe_to_visit, v.interpreter_needed, v.first_language FROM child_version v
            JOIN child a ON a.service = v.service AND a.child = v.child AND a.id = v.id WHERE v.service = %s AND v.child = %s AND {CURRENT}""",
            [access.SERVICE, survivor],
        ).fetchone()
        if head is None:
            raise Http404
        page = Overview(person, known, access.uuid_text(survivor), head, today)
        page.take_alerts(rows("alert", "v.type, v.detail, v.start_date, v.end_date, v.review_date"))
        page.take_tasks(cursor.execute(
            f"""SELECT t.child, t.rule, t.record, t.title, t.basis, t.due_on FROM task t JOIN child_list l ON l.service = t.service AND l.child = t.child
            WHERE t.service = %s AND t.visible_from <= %s AND (t.visible_until IS NULL OR t.visible_until >= %s) AND t.child IN ({marks}) ORDER BY t.due_on, l.sort_key, t.rule LIMIT 20""",
            [access.SERVICE, today.isoformat(), today.isoformat(), *files]).fetchall())  # fmt: skip
        page.take_people(
            rows("relationship", "v.name, v.relation, v.parental_responsibility, v.phone, v.contact_allowed, v.contact_note, v.risk_note, v.end_date"),
            rows("address", "v.line, v.postcode, v.end_date, v.safe_to_write, v.not_to_disclose"),
            rows("allocation", "v.staff, v.part, v.start_date, v.end_date"),
            rows("professional", "v.name, v.profession, v.agency, v.phone, v.end_date"))  # fmt: skip
        page.take_programmes(rows("programme", "v.start_date, v.end_date, v.disposal, v.completed"))
        page.take_contacts(rows(
            "contact", "v.at, v.method, v.attendance, v.aim, v.content, v.outcome, v.risk, v.next_steps, v.safeguarding, v.childs_words",
            'v."at" DESC, v.from_position DESC LIMIT 5'))  # fmt: skip
        page.take_referrals(rows("referral", "v.received_date, v.source, v.pathway, v.decision, v.closed_date"))
        page.take_offences(
            rows("offence", "v.offence_date, v.arrest_date, v.description, v.category"), rows("outcome", "v.offence_ref, v.outcome, v.outcome_date"))  # fmt: skip
        return survivor, page.context


def group(cursor, asked: bytes) -> tuple[bytes, list[bytes]]:
    """The surviving record and those merged into it."""
    found = cursor.execute(f"SELECT v.merged, v.child FROM merge_version v WHERE v.service = %s AND {CURRENT}", [access.SERVICE]).fetchall()
    into = dict(found)

    def end(child: bytes) -> bytes:
        for _ in range(100):
            if child not in into:
                break
            child = into[child]
        return child

    survivor = end(asked)
    return survivor, [survivor, *sorted(child for child in into if end(child) == survivor)]


def running(end: str | None, today: date) -> bool:
    return end is None or end >= today.isoformat()


def by_day(rows: list[tuple], place: int, today: date) -> list[tuple]:
    return sorted(rows, key=lambda row: row[place] or today.isoformat(), reverse=True)


class Overview:
    def __init__(self, person: access.Person, known: reference.Known, id: str, head: tuple, today: date):
        self.person, self.known, self.today = person, known, today
        ref, given, family, known_as, born, deleted, want, strengths, tip, visiting, interpreter, language = head
        first = known_as or given
        name = " ".join(part for part in (first, family) if part) or "Name not known"
        self.born = day(born)
        about = []
        if known_as and given and known_as != given:
            about.append(("Full name", f"{given} {family or ''}", None))
        for label, text in (("What they say they want", want), ("Strengths", strengths), ("How best to talk with them", tip), ("Visiting safely", visiting)):
            if text:
                about.append((label, None, lines(text)))
        if interpreter:
            about.append(("Interpreter", "Needed" + (f": {language}" if language else ""), None))
        caption = ([f"{age(self.born, today)}, born {words(self.born)}"] if self.born else []) + [f"reference {ref}"]
        self.context = {
            "id": id, "name": name, "caption": " · ".join(caption), "withdrawn": deleted == 1, "about": about,
            "writes": {kind: person.writes(kind) for kind in access.CASEWORK}, "allocates": person.may("allocate"), "journal": person.may("see_journal"),
        }  # fmt: skip

    def take_alerts(self, rows: list[tuple]) -> None:
        now = self.today.isoformat()
        self.context["alerts"] = [
            {"id": access.uuid_text(id), "word": self.known.codes.label("alert", kind), "tone": "bad" if kind in ("SUICIDE_RISK", "STAFF_SAFETY", "WEAPONS") else "warning",
             "detail": detail, "since": words(day(start)), "review": words(day(review)) if review else None}
            for id, kind, detail, start, end, review in rows if start <= now and running(end, self.today)
        ]  # fmt: skip

    def take_tasks(self, rows: list[tuple]) -> None:
        self.context["due"] = [
            {"address": address(access.uuid_text(child), rule, record), "title": title, "basis": basis, "due": words(day(due)), "near": near(day(due), self.today)}
            for child, rule, record, title, basis, due in rows
        ]

    def take_people(self, around: list[tuple], homes: list[tuple], team: list[tuple], professionals: list[tuple]) -> None:
        label, now = self.known.codes.label, self.today.isoformat()
        order = {"RING_FIRST": 0, "MAY_CONTACT": 1, "DO_NOT_CONTACT": 3}
        around = sorted((row for row in around if running(row[8], self.today)), key=lambda row: (order.get(row[5] or "", 2), row[1]))
        self.context["around"] = [
            {"id": access.uuid_text(id), "name": name, "relation": label("relation", relation), "responsible": responsible == 1, "contact": contact,
             "phone": phone if contact != "DO_NOT_CONTACT" else None, "dial": dial(phone), "note": note, "risk": risk}
            for id, name, relation, responsible, phone, contact, note, risk, _ in around
        ]  # fmt: skip
        homes = [row for row in homes if running(row[3], self.today)]
        if homes:
            _, line, postcode, _, safe, secret = homes[-1]
            self.context["home"] = {"text": f"{line}, {postcode or ''}", "mark": "Not to be disclosed" if secret else "Do not write" if safe == 0 else None}
        self.context["team"] = [
            (label("allocation_part", part), self.known.staff.get(staff, "Not known")) for _, staff, part, start, end in team if start <= now and running(end, self.today)
        ]
        self.context["professionals"] = [
            {"id": access.uuid_text(id), "name": name, "profession": profession or "Professional", "agency": agency, "phone": phone, "dial": dial(phone)}
            for id, name, profession, agency, phone, end in professionals if running(end, self.today)
        ]  # fmt: skip

    def take_programmes(self, rows: list[tuple]) -> None:
        out = []
        for id, start, end, disposal, completed in by_day(rows, 1, self.today):
            ended = end is not None and end < self.today.isoformat()
            state = ("Completed" if completed == 1 else "Not completed" if completed == 0 else "Ended") if ended else "Running"
            out.append({
                "id": access.uuid_text(id), "under": self.known.codes.label("disposal", disposal), "start": words(day(start)) if start else "Not started",
                "end": words(day(end)) if end else "No end yet", "state": state, "tone": "info" if not ended else "good" if completed == 1 else "neutral",
            })  # fmt: skip
        self.context["programmes"] = out

    def take_contacts(self, rows: list[tuple]) -> None:
        label, out = self.known.codes.label, []
        for id, at, method, attendance, aim, content, outcome, risk, steps, safeguarding, own in rows:
            when = london(at)
            if method in ("TEXT", "EMAIL"):
                missing = [] if content else ["content"]
            elif attendance and attendance != "ATTENDED":
                missing = []
            else:
                heads = (("aim", aim), ("content", content), ("outcome", outcome), ("risk", risk), ("next steps", steps), ("safeguarding", safeguarding))
                missing = [name for name, text in heads if not text]
            out.append({
                "id": access.uuid_text(id), "method": label("contact_method", method), "at": at, "when": f"{words(when.date())} at {when:%H:%M}",
                "attendance": label("attendance", attendance) if attendance else None,
                "tone": "good" if attendance == "ATTENDED" else "bad" if attendance == "MISSED_UNACCEPTABLE" else "warning",
                "texts": [lines(text if len(text) <= 200 else text[:200] + "…") for text in (content, own) if text], "missing": ", ".join(missing),
            })  # fmt: skip
        self.context["contacts"] = out
        past = [then for then in (london(row[1]).date() for row in rows) if then <= self.today]
        self.context["last"] = f"Last entry {count((self.today - past[0]).days, 'day')} ago." if past else "No contact is recorded."

    def take_referrals(self, rows: list[tuple]) -> None:
        label = self.known.codes.label
        self.context["referrals"] = [
            {"id": access.uuid_text(id), "received": words(day(received)), "source": label("referral_source", source), "pathway": label("pathway", pathway),
             "decision": label("outcome", decision) if decision else "Not decided", "closed": words(day(closed)) if closed else None}
            for id, received, source, pathway, decision, closed in by_day(rows, 1, self.today)
        ]  # fmt: skip

    def take_offences(self, offences: list[tuple], outcomes: list[tuple]) -> None:
        label, ends = self.known.codes.label, defaultdict(list)
        for id, offence, outcome, decided in sorted(outcomes, key=lambda row: row[3]):
            ends[offence].append((access.uuid_text(id), f"{label('outcome', outcome)}, {words(day(decided))}"))
        out = []
        for id, happened, arrested, description, category in by_day(offences, 1, self.today):
            on = happened or arrested
            title = description or (label("offence_category", category) if category else "Offence")
            out.append({
                "id": access.uuid_text(id), "title": description or label("offence_category", category), "date": words(day(on)) if on else "Not known",
                "age": age(self.born, day(happened)) if happened and self.born else "Not known", "ends": ends[id],
                "named": f"{title}, {words(day(on)) if on else 'no date'}",
            })  # fmt: skip
        self.context["offences"] = out


TASK_PATHS = {
    "appointment": "contacts", "appointment_unmarked": "contacts", "contact_headings": "contacts", "missed_contact": "contacts", "alert_review": "alerts",
    "offence_category": "offences", "exit_planning": "programmes", "referral_unallocated": "referrals",
}  # fmt: skip


def address(child: str, rule: str, record: str) -> str:
    path = TASK_PATHS.get(rule)
    return f"/children/{child}/{path}/{record}" if path and record else f"/children/{child}/details"


def dial(phone: str | None) -> str:
    return "".join(one for one in phone or "" if one in "+0123456789")
