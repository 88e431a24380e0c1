public import Geo
public import OSM
public import Queries
public import Streets

extension MapEditor {
  /// The properties of edits by the tag that they set, where that is the same text.
  private static let words: [MapEdit.Kind: KeyValuePairs<String, String>] = [
    .gate: ["barrier": "barrier"],
    .door: ["entrance": "entrance", "unit": "addr:unit", "number": "ref", "level": "level"],
    .path: ["highway": "highway", "level": "level", "incline": "incline", "steps": "step_count"],
    .wall: ["barrier": "barrier"], .compound: ["barrier": "barrier"],
    .building: ["number": MapEditor.number, "levels": "building:levels"], .lift: ["levels": "level"],
    .place: ["placeKind": "kaimen:kind", "capacity": "capacity", "hours": "opening_hours"],
  ]
  /// Stands for the tags of which the first that is there is the number of a building.
  private static let number = "number"
  private static let numbers = ["addr:housenumber", "ref", "addr:block"]
  private static let names: KeyValuePairs = ["name": "name", "nameEnglish": "name:en"]

  /// What the map says of what `edit` changes, in the words of an edit's properties; what it takes away in full.
  ///
  /// - Returns: The properties, null where the map says nothing, and the geometry where that is changed; nothing for what is
  ///   added. The `rule` of a gate is among them where edits have words for it and a context for its hours is given.
  public func known(of edit: MapEdit, rulesIn context: HoursContext?) -> (
    properties: [JSON.Member], geometry: JSON?
  ) {
    guard let target = edit.target, let tags = tagsOfAny(target) else { return ([], nil) }
    let words = (MapEditor.words[edit.kind].map(Array.init) ?? []) + Array(MapEditor.names)
    let isGone = edit.action == .remove
    var properties = words.compactMap { word -> JSON.Member? in
      let property = word.key
      let tag =
        word.value == MapEditor.number
        ? MapEditor.numbers.first { tags[$0] != nil } ?? MapEditor.numbers[0] : word.value
      if word.value == MapEditor.number, !isGone, edit.tags[MapEditor.numbers[0]] != nil {
        return JSON.Member(key: property, value: .string(tags[tag]))
      }
      guard isGone ? tags[tag] != nil : edit.tags[tag] != nil else { return nil }
      return JSON.Member(key: property, value: .string(tags[tag]))
    }
    let isRuled = edit.clears.contains { GateRule.keys.contains($0) } || isGone && edit.kind == .gate
    if isRuled, let context, let known = MapEditor.rule(tags, in: context), known.isWhole {
      properties.append(JSON.Member(key: "rule", value: known.rule.json))
    }
    return (properties, edit.shape != nil || isGone ? shape(of: target) : nil)
  }

  /// What the gate `node` says; nil where it is no barrier, or says nothing.
  public func rule(of node: ElementID, in context: HoursContext) -> GateRule.Known? {
    guard let tags = tags(of: node), MapFeature.isGate(tags) else { return nil }
    return MapEditor.rule(tags, in: context)
  }

  private static func rule(_ tags: [String: String], in context: HoursContext) -> GateRule.Known? {
    let book = RuleBook(
      gate: tags["barrier"].flatMap { BarrierKind(osm: $0) } ?? .gate, tags: tags, context: context)
    return GateRule.known(RuleBook.only, in: book)
  }

  /// Where a way or node runs or lies.
  public func points(of element: ElementID) -> [Coordinate] {
    if element.kind == .way { return line(element)?.points ?? [] }
    return element.kind == .node ? [ground.node(element.number)?.position].compactMap(\.self) : []
  }

  private func tagsOfAny(_ element: ElementID) -> [String: String]? {
    element.kind == .way ? line(element)?.tags : tags(of: element)
  }

  private func shape(of element: ElementID) -> JSON? {
    guard element.kind == .way else {
      return ground.node(element.number).map { MapEdit.Shape.point($0.position).json }
    }
    guard let points = line(element)?.points, points.count > 1 else { return nil }
    let isRing = points.count > 3 && points.first == points.last
    return (isRing ? MapEdit.Shape.ring(points) : .line(points)).json
  }
}
