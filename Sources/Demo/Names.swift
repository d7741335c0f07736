/// Names for made-up people. Given names are common; family names are coined from trees, hills and birds, or are common ones put together
/// as
/// no one we know of is called, so that no child of Sandholme is anyone's.
enum Names {
    static let boys: [String] = [
        "Alfie", "Archie", "Ben", "Bradley", "Callum", "Cameron", "Charlie", "Connor", "Corey",
        "Daniel", "Declan", "Dylan", "Elijah", "Ethan",
        "Ewan", "Finley", "Freddie", "George", "Harley", "Harrison", "Harvey", "Hugo", "Isaac", "Jack",
        "Jake", "Jamie", "Jayden", "Joel",
        "Joseph", "Josh", "Kai", "Keiran", "Kian", "Kyle", "Leo", "Leon", "Lewis", "Liam", "Logan",
        "Lucas", "Luke", "Mason", "Max", "Morgan",
        "Nathan", "Noah", "Oliver", "Oscar", "Owen", "Reece", "Rhys", "Riley", "Robbie", "Rory",
        "Rowan", "Ryan", "Sam", "Sean", "Sebastian",
        "Sonny", "Theo", "Toby", "Tyler", "Will", "Zac",
    ]
    static let girls: [String] = [
        "Abbie", "Alice", "Amber", "Amelia", "Bethany", "Caitlin", "Chloe", "Daisy", "Eleri", "Ella",
        "Ellie", "Emily", "Erin", "Evie",
        "Faith", "Freya", "Georgia", "Grace", "Hannah", "Holly", "Imogen", "Isla", "Jasmine", "Jess",
        "Katie", "Keira", "Lacey", "Lauren",
        "Leah", "Lexi", "Libby", "Lily", "Lola", "Maisie", "Megan", "Mia", "Molly", "Niamh", "Olivia",
        "Paige", "Phoebe", "Poppy", "Rosie",
        "Ruby", "Sophie", "Summer", "Tilly", "Zoë",
    ]
    static let families: [String] = [
        "Ashgrove", "Barleymoor", "Birchenhay", "Blackthornley", "Brackenby", "Brambleside",
        "Brookhollow", "Calderbeck", "Cinderhill",
        "Copperfold", "Cranesworth", "Dapplewood", "Driftwell", "Eldermere", "Elmcroft-Hay",
        "Farrowdale", "Fernybank", "Finchampton-Reed",
        "Foxcombe", "Garnetshaw", "Goldcrestle", "Gorsedene", "Greywether", "Hallowsby", "Harebellow",
        "Hawksmead", "Hazelrigg-Tor",
        "Heronshaw", "Hollinbrow", "Ivelham", "Jackdawson", "Juniperton", "Kestrelby", "Kingfisherly",
        "Larchwick", "Larkstoke", "Linnetley",
        "Mallowfield", "Marlpit", "Meadowcourt", "Merlinscar", "Millrace", "Mossbarrow",
        "Nettlecombe-Ray", "Oakhanger-Lee", "Osierley",
        "O'Kestrel", "O'Marram", "Pebblewick", "Plovermoor", "Quarryhouse", "Ravenbeck", "Redstartley",
        "Rookwood-Lane", "Rushymead",
        "Saltmarsham", "Sandpiper", "Silverbirk", "Skylarkin", "Sparrowdene", "Starlingford",
        "Stonechatley", "Swallowdale", "Tansyfield",
        "Teaselbrook", "Thistlewood-Gray", "Thornycroft-Mill", "Tidewell", "Turnstoneham", "Wagtailby",
        "Waxwingham", "Wheatearley",
        "Whinberry", "Willowherbert", "Wrenfield", "Yarrowby", "Yewbarrow", "McSorrel", "MacDunlin",
        "ap Helyg", "St Fernby",
    ]
    static let known: [String: String] = [
        "Alfie": "Alf", "Benjamin": "Ben", "Bethany": "Beth", "Cameron": "Cam", "Charlie": "Chaz",
        "Daniel": "Danny", "Elijah": "Eli",
        "Ellie": "El", "Emily": "Em", "Finley": "Fin", "Freddie": "Fred", "Georgia": "Georgie",
        "Harrison": "Harry", "Imogen": "Immy",
        "Isaac": "Zac", "Jasmine": "Jas", "Jayden": "Jay", "Joseph": "Joe", "Lauren": "Loz",
        "Lucas": "Luc", "Megan": "Meg", "Nathan": "Nate",
        "Oliver": "Ollie", "Olivia": "Liv", "Phoebe": "Pheebs", "Sebastian": "Seb", "Sophie": "Soph",
        "Theo": "T", "Tyler": "Ty",
    ]
    static let nicknames: [String] = [
        "Bear", "Dinks", "Flash", "JJ", "Ace", "Bee", "Tink", "Spud", "Red", "Ziggy",
    ]

