"""What of a child's waits on the police or another agency, as the product lists it."""

from access import uuid_text
from steps import is_open_out_of_court
from words import said


def waits(file, known, referrals: list) -> list[dict]:
    """Agencies that have not answered, one line a referral, reports taken higher, decisions, steps of non-compliance, safeguarding referrals: longest first."""
    label, out = known.codes.label, []

    def wait(since: str, child: bytes, path: str, what: str, on: str) -> None:
        out.append((since, child, {"on": on, "what": what, "since": said(since), "address": f"/children/{uuid_text(child)}/{path}"}))

    asking = {None, *(one.id for one in referrals if not one.closed_date)}
    asked: dict[tuple, list] = {}
    for one in file.rows("enquiry"):
        if one.referral_ref in asking and one.asked_on and not one.received_on and not one.unable_reason:
            asked.setdefault((one.child, one.referral_ref), []).append(one)
    for (child, referral), some in asked.items():
        path = f"referrals/{uuid_text(referral)}#checks" if referral else f"agency-checks/{uuid_text(some[0].id)}"
        names = ", ".join(sorted(label("agency", one.agency) for one in some))
        wait(min(one.asked_on for one in some), child, path, "Agency check" if len(some) == 1 else f"{len(some)} agencies asked", names)
    newest: dict[bytes, object] = {}
    for one in file.rows("panel_item"):
        before = newest.get(one.referral_ref)
        if one.state != "WITHDRAWN" and (before is None or (one.state != "HEARD", one.id) > (before.state != "HEARD", before.id)):
            newest[one.referral_ref] = one
    open = [one for one in referrals if is_open_out_of_court(one)]
    for referral in open:
        one = newest.get(referral.id)
        if one and one.state == "HEARD" and one.escalated_on and not one.escalated_result:
            if not referral.decision_date or referral.decision_date < (referral.panel_date or ""):
                wait(one.escalated_on, one.child, f"panel-items/{uuid_text(one.id)}", "Taken higher, not answered", one.escalated_to or "Service manager and police")
    for one in open:
        if one.police_told_date:
            continue
        path = f"referrals/{uuid_text(one.id)}"
        if one.decision_date and one.decided_by == "POLICE":
            if is_to_give(file, known, one):
                wait(one.decision_date, one.child, f"{path}/outcome", f"{label('outcome', one.decision)}: to be given", "Police")
        elif one.decision_date:
            wait(one.decision_date, one.child, path, "Decided, police not told", "Us, to tell the police")
        elif one.recommendation and one.panel_date:
            wait(one.panel_date, one.child, path, "Recommended, not decided", "Police")
    for one in file.rows("compliance"):
        if one.type in ("NON_COMPLIANCE", "RETURN_TO_POLICE") and not one.police_answer and not one.police_answer_on:
            on = "Police" if one.police_told_date else "Us, to tell the police"
            path = f"compliance-steps/{uuid_text(one.id)}#police-answer"
            wait(one.police_told_date or one.on_date, one.child, path, label("compliance_type", one.type), on)
    for one in file.rows("safeguarding_referral"):
        if not one.result and not one.result_on:
            wait(one.sent_on, one.child, f"safeguarding-referrals/{uuid_text(one.id)}", "Safeguarding referral", label("safeguarding_to", one.sent_to))
    out.sort(key=lambda one: one[:2])
    return [line for _, _, line in out]


def is_to_give(file, known, referral) -> bool:
    """Whether the police decided what they also give, and have not given it yet."""
    option = known.option(referral.decision, referral.decision_date) if referral.decision else None
    if option is None or option.recorded_when != "GIVEN":
        return False
    offences = (referral.offence_refs or "").split()
    return not any(one.outcome == referral.decision and uuid_text(one.offence_ref) in offences for one in file.rows("outcome"))
