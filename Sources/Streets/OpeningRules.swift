internal import Dense
public import Geo

/// The gates and rules of the openings that a connector leads through.
public struct OpeningRules: Sendable {
  private let gateOfOpening: Column<OpeningID, GateID>
  private let gates: Column<GateID, Gate>
  private let rules: Column<RuleID, RuleRow>

  init(
    gateOfOpening: Column<OpeningID, GateID>, gates: Column<GateID, Gate>, rules: Column<RuleID, RuleRow>
  ) {
    self.gateOfOpening = gateOfOpening
    self.gates = gates
    self.rules = rules
  }

  public init(_ tables: CityTables) {
    self.init(gateOfOpening: tables.openingGates, gates: tables.premises.gates, rules: tables.rules)
  }

  /// The gate that decides whether a walker gets along `connector`; `.none` where no opening is a gate.
  ///
  /// Of several gates in a row the strictest: whoever is let in there is taken to be let in at the others.
  public func strictestGate(of connector: Connector) -> GateID {
    var best = GateID.none
    var strictness = -1
    for opening in connector.openings {
      let gate = gateOfOpening[opening]
      guard gate != .none else { continue }
      let here = rules[gates[gate].rule].strictnessOnFoot
      if here > strictness { (best, strictness) = (gate, here) }
    }
    return best
  }
}

extension RuleRow {
  /// How hard it is for a walker to be let through; only the order means something.
  var strictnessOnFoot: Int {
    let access = self[.foot]
    if access == .no { return 5 }
    if ruleFlags.contains(.locked) { return 4 }
    if access.permissionAtGate(hasPass: false) == .closed { return 3 }
    if hours != .none || self[condition: .foot] != .none { return 2 }
    return access.permissionAtGate(hasPass: false) == .ends ? 1 : 0
  }
}
