"""What can be done next with the newest open referral, as the product lays it out: what is for now, then what comes later and what is done."""

import os
import time
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from access import uuid_text
from stage import ENDED, TELL_POLICE, WITH_PANEL, WITH_POLICE, stage
from words import day, said

OWN = (
    ("SELF_CHILD", "self-child", "The child’s own view", "Go on with the child’s own view", "Another by the child"),
    ("SELF_PARENT", "self-parent", "The parent’s or carer’s own view", "Go on with the parent’s or carer’s", "Another by the parent or carer"),
)
JUDGING = (None, "OUT_OF_COURT", "COURT", "REVIEW", "BAIL", "OTHER")


def state(one) -> str:
    """Where an assessment stands between its writer and the manager who countersigns."""
    if one.countersigned_on:
        return "countersigned"
    if one.returned_on and (one.submitted_on is None or one.submitted_on < one.returned_on):
        return "returned"
    return "submitted" if one.submitted_on else "complete" if one.completed_on else "draft"


def latest(assessments: list):
    done = [one for one in assessments if one.type in JUDGING and one.completed_on]
    return max([one for one in done if state(one) != "returned"] or done, key=lambda one: (one.completed_on, one.id), default=None)


def is_open_out_of_court(referral) -> bool:
    return referral.pathway == "OUT_OF_COURT" and referral.accepted != 0 and not referral.closed_date


def once() -> str:
    """New with each form: the time, and what cannot be guessed."""
    drawn = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    drawn[6], drawn[8] = drawn[6] & 0x0F | 0x70, drawn[8] & 0x3F | 0x80
    return uuid_text(bytes(drawn))


def text(words: str) -> dict:
    return {"text": words}


