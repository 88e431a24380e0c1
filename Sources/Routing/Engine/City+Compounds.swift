internal import Dense
public import Geo
public import OSM
public import Streets

extension City {
  /// The compounds that hold `point`, or whose outline is within `metres` of it.
  ///
  /// - Complexity: O(compounds), most of them by their box.
  public func compounds(at point: Coordinate, within metres: Double = 0) -> [CompoundID] {
    let rings = premises.compoundRings
    let frame = LocalFrame(at: point)
    let around = BoundingBox(around: point, metres: metres)
    return zip(premises.compounds.ids, elementIndex.compoundBoxes).compactMap { id, box in
      guard box.intersects(around) else { return nil }
      let points = rings[id].map { rings.values[$0] }
      let isNear = metres > 0 && zip(points, points.dropFirst()).contains { frame.distance($0, $1) <= metres }
      return isNear || Ring(points).location(of: point) != .outside ? id : nil
    }
  }

  /// The compounds that the map counts a gate, door, place or building to.
  ///
  /// - Complexity: O(log n) for n elements in the city, once it has its index.
  public func compounds(of element: ElementID) -> Set<CompoundID> {
    let (index, packed) = (elementIndex, PackedElement(element))
    let gates = index.gates(of: packed).map { premises.gates[$0].compound }
    let buildings = index.buildings(of: packed).map { premises.buildings[$0].compound }
    let others = [
      index.door(of: packed).map { premises.doors[$0].compound },
      index.place(of: packed).map { premises.places[$0].compound },
    ]
    return Set(gates + buildings + others.compactMap(\.self)).subtracting([.none])
  }
}

extension City {
  /// Whether the city has anything of this id that one could say something of.
  ///
  /// - Complexity: O(log n) for n elements in the city, once it has its index.
  public func knows(_ element: ElementID) -> Bool {
    let (index, packed) = (elementIndex, PackedElement(element))
    return index.place(of: packed) != nil || index.compound(of: packed) != nil
      || index.door(of: packed) != nil || index.address(of: packed) != nil
      || !index.buildings(of: packed).isEmpty || concerns(.element(element))
  }
}

extension LocalFrame {
  /// Metres from the origin to a straight line between two places.
  fileprivate func distance(_ a: Coordinate, _ b: Coordinate) -> Double {
    Point.zero.distance(toSegment: point(a), point(b))
  }
}
