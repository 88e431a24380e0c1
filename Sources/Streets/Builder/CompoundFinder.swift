import Dense
import Geo
import OSM

/// Chooses the areas that are compounds and says which compound a point lies in.
struct CompoundFinder {
  private(set) var outlines: [Outlines.Outline] = []
  private(set) var rings: [Ring] = []
  private var areas: [Double] = []
  private var boxes: [BoundingBox] = []
  private var index: CellIndex

  /// Square metres: smaller ones are yards, larger ones are quarters of a city.
  private static let sizes = 300.0...1_500_000.0

  init(_ all: Outlines, map: TaggedMap) {
    let centres = all.buildings.map { outline in
      map.data.nodeCoordinates[Int(all.nodes[outline.range.lowerBound])]
    }
    let buildings = CellIndex(points: centres, cellSize: 100)
    for outline in all.areas {
      let ring = Ring(all.nodes[outline.range].map { map.data.nodeCoordinates[Int($0)] })
      let area = ring.area
      let box = ring.boundingBox
      guard CompoundFinder.sizes.contains(area) else { continue }
      let hasBuilding = buildings.contains(in: box) { item in
        ring.location(of: centres[Int(item)]) == .inside
      }
      guard hasBuilding else { continue }
      outlines.append(outline)
      rings.append(ring)
      areas.append(area)
      boxes.append(box)
    }
    index = CellIndex(boxes: boxes, cellSize: 150)
  }

  /// The smallest compound around `point`.
  func compound(at point: Coordinate) -> CompoundID {
    var best = CompoundID.none
    index.forEach(in: BoundingBox(point, point)) { item in
      let row = Int(item)
      guard boxes[row].contains(point), best == .none || areas[row] < areas[best.index] else { return }
      if rings[row].location(of: point) != .outside { best = CompoundID(row) }
    }
    return best
  }

  static func kind(_ tags: TagView) -> CompoundKind {
    switch tags[.amenity] {
    case "school", "university", "college", "kindergarten": return .campus
    case "hospital", "clinic": return .hospital
    default: break
    }
    switch tags[.landuse] {
    case "residential": return .residential
    case "commercial", "industrial": return .business
    case "construction": return .site
    default: return tags[.place] != nil || tags[.name] != nil ? .residential : .enclosure
    }
  }
}
