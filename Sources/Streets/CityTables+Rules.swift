internal import Dense
internal import Geo
public import OSM

/// Other rules at gates that are there already: the quick way, without building a city anew.
extension CityTables {
  /// What the tags of a gate say now.
  public struct GateTags: Sendable {
    public var element: ElementID
    public var tags: [String: String]

    public init(element: ElementID, tags: [String: String]) { (self.element, self.tags) = (element, tags) }
  }

  /// The tables with the rules that `gates` have now.
  ///
  /// Which door is joined to which street, what belongs to the open network and whether one rides or pushes through stays as
  /// it was: a city built anew may differ there.
  ///
  /// - Returns: The tables, and the segments that lead through these gates; nil where a gate is not in the city.
  /// - Complexity: O(gates + segments + bytes of texts), a few copies of memory.
  public func ruling(_ gates: [GateTags]) -> (tables: CityTables, segments: [SegmentID])? {
    var builder = OSMDataBuilder()
    for (row, gate) in gates.enumerated() {
      builder.addNode(
        Int64(row + 1), at: Coordinate(longitudeE7: 0, latitudeE7: 0),
        tags: gate.tags.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
    let map = TaggedMap(builder.finish())
    var (reader, words) = (RuleReader(strings: map.data.strings), TextTableBuilder(map.data.strings))
    var (gateRows, segmentRules) = (premises.gates.values, network.rule.values)
    var fresh: [RuleRow] = []
    var segments: [SegmentID] = []
    for (number, change) in gates.enumerated() {
      let packed = PackedElement(change.element)
      let rows = premises.gates.ids.filter { premises.gates[$0].element == packed }
      guard !rows.isEmpty else { return nil }
      for id in rows {
        let gate = premises.gates[id]
        guard gate.rule != .none, let kind = BarrierKind(rawValue: gate.kind) else { return nil }
        let read = reader.gate(kind, map.tags(taggedNode: number), texts: &words)
        let new = reader.rows[read.index]
        let (whole, half) = (RuleID(rules.count + fresh.count), RuleID(rules.count + fresh.count + 1))
        var halved = new
        halved.delay /= 2
        fresh += [new, halved]
        gateRows[id.index].rule = whole
        for item in premises.gateSegments[id] {
          let segment = premises.gateSegments.values[item]
          segmentRules[segment.index] = network.rule[segment] == gate.rule ? whole : half
          segments.append(segment)
        }
      }
    }
    var tables = self
    tables.texts = texts.appending(words)
    tables.rules = Column(rules.values + fresh.map { $0.moved(by: texts.bytes.count) })
    tables.network = network.with(rule: Column(segmentRules))
    tables.premises = premises.with(gates: Column(gateRows))
    return (tables, segments)
  }
}

extension RuleRow {
  /// The rule with its texts so many rows later.
  fileprivate func moved(by rows: Int) -> RuleRow {
    func moved(_ id: TextID) -> TextID { id == .none ? id : TextID(id.index + rows) }
    var row = self
    (row.hours, row.passes) = (moved(hours), moved(passes))
    for mode in Mode.allCases { row[condition: mode] = moved(self[condition: mode]) }
    return row
  }
}

extension TextTable {
  /// The table with the texts of `builder` behind its own.
  fileprivate func appending(_ builder: TextTableBuilder) -> TextTable {
    if builder.texts.isEmpty { return self }
    var (values, first) = (bytes.values.values, bytes.first.values)
    if first.isEmpty { first = [ItemID(0)] }
    for text in builder.texts {
      values += text.utf8
      first.append(ItemID(values.count))
    }
    return TextTable(bytes: Ragged(first: Column(first), values: Column(values)))
  }
}

extension Network {
  fileprivate func with(rule: Column<SegmentID, RuleID>) -> Network {
    Network(
      coordinate: coordinate, firstOut: firstOut, head: head, tail: tail, heading: heading, barred: barred,
      incoming: incoming, segmentClass: segmentClass, length: length, extras: extras, rule: rule, name: name,
      osmID: osmID, geometry: geometry, arcs: arcs, traits: traits, classes: classes)
  }
}

extension Premises {
  fileprivate func with(gates: Column<GateID, Gate>) -> Premises {
    Premises(
      gates: gates, gateSegments: gateSegments, compounds: compounds, compoundRings: compoundRings,
      compoundGates: compoundGates, buildings: buildings, outlines: outlines, buildingDoors: buildingDoors,
      doors: doors, connectors: connectors, bends: bends, places: places, addresses: addresses, bays: bays,
      bayPlaces: bayPlaces, buildingIndex: buildingIndex, doorIndex: doorIndex, placeIndex: placeIndex,
      segmentIndex: segmentIndex, pieces: pieces)
  }
}