class Steps:
    """The steps of one referral; a step is a list of texts, links and forms."""

    def __init__(self, file, visit, referral, back):
        self.file, self.person, self.known, self.today, self.referral = file, visit.person, visit.known, visit.today, referral
        self.id, self.out_of_court = uuid_text(referral.id), referral.pathway == "OUT_OF_COURT"
        self.child = uuid_text(file.files[0])
        self.offences = (referral.offence_refs or "").split()
        self.heard_again = bool(back and referral.panel_date and referral.panel_date >= back.end_date and referral.panel_date > (referral.decision_date or ""))
        self.is_back = back is not None and not self.heard_again
        own = [one for one in file.rows("programme") if one.referral_ref == referral.id and not self.of_earlier_decision(one)]
        self.stage, self.step = stage(own, file.rows("compliance"), self.known) or (None, None)
        self.programmes = sorted(own, key=lambda one: (one.start_date or "", one.id), reverse=True)
        self.has_outcome = any(one.outcome_date >= referral.received_date and uuid_text(one.offence_ref) in self.offences for one in file.rows("outcome"))
        reports = (one for one in file.rows("panel_item") if one.referral_ref == referral.id and one.state != "WITHDRAWN")
        self.item = max(reports, key=lambda one: one.id, default=None)
        self.assessed = self.newest_assessment()
        # Whether each is for now, and what it says.
        self.steps: list[tuple[str, list[dict]]] = []

    def add(self, when: str, *parts: dict) -> None:
        self.steps.append((when, list(parts)))

    def link(self, path: str, words: str, **query: str) -> dict:
        return {"to": f"/children/{self.child}/{path}" + (f"?{urlencode(query)}" if query else ""), "text": words}

    def section(self) -> list[list] | None:
        """What is for now, or else what comes; then the rest."""
        if self.person.writes("assessment"):
            self.assessment()
            self.self_assessments()
        self.report()
        self.decision()
        if self.out_of_court:
            self.outcome()
        self.knife_plan()
        self.police()
        for one in self.programmes:
            self.programme(one)
        self.closure()
        self.victims()
        self.begin_report()
        if not self.steps:
            return None
        now, later, done = ([parts for when, parts in self.steps if when == asked] for asked in ("now", "later", "done"))
        return [now, later + done] if now else [later, done]

    # Before the panel

    def newest_assessment(self):
        """The one a panel works from: the latest completed of the referral, else the one begun last."""
        own = [
            one for one in self.file.rows("assessment") if one.type in JUDGING
            and (one.referral_ref == self.referral.id if one.referral_ref else not one.completed_on or one.completed_on >= self.referral.received_date)
        ]  # fmt: skip
        return latest(own) or max(own, key=lambda one: (one.started_on or "", one.id), default=None)

    def way(self, words: str, go_on: str, type: str, form: str, is_done: bool) -> dict:
        """Back into the one begun, one press where none is done, else the page that asks."""
        begun = [
            one for one in self.file.rows("assessment")
            if one.type == type and not one.author and one.form and state(one) in ("draft", "returned") and one.referral_ref in (None, self.referral.id)
        ]  # fmt: skip
        if begun:
            return self.link(f"assessments/{uuid_text(begun[-1].id)}" + ("" if type in JUDGING else "/write/all"), go_on)
        if is_done:
            return self.link("assessments/new", words, type=type, referral=self.id)
        return {"text": words, "form": form, "type": type, "referral": self.id, "once": once()}

    def assessment(self) -> None:
        one, is_done = self.assessed, bool(self.assessed and self.assessed.completed_on)
        begin = self.way("Begin an assessment", "Go on with the assessment", "OUT_OF_COURT", "out-of-court", is_done)
        anew = [begin, text(" or "), self.link("assessments/elsewhere", "add one done elsewhere", referral=self.id)]
        if one is None:
            return self.add("later" if self.referral.decision else "now", *anew)
        path, stands = f"assessments/{uuid_text(one.id)}", state(one)
        if stands == "draft":
            return self.add("now", self.link(path, "Go on with the assessment"))
        if stands == "returned":
            return self.add("now", self.link(path, "Mend the assessment that was sent back"))
        if stands == "submitted":
            return self.add("now", self.link(path, "The assessment"), text(" waits for countersignature"))
        return self.add("done", self.link(path, "The assessment"), text(f", done {said(one.completed_on) if one.completed_on else ''}. "), *anew)

    def self_assessments(self) -> None:
        is_done = bool(self.assessed and self.assessed.completed_on)
        child, parent = (self.own(*each) for each in OWN)
        self.add("done" if is_done or self.referral.decision else "now", *child, text(" and "), *parent)

    def own(self, type: str, form: str, words: str, go_on: str, again: str) -> list[dict]:
        done = max(
            (one for one in self.file.rows("assessment") if one.type == type and one.completed_on
             and (one.referral_ref == self.referral.id if one.referral_ref else one.completed_on >= self.referral.received_date)),
            key=lambda one: (one.completed_on, one.id), default=None,
        )  # fmt: skip
        if done is None:
            return [self.way(words, go_on, type, form, False)]
        return [self.link(f"assessments/{uuid_text(done.id)}", words), text(f", done {said(done.completed_on)} ("), self.way(again, go_on, type, form, True), text(")")]

    def victims(self) -> None:
        parts: list[dict] = []
        for one in self.file.rows("victim_contact"):
            if one.offence_ref is None or uuid_text(one.offence_ref) in self.offences:
                parts += [text(", ")] * bool(parts) + [self.link(f"victim-contacts/{uuid_text(one.id)}", "Contact with the victim")]
        if parts:
            self.add("done", *parts)

    # The panel

    def report(self) -> None:
        one = self.item
        if one is None:
            return None
        path = f"panel-items/{uuid_text(one.id)}"
        if one.state == "HEARD":
            if one.escalated_on and not one.escalated_result:
                return self.add("now", self.link(path, "The panel report"), text(": taken higher, and not answered yet"))
            return self.add("done", self.link(path, "The panel report"), text(", heard"))
        held = self.file.panel_day(one.panel_ref) if one.panel_ref else None
        stands = f"listed for {said(held)}" if held else "put off" if one.state == "DEFERRED" else "ready" if one.report_on else "draft"
        return self.add("now", self.link(path, "Go on with the panel report" if self.person.writes("panel_item") else "The panel report"), text(f" ({stands})"))

    def begin_report(self) -> None:
        if not self.out_of_court or not self.person.writes("panel_item"):
            return
        if (self.item is None or self.item.state == "HEARD" and self.is_back) and (not self.referral.decision or self.is_back):
            is_due = self.is_back or self.assessed and self.assessed.countersigned_on
            self.add("now" if is_due else "later", {"report": self.id})

    def decision(self) -> None:
        if self.out_of_court and self.person.may("record_decision"):
            when = "done" if self.referral.decision_date and not self.heard_again else "now" if self.referral.panel_date else "later"
            self.add(when, self.link(f"referrals/{self.id}/decision", "The police’s decision"))

    # From the decision on

    def of_earlier_decision(self, one) -> bool:
        decided = self.referral.decision_date
        return bool(self.referral.earlier_decision_date and decided and one.completed == 0 and one.end_date and one.end_date <= decided)

    @cached_property
    def option(self):
        """What the police decided for, while the case is open."""
        one = self.referral
        if not one.decision or not one.decision_date or not is_open_out_of_court(one):
            return None
        return self.known.option(one.decision, one.decision_date)

    @cached_property
    def left(self) -> str | None:
        return self.option and self.option.left(self.has_outcome, bool(self.programmes))

    def outcome(self) -> None:
        path = f"referrals/{self.id}/outcome"
        if self.left and not self.is_back:
            return self.add("now", self.link(path, self.left))
        return self.add("done" if self.is_back or self.referral.decision_date else "later", self.link(path, "Outcome"))

    def knife_plan(self) -> None:
        """The plan of a knife case, which does not wait for its programme to start."""
        if self.programmes or not self.option or not self.option.weeks or not any(one.knife == 1 and uuid_text(one.id) in self.offences for one in self.file.rows("offence")):
            return
        received = self.referral.received_date
        early = next((one for one in reversed(self.file.rows("plan")) if not one.programme_ref and (not one.agreed_on or one.agreed_on >= received)), None)
        if early:
            self.go_on(early)
        elif self.person.writes("plan"):
            self.add("now", self.link("plans/new", "Write the plan: a knife case must have one", referral=self.id))

    def police(self) -> None:
        """What a programme that failed asks for while the case is the police's."""
        failed = next((one for one in self.programmes if one.completed == 0), None)
        if failed is None or self.stage not in (TELL_POLICE, WITH_POLICE):
            return
        programme = f"programmes/{uuid_text(failed.id)}#compliance"
        if self.stage == TELL_POLICE:
            return self.add("now", self.link(programme, "Tell the police that the programme was not completed"))
        self.add("now", self.link(f"compliance-steps/{uuid_text(self.step)}#police-answer" if self.step else programme, "Record what the police decided"))

    def programme(self, one) -> None:
        here = self.link(f"programmes/{uuid_text(one.id)}", "The programme")
        if one.completed is not None:
            return self.add("done", here, text(f", ended {said(one.end_date) if one.end_date else ''}"))
        self.plan(one)
        self.review(one)
        end = one.end_date or one.latest_end
        return self.add("now", here, *([text(f", to end by {said(end)}")] if end else []))

    def plan(self, programme) -> None:
        plan = next((one for one in reversed(self.file.rows("plan")) if one.programme_ref == programme.id), None)
        if plan is None:
            if self.person.writes("plan"):
                self.add("now", self.link("plans/new", "Agree the plan with the child", programme=uuid_text(programme.id)))
        else:
            self.go_on(plan)

    def go_on(self, plan) -> None:
        if plan.agreed_on:
            self.add("done", self.link(f"plans/{uuid_text(plan.id)}", "The plan"), text(", agreed"))
        else:
            self.add("now", self.link(f"plans/{uuid_text(plan.id)}", "Go on with the plan"))

    def review(self, programme) -> None:
        """The six-week review of a programme that runs long enough for one."""
        if not programme.start_date or not self.known.is_option(programme.disposal):
            return
        held = next((one for one in reversed(self.file.rows("review")) if one.programme_ref == programme.id and one.type == "SIX_WEEK"), None)
        if held:
            return self.add("done", self.link(f"reviews/{uuid_text(held.id)}", "The six-week review"))
        due = day(programme.start_date) + timedelta(self.known.setting("clock.six_week_review"))
        if not self.person.writes("review") or programme.end_date and programme.end_date <= due.isoformat():
            return
        shown = due - timedelta(self.known.setting("clock.notice")) <= self.today
        link = self.link("reviews/new", "Hold the six-week review", programme=uuid_text(programme.id))
        self.add("now" if shown else "later", link, text(f", due {said(due.isoformat())}"))

    def closure(self) -> None:
        if not self.person.writes("closure"):
            return
        begun = next((one for one in self.file.rows("closure") if one.referral_ref == self.referral.id), None)
        if begun:
            return self.add("now", self.link(f"closures/{uuid_text(begun.id)}", "The closing of the work"))
        # Who decides next is the panel or the police: until then nobody closes it.
        if self.stage in (TELL_POLICE, WITH_POLICE, WITH_PANEL):
            return
        is_at_end = self.has_outcome and not self.left if self.stage is None else self.stage == ENDED
        self.add("now" if is_at_end or not self.out_of_court else "later", self.link("closures/new", "Close the work", referral=self.id))
