import OSM

/// The bytes that libFuzzer hands over.
public func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// Reads `bytes` as an OSM file and, where that succeeds, walks over all that was read.
public func readAndWalk(_ bytes: [UInt8], name: String) {
  guard let data = try? OSMData.read(bytes: bytes, name: name) else { return }
  precondition(zip(data.nodeIDs, data.nodeIDs.dropFirst()).allSatisfy { $0 < $1 })
  precondition(data.nodeCoordinates.count == data.nodeIDs.count)
  precondition(data.nodeCoordinates.allSatisfy { abs($0.longitude) <= 180 && abs($0.latitude) <= 90 })
  precondition(data.nodeTags.count == data.taggedNodes.count)
  precondition(data.taggedNodes.allSatisfy { $0 < data.nodeIDs.count })
  precondition(data.wayNodes.allSatisfy { $0 == .max || $0 < data.nodeIDs.count })
  precondition(data.wayFirst.count == data.wayIDs.count + 1)
  precondition(data.relationFirst.count == data.relationIDs.count + 1)
  var length = 0
  for tags in [data.nodeTags, data.wayTags, data.relationTags] {
    for row in 0..<tags.count {
      for tag in tags[row] { length += data.strings[tag.key].utf8.count + data.strings[tag.value].utf8.count }
    }
  }
  for row in data.wayIDs.indices {
    length += data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])].count
  }
  for member in data.members { length += data.strings[member.role].utf8.count }
  precondition(length >= 0)
}
