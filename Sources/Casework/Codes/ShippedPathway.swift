private let interchange = "interchange.md §1"
private let local = "Waymark's own"
private let published = "YJB reporting code (S1), regulation.md §1.3"

/// Codes of the out-of-court pathway.
enum PathwayCodes {
    static let all: [CodeValue] = arrival + panel + assessing + doing + safety + needs

    private static let arrival: [CodeValue] =
        ShippedCodes.list("urgency", local, [("ROUTINE", "Routine"), ("SOON", "Soon"), ("URGENT", "Urgent")])
        + ShippedCodes.list(
            "agency", local,
            [
                ("SOCIAL_CARE", "Social care"), ("EARLY_HELP", "Early help"), ("POLICE", "Police"), ("HEALTH", "Health"),
                ("EDUCATION", "Education"), ("SUBSTANCE_MISUSE", "Substance misuse service"),
                ("LIAISON_DIVERSION", "Liaison and diversion"), ("OTHER_YJS", "Another youth justice service"),
                ("YJS", "Youth justice service"), ("VICTIM_WORKER", "Victim worker"), ("COMMUNITY", "Community member"), ("OTHER", "Other"),
            ])

    private static let panel: [CodeValue] =
        ShippedCodes.list(
            "panel_state", local,
            [("LISTED", "Listed"), ("HEARD", "Heard"), ("DEFERRED", "Put off"), ("WITHDRAWN", "Taken off")])
        + ShippedCodes.list(
            "panel_attendance", local,
            [
                ("INVITED", "Asked"), ("ATTENDED", "Attended"), ("DEPUTY", "Sent a deputy"), ("APOLOGIES", "Apologies"),
                ("ABSENT", "Absent"),
            ])
        + ShippedCodes.list(
            "aggravating_factor", "Waymark's own words: the matrix's lists are not public (regulation.md §4.3)",
            [
                ("PLANNED", "It was planned"), ("GROUP", "Done as a group"), ("WEAPON", "A weapon was there"),
                ("INJURY", "Someone was hurt"),
                ("VULNERABLE_VICTIM", "The victim was vulnerable"), ("HATE", "Hate was part of it"),
                ("DOMESTIC", "It happened at home or between partners"), ("REPEAT", "Much the same has happened before"),
                ("HIGH_VALUE", "High value or much damage"), ("ON_BAIL", "Under a condition or on bail then"),
                ("OTHER_AGGRAVATING", "Something else, said in the reasons"), ("NONE_AGGRAVATING", "None: looked for, none found"),
            ])
        + ShippedCodes.list(
            "mitigating_factor", "Waymark's own words: the matrix's lists are not public (regulation.md §4.3)",
            [
                ("YOUNG_FOR_AGE", "Young for their years"), ("NEEDS", "Health, learning or speech needs played a part"),
                ("EXPLOITED", "The child was exploited or put up to it"), ("MINOR_PART", "A small part in it"),
                ("PROVOKED", "Provoked"), ("REMORSE", "Sorry, or has put it right"), ("FIRST_TIME", "Nothing like it before"),
                ("LONG_AGO", "Long ago"), ("OTHER_MITIGATING", "Something else, said in the reasons"),
                ("NONE_MITIGATING", "None: looked for, none found"),
            ])
        + ShippedCodes.list(
            "record_result", local, [("NONE", "Nothing found"), ("SOME", "Earlier outcomes found"), ("NOT_CHECKED", "Not checked")])
        + ShippedCodes.list(
            "recorded_when", "regulation.md §4.2",
            [
                ("GIVEN", "The day it is given"), ("AGREED", "The day it is agreed"), ("COMPLETED", "Only when the programme is completed"),
                ("DECIDED", "The day it is decided"),
            ])
        + ShippedCodes.list(
            "on_failure", "regulation.md §4.2",
            [
                ("NOTHING", "Nothing follows"), ("PANEL", "Back to the panel"), ("POLICE", "Back to the police"),
                ("PROSECUTION", "Prosecution"),
            ])
        + ShippedCodes.list(
            "victim_state", local,
            [
                ("NO_VICTIM", "No identifiable victim"), ("NOT_DONE", "Not done yet"), ("TRIED", "Tried, no answer"),
                ("DECLINED", "Does not want contact"), ("VIEWS_GIVEN", "Has given views"),
            ])
        + ShippedCodes.list(
            "victim_wishes", local,
            [
                ("NOT_ASKED", "Not asked"), ("NOT_WANTED", "Not wanted"), ("LETTER", "A letter"), ("INDIRECT", "Messages through us"),
                ("MEETING", "A meeting"), ("REPARATION", "Something done to put it right"),
            ])
        + ShippedCodes.list(
            "document_type", local,
            [
                ("CAUTION_SIGNED", "Youth caution, signed"), ("CONDITIONAL_CAUTION_SIGNED", "Youth conditional caution, signed"),
                ("RESOLUTION_SIGNED", "Community resolution, signed"), ("AGREEMENT_SIGNED", "Agreement to take part, signed"),
                ("CONSENT_SIGNED", "Consent, signed"), ("PLAN_SIGNED", "Plan, signed"), ("ASSESSMENT", "Assessment done elsewhere"),
                ("POLICE_PAPERS", "Police papers"), ("COMPLETION_NOTICE", "Notice of completion to the police"),
                ("REPORT", "Report"), ("LETTER", "Letter"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "paper_audience", local,
            [
                ("PANEL", "Panel members"), ("POLICE", "Police"), ("VICTIM_WORKER", "Victim worker"), ("PARTNER", "Partner agency"),
                ("SCRUTINY", "Scrutiny of decisions, nobody named"),
            ])

    private static let assessing: [CodeValue] =
        ShippedCodes.list(
            "assessment_type", "interchange.md §4",
            [
                ("OUT_OF_COURT", "Out-of-court assessment"), ("COURT", "Court assessment"), ("REVIEW", "Review"),
                ("BAIL", "Bail assessment"),
                ("SELF_CHILD", "Child's self-assessment"), ("SELF_PARENT", "Parent's or carer's self-assessment"),
                ("SCREENING", "Screening"), ("EXIT", "Exit interview"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "assessment_stage", "interchange.md §4",
            [("START", "Start"), ("REVIEW", "Review"), ("CHANGE", "Change of circumstances"), ("END", "End")])
        + ShippedCodes.list(
            "judgement", interchange, [("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"), ("VERY_HIGH", "Very high")])
        + ShippedCodes.list(
            "view_method", local,
            [
                ("FACE_TO_FACE", "Face to face"), ("PHONE", "By phone"), ("VIDEO", "By video"), ("WRITTEN", "In writing"),
                ("THROUGH_OTHER", "Through someone else"), ("NOT_ASKED", "Not asked"),
            ])
        + ShippedCodes.list(
            "view_use", local,
            [
                ("USED", "Yes, in the reasons and what is to be done"), ("PARTLY", "In part"), ("NOT_USED", "No, only written down"),
                ("NONE_GIVEN", "No view was given"),
            ])
        + ShippedCodes.list("risk_direction", local, [("TO_CHILD", "To the child"), ("TO_OTHERS", "To others")])
        + ShippedCodes.list(
            "who_at_risk", local,
            [
                ("CHILD", "The child"), ("FAMILY", "Family or people at home"), ("PEERS", "Other children"),
                ("VICTIM", "Victims of before"),
                ("PARTNER", "A partner"), ("STAFF", "Staff and professionals"), ("PUBLIC", "The public"), ("GROUP", "A particular group"),
            ])
        + ShippedCodes.list(
            "imminence", local,
            [("NOW", "Now"), ("LIKELY_SOON", "Likely soon"), ("IF_CHANGES", "If circumstances change"), ("UNLIKELY", "Unlikely")])
        + ShippedCodes.list(
            "contingency_concern", local, [("SAFETY", "The child's safety and wellbeing"), ("HARM", "Harm to others")])

    private static let doing: [CodeValue] =
        ShippedCodes.list(
            "target_purpose", local,
            [
                ("CHANGE", "Positive change"), ("SAFETY", "Keeping the child safe"), ("OTHERS_SAFE", "Keeping other people safe"),
                ("VICTIM", "The victim's safety and wishes"), ("EXIT", "What lasts after we leave"),
            ])
        + ShippedCodes.list(
            "need_domain", local,
            [
                ("FAMILY", "Family and home"), ("EDUCATION", "Education, training and work"), ("FRIENDS", "Friends and free time"),
                ("IDENTITY", "Identity and self-worth"), ("MENTAL_HEALTH", "Feelings and mental health"),
                ("SUBSTANCES", "Alcohol and drugs"), ("HEALTH", "Physical health"), ("SPEECH", "Speech, language and communication"),
                ("EXPLOITATION", "Exploitation"), ("THINKING", "Thinking and behaviour"), ("HARM", "Weapons and violence"),
                ("REPARATION", "Putting things right"),
            ])
        + ShippedCodes.list(
            "target_state", local, [("PLANNED", "Planned"), ("STARTED", "Started"), ("DONE", "Done"), ("NOT_DONE", "Not done")])
        + ShippedCodes.list(
            "review_type", local,
            [("SIX_WEEK", "Six-week review"), ("CHANGE", "Change of circumstances"), ("REGULAR", "Regular review"), ("END", "At the end")])
        + ShippedCodes.list(
            "condition_type", "Youth conditional cautions: code of practice (RECALLED)",
            [("REHABILITATIVE", "To help change"), ("REPARATIVE", "To put things right"), ("PUNITIVE", "Penalty")])
        + ShippedCodes.list(
            "compliance_type", local,
            [
                ("WARNING", "Warning"), ("MEETING", "Compliance meeting"), ("NON_COMPLIANCE", "Notice of non-compliance"),
                ("RETURN_TO_POLICE", "Sent back to the police"),
            ])
        + ShippedCodes.list(
            "oversight_trigger", local,
            [
                ("ALLOCATION", "Allocation"), ("ASSESSMENT", "Assessment"), ("PANEL", "Panel"), ("CONCERN", "Urgent concern"),
                ("SUPERVISION", "Supervision"), ("MISSED", "Missed contacts"), ("CHANGE", "Change of circumstances"),
                ("RISK_MEETING", "Risk meeting"), ("END", "End of work"), ("AUDIT", "Audit"),
            ])
        + ShippedCodes.list(
            "action_source", local,
            [
                ("PANEL", "Panel"), ("OVERSIGHT", "Oversight"), ("RISK_MEETING", "Risk meeting"), ("ALLOCATION", "Allocation meeting"),
                ("REVIEW", "Review"), ("SUPERVISION", "Supervision"), ("OTHER_MEETING", "Another meeting"),
            ])

    private static let safety: [CodeValue] =
        ShippedCodes.list(
            "concern_type", local,
            [
                ("SAFEGUARDING", "Safeguarding"), ("SELF_HARM", "Self-harm"), ("SUICIDE", "Risk of suicide"),
                ("EXPLOITATION", "Exploitation"), ("HARM_TO_OTHERS", "Serious harm to others"),
            ])
        + ShippedCodes.list(
            "safeguarding_to", local,
            [
                ("SOCIAL_CARE", "Social care front door"), ("EARLY_HELP", "Early help"), ("NRM", "National Referral Mechanism"),
                ("PREVENT", "Prevent"), ("EXPLOITATION_PANEL", "Exploitation panel"), ("HEALTH", "Health, in a crisis"),
                ("POLICE", "Police"),
            ])
        + ShippedCodes.list(
            "safeguarding_consent", local,
            [("GIVEN", "Given"), ("NOT_SOUGHT", "Not sought: it would raise the risk"), ("REFUSED", "Refused, and sent all the same")])
        + ShippedCodes.list(
            "safeguarding_result", local,
            [
                ("NO_ACTION", "No further action"), ("EARLY_HELP", "Early help"), ("CHILD_IN_NEED", "Child in need"),
                ("CHILD_PROTECTION", "Child protection"), ("LOOKED_AFTER", "Looked after"), ("POSITIVE", "Accepted"),
            ])
        + ShippedCodes.list(
            "alert", interchange,
            [
                ("EXPLOITATION_CRIMINAL", "Criminal exploitation"), ("EXPLOITATION_SEXUAL", "Sexual exploitation"),
                ("HSB", "Harmful sexual behaviour"),
            ])

    private static let needs: [CodeValue] =
        ShippedCodes.list(
            "care_status", interchange,
            [
                ("LOOKED_AFTER", "Looked after"), ("CHILD_PROTECTION", "Child protection plan"), ("CHILD_IN_NEED", "Child in need"),
                ("EARLY_HELP_PLAN", "Early help plan"), ("EARLY_HELP_REFERRAL", "Referred to early help"), ("CARE_LEAVER", "Care leaver"),
            ])
        + ShippedCodes.list("care_status", local, [("NO_SOCIAL_CARE", "No social care, as checked")])
        + ShippedCodes.list(
            "care_placement", local,
            [
                ("OURS_HERE", "Ours, placed here"), ("OURS_ELSEWHERE", "Ours, placed elsewhere"),
                ("OTHER_HERE", "Another authority's, placed here"),
            ])
        + ShippedCodes.list(
            "provision", published,
            [
                ("SCHOOL_FULL_TIME", "School, full time"), ("SCHOOL_PART_TIME", "School, part time"),
                ("MAINSTREAM_SCHOOL", "Mainstream school"), ("ELECTIVELY_HOME_EDUCATED", "Electively home educated"),
                ("ALTERNATIVE_PROVISION_PRU_FULL_TIME", "Pupil referral unit, full time"),
                ("ALTERNATIVE_PROVISION_PRU_PART_TIME", "Pupil referral unit, part time"), ("PUPIL_REFERRAL_UNIT", "Pupil referral unit"),
                ("ALTERNATIVE_PROVISION_OTHER_FULL_TIME", "Other alternative provision, full time"),
                ("ALTERNATIVE_PROVISION_OTHER_PART_TIME", "Other alternative provision, part time"),
                ("ALTERNATIVE_PROVISION", "Alternative provision"),
                ("ALTERNATIVE_PROVISION_ABOVE_SCHOOL_AGE", "Alternative provision, above school age"), ("COLLEGE", "College"),
                ("EDUCATION_RE_ENGAGEMENT_PROGRAMME", "Re-engagement programme"), ("TRAINEESHIP", "Traineeship"),
                ("TRAINING_COURSE_APPRENTICESHIP", "Training course or apprenticeship"), ("SUPPORTED_INTERNSHIP", "Supported internship"),
                ("MENTORING_CIRCLE", "Mentoring circle"), ("FULL_TIME_EMPLOYMENT", "Full-time work"),
                ("PART_TIME_EMPLOYMENT", "Part-time work"), ("EMPLOYMENT", "Work"), ("SELF_EMPLOYMENT", "Self-employed"),
                ("VOLUNTARY_WORK", "Voluntary work"), ("UNIVERSITY", "University"), ("OTHER", "Other"), ("NONE", "None"),
            ])
        + ShippedCodes.list(
            "suitability", published, [("SUITABLE", "Suitable"), ("UNSUITABLE", "Not suitable"), ("UNKNOWN", "Not known")])
        + ShippedCodes.list(
            "send_support", local,
            [
                ("NONE", "None known"), ("SEN_SUPPORT", "SEN support"), ("EHCP", "Education, health and care plan"),
                ("EHCP_ASKED", "Plan asked for"),
            ])
        + ShippedCodes.list(
            "health_need", interchange,
            [
                ("MENTAL_HEALTH", "Emotional and mental health"), ("SUBSTANCE_MISUSE", "Alcohol and drugs"),
                ("SPEECH_LANGUAGE", "Speech, language and communication"), ("PHYSICAL", "Physical health"),
                ("NEURODIVERSITY", "Neurodiversity"),
            ])
        + ShippedCodes.list(
            "health_tier", published,
            [
                ("GETTING_ADVICE", "Getting advice"), ("GETTING_HELP", "Getting help"), ("GETTING_ADDITIONAL_HELP", "Getting more help"),
                ("GETTING_RISK_SUPPORT", "Getting risk support"), ("TARGETED_INTERVENTION", "Targeted intervention"),
                ("SPECIALIST_SUBSTANCE_MISUSE_TREATMENT", "Specialist treatment"), ("COMPLEX_CARE", "Complex care"),
                ("NO_INTERVENTION", "No intervention"),
            ])
        + ShippedCodes.list(
            "health_finding", local,
            [("IDENTIFIED", "Need found"), ("CONCERN", "Risk or concern"), ("NONE", "None"), ("NOT_ASSESSED", "Not assessed")])
        + ShippedCodes.list(
            "consent_purpose", local,
            [
                ("SHARE", "Sharing information"), ("TAKE_PART", "Taking part, which is voluntary"),
                ("SUBSTANCE_MISUSE", "Substance misuse service"), ("HEALTH", "Health service"), ("EARLY_HELP", "Early help"),
                ("RESTORATIVE", "Restorative justice"), ("TURNAROUND", "Turnaround"),
            ])
        + ShippedCodes.list("consent_giver", local, [("CHILD", "The child"), ("PARENT", "Parent or carer"), ("BOTH", "Both")])
        + ShippedCodes.list("consent_answer", local, [("GIVEN", "Given"), ("REFUSED", "Refused")])
}
