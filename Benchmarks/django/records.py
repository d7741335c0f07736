"""Reading a child's file: one look at which kinds it holds, then one query a kind, only the columns shown."""

from collections import namedtuple
from datetime import date

import access
from reach import CURRENT, ON_DUTY, Reach, marks
from session import Visit
from words import lower_first, moment

# What the page reads of each kind, after the record's id.
COLUMNS = {
    "relationship": "name relation parental_responsibility phone contact_allowed contact_note risk_note start_date end_date",
    "address": "line postcode start_date end_date safe_to_write not_to_disclose",
    "allocation": "staff part start_date end_date",
    "professional": "name profession agency phone staff start_date end_date",
    "alert": "type detail start_date end_date review_date",
    "referral": "child ref received_date source pathway offence_refs admission admission_now admission_now_on accepted panel_date recommendation decision_date decision decided_by "
    "police_told_date closed_date slip_reason earlier_decision earlier_decision_date",
    "offence": "offence_date arrest_date interview_date description category knife",
    "outcome": "offence_ref outcome outcome_date",
    "programme": "start_date end_date disposal completed referral_ref offence_refs latest_end police_told_date",
    "assessment": "type completed_on countersigned_on reoffending serious_harm safety_wellbeing referral_ref form started_on written_by author answers submitted_on returned_on countersigned_by",
    "plan": "ref agreed_on signed_on programme_ref",
    "review": "type programme_ref",
    "document": "type",
    "care": "status start_date end_date",
    "enquiry": "child referral_ref agency asked_on received_on unable_reason",
    "compliance": "child programme_ref type on_date police_told_date police_answer police_answer_on",
    "safeguarding_referral": "child sent_to sent_on result result_on",
    "concern": "type what raised_at done safety_plan review_date closed_on closed_by",
    "oversight": "ref held_on overseen_by set_off_by what_was_read decision follow_up_due followed_up_on",
    "action": "ref from_position what owner owner_name due_on arose arose_on chased_on done_on result",
    "victim_contact": "offence_ref",
    "panel_item": "child referral_ref state panel_ref report_on escalated_on escalated_to escalated_result",
    "closure": "referral_ref",
}
ROWS = {kind: namedtuple(kind, "id " + columns) for kind, columns in COLUMNS.items()}
SELECTS = {
    kind: f"""SELECT v.id, {", ".join(("a." if name == "ref" else "v.") + name for name in columns.split())}
    FROM {kind}_version v JOIN {kind} a ON a.service = v.service AND a.child = v.child AND a.id = v.id"""
    for kind, columns in COLUMNS.items()
}
# What a list of tasks reads of the screens that were begun: all but what was answered.
BEGUN = namedtuple(
    "begun",
    "id type stage completed_on countersigned_on reoffending serious_harm safety_wellbeing referral_ref form started_on written_by author submitted_on returned_on countersigned_by "
    "child_view_used parent_view_used",
)
WHICH = "SELECT " + ", ".join(f"EXISTS (SELECT 1 FROM {kind}_version WHERE service = ?1 AND child = ?2 AND to_position IS NULL)" for kind in COLUMNS)


