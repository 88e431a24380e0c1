public import OSM

/// What a district's registry says of the places of a generated map, as CSV files for `kaimen registry import`.
///
/// The same map, seed and day give the same files, byte for byte.
public struct RegistryPlan: Sendable {
  private let data: OSMData
  private let seed: UInt64
  private let day: CivilDay

  /// - Parameters:
  ///   - data: A map of ``CityGenerator``.
  ///   - seed: Another number, other inspections.
  ///   - day: The day on which the registry is as it is; inspections lie before.
  public init(_ data: OSMData, seed: UInt64, day: CivilDay) {
    (self.data, self.seed, self.day) = (data, seed, day)
  }

  /// A kind of place: who answers for it, what inspectors look for, and how much of it is there.
  private struct Kind {
    /// What its codes begin with.
    var letters: String
    var department: String
    /// Items with the chance that a place that passes has them; 1 for what all need.
    var items: [(id: String, chance: Double)]
    /// Of a thousand places, so many pass.
    var passing: Int
    /// Months for which an inspection counts.
    var months: Int
  }

  private static let kinds: [String: Kind] = [
    "station": Kind(
      letters: "ST", department: "总工会",
      items: [
        ("seats", 1), ("water", 1), ("air-conditioning", 1), ("charging", 1), ("first-aid", 1),
        ("microwave", 0.7), ("toilet", 0.6), ("wifi", 0.8), ("reading", 0.5),
      ], passing: 960, months: 12),
    "canteen": Kind(
      letters: "CT", department: "商务委",
      items: [("price-list", 1), ("rider-price", 1), ("licence", 1), ("seats", 1), ("long-hours", 0.5)],
      passing: 970, months: 12),
    "merchant": Kind(
      letters: "MT", department: "市场监管局", items: [("offer", 1), ("pickup", 0.6), ("water", 0.8)],
      passing: 850, months: 24),
    "compound": Kind(
      letters: "CP", department: "住建委",
      items: [
        ("gate-rule", 1), ("rider-entry", 1), ("map-board", 1), ("numbers", 1), ("bay", 0.6),
        ("guard-trained", 0.7),
      ], passing: 900, months: 24),
    "office": Kind(
      letters: "OF", department: "商务委", items: [("lobby-counter", 1), ("lift", 1), ("bay", 0.5)],
      passing: 800, months: 24),
    "hospital": Kind(
      letters: "HO", department: "卫生健康委", items: [("delivery-point", 1), ("route", 1), ("bay", 0.6)],
      passing: 900,
      months: 12),
    "campus": Kind(
      letters: "CA", department: "教育委", items: [("delivery-point", 1), ("gate-rule", 1), ("shelves", 0.7)],
      passing: 800,
      months: 12),
    "scenic_area": Kind(
      letters: "SC", department: "文化旅游委", items: [("entry", 1), ("map-board", 0.8), ("bay", 0.6)],
      passing: 700, months: 12),
    "construction_site": Kind(
      letters: "SITE", department: "住建委", items: [("delivery-point", 1), ("safety", 1)], passing: 800,
      months: 6),
    "rider_bay": Kind(
      letters: "BAY", department: "城市管理局",
      items: [("marked", 1), ("lit", 0.8), ("fire-safety", 0.6), ("near-gate", 0.9)],
      passing: 950, months: 12),
    "charging_site": Kind(
      letters: "CH", department: "消防救援支队",
      items: [("marked", 1), ("lit", 0.9), ("fire-safety", 1), ("near-gate", 0.7)],
      passing: 950, months: 12),
  ]

  /// Services that a checklist's items stand for.
  private static let services = [
    "water", "toilet", "charging", "microwave", "wifi", "air-conditioning", "first-aid",
  ]

  private static let columns: [String] = {
    let items = Set(kinds.values.flatMap { $0.items.map(\.id) }).sorted()
    return ["target", "code", "status", "department", "services", "price", "inspected"]
      + items.map { "checklist." + $0 } + ["why"]
  }()

