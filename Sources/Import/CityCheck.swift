import Dense
import Geo
import OSM
import Routing
import Streets

/// Looks over a finished city for what nobody can reach or read.
struct CityCheck {
  private let tables: CityTables
  private let network: Network
  /// Islands of fewer nodes than this are reported one by one.
  private static let smallIsland = 2_000

  init(_ tables: CityTables) {
    self.tables = tables
    network = tables.network
  }

  func run() -> [Diagnostic] { islands() + unreachableBuildings() + unreadableRules() }

  /// Parts of the street network that nothing joins to a larger one nearby.
  private func islands() -> [Diagnostic] {
    var sets = DisjointSets(count: network.coordinate.count)
    for arc in network.heading.ids { sets.join(network.tail[arc].index, network.head[arc].index) }
    var sizes = [Int](repeating: 0, count: network.coordinate.count)
    for node in sizes.indices { sizes[sets.find(node)] += 1 }
    var reported: [Int: Int64] = [:]
    for segment in network.length.ids {
      let arc = network.arcs.values[network.arcs[segment].lowerBound]
      let island = sets.find(network.tail[arc].index)
      let size = sizes[island]
      if size < CityCheck.smallIsland, size > 2, reported[island] == nil, network.osmID[segment] != 0 {
        reported[island] = network.osmID[segment]
      }
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] }
    return reported.filter { $0.key != largest }.sorted { $0.value < $1.value }.map { island, way in
      Diagnostic(.note, .island, ElementID(.way, way), "\(sizes[island])")
    }
  }

  /// Buildings with mapped doors none of which has a clear way to a street.
  private func unreachableBuildings() -> [Diagnostic] {
    let premises = tables.premises
    return premises.buildings.ids.compactMap { building in
      let doors = premises.buildingDoors[building].map { premises.buildingDoors.values[$0] }
      guard !doors.isEmpty else { return nil }
      let isReached = doors.contains { door in
        premises.connectors[door].contains { premises.connectors.values[$0].isClear != 0 }
      }
      guard !isReached else { return nil }
      return Diagnostic(
        .error, .unreachableBuilding, premises.buildings[building].element.id,
        "every way to its \(doors.count) doors is blocked")
    }
  }

  private func unreadableRules() -> [Diagnostic] {
    var owners: [RuleID: ElementID] = [:]
    for gate in tables.premises.gates.ids {
      let row = tables.premises.gates[gate]
      owners[row.rule] = owners[row.rule] ?? row.element.id
    }
    for segment in network.rule.ids where network.rule[segment] != .none {
      let rule = network.rule[segment]
      owners[rule] = owners[rule] ?? ElementID(.way, network.osmID[segment])
    }
    var found: [Diagnostic] = []
    for rule in tables.rules.ids {
      guard let owner = owners[rule] else { continue }
      if let text = tables.texts[tables.rules[rule].hours], (try? OpeningHours(parsing: text)) == nil {
        found.append(Diagnostic(.warning, .unreadableHours, owner, text))
      }
      let conditions = Set(Mode.allCases.compactMap { tables.texts[tables.rules[rule][condition: $0]] })
      for text in conditions.sorted() where (try? ConditionalRestriction(parsing: text)) == nil {
        found.append(Diagnostic(.warning, .unreadableCondition, owner, text))
      }
    }
    return found
  }
}
