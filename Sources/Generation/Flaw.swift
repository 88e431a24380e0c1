import OSM

/// The deliberate errors, for diagnostics to find; listed in docs/generator.md.
///
/// The cases are built into one compound each, from the second on; ``drawLoose(_:on:)`` adds the rest.
enum Flaw: Int, CaseIterable, Sendable {
  /// A path crosses a compound's wall where no gate is mapped.
  case unmappedCrossing
  /// A compound all of whose gates are locked.
  case locked
  /// A compound without a gate.
  case noGate
  /// Gates whose opening hours no program can read.
  case unreadableHours

  /// An island of paths on a ridge, and a turn restriction whose ways are missing.
  static func drawLoose(_ district: DistrictPlan, on canvas: Canvas) {
    guard let ridge = district.bands.first(where: { $0.kind == .ridge }) else { return }
    let place = Vector(district.crossings[0] + 200, ridge.middle)
    let nodes = [Vector(0, 0), Vector(30, 8), Vector(55, -6)].map { canvas.node(place + $0) }
    canvas.way(nodes, [("highway", "path"), ("note", "synthetic flaw: an island")])
    canvas.relation(
      [
        (ElementID(.way, 999_999_999_001), "from"), (ElementID(.node, nodes[0]), "via"),
        (ElementID(.way, 999_999_999_002), "to"),
      ], [("type", "restriction"), ("restriction", "no_left_turn"), ("note", "synthetic flaw: missing ways")])
  }
}
