import Wording

/// What the OGC API shows of a city, each as one collection of features.
enum OGCCollection: String, CaseIterable, Sendable {
  case compounds, gates, doors, places

  /// What features of the collection say, in the order in which they say it; each is a filter, too, unless it is a sentence.
  var properties: [OGCProperty] {
    switch self {
    case .compounds: OGCCollection.compoundProperties
    case .gates: OGCCollection.gateProperties
    case .doors: OGCCollection.doorProperties
    case .places: OGCCollection.placeProperties
    }
  }

  func property(_ name: String) -> OGCProperty? { properties.first { $0.name == name } }

  private static let names: [OGCProperty] = [
    OGCProperty("osm", .text), OGCProperty("name", .text), OGCProperty("nameEnglish", .text),
  ]
  private static let owner: [OGCProperty] = [
    OGCProperty("compound", .text), OGCProperty("compoundName", .text),
    OGCProperty("compoundNameEnglish", .text),
  ]
  private static let registry: [OGCProperty] = [
    OGCProperty("code", .text), OGCProperty("kinds", .words), OGCProperty("status", .text),
    OGCProperty("friendly", .flag), OGCProperty("operator", .text), OGCProperty("department", .text),
    OGCProperty("wasInspected", .flag), OGCProperty("inspected", .day),
  ]
  private static let compoundProperties =
    names + [OGCProperty("use", .text), OGCProperty("walled", .flag), OGCProperty("gates", .count)] + registry
  private static let gateProperties =
    names + [
      OGCProperty("barrier", .text), OGCProperty("foot", .text), OGCProperty("ebike", .text),
      OGCProperty("bicycle", .text), OGCProperty("motorcycle", .text), OGCProperty("car", .text),
      OGCProperty("entry", .text), OGCProperty("passes", .words), OGCProperty("hours", .text),
      OGCProperty("conditions", .text), OGCProperty("locked", .flag), OGCProperty("delay", .number),
      OGCProperty("rule", .sentence), OGCProperty("ruleEnglish", .sentence), OGCProperty("inferred", .flag),
    ] + owner
  private static let doorProperties: [OGCProperty] =
    [
      OGCProperty("osm", .text), OGCProperty("name", .text), OGCProperty("entrance", .text),
      OGCProperty("number", .text), OGCProperty("unit", .text), OGCProperty("level", .number),
      OGCProperty("building", .text), OGCProperty("buildingNumber", .text),
      OGCProperty("buildingName", .text), OGCProperty("street", .text), OGCProperty("houseNumber", .text),
      OGCProperty("inferred", .flag),
    ] + owner
  private static let placeProperties =
    names + [
      OGCProperty("placeKind", .text), OGCProperty("open", .flag), OGCProperty("hours", .text),
      OGCProperty("capacity", .count), OGCProperty("services", .words), OGCProperty("price", .count),
      OGCProperty("free", .count), OGCProperty("freeOf", .count), OGCProperty("reportedAt", .sentence),
    ] + registry + owner
}

/// One property of the features of a collection.
struct OGCProperty: Hashable, Sendable {
  /// What its values are.
  enum Form: Sendable {
    case text
    /// Several texts; a filter asks whether one is among them.
    case words
    case flag
    /// A whole number.
    case count
    case number
    /// `2026-11-21`.
    case day
    /// Words to read, not to filter by.
    case sentence
  }

  var name: String
  var form: Form

  init(_ name: String, _ form: Form) {
    self.name = name
    self.form = form
  }

  var isQueryable: Bool { form != .sentence }
}
