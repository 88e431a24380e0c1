public import Dense
import Geo

extension OSMData {
  /// Writes the data as OSM XML, sorted by kind and id; for people and small files.
  ///
  /// Characters that XML cannot hold become U+FFFD.
  ///
  /// - Throws: ``FileWriteError``; nothing is kept then.
  public func writeXML(to path: String) throws(FileWriteError) {
    let file = try PartFile(path: path)
    var text = XMLText()
    text.begin(header)
    let missingNode = unusedNodeID
    var tagged = 0
    for row in nodeIDs.indices {
      let isTagged = tagged < taggedNodes.count && Int(taggedNodes[tagged]) == row
      text.node(nodeIDs[row], nodeCoordinates[row], tags: isTagged ? resolved(nodeTags[tagged]) : [])
      if isTagged { tagged += 1 }
      try text.flush(to: file)
    }
    for row in wayIDs.indices {
      let nodes = wayNodes[Int(wayFirst[row])..<Int(wayFirst[row + 1])]
      let ids = nodes.map { $0 == .max ? missingNode : nodeIDs[Int($0)] }
      text.way(wayIDs[row], ids, tags: resolved(wayTags[row]))
      try text.flush(to: file)
    }
    for row in relationIDs.indices {
      let members = members[Int(relationFirst[row])..<Int(relationFirst[row + 1])]
      text.relation(
        relationIDs[row], members.map { ($0.id, strings[$0.role]) }, tags: resolved(relationTags[row]))
      try text.flush(to: file)
    }
    text.end()
    try text.write(to: file)
    try file.finish()
  }

  private func resolved(_ tags: ArraySlice<TagPair>) -> [(String, String)] {
    tags.map { (strings[$0.key], strings[$0.value]) }
  }
}

/// Lines of OSM XML, gathered before they are written.
struct XMLText {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func append(_ other: XMLText) { text += other.text }

  mutating func begin(_ header: OSMData.Header) {
    text += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\""
    if let program = header.writingProgram { text += " generator=\"\(Self.escaped(program))\"" }
    if let source = header.source { text += " attribution=\"\(Self.escaped(source))\"" }
    text += ">\n"
    if let comment = header.comment { text += "<note>\(Self.escaped(comment))</note>\n" }
  }

  mutating func node(_ id: Int64, _ coordinate: Coordinate, tags: [(String, String)]) {
    text += "<node id=\"\(id)\" lat=\"\(Self.degrees(coordinate.latitudeE7))\""
    text += " lon=\"\(Self.degrees(coordinate.longitudeE7))\""
    finish("node", tags)
  }

  mutating func way(_ id: Int64, _ nodes: [Int64], tags: [(String, String)]) {
    text += "<way id=\"\(id)\""
    finish("way", tags, nodes.map { "<nd ref=\"\($0)\"/>" })
  }

  mutating func relation(
    _ id: Int64, _ members: [(id: ElementID, role: String)], tags: [(String, String)]
  ) {
    text += "<relation id=\"\(id)\""
    finish(
      "relation", tags,
      members.map {
        "<member type=\"\($0.id.kind.word)\" ref=\"\($0.id.number)\" role=\"\(Self.escaped($0.role))\"/>"
      })
  }

  mutating func end() { text += "</osm>\n" }

  /// Writes what was gathered once it is worth a write.
  mutating func flush(to file: PartFile) throws(FileWriteError) {
    if text.utf8.count > 1 << 16 { try write(to: file) }
  }

  mutating func write(to file: PartFile) throws(FileWriteError) {
    try file.append(Array(text.utf8))
    text.removeAll(keepingCapacity: true)
  }

  private mutating func finish(_ name: String, _ tags: [(String, String)], _ lines: [String] = []) {
    guard !tags.isEmpty || !lines.isEmpty else {
      text += "/>\n"
      return
    }
    text += ">\n"
    for line in lines { text += "\(line)\n" }
    for (key, value) in tags {
      text += "<tag k=\"\(Self.escaped(key))\" v=\"\(Self.escaped(value))\"/>\n"
    }
    text += "</\(name)>\n"
  }

  private static func degrees(_ e7: Int32) -> String {
    let digits = String(e7.magnitude)
    let padded = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    return (e7 < 0 ? "-" : "") + padded.dropLast(7) + "." + padded.suffix(7)
  }

  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\n", "\r", "\t": out += "&#\(scalar.value);"
      case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
