import Geo
import Testing

@Suite struct RingAssemblerTests {
  private typealias Member = RingAssembler.Member

  @Test func `ways in any order and direction join to one ring`() throws {
    let result = RingAssembler.assemble([
      Member(nodes: [3, 4, 5], role: .outer), Member(nodes: [3, 2, 1], role: .outer),
      Member(nodes: [1, 6, 5], role: .outer),
    ])
    let ring = try #require(result.rings.first)
    #expect(result.rings.count == 1 && result.unclosed.isEmpty)
    #expect(Set(ring.nodes) == [1, 2, 3, 4, 5, 6] && ring.nodes.count == 6)
    #expect(ring.members == [0, 1, 2] && ring.role == .outer)
  }

  @Test func `rings that touch in a node stay two rings`() {
    // Two triangles that share node 1, their ways cut in the middle.
    let result = RingAssembler.assemble([
      Member(nodes: [1, 2]), Member(nodes: [2, 3, 1]), Member(nodes: [1, 4]), Member(nodes: [4, 5, 1]),
    ])
    #expect(result.rings.map { Set($0.nodes) } == [[1, 2, 3], [1, 4, 5]])
    #expect(result.unclosed.isEmpty)
  }

  @Test func `a gap is reported and does not spoil the other rings`() {
    let result = RingAssembler.assemble([
      Member(nodes: [1, 2, 3, 1], role: .outer), Member(nodes: [10, 11], role: .outer),
      Member(nodes: [11, 12, 13], role: .outer), Member(nodes: [7], role: .outer),
    ])
    #expect(result.rings.map(\.members) == [[0]])
    #expect(result.unclosed == [1, 2, 3])
  }

  @Test func `wrong roles and members named twice are mended`() {
    let result = RingAssembler.assemble([
      Member(nodes: [1, 2, 3], role: .outer), Member(nodes: [3, 4, 1], role: .inner),
      Member(nodes: [3, 4, 1], role: .inner),
    ])
    #expect(result.rings.count == 1 && result.rings[0].role == .unspecified)
    #expect(result.unclosed.isEmpty)
  }

  @Test func `a yard with a house in it makes two areas, whatever the roles say`() {
    func square(_ first: UInt32, _ role: RingAssembler.Role) -> Member {
      Member(nodes: [first, first + 1, first + 2, first + 3, first], role: role)
    }
    let sizes: [UInt32: Int32] = [0: 100, 10: 60, 20: 20]
    let result = RingAssembler.assemble([square(20, .inner), square(0, .outer), square(10, .outer)])
    let areas = result.polygons { node in
      let size = sizes[node / 10 * 10] ?? 0
      let east: Int32 = [1, 2].contains(node % 10) ? size : -size
      return Coordinate(longitudeE7: east, latitudeE7: node % 10 < 2 ? -size : size)
    }
    #expect(areas.count == 2)
    #expect(areas[0].holes.count == 1 && areas[1].holes.isEmpty)
    #expect(areas[0].outer.winding == .counterclockwise && areas[0].holes[0].winding == .clockwise)
    #expect(areas[0].location(of: Coordinate(longitudeE7: 40, latitudeE7: 0)) == .outside)
    #expect(areas[1].location(of: Coordinate(longitudeE7: 10, latitudeE7: 0)) == .inside)
  }
}
