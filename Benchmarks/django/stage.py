"""How far the work under a decision has come, told by its programmes, as the product tells it."""

RUNNING, TELL_POLICE, WITH_POLICE, WITH_PANEL, ENDED = range(5)


def stage(programmes: list, steps: list, known) -> tuple[int, bytes | None] | None:
    """The furthest from its end decides; with the police, the step their answer is written on. None where there is no programme."""
    found = [_stage(one, [step for step in steps if step.programme_ref == one.id], known) for one in programmes]
    return min(found, key=lambda one: one[0], default=None)


def _stage(programme, steps: list, known) -> tuple[int, bytes | None]:
    if programme.completed is None or not programme.end_date:
        return RUNNING, None
    option = known.option(programme.disposal, programme.start_date or programme.end_date) if programme.completed == 0 else None
    if option and option.on_failure == "PANEL":
        return WITH_PANEL, None
    if option is None or option.on_failure not in ("POLICE", "PROSECUTION"):
        return ENDED, None
    towards = [one for one in steps if one.type in ("NON_COMPLIANCE", "RETURN_TO_POLICE")]
    returns = [one for one in towards if one.type == "RETURN_TO_POLICE"]
    # What was answered to an earlier notice answers no return that came after it.
    if any(one.police_answer or one.police_answer_on for one in returns or towards):
        return ENDED, None
    told = next((one for one in reversed(returns) if one.police_told_date), None)
    if told:
        return WITH_POLICE, told.id
    return (WITH_POLICE if not returns and programme.police_told_date else TELL_POLICE), None