    /// Names with roots elsewhere, by census code; a child of any heritage may as well be called Jack.
    static func heritage(_ ethnicity: String) -> (
        boys: [String], girls: [String], families: [String], language: String?
    )? {
        switch ethnicity {
        case "A2":
            (
                ["Cian", "Oisín", "Tadhg"], ["Aoife", "Róisín", "Síofra"],
                ["O'Heatherley", "Mac Fraoch", "Ó Cuilinn-Bray"], nil
            )
        case "A3":
            (
                ["Jimmy-Lee", "Tommy-Joe", "Miley"], ["Shannon-Marie", "Margaret-Ann"],
                ["Hedgerow-Lee", "Tinderwell", "Vardonby"], nil
            )
        case "A9":
            (
                ["Jānis", "Kacper", "Matas", "Andrei"], ["Līga", "Zofia", "Austėja", "Ioana"],
                ["Kalniņbērzs", "Brzozowicki", "Ąžuolynas", "Stejărescu-Lupan"], "Latvian"
            )
        case "B1", "D1":
            (
                ["Tyrese", "Jermaine", "Marlon", "Andre"], ["Shanice", "Kiara", "Jada"],
                ["Mahoganby", "Calypson", "Palmerston-Reef"], nil
            )
        case "B2", "D2":
            (
                ["Kofi", "Tendai", "Chidi", "Yonas"], ["Ama", "Zanele", "Ngozi", "Selam"],
                ["Okoro-Wrenfield", "Baobabwe", "Mensah-Tidewell", "Adebayo-Finch", "Tesfahill"], "Tigrinya"
            )
        case "B3":
            (
                ["Rohan", "Zayn", "Kiran"], ["Maya", "Anya", "Leila"],
                ["Singh-Larkstoke", "Khan-Eldermere", "Patel-Yewbarrow"], nil
            )
        case "B9":
            (
                ["Mateo", "Kenji", "Rafael"], ["Luna", "Sakura", "Inês"],
                ["Montebrook", "Takahill", "D'Olivar"], "Portuguese"
            )
        case "C2":
            (
                ["Hamza", "Zain", "Bilal"], ["Aisha", "Zara", "Iqra"],
                ["Chinarwala", "Deodari", "Neelumzai"], "Urdu"
            )
        case "C3":
            (
                ["Rafi", "Tahmid", "Nabil"], ["Nusrat", "Sumaiya"], ["Shaplawala", "Padmabari"], "Bengali"
            )
        case "C9":
            (
                ["Minh", "Duc", "Quang"], ["Linh", "Thảo"], ["Nguyễn-Sen", "Trúclâm", "Phượng-Tre"],
                "Vietnamese"
            )
        case "E1":
            (
                ["Omar", "Yusuf", "Karim"], ["Noor", "Salma"], ["al-Zaytoun", "Nakhlawi", "el-Sanawbar"],
                "Arabic"
            )
        default: nil
        }
    }

    /// Names of grown-ups: staff, parents, professionals.
    static let women: [String] = [
        "Andrea", "Bernadette", "Carol", "Claire", "Debbie", "Diane", "Fatima", "Gillian", "Helen",
        "Jackie", "Joanne", "Karen", "Kelly", "Lisa",
        "Michelle", "Nicola", "Olwen", "Priya", "Rachel", "Sandra", "Sharon", "Siân", "Stacey", "Tracy",
        "Wendy", "Yvonne",
    ]
    static let men: [String] = [
        "Adrian", "Barry", "Carl", "Colin", "Craig", "Darren", "Dave", "Gareth", "Gary", "Imran",
        "Ivor", "Keith", "Lee", "Mark", "Neil", "Paul",
        "Pete", "Phil", "Rob", "Shaun", "Simon", "Stephen", "Stuart", "Tariq", "Wayne",
    ]
}
