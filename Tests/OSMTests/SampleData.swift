import Geo

@testable import OSM

/// A little of everything: tagged and bare nodes, negative ids, Chinese, a gap, roles.
func sampleData() -> OSMData {
  var builder = OSMDataBuilder()
  builder.header.writingProgram = "kaimen test"
  builder.header.source = "nowhere & \"never\""
  builder.header.comment = "synthetic"
  builder.addNode(
    30, at: Coordinate(longitude: 106.4567891, latitude: 29.5432109), tags: [("barrier", "gate")])
  builder.addNode(-7, at: Coordinate(longitude: -0.0000001, latitude: -90))
  builder.addNode(12_345_678_901, at: Coordinate(longitude: 180, latitude: 90), tags: [("name", "沙坪坝 <东门>")])
  builder.addWay(5, nodes: [30, 99, -7, 30], tags: [("highway", "footway"), ("note", "a\tb\nc")])
  builder.addWay(4, nodes: [], tags: [])
  builder.addRelation(
    9, members: [(ElementID(.way, 5), "outer"), (ElementID(.node, 30), ""), (ElementID(.relation, -1), "内")],
    tags: [("type", "multipolygon")])
  builder.addRelation(8, members: [], tags: [])
  return builder.finish()
}

extension OSMData {
  /// Everything in the data, with texts in place of their numbers, one line each.
  var lines: [String] {
    func text(_ tags: ArraySlice<TagPair>) -> String {
      tags.map { "\(strings[$0.key])=\(strings[$0.value])" }.joined(separator: "|")
    }
    var lines = ["\(header)"]
    var tags = [UInt32: String](minimumCapacity: taggedNodes.count)
    for (row, node) in taggedNodes.enumerated() { tags[node] = text(nodeTags[row]) }
    for row in nodeIDs.indices {
      let place = nodeCoordinates[row]
      lines.append("node/\(nodeIDs[row]) \(place.longitudeE7) \(place.latitudeE7) \(tags[UInt32(row)] ?? "")")
    }
    for row in wayIDs.indices {
      let nodes = wayNodes[Int(wayFirst[row])..<Int(wayFirst[row + 1])]
      lines.append(
        "way/\(wayIDs[row]) \(nodes.map { $0 == .max ? "?" : "\(nodeIDs[Int($0)])" }) \(text(wayTags[row]))")
    }
    for row in relationIDs.indices {
      let members = members[Int(relationFirst[row])..<Int(relationFirst[row + 1])]
      lines.append(
        "relation/\(relationIDs[row]) \(members.map { "\($0.id) \(strings[$0.role])" }) \(text(relationTags[row]))"
      )
    }
    return lines
  }
}
