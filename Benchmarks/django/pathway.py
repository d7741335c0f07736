"""The work on a child's file, as the product lays it out: concerns, where the case stands, what comes next, oversight, referrals, offences."""

import json
from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property

from access import uuid_text
from reference import Option
from steps import Steps, latest
from waits import waits
from words import age, day, lines, lower_first, moment, near, said

# What of the shipped questionnaires answers what the child's own page asks.
CARRIED = {
    "out-of-court 1": ("Out-of-court assessment", {"wishes": "wishes", "strengths": "strengths", "communication": "communication"}),
    "communication 1": ("Speech, language and learning screen", {"adjustments": "communication"}),
}
OWN_WORDS = ", in their own words"
# What is no out-of-court option leads to nothing, and what a court decides is alleged no more.
OTHER = Option(True, "NOTHING", None)
HOLIDAYS = {
    f"{year}-{one}"
    for year, days in {
        2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28", 2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27", 2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26", 2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26", 2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28", 2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26", 2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26", 2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28", 2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28", 2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26", 2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    }.items()
    for one in days.split()
}  # fmt: skip


def is_working(one: date) -> bool:
    return one.weekday() < 5 and one.isoformat() not in HOLIDAYS


def admitted(referral) -> bool:
    return (referral.admission_now or referral.admission) == "ADMITTED"


def unset(text: str | None) -> str:
    return text or ""


