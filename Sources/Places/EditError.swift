public import OSM
public import Wording

/// Why an edit cannot be taken, or cannot be made to the map.
public enum EditError: WordedError, Equatable {
  case malformed(key: String, found: String, allowed: String)
  case missing(key: String, example: String)
  case unknownKey(String, known: [String])
  case malformedHours(String, Wording)
  case neverOpens(String)
  /// Somebody else may pass at hours at which the gate is closed to all.
  case idleException(String)
  case crossesItself
  case tooManyPoints(Int, limit: Int)
  /// Nothing of the right kind is near: metres to the nearest, if any.
  case nothingNear(MapEdit.Kind, limit: Int)
  case gateThere(ElementID)
  case alone
  case gone(ElementID)
  /// What is to be edited is added by an edit that nobody has decided on.
  case waits(ElementID)
  case wrongTarget(ElementID, MapEdit.Kind)
  /// Its line is not for this kind of edit to draw anew.
  case fixedShape(ElementID)
  /// Drawn anew, a way would no longer lead to a gate, a lift or another street there, metres away at most.
  case leavesJoint(ElementID, limit: Int)
  /// Drawn anew, a wall, an outline or a building would run too far from a gate or a door in it.
  case leavesOpening(ElementID, MapEdit.Kind, limit: Int)
  /// A part of a rule for a gate whose rule says what edits have no words for.
  case ruleSaysMore([Wording])
  /// The city is made up: nothing of it may be given to OpenStreetMap.
  case synthetic

  /// Whether the edit can be read but does not fit the map.
  public var isAboutMap: Bool {
    switch self {
    case .nothingNear, .gateThere, .alone, .gone, .waits, .wrongTarget, .fixedShape, .leavesJoint,
      .leavesOpening,
      .neverOpens, .idleException, .crossesItself, .ruleSaysMore, .synthetic:
      true
    case .malformed, .missing, .unknownKey, .malformedHours, .tooManyPoints: false
    }
  }

  /// The same, with keys called as `names` has them.
  func renamed(_ names: [String: String]) -> EditError {
    switch self {
    case .malformed(let key, let found, let allowed):
      .malformed(key: names[key] ?? key, found: found, allowed: allowed)
    case .missing(let key, let example): .missing(key: names[key] ?? key, example: example)
    case .unknownKey(let key, let known): .unknownKey(names[key] ?? key, known: known)
    default: self
    }
  }

  public var wording: Wording {
    switch self {
    case .malformed(let key, let found, let allowed):
      Wording.Server.malformedValue(key, found, allowed: allowed)
    case .missing(let key, let example): Wording.Server.missing(key, example: example)
    case .unknownKey(let key, let known): Wording.Server.unknownKey(key, known: known)
    case .malformedHours(let text, let reason): Wording.Edits.malformedHours(text, reason)
    case .neverOpens(let text): Wording.Edits.neverOpens(text)
    case .idleException(let text): Wording.Edits.idleException(text)
    case .crossesItself: Wording.Edits.crossesItself
    case .tooManyPoints(let count, let limit): Wording.Edits.tooManyPoints(count, limit: limit)
    case .nothingNear(let kind, let limit): Wording.Edits.nothingNear(kind.rawValue, metres: limit)
    case .gateThere(let id): Wording.Edits.gateThere("\(id)")
    case .alone: Wording.Edits.alone
    case .gone(let id): Wording.Edits.gone("\(id)")
    case .waits(let id): Wording.Edits.waits("\(id)")
    case .wrongTarget(let id, let kind): Wording.Edits.wrongTarget("\(id)", kind.rawValue)
    case .fixedShape(let id): Wording.Edits.fixedShape("\(id)")
    case .leavesJoint(let id, let limit): Wording.Edits.leavesJoint("\(id)", metres: limit)
    case .leavesOpening(let id, let kind, let limit):
      Wording.Edits.leavesOpening("\(id)", kind.rawValue, metres: limit)
    case .ruleSaysMore(let lost): Wording.Edits.ruleSaysMore(lost)
    case .synthetic: Wording.Edits.synthetic
    }
  }
}
