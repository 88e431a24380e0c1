/// Whom a gate lets in, how and when: the tags of a gate node.
enum GateRule: CaseIterable, Sendable {
  case open, guarded, registered, coded, scanned, badged, called
  case residentsOnly, peakHours, onFoot, vehicles, daytime, nightClosed, emergency

  /// Whether somebody may walk in, given the right pass.
  var admitsWalkers: Bool { self != .emergency && self != .vehicles }

  /// Rules fit for a compound's main gate.
  static let main: [(weight: Double, value: GateRule)] = [
    (10, .open), (22, .guarded), (12, .registered), (6, .coded), (8, .scanned), (12, .badged), (4, .called),
    (14, .peakHours), (5, .nightClosed),
  ]
  /// Rules for the other gates.
  static let side: [(weight: Double, value: GateRule)] = [
    (20, .residentsOnly), (22, .onFoot), (10, .daytime), (8, .coded), (8, .scanned), (6, .badged),
    (6, .nightClosed), (9, .emergency), (4, .open), (3, .called),
  ]

  var tags: [Tag] {
    switch self {
    case .open: [("barrier", "gate"), ("access", "yes"), ("kaimen:entry", "open")]
    case .guarded:
      [
        ("barrier", "lift_gate"), ("access", "permissive"), ("motor_vehicle", "private"),
        ("kaimen:entry", "guard"), ("kaimen:delay", "10"),
      ]
    case .registered:
      [
        ("barrier", "lift_gate"), ("access", "permissive"), ("motor_vehicle", "private"),
        ("kaimen:entry", "register"), ("kaimen:delay", "60"),
      ]
    case .coded:
      [
        ("barrier", "gate"), ("access", "private"), ("kaimen:pass", "code;resident"),
        ("kaimen:entry", "code"),
        ("kaimen:delay", "8"),
      ]
    case .scanned:
      [
        ("barrier", "swing_gate"), ("access", "permit"), ("kaimen:pass", "badge;resident;visitor"),
        ("kaimen:entry", "qr"), ("kaimen:delay", "20"),
      ]
    case .badged:
      [
        ("barrier", "swing_gate"), ("access", "permit"), ("kaimen:pass", "badge;resident"),
        ("kaimen:entry", "badge"), ("kaimen:delay", "5"),
      ]
    case .called:
      [
        ("barrier", "gate"), ("access", "private"), ("kaimen:pass", "resident;visitor"),
        ("kaimen:entry", "call"), ("kaimen:delay", "45"),
      ]
    case .residentsOnly:
      [
        ("barrier", "wicket_gate"), ("access", "private"), ("bicycle", "no"), ("motor_vehicle", "no"),
        ("kaimen:pass", "resident"), ("kaimen:entry", "badge"), ("kaimen:delay", "4"),
      ]
    case .peakHours:
      [
        ("barrier", "lift_gate"), ("access", "permissive"), ("bicycle", "permissive"),
        ("bicycle:conditional", "no @ (07:00-09:00,17:00-19:00)"), ("motor_vehicle", "private"),
        ("kaimen:entry", "guard"), ("kaimen:delay", "10"),
        ("kaimen:weather", "rain=open;typhoon=open"),
      ]
    case .onFoot:
      [
        ("barrier", "wicket_gate"), ("foot", "yes"), ("bicycle", "no"), ("motor_vehicle", "no"),
        ("kaimen:entry", "open"),
      ]
    case .vehicles:
      [
        ("barrier", "lift_gate"), ("access", "permit"), ("foot", "no"), ("kaimen:pass", "resident;badge"),
        ("kaimen:entry", "badge"), ("kaimen:delay", "6"),
      ]
    case .daytime:
      [
        ("barrier", "gate"), ("access", "yes"), ("motor_vehicle", "no"),
        ("opening_hours", "Mo-Su 06:00-22:30"),
        ("kaimen:entry", "open"),
      ]
    case .nightClosed:
      [
        ("barrier", "gate"), ("access", "yes"), ("access:conditional", "no @ (23:30-05:30)"),
        ("kaimen:entry", "guard"), ("kaimen:delay", "10"),
      ]
    case .emergency:
      [("barrier", "gate"), ("access", "no"), ("emergency", "yes"), ("locked", "yes")]
    }
  }

  /// Name of a gate by where it lies, seen from the middle of its compound on the ground.
  static func name(_ heading: Vector) -> BilingualName {
    if abs(heading.x) > abs(heading.y) {
      return heading.x > 0
        ? BilingualName(chinese: "东门", english: "East Gate")
        : BilingualName(chinese: "西门", english: "West Gate")
    }
    return heading.y > 0
      ? BilingualName(chinese: "北门", english: "North Gate")
      : BilingualName(chinese: "南门", english: "South Gate")
  }
}
