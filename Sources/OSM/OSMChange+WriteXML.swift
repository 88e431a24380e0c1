extension OSMChange {
  /// The change as OsmChange 0.6, for whoever takes it to OpenStreetMap.
  ///
  /// New elements have negative ids; elements of the map stand there whole, with full tags, but without the version
  /// that OpenStreetMap gave them: ``OSMData`` does not keep it. What `data` says already is left out.
  ///
  /// - Parameters:
  ///   - data: The map that is changed.
  ///   - generator: The program that writes it.
  ///   - isGiven: Whether a tag with this key is given away.
  /// - Returns: The file's text.
  /// - Complexity: O(change · log data); O(data) where nodes are taken away.
  public func xml(of data: OSMData, generator: String, giving isGiven: (String) -> Bool = { _ in true })
    -> String
  {
    var writer = ChangeWriter(self, data)
    writer.collect(isGiven)
    return writer.text(generator: generator)
  }
}

/// Sorts what a change does into creations, modifications and deletions.
private struct ChangeWriter {
  private let change: OSMChange
  private let data: OSMData
  private var nodes: [Int64: OSMChange.Node] = [:]
  private var ways: [Int64: OSMChange.Way] = [:]
  private var relations: [Int64: [String: String]] = [:]
  private var deletedNodes: [Int64] = []

  init(_ change: OSMChange, _ data: OSMData) {
    self.change = change
    self.data = data
  }

  mutating func collect(_ isGiven: (String) -> Bool) {
    func given(_ tags: [String: String]) -> [String: String] { tags.filter { isGiven($0.key) } }
    for (id, node) in change.nodes {
      let made = OSMChange.Node(node.position, given(node.tags))
      let before = data.node(id).map { OSMChange.Node($0.position, given($0.tags)) }
      if made != before { nodes[id] = made }
    }
    for (id, way) in change.ways {
      let made = OSMChange.Way(way.nodes, given(way.tags))
      let before = data.way(id).map { OSMChange.Way($0.nodes, given($0.tags)) }
      if made != before { ways[id] = made }
    }
    for (id, tags) in change.relationTags where given(tags) != data.relationTags(id).map(given) {
      relations[id] = given(tags)
    }
    // A map that was drawn offline may have nodes that OpenStreetMap does not know yet.
    for way in ways.values {
      for id in way.nodes where id < 0 && nodes[id] == nil {
        nodes[id] = (change.nodes[id] ?? data.node(id)).map { OSMChange.Node($0.position, given($0.tags)) }
      }
    }
    takeOutLoneNodes()
  }

  /// A node without tags that nothing is made of says nothing: it goes.
  private mutating func takeOutLoneNodes() {
    var lone = Set(nodes.lazy.filter { $0.value.tags.isEmpty && $0.key > 0 }.map(\.key))
    guard !lone.isEmpty else { return }
    for way in change.ways.values { lone.subtract(way.nodes) }
    for row in data.wayIDs.indices where change.ways[data.wayIDs[row]] == nil {
      for node in data.wayNodes[Int(data.wayFirst[row])..<Int(data.wayFirst[row + 1])] where node != .max {
        lone.remove(data.nodeIDs[Int(node)])
      }
    }
    for member in data.members where member.id.kind == .node { lone.remove(member.id.number) }
    for id in lone { nodes[id] = nil }
    deletedNodes = lone.sorted()
  }

  // MARK: Writing

  func text(generator: String) -> String {
    var text = XMLText()
    text.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    text.line("<osmChange version=\"0.6\" generator=\"\(XMLText.escaped(generator))\">")
    block("create", &text) { write({ $0 < 0 }, &$0) }
    block("modify", &text) {
      write({ $0 > 0 }, &$0)
      for (id, tags) in relations.sorted(by: { $0.key < $1.key }) { write(relation: id, tags, &$0) }
    }
    block("delete", &text) { delete(&$0) }
    text.line("</osmChange>")
    return text.text
  }

  /// What `body` writes, within an element; nothing where it writes nothing.
  private func block(_ name: String, _ text: inout XMLText, _ body: (inout XMLText) -> Void) {
    var inner = XMLText()
    body(&inner)
    guard !inner.text.isEmpty else { return }
    // Whoever uploads it must not take away what others use meanwhile.
    text.line(name == "delete" ? "<delete if-unused=\"true\">" : "<\(name)>")
    text.append(inner)
    text.line("</\(name)>")
  }

  private func write(_ isOurs: (Int64) -> Bool, _ text: inout XMLText) {
    for (id, node) in nodes.filter({ isOurs($0.key) }).sorted(by: { $0.key > $1.key }) {
      text.node(id, node.position, tags: sorted(node.tags))
    }
    for (id, way) in ways.filter({ isOurs($0.key) }).sorted(by: { $0.key > $1.key }) {
      text.way(id, way.nodes, tags: sorted(way.tags))
    }
  }

  private func write(relation id: Int64, _ tags: [String: String], _ text: inout XMLText) {
    guard let row = data.row(ofRelation: id) else { return }
    let members = data.members[Int(data.relationFirst[row])..<Int(data.relationFirst[row + 1])]
    text.relation(id, members.map { ($0.id, data.strings[$0.role]) }, tags: sorted(tags))
  }

  private func delete(_ text: inout XMLText) {
    for kind in [ElementKind.relation, .way] {
      let gone = change.removed.lazy.filter { $0.kind == kind && $0.number > 0 }.map(\.number).sorted()
      for id in gone { text.line("<\(kind.word) id=\"\(id)\"/>") }
    }
    for id in deletedNodes { text.line("<node id=\"\(id)\"/>") }
  }

  private func sorted(_ tags: [String: String]) -> [(String, String)] {
    tags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
