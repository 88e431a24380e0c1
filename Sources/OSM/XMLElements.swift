import Geo

/// Turns the elements and attributes of an OSM XML file into columns.
///
/// Fed by the parser in document order; knows nothing of it. The first thing wrong is kept in
/// ``problem``.
struct XMLElements {
  enum Problem: Equatable {
    case damage(XMLDamage)
    case changeFile
  }

  private(set) var columns = ElementColumns()
  private(set) var strings = StringTable()
  private(set) var header = OSMData.Header()
  private(set) var problem: Problem?

  private var depth = 0
  /// Attributes of the element being begun.
  private var attributes = XMLAttributes()
  /// The node, way or relation being read.
  private var current: XMLName = .other
  private var currentAttributes = XMLAttributes()
  private var tags: [TagPair] = []
  private var note: [UInt8] = []
  private var isInNote = false
  private static let longestNote = 4096

  /// One attribute of the element that ``begin(_:)`` will name next.
  mutating func attribute(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    attributes.set(XMLName(name), value, &strings)
    if depth == 0 { headerAttribute(StringTable.text(name), value) }
  }

  /// The element `name` begins; its attributes came before.
  mutating func begin(_ name: Span<UInt8>) {
    let element = XMLName(name)
    if depth == 0 { checkRoot(name) }
    depth += 1
    switch element {
    case .node, .way, .relation:
      current = element
      currentAttributes = attributes
      dropUnfinished()
    case .tag: tag()
    case .nd: wayNode()
    case .member: member()
    case .note: isInNote = depth == 2
    default: break
    }
    attributes = XMLAttributes()
  }

  /// Forgets what an element that never ended (one stood inside another) has gathered.
  private mutating func dropUnfinished() {
    tags.removeAll(keepingCapacity: true)
    columns.wayRefs.removeSubrange(Int(columns.wayFirst[columns.wayIDs.count])...)
    columns.members.removeSubrange(Int(columns.relationFirst[columns.relationIDs.count])...)
  }

  /// The element `name` ends.
  mutating func end(_ name: Span<UInt8>) {
    depth -= 1
    let element = XMLName(name)
    if element == .note, isInNote {
      isInNote = false
      let text = StringTable.text(note.span)
      if !text.isEmpty, header.comment == nil { header.comment = text }
    }
    guard element == current, element != .other else { return }
    switch element {
    case .node: finishNode()
    case .way: finishWay()
    default: finishRelation()
    }
    current = .other
  }

  /// Text between elements.
  mutating func text(_ bytes: Span<UInt8>) {
    guard isInNote else { return }
    for index in bytes.indices where note.count < Self.longestNote { note.append(bytes[index]) }
  }

  /// Something is wrong; the first is kept.
  mutating func fail(_ damage: XMLDamage) { problem = problem ?? .damage(damage) }
}

// The outermost element and the inner ones.
extension XMLElements {
  private mutating func checkRoot(_ name: Span<UInt8>) {
    if XMLName(name) == .osm { return }
    let text = StringTable.text(name)
    if text == "osmChange" { problem = problem ?? .changeFile } else { fail(.root(String(text.prefix(40)))) }
  }

  private mutating func headerAttribute(_ name: String, _ value: Span<UInt8>) {
    switch name {
    case "generator": header.writingProgram = StringTable.text(value)
    case "attribution": header.source = StringTable.text(value)
    default: break
    }
  }

  private mutating func tag() {
    guard current != .other else { return }
    guard let key = attributes.key else { return fail(.attribute("k", of: "tag")) }
    guard let value = attributes.value else { return fail(.attribute("v", of: "tag")) }
    tags.append(TagPair(key: key, value: value))
  }

  private mutating func wayNode() {
    guard current == .way else { return }
    guard let ref = attributes.ref else { return fail(.attribute("ref", of: "nd")) }
    columns.wayRefs.append(ref)
  }

  private mutating func member() {
    guard current == .relation else { return }
    guard let ref = attributes.ref else { return fail(.attribute("ref", of: "member")) }
    guard let kind = attributes.memberKind else { return fail(.member) }
    let role = attributes.role ?? strings.intern("")
    columns.members.append(OSMData.Member(id: ElementID(kind, ref), role: role))
  }
}

// Finished elements.
extension XMLElements {
  private mutating func finishNode() {
    guard let id = currentAttributes.id else { return fail(.attribute("id", of: "node")) }
    let element = ElementID(.node, id)
    if currentAttributes.isDeleted { return skip(element, .deleted) }
    guard let longitude = currentAttributes.longitudeE7, let latitude = currentAttributes.latitudeE7 else {
      return skip(element, .noCoordinate)
    }
    guard abs(longitude) <= 1_800_000_000, abs(latitude) <= 900_000_000 else {
      return skip(element, .coordinateOutside)
    }
    columns.nodeIDs.append(id)
    columns.nodeCoordinates.append(
      Coordinate(longitudeE7: Int32(longitude), latitudeE7: Int32(latitude)))
    if tags.isEmpty { return }
    columns.taggedNodes.append(UInt32(columns.nodeIDs.count - 1))
    columns.nodeTags.append(tags)
  }

  private mutating func finishWay() {
    guard let id = currentAttributes.id else { return fail(.attribute("id", of: "way")) }
    if currentAttributes.isDeleted {
      dropUnfinished()
      return skip(ElementID(.way, id), .deleted)
    }
    columns.wayIDs.append(id)
    columns.wayFirst.append(UInt32(columns.wayRefs.count))
    columns.wayTags.append(tags)
  }

  private mutating func finishRelation() {
    guard let id = currentAttributes.id else { return fail(.attribute("id", of: "relation")) }
    if currentAttributes.isDeleted {
      dropUnfinished()
      return skip(ElementID(.relation, id), .deleted)
    }
    columns.relationIDs.append(id)
    columns.relationFirst.append(UInt32(columns.members.count))
    columns.relationTags.append(tags)
  }

  private mutating func skip(_ id: ElementID, _ reason: OSMData.Skipped.Reason) {
    columns.skipped.append(OSMData.Skipped(id: id, reason: reason))
  }
}

/// The attributes of one element, as far as the reader needs them.
struct XMLAttributes {
  private(set) var id: Int64?
  private(set) var ref: Int64?
  private(set) var longitudeE7: Int64?
  private(set) var latitudeE7: Int64?
  private(set) var key: StringID?
  private(set) var value: StringID?
  private(set) var role: StringID?
  private(set) var memberKind: ElementKind?
  private(set) var isDeleted = false

  /// Takes one attribute; texts are interned in `strings`.
  mutating func set(_ name: XMLName, _ text: Span<UInt8>, _ strings: inout StringTable) {
    switch name {
    case .id: id = XMLNumber.integer(text)
    case .ref: ref = XMLNumber.integer(text)
    case .lon: longitudeE7 = XMLNumber.degreesE7(text)
    case .lat: latitudeE7 = XMLNumber.degreesE7(text)
    case .k: key = strings.intern(text)
    case .v: value = strings.intern(text)
    case .role: role = strings.intern(text)
    case .type: memberKind = Self.kind(XMLName(text))
    case .visible: isDeleted = isDeleted || XMLName(text) == .no
    case .action: isDeleted = isDeleted || XMLName(text) == .delete
    default: break
    }
  }

  private static func kind(_ name: XMLName) -> ElementKind? {
    switch name {
    case .node: .node
    case .way: .way
    case .relation: .relation
    default: nil
    }
  }
}
