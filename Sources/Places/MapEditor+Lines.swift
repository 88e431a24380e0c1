public import Geo
public import OSM

extension MapEditor {
  /// A wall, an outline, a building or a way as it is drawn.
  public struct Line: Sendable {
    public var element: ElementID
    /// The first is repeated at the end of what is closed.
    public var points: [Coordinate]
    public var tags: [String: String]
    /// Metres from where it was looked for.
    public var distance = 0.0
  }

  /// The walls, outlines, buildings or ways within `metres` of `place`, with all edits, nearest first; none of other kinds.
  ///
  /// - Complexity: O(things near).
  public func lines(_ kind: MapEdit.Kind, near place: Coordinate, within metres: Double) -> [Line] {
    guard let feature = MapFeature(drawnBy: kind) else { return [] }
    var lines: [Line] = []
    let ways = ground.ways(near: place, within: metres, feature)
    for spot in ground.spots(on: ways, near: place, within: metres)
    where !lines.contains(where: { $0.element.number == spot.way }) {
      guard var line = line(ElementID(.way, spot.way)) else { continue }
      line.distance = spot.distance
      lines.append(line)
    }
    return lines
  }

  /// The way `element` as it is drawn; nil for none.
  public func line(_ element: ElementID) -> Line? {
    guard element.kind == .way, let way = ground.way(element.number) else { return nil }
    return Line(element: element, points: way.nodes.compactMap { ground.position($0) }, tags: way.tags)
  }
}

extension MapFeature {
  fileprivate init?(drawnBy kind: MapEdit.Kind) {
    switch kind {
    case .wall: self = .wall
    case .compound: self = .compound
    case .building: self = .building
    case .path: self = .street
    default: return nil
    }
  }
}
