import Generation
import Geo
import OSM

/// A generated city as plain dictionaries, read independently of the generator's own structures.
struct GeneratedCity {
  struct Way {
    let id: Int64
    let nodes: [Int64]
    let tags: [String: String]
  }
  let data: OSMData
  var places: [Int64: (x: Double, y: Double)] = [:]
  var nodeTags: [Int64: [String: String]] = [:]
  var ways: [Way] = []

  init(_ data: OSMData) {
    self.data = data
    for (row, id) in data.nodeIDs.enumerated() {
      let c = data.nodeCoordinates[row]
      places[id] = ((c.longitude - 106.45) * 96_932, (c.latitude - 29.54) * 110_853)
    }
    func plain(_ pairs: ArraySlice<TagPair>) -> [String: String] {
      Dictionary(pairs.map { (data.strings[$0.key], data.strings[$0.value]) }) { $1 }
    }
    for (row, node) in data.taggedNodes.enumerated() {
      nodeTags[data.nodeIDs[Int(node)]] = plain(data.nodeTags[row])
    }
    for row in data.wayIDs.indices {
      let refs = data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])]
      ways.append(
        Way(id: data.wayIDs[row], nodes: refs.map { data.nodeIDs[Int($0)] }, tags: plain(data.wayTags[row])))
    }
  }

  var allTags: [[String: String]] { Array(nodeTags.values) + ways.map(\.tags) }

  /// Everything reached from `start` along `arcs`.
  static func reached(from start: Int64, along arcs: [Int64: [Int64]]) -> Set<Int64> {
    var seen: Set<Int64> = [start]
    var open = [start]
    while let node = open.popLast() {
      for next in arcs[node] ?? [] where seen.insert(next).inserted { open.append(next) }
    }
    return seen
  }

  /// Pairs of ways of which one segment crosses another on the same layer without a shared node.
  func crossings(of first: (Way) -> Bool, with second: (Way) -> Bool) -> [(Int64, Int64)] {
    struct Segment {
      let a: Int64
      let b: Int64
      let way: Way
    }
    func segments(_ wanted: (Way) -> Bool) -> [Segment] {
      ways.filter(wanted).flatMap { way in
        zip(way.nodes, way.nodes.dropFirst()).map { Segment(a: $0, b: $1, way: way) }
      }
    }
    func cells(_ s: Segment) -> [SIMD2<Int>] {
      guard let a = places[s.a], let b = places[s.b] else { return [] }
      let x = Int((min(a.x, b.x) / 50).rounded(.down))...Int((max(a.x, b.x) / 50).rounded(.down))
      let y = Int((min(a.y, b.y) / 50).rounded(.down))...Int((max(a.y, b.y) / 50).rounded(.down))
      return x.flatMap { i in y.map { SIMD2(i, $0) } }
    }
    var grid: [SIMD2<Int>: [Segment]] = [:]
    for s in segments(second) { for cell in cells(s) { grid[cell, default: []].append(s) } }
    var found: [(Int64, Int64)] = []
    for s in segments(first) {
      for cell in cells(s) {
        for other in grid[cell] ?? [] where other.way.id != s.way.id && cross(s.a, s.b, other.a, other.b) {
          let isLevel = s.way.tags["layer"] ?? "0" == other.way.tags["layer"] ?? "0"
          if isLevel, !found.contains(where: { $0 == (s.way.id, other.way.id) }) {
            found.append((s.way.id, other.way.id))
          }
        }
      }
    }
    return found
  }

  private func cross(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Bool {
    guard Set([a, b, c, d]).count == 4, let p = places[a], let q = places[b], let r = places[c],
      let s = places[d]
    else { return false }
    func turn(_ o: (x: Double, y: Double), _ u: (x: Double, y: Double), _ v: (x: Double, y: Double)) -> Double
    {
      (u.x - o.x) * (v.y - o.y) - (u.y - o.y) * (v.x - o.x)
    }
    return turn(p, q, r) * turn(p, q, s) < 0 && turn(r, s, p) * turn(r, s, q) < 0
  }
}
