/// Given names and what they are usually shortened to, so that a text that says Katie does not name the Katherine of a file.
///
/// Everyday knowledge, folded as `Names.fold` does, and meant to take out too much rather than too little: it is asked of people who must not
/// be named, never to find who somebody is.
enum ShortNames {
    private static let groups: [[String]] = [
        ["abigail", "abi", "abbie", "abby"], ["abdullah", "abdul"], ["alexander", "alexandra", "alex", "alexa", "sandy", "sasha", "lexi"],
        ["alfred", "alf", "alfie"], ["andrew", "andy", "drew"], ["anthony", "antony", "tony"], ["archibald", "archie"],
        ["barnaby", "barney"], ["benjamin", "ben", "benji", "benny"], ["bethany", "beth", "elizabeth", "eliza", "lizzie", "liz", "betty"],
        ["cameron", "cam"], ["catherine", "katherine", "kathryn", "kate", "katie", "kat", "cathy", "kathy"], ["charlotte", "lottie"],
        ["charles", "charlie", "chaz"], ["christopher", "chris", "kit"], ["christina", "christine", "tina"], ["daniel", "dan", "danny"],
        ["david", "dave", "davy"], ["dominic", "dom"], ["edward", "ed", "eddie", "ted", "teddy", "ned"], ["eleanor", "ellie", "nell"],
        ["emily", "em", "emmie"], ["ferdinand", "ferdie"], ["frances", "francis", "fran", "frankie", "franklin"],
        ["frederick", "fred", "freddie", "freddy"],
        ["gabriel", "gabriella", "gabe", "gabby"], ["gareth", "gaz"], ["george", "georgina", "georgia", "georgie"], ["gerald", "gerry"],
        ["harold", "harrison", "henry", "harry", "hal"], ["isabella", "isabel", "isobel", "bella", "izzy", "issy"], ["jacob", "jake"],
        ["james", "jim", "jimmy", "jamie", "jay"], ["jasmine", "jaz", "jas"], ["jennifer", "jen", "jenny"], ["jessica", "jess", "jessie"],
        ["john", "jonathan", "jon", "jonny", "johnny"], ["joseph", "joe", "joey"], ["josephine", "joanna", "joanne", "josie"],
        ["joshua", "josh"], ["kieran", "kie"], ["lawrence", "laurence", "larry", "loz"], ["leonard", "leo", "len", "lenny"],
        ["lewis", "louis", "lou", "louie"],
        ["lucinda", "lucy"], ["madeleine", "maddie", "maddy"], ["margaret", "marguerite", "maggie", "meg", "peggy"],
        ["matthew", "matt", "matty"],
        ["maximilian", "maxwell", "max"], ["megan", "meg"], ["michael", "mick", "mickey", "mike"],
        ["mohammed", "muhammad", "mohamed", "mo"],
        ["nathan", "nathaniel", "nat", "nate"], ["nicholas", "nick", "nicky"], ["nicole", "nicola", "nikki"], ["oliver", "ollie", "olly"],
        ["olivia", "liv", "livvy"], ["ottoline", "otto", "ottie"], ["patrick", "paddy", "pat"], ["patricia", "pat", "trish"],
        ["peter", "pete"], ["philip", "phillip", "phil"],
        ["quentin", "quent"], ["rebecca", "becca", "becky", "bex"], ["richard", "ricky", "rick", "dick"],
        ["robert", "rob", "robbie", "bob", "bobby"],
        ["ronald", "ron", "ronnie"], ["samuel", "samantha", "sam", "sammy"], ["sebastian", "seb"],
        ["stephen", "steven", "steve", "stevie"],
        ["susan", "suzanne", "sue", "suzie"], ["terence", "terry", "tel"], ["theodore", "theo"], ["thomas", "tom", "tommy"],
        ["timothy", "tim", "timmy"], ["tobias", "toby"], ["victoria", "vicky", "tori"], ["vincent", "vince", "vinny"],
        ["william", "will", "bill", "billy", "liam", "wills"],
        ["zachary", "zac", "zack", "zak"], ["zebedee", "zebediah", "zeb"],
    ]

    private static let byName: [String: Set<String>] = groups.reduce(into: [:]) { found, group in
        for name in group { found[name, default: []].formUnion(group) }
    }

    /// The other forms of a folded name.
    static func also(_ name: String) -> [String] { (byName[name] ?? []).subtracting([name]).sorted() }
}
