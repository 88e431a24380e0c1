public import OSM

/// What is known of a place beyond the map: what it offers, in what state it is, what inspectors found.
public struct PlaceFacts: Hashable, Sendable {
  /// What has become of it.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case planned, building, open, suspended, closed
  }

  /// The district's own number for it.
  public var code: String?
  /// Kinds of friendly place; several for a one-stop complex.
  public var kinds: [String] = []
  /// Nil where nobody said: then it is taken to be open.
  public var status: Status?
  /// Other names by which people call it.
  public var aliases: [String] = []
  /// What one finds there, such as `water`.
  public var services: [String] = []
  /// Yuan for the cheapest meal.
  public var price: Int?
  public var `operator`: String?
  public var department: String?
  /// For those who manage it only.
  public var contact: String?
  /// What inspectors found, by item.
  public var checklist: [String: Bool] = [:]
  public var inspected: CivilDay?
  /// For those who manage it only.
  public var inspector: String?
  /// Names of stored pictures.
  public var photos: [String] = []

  public init() {}
}

/// A change of some facts; what it does not name stays.
public struct PlacePatch: Hashable, Sendable {
  /// One fact as it shall be; nil takes it away.
  public enum Value: Hashable, Sendable {
    case code(String?)
    case kinds([String])
    case status(PlaceFacts.Status?)
    case aliases([String])
    case services([String])
    case price(Int?)
    case `operator`(String?)
    case department(String?)
    case contact(String?)
    case item(String, Bool?)
    case inspected(CivilDay?)
    case inspector(String?)
    case addPhoto(String)
    case removePhoto(String)
  }

  public var values: [Value]

  public init(_ values: [Value] = []) { self.values = values }

  public var isEmpty: Bool { values.isEmpty }

  /// The first of the kinds that it gives.
  var firstKind: String? {
    for case .kinds(let kinds) in values { return kinds.first }
    return nil
  }

  /// Whether it says what an inspection found, by which a place counts as friendly.
  public var inspects: Bool {
    values.contains { value in
      switch value {
      case .item, .inspected, .inspector: true
      default: false
      }
    }
  }

  /// Whether it says which department is in charge.
  public var namesDepartment: Bool {
    values.contains { if case .department = $0 { true } else { false } }
  }

  /// The department that it puts in charge.
  public var department: String? {
    for case .department(let name) in values { return name }
    return nil
  }
}

extension PlaceFacts {
  /// Makes the changes of `patch`.
  public mutating func apply(_ patch: PlacePatch) {
    for value in patch.values {
      switch value {
      case .code(let new): code = new
      case .kinds(let new): kinds = new
      // Whatever nobody speaks of is open.
      case .status(let new): if new != .open || status != nil { status = new }
      case .aliases(let new): aliases = new
      case .services(let new): services = new
      case .price(let new): price = new
      case .operator(let new): `operator` = new
      case .department(let new): department = new
      case .contact(let new): contact = new
      case .item(let id, let new): checklist[id] = new
      case .inspected(let new): inspected = new
      case .inspector(let new): inspector = new
      case .addPhoto(let name): if !photos.contains(name) { photos.append(name) }
      case .removePhoto(let name): photos.removeAll { $0 == name }
      }
    }
  }

  /// Whether the change would leave everything as it is.
  public func has(_ patch: PlacePatch) -> Bool {
    var changed = self
    changed.apply(patch)
    return changed == self
  }
}

/// What a checklist says of a place on some day.
public struct Judgement: Hashable, Sendable {
  public var kind: String
  public var points: Int
  /// Points that there are.
  public var possible: Int
  /// Required items that nobody found there.
  public var missing: [String]
  /// The first day on which the inspection counts no longer; nil where there was none.
  public var lapses: CivilDay?
  /// All required items and enough points.
  public var isPassed: Bool
  /// Passed, not lapsed, and open.
  public var isFriendly: Bool
}

extension PlaceKind {
  /// What the checklist says of `facts` on `day`.
  public func judge(_ facts: PlaceFacts, on day: CivilDay) -> Judgement {
    let found = items.filter { facts.checklist[$0.id] == true }
    let missing = items.filter { $0.isRequired && facts.checklist[$0.id] != true }.map(\.id)
    let points = found.reduce(0) { $0 + $1.points }
    // An inspection of another kind's list says nothing of this one.
    let isInspected = items.contains { facts.checklist[$0.id] != nil }
    let lapses = isInspected ? facts.inspected.map { $0.adding(months: validMonths) } : nil
    let isPassed = missing.isEmpty && points >= passPoints
    let isOpen = facts.status == nil || facts.status == .open
    let counts = facts.inspected.map { $0 <= day } ?? false
    return Judgement(
      kind: id, points: points, possible: self.points, missing: missing, lapses: lapses, isPassed: isPassed,
      isFriendly: isPassed && isOpen && counts && lapses.map { day < $0 } ?? false)
  }
}

extension CivilDay {
  /// The same day of the month `months` later, or that month's last.
  func adding(months: Int) -> CivilDay {
    let (year, month) = ((year * 12 + self.month - 1 + months) / 12, (self.month - 1 + months) % 12 + 1)
    for day in stride(from: self.day, through: 1, by: -1) {
      if let found = CivilDay(year: year, month: month, day: day) { return found }
    }
    return self
  }
}
