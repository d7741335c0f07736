/// Made-up sentences of the pathway, each of which could stand on anybody's file.
enum PathwayWords {
    static let diversity = [
        "Mixed heritage matters; nan keeps the stories. Learns by doing, not by reading.",
        "Waits for an autism assessment: plain words, no surprises, the same room each time.",
        "Faith matters at home; no meetings on Friday afternoons.", "Cares for a younger brother before school; late is not a refusal.",
        "Reads at the age of eight; pictures and talking work.",
    ]
    static let reasons = [
        "Police refer for a decision after interview.", "First matter; police ask for assessment and panel.",
        "Second matter this year; police ask what support there is.",
    ]
    static let solicitors = ["Tern and Shore", "Marram Law", "Penhale Fox", "Tern and Shore"]
    static let slips = [
        "Police papers came late.", "Could not reach the family for three weeks.", "The panel did not have a quorum.",
        "Waited for the Crown Prosecution Service.",
    ]
    static let differs = [
        "New information from the school after the panel.", "The matter is the first, and the child has put it right.",
        "An earlier resolution in another area came to light.",
    ]
    static let known = [
        "Open to the family team; a plan since spring.", "Closed in the summer after early help.", "Known through an older brother.",
        "Two calls about missing from home this year.", "Attendance has fallen since September.",
    ]
    static let used = [
        "Weighed in safety and wellbeing.", "Shaped the plan: one lead professional.", "Checked against what the child says.",
    ]
    static let victims = [
        "Was frightened and wants it not to happen to anyone else. Would read a letter.",
        "Wants to be told how it ends. Does not want contact.",
        "Felt better once asked. Would like the damage mended.", "Does not mind a talk to the child's year group being part of it.",
    ]
    static let reoffending = [
        "One matter, much support at home, sorry for it.", "Same friends, same place, three matters in a year; school is a strength.",
        "Acts on the spur of the moment when tired or hungry; less so with an uncle there.",
    ]
    static let harm = [
        "Has carried a blade twice after a robbery, as the one robbed.",
        "Fights when called names; nobody badly hurt so far; walks away with help.",
        "Shouted and pushed at home; mum was afraid that night.",
    ]
    static let safety = [
        "Goes with older lads who give presents; comes home late with a second phone.",
        "Self-harm last winter; talks to the school nurse now.",
        "Sleeps at three houses; nobody is sure which.",
    ]
    static let sources = [
        "Three visits, the police papers, school, social care's chronology, what mum and the child say.",
        "Two meetings, the school's report, earlier contacts with us. Behaviour at home before this was asked about.",
    ]
    static let parents = [
        "Mum says: a good kid who is easily led.", "Dad is angry with the police and glad of the help.",
        "Carer says mornings are the hardest; wants one person to ring.", "Mum wants school sorted first.",
    ]
    static let feedback = [
        "Clear and fair. Good to read the child’s own words.", "Agree. Keep an eye on the company after school.",
        "Agree with the judgements; contingency for mum is what matters.",
    ]
    static let dangers = [
        "Being used to carry for others", "Self-harm when alone at night", "Being hurt by boys from the next estate",
    ]
    static let harms = ["Being hit or cut in a fight", "Being frightened at home", "Being robbed of a phone"]
    static let circumstances = ["After school at the retail park", "When mum works nights", "After a drink with older lads"]
    static let controls = [
        "Met after school by an uncle; phone checked by mum; police know the address.",
        "School nurse weekly; mum holds the medicines; crisis plan.",
        "Separate break times; mentor; no visits alone.",
    ]
    static let contingencies = [
        ("Missing after ten at night", "Mum rings police and the duty manager; a return talk is offered"),
        ("Talk of self-harm", "Stay close, ring the crisis line, tell mum and the manager"),
        ("Seen with the older group", "Talk the same day, tell the exploitation panel"),
        ("There is shouting at home", "Mum rings us or police; a bed at nan’s"),
    ]
    static let oversight = [
        "Right work, right pace. See the school this week.", "Safety and wellbeing is higher than written: raise it and tell social care.",
        "Plan needs a target to keep others safe.", "No visits for three weeks: see the child by Friday.",
    ]
    static let intelligence = [
        "Seen with a nominal of another force; source not to be named.", "Address linked to a county line; do not disclose.",
    ]
    static let whyNotLower = [
        "Weapon in a public place; a lower step would not say so.", "The last resolution was three months ago.",
        "Lower is recommended; see the reasons.",
    ]
    static func reasonsOfPanel(admitted: Bool) -> [String] {
        [
            admitted ? "First matter, admitted, support in place." : "First matter; help needs no admission.",
            "Serious, and a structured programme will do more than court.",
            admitted
                ? "Sorry, and has begun to put it right: needs are clear." : "Has not admitted it, and wants the help: needs are clear.",
        ]
    }
    static let concerns = [
        "Cut an arm last night and may again: told us today.", "Told us an older man gives money to hold bags.",
        "Says dad hit out on Sunday; mark on the cheek.",
        "Wrote about not wanting to wake up.",
    ]
    static let targets: [(purpose: String, domain: String, what: String, words: String)] = [
        ("CHANGE", "EDUCATION", "Back in lessons full time by half term", "I go to all my lessons, with Miss in maths"),
        ("SAFETY", "EXPLOITATION", "A safe way home and somebody to ring", "I ring my uncle and he comes"),
        ("OTHERS_SAFE", "HARM", "Three sessions on what a knife does", "I leave it at home"),
        ("CHANGE", "FRIENDS", "Boxing club twice a week", "I go boxing Tuesdays and Thursdays"),
        ("VICTIM", "REPARATION", "Mend the fence with the caretaker", "I fix what I broke"),
        ("CHANGE", "MENTAL_HEALTH", "Meet the wellbeing worker four times", "I talk to Jo when it gets loud"),
        ("EXIT", "FAMILY", "Evenings agreed with mum", "Me and mum write it on the fridge"),
    ]
}
