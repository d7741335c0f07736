/// An area figures are given for: which one is ours, and who its family is in which years.
public struct Area: RecordKind {
    public var area = ""
    public var code: String?
    public var type: String?
    public var ofArea: String?
    public var fromDate: Day?
    public var toDate: Day?

    public init() {}

    public static let kind = Kind<Area>(
        "area", title: "Area", plural: "Areas", scope: .service,
        about: "An area figures are given for: the service's own, its family's, region, nation.",
        sensitivity: .reference, file: "areas", key: ["area", "kind", "of_area", "from_date"]
    ) { k in
        k.field("area", \.area, "Area", .text(100), required: .always)
        k.field("code", \.code, "Code", .text(20))
        k.field("kind", \.type, "Kind", .code("area_kind"))
        k.field("of_area", \.ofArea, "Of area", .text(100), hint: "The area it belongs to or is compared with.")
        k.field("from_date", \.fromDate, "From", .day)
        k.field("to_date", \.toDate, "To", .day)
    }
}

/// How many people of an age lived in an area in the middle of a year.
public struct Population: RecordKind {
    public var area = ""
    public var midYear = 0
    public var ageFrom = 10
    public var ageTo = 17
    public var sex: String?
    public var ethnicity: String?
    public var careStatus: String?
    public var population = 0
    public var source: String?

    public init() {}

    public static let kind = Kind<Population>(
        "population", title: "Population", plural: "Populations", scope: .service,
        about: "How many people of an age lived in an area in the middle of a year.",
        sensitivity: .reference, file: "populations", key: ["area", "mid_year", "age_from", "age_to", "sex", "ethnicity", "care_status"]
    ) { k in
        k.field("area", \.area, "Area", .text(100), required: .always)
        k.field("mid_year", \.midYear, "Mid-year", .number(1900...2100), required: .always)
        k.field("age_from", \.ageFrom, "Age from", .number(0...120), required: .always)
        k.field("age_to", \.ageTo, "Age to", .number(0...120), required: .always)
        k.field("sex", \.sex, "Sex", .code("sex"))
        k.field("ethnicity", \.ethnicity, "Ethnicity", .text(20))
        k.field("care_status", \.careStatus, "Care status", .text(30))
        k.field("population", \.population, "Population", .number(0...100_000_000), required: .always)
        k.field("source", \.source, "Source", .text(300))
    }
}

/// A figure somebody published: what the service is measured against. Decimals stay as printed.
public struct Comparator: RecordKind {
    public var area = ""
    public var measure = ""
    public var periodStart: Day?
    public var periodEnd: Day?
    public var labelPrinted: String?
    public var numerator: String?
    public var denominator: String?
    public var valuePrinted: String?
    public var unit: String?
    public var publishedOn: Day?
    public var source: String?

    public init() {}

    public static let kind = Kind<Comparator>(
        "comparator", title: "Published figure", plural: "Published figures", scope: .service,
        about: "A figure somebody published for an area and period, as printed, with its source.", sensitivity: .reference,
        file: "comparators",
        key: ["area", "measure", "period_start", "period_end", "label_printed"]
    ) { k in
        k.field("area", \.area, "Area", .text(100), required: .always)
        k.field("measure", \.measure, "Measure", .text(60), required: .always)
        k.field("period_start", \.periodStart, "Period from", .day)
        k.field("period_end", \.periodEnd, "Period to", .day)
        k.field("label_printed", \.labelPrinted, "Label as printed", .text(100))
        k.field("numerator", \.numerator, "Numerator", .text(30))
        k.field("denominator", \.denominator, "Denominator", .text(30))
        k.field("value_printed", \.valuePrinted, "Value as printed", .text(30))
        k.field("unit", \.unit, "Unit", .text(30))
        k.field("published_on", \.publishedOn, "Published", .day)
        k.field("source", \.source, "Source", .text(300))
        k.rule("numerator", "The numerator must be a number.") { c, _ in c.numerator.map { Double($0) != nil } ?? true }
        k.rule("denominator", "The denominator must be a number.") { c, _ in c.denominator.map { Double($0) != nil } ?? true }
        k.rule("value_printed", "The printed value must be a number.") { c, _ in c.valuePrinted.map { Double($0) != nil } ?? true }
    }
}

/// What a postcode says of a place: ward, locality team and deprivation (S-PEO-03). The longest prefix that fits a postcode answers.
public struct Postcode: RecordKind {
    public var postcode = ""
    public var lsoa: String?
    public var ward: String?
    public var locality: String?
    public var imdDecile: Int?
    public var idaciDecile: Int?
    public var source: String?

    public init() {}

    public static let kind = Kind<Postcode>(
        "postcode", title: "Postcode", plural: "Postcodes", scope: .service,
        about: "What a postcode or the start of one says of a place: ward, locality, deprivation.",
        sensitivity: .reference, file: "postcodes", key: ["postcode"]
    ) { k in
        k.field("postcode", \.postcode, "Postcode or its start", .text(10), required: .always)
        k.field("lsoa", \.lsoa, "LSOA", .text(20))
        k.field("ward", \.ward, "Ward", .text(100))
        k.field("locality", \.locality, "Locality", .text(100))
        k.field("imd_decile", \.imdDecile, "IMD decile", .number(1...10))
        k.field("idaci_decile", \.idaciDecile, "IDACI decile", .number(1...10))
        k.field("source", \.source, "Source", .text(300))
    }
}

/// A code of a code list, with its dates: rules and codes are data (promise 7).
public struct Code: RecordKind {
    public var list = ""
    public var token = ""
    public var label = ""
    public var group: String?
    public var order = 0
    public var fromDate: Day?
    public var toDate: Day?
    public var basis = ""

    public init() {}

    public static let kind = Kind<Code>(
        "code", title: "Code", plural: "Codes", scope: .service,
        about: "A code of a code list, with what it rolls up to, its dates and its basis.",
        sensitivity: .reference
    ) { k in
        k.field("list", \.list, "List", .text(40), required: .always)
        k.field("token", \.token, "Token", .text(100), required: .always)
        k.field("label", \.label, "Label", .text(200), required: .always)
        k.field("in_group", \.group, "Group", .text(60))
        k.field("place", \.order, "Place in the list", .number(0...10000), required: .always)
        k.field("from_date", \.fromDate, "From", .day)
        k.field("to_date", \.toDate, "To", .day)
        k.field("basis", \.basis, "Basis", .text(300), required: .always)
    }
}

/// A local setting with its basis: what is not fixed by statute is the service's to say.
public struct Setting: RecordKind {
    public var name = ""
    public var text = ""
    public var basis = ""
    public var fromDate: Day?

    public init() {}

    public static let kind = Kind<Setting>(
        "setting", title: "Setting", plural: "Settings", scope: .service, about: "A local setting, with the basis it rests on.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Setting", .text(60), required: .always)
        k.field("value", \.text, "Value", .text(500), required: .always)
        k.field("basis", \.basis, "Basis", .text(300), required: .always)
        k.field("from_date", \.fromDate, "From", .day)
    }
}
