internal import Dense
internal import Foundation
public import Geo
public import OSM
public import Routing
internal import Streets
internal import Synchronization
public import Wording

/// Something that a search found.
public struct NamedThing: Sendable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, CaseIterable { case compound, place, building, street, door, address }

  public var kind: Kind
  public var element: ElementID
  public var label: Wording
  /// Where it is, or what it is; empty where nothing is known.
  public var detail: Wording
  public var position: Coordinate
  /// `pharmacy`; nil for what is no place.
  public var placeKind: String?

  public func json(_ language: Language, _ datum: Datum) -> JSON {
    JSON.object([
      "kind": .string(kind.rawValue), "id": .string("\(element)"), "label": .string(label[language]),
      "detail": .string(detail[language].isEmpty ? nil : detail[language]),
      "position": .position(position, datum), "placeKind": .string(placeKind),
    ])
  }
}

/// Finds compounds, places, buildings and streets by a part of their name.
///
/// A plain list of folded names: made at the first search, gone through by each. Addresses with numbers are the
/// business of the engine's own address book.
public final class NameIndex: Sendable {
  private struct Entry: Sendable {
    /// Local and English name, folded.
    var names: [String]
    var thing: NamedThing
  }

  private let city: City
  private let made = Mutex<[Entry]?>(nil)

  public init(city: City) { self.city = city }

  /// The best `limit` matches of `text`: names that begin with it first, then the nearest.
  ///
  /// Stops where `isAbandoned`.
  ///
  /// - Complexity: O(names).
  public func find(
    _ text: String, near: Coordinate?, limit: Int, isAbandoned: () -> Bool = Router.isNever
  ) -> [NamedThing] {
    let wanted = NameIndex.fold(text)
    guard !wanted.isEmpty else { return [] }
    var found: [(score: Double, entry: Entry)] = []
    for (row, entry) in entries.enumerated() {
      if row.isMultiple(of: 1024), isAbandoned() { return [] }
      guard let match = entry.names.compactMap({ NameIndex.score($0, wanted) }).min() else { continue }
      // A kilometre weighs as much as a quarter of a better match.
      let metres = near.map { $0.distance(to: entry.thing.position) } ?? 0
      found.append((match + min(metres / 4000, 3), entry))
    }
    found.sort { ($0.score, $0.entry.thing.label.english) < ($1.score, $1.entry.thing.label.english) }
    return found.prefix(limit).map(\.entry.thing)
  }

  /// 0 where `name` is what is wanted, more the less it is like it; nil where it is not.
  private static func score(_ name: String, _ wanted: String) -> Double? {
    if name == wanted { return 0 }
    if name.hasPrefix(wanted) { return 1 }
    if name.contains(" " + wanted) { return 2 }
    return name.contains(wanted) ? 3 : nil
  }

  /// Small letters without accents, half-width, single spaces.
  private static func fold(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
      .split { $0 == " " || $0 == "　" }.joined(separator: " ")
  }

  private var entries: [Entry] {
    made.withLock { made in
      if let made { return made }
      let list = compounds + places + buildings + streets
      made = list
      return list
    }
  }

  private func entry(
    _ kind: NamedThing.Kind, _ element: ElementID, _ name: TextID, _ english: TextID, _ position: Coordinate,
    detail: Wording = Wording(en: "", zh: ""), placeKind: String? = nil
  ) -> Entry? {
    let names = [city.texts[name], city.texts[english]].compactMap(\.self).filter { !$0.isEmpty }
    guard let first = names.first, let last = names.last else { return nil }
    return Entry(
      names: names.map(NameIndex.fold),
      thing: NamedThing(
        kind: kind, element: element, label: Wording(en: last, zh: first), detail: detail, position: position,
        placeKind: placeKind))
  }

  private var compounds: [Entry] {
    let premises = city.premises
    return premises.compounds.ids.compactMap { id in
      let row = premises.compounds[id]
      let ring = premises.compoundRings[id].map { premises.compoundRings.values[$0] }
      return entry(.compound, row.element.id, row.name, row.nameEnglish, BoundingBox(around: ring).centre)
    }
  }

  private var places: [Entry] {
    city.premises.places.ids.compactMap { id in
      let row = city.premises.places[id]
      return entry(
        .place, row.element.id, row.name, row.nameEnglish, row.position, detail: name(of: row.compound),
        placeKind: city.texts[row.kind])
    }
  }

  private var buildings: [Entry] {
    city.premises.buildings.ids.compactMap { id in
      let row = city.premises.buildings[id]
      return entry(
        .building, row.element.id, row.name, row.nameEnglish, row.centre, detail: name(of: row.compound))
    }
  }

  /// One entry for each name; the segment that comes first stands for all.
  private var streets: [Entry] {
    let network = city.network
    var seen: Set<TextID> = []
    return network.name.ids.compactMap { segment in
      let name = network.name[segment]
      guard name != .none, network.osmID[segment] > 0, network.length[segment] > .zero,
        seen.insert(name).inserted
      else { return nil }
      let points = network.geometry[segment]
      let middle = network.geometry.values[points.lowerBound.advanced(by: points.count / 2)]
      return entry(.street, ElementID(.way, network.osmID[segment]), name, .none, middle)
    }
  }

  private func name(of compound: CompoundID) -> Wording {
    guard compound != .none else { return Wording(en: "", zh: "") }
    let row = city.premises.compounds[compound]
    let names = [city.texts[row.name], city.texts[row.nameEnglish]].compactMap(\.self)
    return Wording(en: names.last ?? "", zh: names.first ?? "")
  }
}

/// What the engine's address book makes of a text.
public enum AddressResult {
  /// The doors that `text` means, as one result; nil where it means none.
  public static func find(_ text: String, _ session: Session) -> NamedThing? {
    guard let query = try? EndQuery(text), let end = try? session.router.resolver.resolve(query, .goal) else {
      return nil
    }
    guard let door = end.doors.first else { return nil }
    let label = session.writer.label(door) ?? Wording(en: end.label, zh: end.label)
    let detail =
      end.doubt.map { Journey.Doubt($0).wording } ?? session.writer.compound(of: door)
      ?? Wording(en: "", zh: "")
    return NamedThing(
      kind: .door, element: door.element, label: label, detail: detail, position: door.position)
  }
}
