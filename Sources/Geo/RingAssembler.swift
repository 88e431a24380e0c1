/// Joins the member ways of a multipolygon to closed rings.
///
/// Ways are joined where they end, in any direction. Roles are wishes: rings are first made of
/// ways of one role, and what stays open is then joined across roles. Which ring is a hole is
/// decided by where it lies, see ``Result/polygons(at:)``.
public enum RingAssembler {
  /// What a relation says about a member.
  public enum Role: Hashable, Sendable { case outer, inner, unspecified }

  /// One way: the numbers of its nodes, in order.
  public struct Member: Sendable {
    public var nodes: [UInt32]
    public var role: Role

    public init(nodes: [UInt32], role: Role = .unspecified) {
      self.nodes = nodes
      self.role = role
    }
  }

  /// A closed ring, its first node not repeated.
  public struct NodeRing: Hashable, Sendable {
    public var nodes: [UInt32]
    /// The role of its members; ``Role/unspecified`` when they differ.
    public var role: Role
    /// The numbers of the members it is made of, ascending.
    public var members: [Int]
  }

  /// All that could be made of the members.
  public struct Result: Sendable {
    public var rings: [NodeRing] = []
    /// The numbers of the members that are part of no ring, ascending.
    public var unclosed: [Int] = []
  }

  /// Joins `members` to rings.
  ///
  /// - Complexity: O(nodes) expected.
  public static func assemble(_ members: [Member]) -> Result {
    var result = Result()
    var seen = Set<[UInt32]>()
    var open: [Int] = []
    for (number, member) in members.enumerated() {
      let nodes = member.nodes
      if nodes.count > 3, nodes.first == nodes.last {
        result.rings.append(NodeRing(nodes: nodes.dropLast(), role: member.role, members: [number]))
      } else if nodes.count > 1, nodes.first != nodes.last {
        // A way that is a member twice would close to a ring without area.
        let forward = nodes[0] < nodes[nodes.count - 1]
        if seen.insert(forward ? nodes : nodes.reversed()).inserted { open.append(number) }
      } else {
        result.unclosed.append(number)
      }
    }
    var left: [Int] = []
    for role in [Role.outer, .inner, .unspecified] {
      left += join(open.filter { members[$0].role == role }, of: members, into: &result)
    }
    result.unclosed += join(left.sorted(), of: members, into: &result)
    result.unclosed.sort()
    return result
  }

  /// Makes as many rings as possible of the ways `numbers` and returns the rest.
  private static func join(_ numbers: [Int], of members: [Member], into result: inout Result) -> [Int] {
    var waysAt: [UInt32: [Int]] = [:]
    for number in numbers {
      waysAt[members[number].nodes[0], default: []].append(number)
      waysAt[members[number].nodes[members[number].nodes.count - 1], default: []].append(number)
    }
    var used = Set<Int>()
    var left: [Int] = []
    for start in numbers where !used.contains(start) {
      var path = [Step(number: start, from: members[start].nodes[0])]
      used.insert(start)
      while let last = path.last {
        let end = last.end(members)
        if let loop = path.firstIndex(where: { $0.from == end }) {
          result.rings.append(ring(of: path[loop...], members))
          path.removeSubrange(loop...)
          continue
        }
        if let next = waysAt[end]?.first(where: { !used.contains($0) }) {
          used.insert(next)
          path.append(Step(number: next, from: end))
        } else {
          // A dead end: this way belongs to no ring, but those before it may.
          left.append(last.number)
          path.removeLast()
        }
      }
    }
    return left
  }

  /// A way that is walked from one of its ends.
  private struct Step {
    var number: Int
    var from: UInt32

    func end(_ members: [Member]) -> UInt32 {
      let nodes = members[number].nodes
      return nodes[0] == from ? nodes[nodes.count - 1] : nodes[0]
    }
  }

  private static func ring(of steps: ArraySlice<Step>, _ members: [Member]) -> NodeRing {
    var nodes: [UInt32] = []
    for step in steps {
      let way = members[step.number].nodes
      nodes += way[0] == step.from ? Array(way.dropLast()) : Array(way.reversed().dropLast())
    }
    let roles = Set(steps.map { members[$0.number].role })
    return NodeRing(
      nodes: nodes, role: roles.count == 1 ? roles.first ?? .unspecified : .unspecified,
      members: steps.map(\.number).sorted())
  }
}

extension RingAssembler.Result {
  /// The areas that the rings enclose: a ring inside of an odd number of others is a hole.
  ///
  /// Outer rings run counterclockwise, holes clockwise. `coordinate` gives the place of a node.
  public func polygons(at coordinate: (UInt32) -> Coordinate) -> [Polygon] {
    Polygon.nested(rings.map { Ring($0.nodes.map(coordinate)) })
  }
}

extension Polygon {
  /// Areas made of rings that do not cross: a ring inside of an odd number of others is a hole.
  ///
  /// Outer rings run counterclockwise, holes clockwise; rings without area are left out. Largest first.
  public static func nested(_ rings: [Ring]) -> [Polygon] {
    let sized = rings.map { (ring: $0, turn: abs($0.turn), box: $0.boundingBox) }
    let order = sized.indices.filter { sized[$0].turn > 0 }
      .sorted { (sized[$0].turn, $1) > (sized[$1].turn, $0) }
    var polygons: [Polygon] = []
    var polygonOf: [Int: Int] = [:]
    for (rank, number) in order.enumerated() {
      let around = order[..<rank].filter {
        sized[$0].box.intersects(sized[number].box) && sized[$0].ring.surrounds(sized[number].ring)
      }
      if around.count.isMultiple(of: 2) {
        polygonOf[number] = polygons.count
        polygons.append(Polygon(outer: sized[number].ring.wound(.counterclockwise)))
      } else if let outer = around.last(where: { polygonOf[$0] != nil }), let row = polygonOf[outer] {
        polygons[row].holes.append(sized[number].ring.wound(.clockwise))
      }
    }
    return polygons
  }
}

extension Ring {
  /// Whether `other`, which crosses no edge of this ring, lies inside; rings may touch.
  func surrounds(_ other: Ring) -> Bool {
    for point in other.points {
      switch location(of: point) {
      case .inside: return true
      case .outside: return false
      case .boundary: continue
      }
    }
    // All corners lie on this ring: the middle of some edge decides.
    for edge in other.edges {
      switch location(of: edge.a.interpolated(to: edge.b, fraction: 0.5)) {
      case .inside: return true
      case .outside: return false
      case .boundary: continue
      }
    }
    return false
  }
}
