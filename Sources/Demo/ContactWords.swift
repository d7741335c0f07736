/// Plausible words for contacts, by ACORNS heading. Whole sentences, put together two at a time.
enum ContactWords {
    static let aim: [String] = [
        "To look again at what was going on before the offence.",
        "To plan the week with them and their mum.",
        "Session two on choices and consequences.",
        "To hear how school is going and ring the school together.",
        "To write the first draft of the letter to the person harmed.", "Reparation at the allotment.",
        "To see how they are after a hard week.",
        "To go through the plan and change what is not working.",
        "To meet the substance misuse worker together.",
        "Knife session three: what carrying does.",
        "To practise the panel meeting so that nothing comes as a surprise.",
        "To visit the college and meet the tutor.",
        "To talk about friends, who helps and who does not.",
        "To do the self-assessment, reading it aloud.",
        "To agree how to stay safe at the weekend.",
    ]
    static let content: [String] = [
        "We walked along the front and talked about the last fortnight.",
        "Went through the timeline on paper; they filled in two gaps.",
        "Used the cards. They sorted them fast and put anger first.",
        "Watched the short film and stopped it three times to talk.",
        "Mum joined for the last ten minutes and said what has been better at home.",
        "They cooked pasta while we talked; easier than sitting.",
        "Planted out two beds. Worked hard and helped a younger child.",
        "Read through the offence as the police tell it; they see one part differently.",
        "Talked about who they were with, what was said and where they could have left.",
        "Rang school on speaker: a phased return from Monday.",
        "Spoke about sleep and phones. They are up until four most nights.",
        "Made the list of people to ring when it gets too much.",
        "They brought the drawings they had promised and talked me through each.",
        "Did half of the worksheet; the rest was about the news that a friend is in hospital.",
        "Went to the job fair. They spoke to two employers by themselves.",
    ]
    static let outcome: [String] = [
        "They can say two things that would have gone differently.", "Agreed a plan for the weekend.",
        "Letter nearly done.",
        "Taken on board more than they let on.", "Return to school agreed with a named adult.",
        "They asked to come back on Thursday.",
        "Little engagement today; turned up, which counts.", "Referral to the nurse agreed and signed.",
        "Target two reached, written up with them.",
        "No change. We will try somewhere else.",
    ]
    static let risk: [String] = [
        "Nothing new.",
        "Still seeing the older group at the station; exploitation screening to be repeated.",
        "Lower: has handed in the bike and stays in after nine.",
        "Carries nothing now, by own account. Mum agrees.",
        "An argument online this week that could turn physical.",
        "Higher until the weekend: the co-accused is back in the area.",
        "Nothing that changes the judgement of harm.", "Left school upset; school is aware.",
    ]
    static let next: [String] = [
        "Same time next week.", "I will ring school; they will bring the letter.",
        "Take it to supervision on Tuesday.", "Text the evening before.",
        "Ask the victim worker whether a reply is wanted.", "Book the college visit.",
        "Update the plan and send mum a copy.",
        "Meet at the gym next time.", "Raise with the social worker today.",
    ]
    static let safeguarding: [String] = [
        "No new concern.", "No new concern; sleeps at nan's.",
        "Discussed with the team manager and passed to social care today.",
        "Home calm. Food in, younger siblings seen.",
        "Missing once since last week, back by midnight, return interview offered.",
        "Marks on the arm from the fight they told us about; seen by the nurse.",
        "Says they feel safe at home and at school.",
        "Low in mood, no plan to hurt themselves; safety plan looked at together.",
    ]
    static let text: [String] = [
        "Hi, see you tomorrow at 4 at the hub. Bring the letter if you can.",
        "Well done today. Same time next week?",
        "Missed you today. Everything OK? Ring me when you can.", "Bus ticket is at reception for you.",
        "Running 10 min late, wait inside.",
        "Panel is Tuesday 3.30. I'll pick you up at 3.",
        "Mum says you got the place. Brilliant.",
    ]
    static let reply: [String] = [
        " Reply: ok", " Reply: cant make it", " Reply: thumbs up", " No reply.", " Reply: can we do 5",
        "",
    ]
    static let missed: [String] = [
        "Not at the meeting place. Waited twenty minutes, rang twice, left a message.", "No answer at the door. Card left.",
        "Forgot, by own account. New time agreed for Friday.",
        "Did not come and did not ring. Mum does not know where they are; she will text.",
    ]
    static let excused: [String] = [
        "Mum rang: unwell, sent a photo of the letter from the surgery.", "At a hospital appointment; new time agreed.",
        "Told at school that the bus had not come; school confirms.", "Exam moved to the same hour; new time agreed.",
    ]
    static let cancelled: [String] = [
        "Cancelled by us: worker unwell. Child told by text.", "Room flooded; moved to Thursday.",
        "Worker called to court. Said sorry by phone.",
    ]
    static let present: [String] = [
        "Mum", "Dad", "Nan", "Social worker", "Foster carer", "Key worker", "Teaching assistant",
        "Police constable",
    ]
}