class File:
    """The records of a child and of those merged into it, by kind."""

    def __init__(self, cursor, files: list[bytes]):
        self.cursor, self.files, self.marks, self.kept = cursor, files, marks(files), {}
        self.held = set(COLUMNS)
        if len(files) == 1:
            found = cursor.execute(WHICH, [access.SERVICE, files[0]]).fetchone()
            self.held = {kind for kind, there in zip(COLUMNS, found, strict=True) if there}

    def rows(self, kind: str) -> list:
        if kind not in self.held:
            return []
        if kind not in self.kept:
            found = self.cursor.execute(f"{SELECTS[kind]} WHERE v.service = %s AND v.child IN ({self.marks}) AND {CURRENT} ORDER BY a.ref", [access.SERVICE, *self.files])
            self.kept[kind] = list(map(ROWS[kind]._make, found))
        return self.kept[kind]

    def contacts(self) -> list[tuple]:
        return self.cursor.execute(
            f"""SELECT v.id, v.at, v.method, v.attendance, v.aim, v.content, v.outcome, v.risk, v.next_steps, v.safeguarding, v.childs_words
            FROM contact_version v WHERE v.service = %s AND v.child IN ({self.marks}) AND {CURRENT} ORDER BY v."at" DESC, v.from_position DESC LIMIT 5""",
            [access.SERVICE, *self.files]).fetchall()  # fmt: skip

    def panel_day(self, panel: bytes) -> str | None:
        found = self.cursor.execute(f"SELECT v.held_on FROM panel_version v WHERE v.service = %s AND v.id = %s AND {CURRENT}", [access.SERVICE, panel]).fetchone()
        return found and found[0]

    def tasks(self, today: date) -> list[tuple]:
        return self.cursor.execute(
            f"""SELECT t.child, l.name, t.rule, t.record, t.title, t.basis, t.due_on FROM task t JOIN child_list l ON l.service = t.service AND l.child = t.child
            WHERE t.service = %s AND t.visible_from <= %s AND (t.visible_until IS NULL OR t.visible_until >= %s) AND t.child IN ({self.marks}) ORDER BY t.due_on, l.sort_key, t.rule LIMIT 20""",
            [access.SERVICE, today.isoformat(), today.isoformat(), *self.files]).fetchall()  # fmt: skip

    def begun_screens(self) -> list:
        """Screens that were begun and not finished; none of a withdrawn child's."""
        found = self.cursor.execute(
            f"""SELECT {", ".join("v." + name for name in BEGUN._fields)} FROM assessment_version v JOIN assessment a ON a.service = v.service AND a.child = v.child AND a.id = v.id
            WHERE v.service = %s AND v.child IN ({self.marks}) AND {CURRENT} AND v.type = 'SCREENING' AND v.completed_on IS NULL ORDER BY a.ref""",
            [access.SERVICE, *self.files]).fetchall()  # fmt: skip
        gone = found and self.cursor.execute(
            f"""SELECT v.deleted FROM child_version v JOIN child a ON a.service = v.service AND a.child = v.child AND a.id = v.id
            WHERE v.service = %s AND v.child = %s AND {CURRENT} AND v.deleted""",
            [access.SERVICE, self.files[0]]).fetchone()  # fmt: skip
        return [] if gone else list(map(BEGUN._make, found))


def urgent(cursor, visit: Visit, reach: Reach, files: list[bytes]) -> dict:
    """The open urgent concerns of this child, and how many there are for whoever answers for all of them."""
    person, label = visit.person, visit.known.codes.label
    own = f"v.child IN ({marks(files)})" if files else "1 = 0"
    mine, asked = "1 = 1", []
    if not person.may("oversee"):
        mine, asked = f"EXISTS ({ON_DUTY})", [access.SERVICE, person.id, visit.day, visit.day]
    # The words of the condition are those of the index of open concerns.
    found = cursor.execute(
        f"""SELECT v.child, v.id, v.type, v.raised_at, CASE WHEN {mine} THEN 1 ELSE 0 END FROM concern_version v
        WHERE v.service = %s AND v.to_position IS NULL AND NOT v.withdrawn AND v.closed_on IS NULL AND ({own} OR {mine}) ORDER BY v.raised_at, v.id""",
        [*asked, access.SERVICE, *files, *asked],
    ).fetchall()
    answers = person.may("oversee") or any(row[4] for row in found)
    known = [row for row in found if row[0] not in reach.hidden]
    here = [
        {"word": f"Urgent: {lower_first(label('concern_type', kind))}", "raised": moment(raised), "child": access.uuid_text(child), "id": access.uuid_text(id)}
        for child, id, kind, raised, _ in known if child in files
    ]  # fmt: skip
    others = len(known) - len(here) if answers else 0
    words = f"{others}{' more' if here else ''} urgent concern{'' if others == 1 else 's'} open"
    return {"here": here, "others": words if others > 0 else None}
