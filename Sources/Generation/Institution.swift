/// A walled place that is no compound.
enum Institution: CaseIterable, Sendable {
  case school, kindergarten, hospital, university, office, construction

  /// How many at scale 1.
  var share: Double {
    switch self {
    case .school: 34
    case .kindergarten: 20
    case .hospital: 10
    case .university: 6
    case .office: 26
    case .construction: 18
    }
  }

  var tags: [Tag] {
    switch self {
    case .school: [("amenity", "school"), ("barrier", "fence"), ("kaimen:kind", "campus")]
    case .kindergarten: [("amenity", "kindergarten"), ("barrier", "fence")]
    case .hospital:
      [("amenity", "hospital"), ("barrier", "wall"), ("kaimen:kind", "hospital"), ("emergency", "yes")]
    case .university: [("amenity", "university"), ("barrier", "wall"), ("kaimen:kind", "campus")]
    case .office: [("landuse", "commercial"), ("barrier", "fence"), ("kaimen:kind", "office")]
    case .construction:
      [("landuse", "construction"), ("barrier", "fence"), ("kaimen:kind", "construction_site")]
    }
  }

  var building: String {
    switch self {
    case .school, .kindergarten: "school"
    case .hospital: "hospital"
    case .university: "university"
    case .office: "office"
    case .construction: "construction"
    }
  }

  var mainGate: GateRule {
    switch self {
    case .school, .kindergarten: .called
    case .hospital: .open
    case .university: .scanned
    case .office: .registered
    case .construction: .badged
    }
  }

  func name(_ number: Int, _ names: Names) -> BilingualName {
    switch self {
    case .school: names.institution(number, "小学", "Primary School")
    case .kindergarten: names.institution(number, "幼儿园", "Kindergarten")
    case .hospital: names.institution(number, "医院", "Hospital")
    case .university: names.institution(number, "大学", "University")
    case .office: names.institution(number, "大厦", "Office Park")
    case .construction: names.institution(number, "项目工地", "Project Site")
    }
  }
}