class Pathway:
    # Words

    def label(self, name: str, token: str | None) -> str:
        return self.known.codes.label(name, token)

    def name(self, staff: bytes) -> str:
        return self.known.staff.get(staff, "a record that is not shown")

    def due(self, iso: str) -> tuple[str, tuple[str, str]]:
        return said(iso), near(day(iso), self.today)

    @cached_property
    def told(self) -> dict[str, tuple[str, str]]:
        """What finished assessments say where the child's own page may say nothing."""
        out = {}
        done = [one for one in self.file.rows("assessment") if one.completed_on and one.answers]
        for one in sorted(done, key=lambda one: (one.completed_on, one.id), reverse=True):
            title, places = CARRIED.get(one.form, ("", {}))
            answers = json.loads(one.answers)
            for question, place in places.items():
                # What was taken over and not changed is still the child's own.
                if place not in out and answers.get(question) and not answers.get(f"{question}.from", "").endswith(OWN_WORDS):
                    out[place] = (answers[question], f"From “{title}”, {said(one.completed_on)}")
        return out

    def take_work(self) -> None:
        self.take_concerns()
        self.take_standing()
        self.take_next()
        self.take_programmes()
        self.take_actions()
        self.take_oversight()
        self.take_referrals()
        self.take_offences()

    # What keeps the child safe now

    def take_concerns(self) -> None:
        found = sorted(self.file.rows("concern"), key=lambda one: one.raised_at)
        self.context["concerns"] = [
            {"id": uuid_text(one.id), "type": self.label("concern_type", one.type), "raised": moment(one.raised_at), "what": lines(one.what), "done": lines(one.done or "Nothing written"),
             "plan": lines(one.safety_plan) if one.safety_plan else None, "again": said(one.review_date) if one.review_date else "No day named"}
            for one in found if not one.closed_on
        ]  # fmt: skip
        plans = sorted((one for one in found if one.closed_on and one.safety_plan), key=lambda one: (one.closed_on, one.raised_at), reverse=True)
        self.context["plans"] = [
            {"id": uuid_text(one.id), "type": self.label("concern_type", one.type), "closed": said(one.closed_on), "by": self.name(one.closed_by) if one.closed_by else None,
             "plan": lines(one.safety_plan), "again": said(one.review_date) if one.review_date else "No day named",
             "near": near(day(one.review_date), self.today) if one.review_date and one.review_date >= self.now else None}
            for one in plans
        ]  # fmt: skip

    # Where the case stands

    def take_standing(self) -> None:
        into, rows = self.context, self.file.rows
        referrals = rows("referral")
        newest = max(referrals, key=lambda one: (one.received_date, one.ref), default=None)
        into["referral"] = self.standing(newest) if newest else None
        back = {one.id for one in self.back.values()}
        shown = [
            one for one in rows("programme")
            if (one.start_date or self.now) <= self.now and (one.end_date is None or one.end_date >= self.now) or one.id in back
        ]  # fmt: skip
        into["under_way"] = [
            {"id": uuid_text(one.id), "under": self.label("disposal", one.disposal), **self.ending(one, one.id in back)} for one in self.newest(shown, "start_date")[:3]
        ]
        into["judged"] = self.judged(referrals)
        plan = max(rows("plan"), key=lambda one: (unset(one.agreed_on), one.ref), default=None)
        into["plan"] = plan and {"id": uuid_text(plan.id), "agreed": plan.agreed_on and said(plan.agreed_on), "signed": plan.signed_on and said(plan.signed_on)}
        into["documents"] = sum(one.type != "POLICE_PAPERS" or self.person.sees("intelligence") for one in rows("document"))
        into["care"] = [
            {"id": uuid_text(one.id), "status": self.label("care_status", one.status), "since": one.start_date and said(one.start_date)}
            for one in rows("care") if unset(one.start_date) <= self.now and self.running(one.end_date)
        ]  # fmt: skip
        into["waits"] = waits(self.file, self.known, referrals)
        into["stands"] = any(into[name] for name in ("referral", "under_way", "judged", "plan", "documents", "care", "waits"))

    def ending(self, one, is_back: bool) -> dict:
        """How a programme stands to its end: one that ended says how, and where that leads."""
        if not one.end_date or one.end_date > self.now or one.completed is None:
            return {"end": self.due(one.end_date or one.latest_end) if one.end_date or one.latest_end else None}
        if one.completed == 1:
            return {"ended": said(one.end_date), "result": "Completed", "tone": "good"}
        leads = (self.option(one) or OTHER).on_failure
        then = "; back to the panel" if leads == "PANEL" and is_back else "; back to the police" if leads in ("POLICE", "PROSECUTION") else ""
        return {"ended": said(one.end_date), "result": "Not completed", "tone": "bad", "then": then}

    def standing(self, one) -> dict:
        now = one.admission_now or one.admission
        admission = self.label("admission", now)
        if one.admission_now and one.admission_now != one.admission:
            before = lower_first(self.label("admission", one.admission)) if one.admission else "not known"
            admission += (f" on {said(one.admission_now_on)}" if one.admission_now_on else " now") + f"; in interview: {before}"
        if one.decision:
            decision = self.label("outcome", one.decision) + (f", {said(one.decision_date)}" if one.decision_date else "")
            decision += f", {lower_first(self.label('decided_by', one.decided_by))}" if one.decided_by else ""
        elif one.recommendation:
            decision = f"Not decided. The panel recommends: {lower_first(self.label('outcome', one.recommendation))}"
        else:
            decision = "Not accepted" if one.accepted == 0 else "Not decided"
        before = one.earlier_decision and self.label("outcome", one.earlier_decision) + (f", {said(one.earlier_decision_date)}" if one.earlier_decision_date else "")
        return {
            "id": uuid_text(one.id), "received": said(one.received_date), "pathway": self.label("pathway", one.pathway), "admission": admission, "admitted": admitted(one),
            "decision": decision, "untold": bool(one.decision) and one.decided_by != "POLICE" and one.pathway == "OUT_OF_COURT" and not one.police_told_date and not one.closed_date,
            "before": before,
            "slip": one.slip_reason,
        }  # fmt: skip

    def judged(self, referrals: list) -> dict | None:
        found = self.file.rows("assessment")
        one = latest(found)
        if one is None:
            return None
        alleged = next((not admitted(other) for other in referrals if other.id == one.referral_ref), False)
        offending = "offending" if alleged else "reoffending"

        def level(token: str | None) -> tuple[str, str | None]:
            return (self.label("judgement", token), {"LOW": "good", "MEDIUM": "warning"}.get(token, "bad")) if token else ("Not judged", None)

        by = one.author or (self.name(one.written_by) if one.written_by else "Not known")
        signed = "not countersigned"
        if one.countersigned_on:
            signed = f"countersigned {said(one.countersigned_on)} by {self.name(one.countersigned_by) if one.countersigned_by else 'a manager'}"
        levels = [(f"Likelihood of {offending}", one.reoffending), ("Risk of serious harm", one.serious_harm), ("Safety and wellbeing", one.safety_wellbeing)]
        return {
            "id": uuid_text(one.id), "levels": [(name, *level(token)) for name, token in levels], "by": f"{said(one.completed_on)} by {by}, {signed}", "changed": self.changed(one, found, offending)
        }

    def changed(self, one, found: list, offending: str) -> str | None:
        """Which judgements moved since the assessment before."""
        before = latest([other for other in found if other.id != one.id and other.completed_on and (other.completed_on, other.id) < (one.completed_on, one.id)])
        if before is None:
            return None
        moved = [
            f"{name} from {lower_first(self.label('judgement', old)) if old else 'not judged'} to {lower_first(self.label('judgement', new))}"
            for name, old, new in (
                ("safety and wellbeing", before.safety_wellbeing, one.safety_wellbeing), ("serious harm", before.serious_harm, one.serious_harm),
                (f"likelihood of {offending}", before.reoffending, one.reoffending),
            ) if new and old != new
        ]  # fmt: skip
        return "Changed: " + "; ".join(moved) if moved else "No judgement changed"

    # What can be done next with the newest open referral

    def take_next(self) -> None:
        open = [one for one in self.file.rows("referral") if not one.closed_date and one.accepted != 0]
        newest = max(open, key=lambda one: one.received_date, default=None)
        self.context["next"] = newest and Steps(self.file, self, newest, self.back.get(newest.id)).section()

    @cached_property
    def back(self) -> dict:
        """The failed programme that sends a decided referral back to a panel, by referral."""
        failed = [one for one in self.file.rows("programme") if one.completed == 0 and one.end_date and (self.option(one) or OTHER).on_failure == "PANEL"]
        out = {}
        for one in self.file.rows("referral") if failed else ():
            if one.pathway != "OUT_OF_COURT" or one.closed_date or not one.decision_date:
                continue
            offences, decided = set((one.offence_refs or "").split()), one.decision_date
            own = [
                other for other in failed
                if (other.referral_ref == one.id if other.referral_ref else not offences.isdisjoint((other.offence_refs or "").split()))
                and (other.end_date > decided or other.end_date == decided and not one.earlier_decision_date)
            ]  # fmt: skip
            if own:
                out[one.id] = max(own, key=lambda other: (other.end_date, other.id))
        return out

    def option(self, programme):
        return self.known.option(programme.disposal, programme.start_date or programme.end_date)

    # Programmes, actions, oversight

    def newest(self, rows: list, date: str) -> list:
        return sorted(rows, key=lambda one: getattr(one, date) or self.now, reverse=True)

    def take_programmes(self) -> None:
        out = []
        for one in self.newest(self.file.rows("programme"), "start_date"):
            # One that ended today has ended once it is said how.
            ended = one.end_date is not None and (one.end_date < self.now or one.completed is not None and one.end_date == self.now)
            word = ("Completed" if one.completed == 1 else "Not completed" if one.completed == 0 else "Ended") if ended else "Running"
            out.append({
                "id": uuid_text(one.id), "under": self.label("disposal", one.disposal), "start": said(one.start_date) if one.start_date else "Not started",
                "end": said(one.end_date) if one.end_date else "No end yet", "state": word, "tone": "info" if not ended else "good" if one.completed == 1 else "neutral",
            })  # fmt: skip
        self.context["programmes"] = out

    def take_actions(self) -> None:
        found = self.file.rows("action")
        waiting = sorted((one for one in found if not one.done_on), key=lambda one: (one.due_on, one.ref))
        done = sorted((one for one in found if one.done_on), key=lambda one: one.done_on, reverse=True)
        self.context["actions"], self.context["acted"] = (
            [
                {"id": uuid_text(one.id), "from": one.from_position, "what": one.what, "owner": self.known.staff.get(one.owner) or one.owner_name or "Nobody",
                 "due": said(one.due_on), "near": near(day(one.due_on), self.today), "done": one.done_on and said(one.done_on), "chased": one.chased_on and said(one.chased_on),
                 "agreed": ", ".join(([self.label("action_source", one.arose)] if one.arose else []) + ([said(one.arose_on)] if one.arose_on else [])) or "Not said",
                 "result": lines(one.result or "")}
                for one in some
            ] for some in (waiting, done)
        )  # fmt: skip

    def take_oversight(self) -> None:
        out = []
        for one in sorted(self.file.rows("oversight"), key=lambda one: (one.held_on, one.ref), reverse=True)[:5]:
            follow = None
            if one.followed_up_on:
                follow = f"Followed up {said(one.followed_up_on)}", "good"
            elif one.follow_up_due:
                follow = f"Follow up by {said(one.follow_up_due)}", "bad" if one.follow_up_due < self.now else "info"
            out.append({
                "id": uuid_text(one.id), "trigger": self.label("oversight_trigger", one.set_off_by), "at": one.held_on, "when": said(one.held_on),
                "by": self.name(one.overseen_by) if one.overseen_by else None, "follow": follow, "read": one.what_was_read or "Not said", "decision": lines(one.decision),
            })  # fmt: skip
        self.context["oversight"] = out

    # Referrals and offences

    def knife(self, referral, offences: dict) -> tuple[str, str] | None:
        """Whether the police referred a knife case in time."""
        of = [offences[one] for one in (referral.offence_refs or "").split() if one in offences]
        starts = [max(filter(None, (one.arrest_date, one.interview_date)), default=one.offence_date) for one in of if one.knife]
        start = max(filter(None, starts), default=None)
        if start is None:
            return None
        due, left = day(start), self.known.setting("clock.knife_referral")
        while left:
            due += timedelta(1)
            left -= is_working(due)
        received, late = day(referral.received_date), 0
        if received <= due:
            return "Knife: referred in time", "good"
        while due < received:
            due += timedelta(1)
            late += is_working(due)
        late = max(1, late)
        return f"Knife: referred {late} working day{'' if late == 1 else 's'} late", "bad"

    def take_referrals(self) -> None:
        offences = {uuid_text(one.id): one for one in self.file.rows("offence")}
        self.context["referrals"] = [
            {"id": uuid_text(one.id), "received": said(one.received_date), "source": self.label("referral_source", one.source), "pathway": self.label("pathway", one.pathway),
             "knife": self.knife(one, offences), "decision": self.label("outcome", one.decision) if one.decision else "Not decided", "closed": one.closed_date and said(one.closed_date)}
            for one in self.newest(self.file.rows("referral"), "received_date")
        ]  # fmt: skip

    def take_offences(self) -> None:
        ends, settled, out = defaultdict(list), set(), []
        for one in sorted(self.file.rows("outcome"), key=lambda one: one.outcome_date):
            ends[one.offence_ref].append((uuid_text(one.id), f"{self.label('outcome', one.outcome)}, {said(one.outcome_date)}"))
            # An outcome that needs no admission leaves the offence as alleged as it was.
            if (self.known.option(one.outcome, one.outcome_date) or OTHER).needs_admission:
                settled.add(one.offence_ref)
        denied = {offence for one in self.file.rows("referral") if not admitted(one) for offence in (one.offence_refs or "").split()}
        for one in self.newest(self.file.rows("offence"), "offence_date"):
            id, on = uuid_text(one.id), one.offence_date or one.arrest_date
            title = one.description or (self.label("offence_category", one.category) if one.category else "Offence")
            out.append({
                "id": id, "alleged": id in denied and one.id not in settled, "title": one.description or self.label("offence_category", one.category),
                "date": said(on) if on else "Not known", "age": age(self.born, day(one.offence_date)) if one.offence_date and self.born else "Not known", "ends": ends[one.id],
                "named": f"{title}, {said(on) if on else 'no date'}",
            })  # fmt: skip
        self.context["offences"] = out