  /// The places of the map that a registry keeps, in the order of their ids.
  ///
  /// - Complexity: O(tagged elements).
  public func places() -> String {
    var seen: [String: Int] = [:]
    var lines = [RegistryPlan.columns.joined(separator: ",")]
    let all = found()
    // So many of each kind pass as the plan says, however few there are.
    var totals: [String: Int] = [:]
    for one in all { totals[one.kind, default: 0] += 1 }
    var passing: [String: Int] = [:]
    for (kind, total) in totals {
      passing[kind] = (total * (RegistryPlan.kinds[kind]?.passing ?? 0) + 500) / 1000
    }
    for one in all {
      let number = seen[one.kind, default: 0]
      seen[one.kind] = number + 1
      // Spread over the map, not the first ones.
      let (total, wanted) = (totals[one.kind, default: 1], passing[one.kind, default: 0])
      let passes = (number + 1) * wanted / total > number * wanted / total
      if let row = row(one, number: number + 1, passes: passes) { lines.append(row) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let gateColumns = [
    "target", "rule.foot", "rule.bicycle", "rule.ebike", "rule.motorcycle", "rule.car", "rule.entry",
    "rule.delay",
    "rule.weather", "why",
  ]

  /// What guards say of gates that the map knows by day only: at which of them riders may ride in when it rains hard.
  ///
  /// Each row is the whole rule of its gate, as the map has it with that.
  /// - Complexity: O(tagged nodes).
  public func gates() -> String {
    var lines = [RegistryPlan.gateColumns.joined(separator: ",")]
    for (row, node) in data.taggedNodes.enumerated() {
      let tags = Dictionary(
        data.nodeTags[row].map { (data.strings[$0.key], data.strings[$0.value]) }
      ) { first, _ in first }
      let (id, entry) = (data.nodeIDs[Int(node)], tags["kaimen:entry"] ?? "")
      let isTimed = tags.keys.contains { $0 == "opening_hours" || $0.hasSuffix(":conditional") }
      guard tags["barrier"] == "lift_gate", ["guard", "register"].contains(entry), !isTimed else { continue }
      lines.append(
        [
          "\(ElementID(.node, id))", "anyone", "anyone", "anyone", "resident", "resident", entry,
          tags["kaimen:delay"] ?? "", "rain;typhoon", "synthetic",
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Found {
    var element: ElementID
    var kind: String
    var price: String?
  }

  private func found() -> [Found] {
    var all: [Found] = []
    func look(_ element: ElementID, _ tags: ArraySlice<TagPair>) {
      var one = Found(element: element, kind: "")
      for pair in tags {
        switch data.strings[pair.key] {
        case "kaimen:kind": one.kind = data.strings[pair.value]
        case "charge": one.price = data.strings[pair.value].split(separator: " ").first.map(String.init)
        default: break
        }
      }
      if RegistryPlan.kinds[one.kind] != nil { all.append(one) }
    }
    for (row, node) in data.taggedNodes.enumerated() {
      look(ElementID(.node, data.nodeIDs[Int(node)]), data.nodeTags[row])
    }
    for row in data.wayIDs.indices { look(ElementID(.way, data.wayIDs[row]), data.wayTags[row]) }
    for row in data.relationIDs.indices {
      look(ElementID(.relation, data.relationIDs[row]), data.relationTags[row])
    }
    return all
  }

  private func row(_ one: Found, number: Int, passes: Bool) -> String? {
    guard let kind = RegistryPlan.kinds[one.kind] else { return nil }
    var random = Random(seed: seed, stream: 31, key: Int(truncatingIfNeeded: one.element.number))
    let items = kind.items.filter { item in
      passes ? random.chance(item.chance) : random.chance(item.chance * 0.6)
    }.map(\.id)
    // What fails lacks something that all need, or has not been looked at for too long.
    let missing = passes ? nil : kind.items.filter { $0.chance == 1 }.first?.id
    let had = items.filter { $0 != missing }
    let status = passes ? "open" : random.pick(["building", "building", "open", "suspended"])
    let age = random.whole(5...(kind.months * 30 - 40))
    let inspected = status == "building" ? "" : "\(CivilDay(number: day.number - age))"
    let cells: [String: String] = [
      "target": "\(one.element)", "code": RegistryPlan.code(kind, number), "status": status,
      "department": kind.department, "price": one.price ?? "", "inspected": inspected,
      "services": one.kind == "station" && status != "building"
        ? RegistryPlan.services.filter { had.contains($0) }.joined(separator: ";") : "", "why": "synthetic",
    ]
    return RegistryPlan.columns.map { column in
      if let cell = cells[column] { return cell }
      let item = String(column.dropFirst("checklist.".count))
      guard kind.items.contains(where: { $0.id == item }), status != "building" else { return "" }
      return had.contains(item) ? "yes" : "no"
    }.joined(separator: ",")
  }

  /// `ST-0007`.
  private static func code(_ kind: Kind, _ number: Int) -> String {
    kind.letters + "-" + String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
  }
}
