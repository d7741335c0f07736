/// Given names that are said, shortened or written in ways no rule of sound brings together. Our own list; a name may stand in several lines.
enum SameNames {
    static let lines: [String] = [
        "catherine katherine kathryn catharine katarzyna kate katie cathy kathy kasia", "stephen steven stefan steve ste szczepan",
        "sean shaun shawn shane", "mohammed muhammad mohammad mohamed muhammed mohamad mohamed mohd md mo", "ahmed ahmad ahmet",
        "abdul abdel abd abdal", "abdullah abdallah abdulla", "rahman rehman rahaman",
        "yusuf yousef youssef yousaf jusuf joseph jozef joe joey",
        "yasmin yasmeen jasmin jasmine", "jamal gamal djamal", "yahya yahia jahja", "ibrahim ebrahim abraham", "isa essa issa eesa",
        "musa mousa moussa moosa", "hussain hussein husain hossain hossein", "hassan hasan", "umar omar omer",
        "usman osman uthman othman ousmane",
        "khadija khadijah hadija", "fatima fatimah fatema fatma", "zainab zaynab zeinab zaynub", "zain zayn zane zayne", "ali aly",
        "jan john johnny jon ian sian shaun ivan", "jack jake jacob jakub kuba jakob", "william will bill billy liam",
        "robert rob bob bobby robbie",
        "richard rick ricky dick richie", "michael mike mick mickey mikey michal mikolaj", "nicholas nick nicky nicolas mikolaj",
        "matthew matt mathew mateusz matthias", "thomas tom tommy tomasz tomek", "james jim jimmy jamie", "daniel dan danny danial danyal",
        "david dave davey dawid dafydd dai", "anthony antony tony antoni", "alexander alex alec aleksander sasha xander olek",
        "alexandra alex aleksandra sasha alexa ola", "samuel sam sammy", "samantha sam sammy",
        "christopher chris kristopher krzysztof kris",
        "christine christina chris kristina krystyna", "andrew andy drew andrzej", "peter pete piotr", "paul pawel", "george jerzy",
        "gregory greg grzegorz gregor", "edward ed eddie ted", "benjamin ben benny", "joshua josh", "jonathan jon jonny johnathan",
        "zachary zac zak zach",
        "lewis louis luis", "luke lucas lukas lukasz", "marcus mark marc marek", "philip phillip phil filip", "geoffrey jeffrey geoff jeff",
        "charles charlie karol", "charlotte charlie lottie", "dominic dominik dom", "leonard leo leon lenny", "patrick paddy pat patryk",
        "frederick fred freddie freddy", "harry harold henry harrison", "joseph joe joey", "toby tobias", "gerard gerrard ged",
        "rhys reece reese",
        "ewan euan owen", "griffith gruffydd gruff", "callum calum colm", "conor connor", "declan dec",
        "elizabeth liz beth lizzie betty elzbieta eliza",
        "margaret maggie meg peggy malgorzata gosia", "anna anne ann annie ania hannah hanna", "agnes agnieszka aga", "barbara basia barb",
        "joanna jo joanne asia", "magdalena magda", "julia julie", "natalia natalie natasha", "sophie sophia zofia sofia",
        "victoria vicky tori wiktoria",
        "veronica weronika", "eve ewa eva", "maria mary marie maryam mariam miriam", "susan sue susie zuzanna suzanne",
        "rebecca becky bex becca",
        "jessica jess jessie", "jennifer jen jenny", "abigail abby abbie gail", "isabel isabelle isabella bella izabela",
        "eleanor ellie nell ella",
        "olivia liv oliwia", "molly mollie", "siobhan shivaun shevaun", "niamh neve neave", "caitlin kaitlyn katelyn caitlyn",
        "saoirse sersha",
        "aoife eva", "aisha ayesha aysha aishah", "amina aminah ameena", "sara sarah zara", "leah lea lia", "chloe cloe khloe",
        "kayleigh kaylee kayley",
        "singh sing", "kaur cour", "chowdhury choudhury chaudhry chaudhary chaudhury", "hussein husayn", "begum begam", "bibi beebi",
        "khan kahn",
        "shaikh sheikh sheik shaykh", "miah mia miya mian",
    ]

    /// For each name the lines it stands in, as numbers: the number is the key.
    static let linesOf: [String: [Int]] = {
        var found: [String: [Int]] = [:]
        for (number, line) in lines.enumerated() {
            for name in Set(line.split(separator: " ").map(String.init)) { found[name, default: []].append(number) }
        }
        return found
    }()

    static func areSame(_ a: String, _ b: String) -> Bool {
        guard let a = linesOf[a], let b = linesOf[b] else { return false }
        return a.contains { b.contains($0) }
    }
}
