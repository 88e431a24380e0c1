/// Who may use something, as OSM's access values say it.
public enum Access: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case yes, designated, permissive, destination, customers, delivery, residents, permit, `private`
  case no, dismount, unknown
  case staff, members, students

  /// Reads an OSM value; nil when it is none that says who may pass.
  init?(osm value: String) {
    switch value {
    case "yes", "public", "official", "allowed", "1", "true": self = .yes
    case "designated": self = .designated
    case "permissive": self = .permissive
    case "destination", "limited": self = .destination
    case "customers", "customer", "visitors", "guest", "guests": self = .customers
    case "employees", "employee", "staff": self = .staff
    case "members", "member": self = .members
    case "students", "student", "school", "university": self = .students
    case "delivery": self = .delivery
    case "residents", "resident": self = .residents
    case "permit", "key": self = .permit
    case "private": self = .private
    case "no", "agricultural", "forestry", "agricultural;forestry", "military", "emergency", "restricted",
      "bus", "psv", "use_sidepath", "0", "false", "none", "discouraged_no":
      self = .no
    case "discouraged": self = .yes
    case "dismount": self = .dismount
    case "unknown": self = .unknown
    default: return nil
    }
  }

  /// Reads the first value of a list such as `destination;delivery`.
  init?(list value: String) {
    if let whole = Access(osm: value) {
      self = whole
    } else if let first = value.split(separator: ";").first, first.count < value.count {
      self.init(osm: first.filter { !$0.isWhitespace })
    } else {
      return nil
    }
  }

  /// The word used in answers.
  public var name: String { Access.names[Int(rawValue)] }

  private static let names = allCases.map { "\($0)" }
}

/// What a traveller may do with a piece of the network now.
@frozen public enum Permission: UInt8, Sendable, BitwiseCopyable {
  /// Anybody may pass.
  case through
  /// Only to start or end inside: never on the way to somewhere else.
  case ends
  /// Nobody with these passes, now.
  case closed
}

extension Access {
  /// Permission on a street (a way): private land may be used to reach something inside.
  ///
  /// `permit` needs one of the passes that the rule names.
  public func permissionOnWay(hasPass: Bool) -> Permission {
    switch self {
    case .yes, .designated, .permissive, .dismount, .unknown: .through
    case .destination, .customers, .delivery, .residents, .private, .staff, .members, .students: .ends
    case .permit: hasPass ? .ends : .closed
    case .no: .closed
    }
  }

  /// Permission at a gate (a node): somebody must let one in where it is private.
  public func permissionAtGate(hasPass: Bool) -> Permission {
    switch self {
    case .yes, .designated, .permissive, .dismount, .unknown: .through
    case .destination, .customers, .delivery: .ends
    case .residents, .permit, .private, .staff, .members, .students: hasPass ? .ends : .closed
    case .no: .closed
    }
  }

  /// Passes that satisfy it, where the map names no other.
  var passNames: [String] {
    switch self {
    case .residents: ["resident"]
    case .private: ["resident", "private"]
    case .permit: ["badge", "permit"]
    case .staff: ["staff"]
    case .members: ["member"]
    case .students: ["student", "staff"]
    case .yes, .designated, .permissive, .destination, .customers, .delivery, .no, .dismount, .unknown: []
    }
  }

  /// How much it keeps out, for the stricter of two.
  var strictness: Int {
    switch self {
    case .yes, .designated, .permissive: 0
    case .unknown: 1
    case .dismount: 2
    case .destination, .customers, .delivery: 3
    case .residents, .private, .staff, .members, .students: 4
    case .permit: 5
    case .no: 6
    }
  }
}
