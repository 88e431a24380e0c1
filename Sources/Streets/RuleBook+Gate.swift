internal import Dense
internal import Geo
public import OSM

extension RuleBook {
  /// The only rule of a book made by ``init(gate:tags:context:)``.
  public static let only = RuleID(0)

  /// The book of one gate alone, its tags read as an import reads them: for rules that no city has yet.
  ///
  /// - Complexity: O(tags).
  public convenience init(gate kind: BarrierKind, tags: [String: String], context: HoursContext) {
    var builder = OSMDataBuilder()
    builder.addNode(
      1, at: Coordinate(longitudeE7: 0, latitudeE7: 0),
      tags: tags.merging(["barrier": "gate"]) { said, _ in said }.sorted { $0.key < $1.key }
        .map { ($0.key, $0.value) })
    let map = TaggedMap(builder.finish())
    var (reader, words) = (RuleReader(strings: map.data.strings), TextTableBuilder(map.data.strings))
    _ = reader.gate(kind, map.tags(taggedNode: 0), texts: &words)
    self.init(rows: Column(reader.rows), texts: words.finish(), context: context)
  }
}

extension RuleRow {
  /// Whether the rule lets `mode` pass beside its vehicle only; what nobody pushes stays out then.
  public func isPushed(_ mode: Mode) -> Bool { mode.isVehicle && self[mode] == .dismount }

  /// Whether `mode` ever gets through something of this kind, whatever the rule says.
  public func isMadeFor(_ mode: Mode) -> Bool {
    if barrierKind == .lift { return mode == .foot }
    return !isPushed(mode) || Profile.of(mode).pushingSpeed != nil
  }

  /// Whether anything says if `mode` may pass.
  ///
  /// Hours alone say it of everybody; where others are spoken of, they say nothing of who is not.
  public func isKnown(_ mode: Mode) -> Bool {
    if ruleFlags.contains(.unknown) { return false }
    if self[mode] != .unknown || entryKind != .unknown || self[condition: mode] != .none { return true }
    return hours != .none && Mode.allCases.allSatisfy { self[$0] == .unknown }
  }

  /// Seconds that `mode` usually needs to be let through.
  public func delay(_ mode: Mode) -> Double {
    guard barrierKind == .unmapped, ruleFlags.contains(.gate), mode != .foot else {
      return Double(delay) / 10
    }
    return Delays.unmappedOpeningOnWheels
  }
}
