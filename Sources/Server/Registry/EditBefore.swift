import Dense
import OSM
import Places
import Queries
import Routing
import Store
import Streets

extension EditDesk {
  /// What `edit` is about to replace, as JSON of the same properties and, where it changes that, `geometry`; nil for something
  /// new.
  ///
  /// Reads the map that the live city was made of, unless something newer `isMapKnown` not. Rules of gates are those of `live`,
  /// which has them at once.
  /// `later` are edits of the same thing that this map has not yet, as they came into force.
  func before(
    _ edit: StoredEdit, _ registry: Registry, live: City? = nil, isMapKnown: Bool = true,
    later: [StoredEdit] = []
  ) -> String? {
    guard edit.action != "add", let read = try? MapEdit(edit), let target = read.target else { return nil }
    let said = edit.said
    var members = registered(said, of: registry[target] ?? PlaceFacts())
    if read.changesMap, isMapKnown, let known = try? known(of: read, rulesOf: live) {
      members += known.properties
      if let geometry = known.geometry { members.append(JSON.Member(key: "geometry", value: geometry)) }
      for edit in later {
        let drawn = edit.geometry.flatMap { try? JSONReader.read(Array($0.utf8)[...]) }
        let newer = edit.said.merging(drawn.map { ["geometry": $0] } ?? [:]) { $1 }
        for row in members.indices { members[row].value = newer[members[row].key] ?? members[row].value }
        members += newer.filter { key, _ in said[key] != nil && !members.contains { $0.key == key } }
          .map { JSON.Member(key: $0.key, value: $0.value) }
      }
    }
    if read.changesMap, let live, said["rule"] != nil || read.action == .remove,
      let rule = live.rule(of: target)?.rule.json
    {
      members.append(JSON.Member(key: "rule", value: rule))
    }
    return members.isEmpty ? nil : JSON.object(members).text
  }

  /// How `edit`, which waits, would fare; what it would replace of a rule only where edits have words for all of it.
  func standing(of edit: StoredEdit, _ registry: Registry, live: City) -> EditStanding {
    let target = edit.target.flatMap { ElementID($0) }
    let isSayable = target.flatMap { live.rule(of: $0) }?.isWhole ?? true
    var standing = EditStanding(before: before(edit, registry, live: isSayable ? live : nil))
    standing.problem = edit.missing(in: live)
    guard let read = try? MapEdit(edit) else { return standing }
    do { standing.isLoose = try check(read).isLoose } catch { standing.problem = error as? EditError }
    return standing
  }

  /// What the registry says of what `edit` does.
  private func registered(_ said: [String: JSON], of facts: PlaceFacts) -> [JSON.Member] {
    facts.json(isPrivate: true).compactMap { member in
      guard let new = said[member.key] else { return nil }
      guard member.key == "checklist", case .object(let items) = member.value, case .object(let found) = new
      else {
        return member
      }
      let named = Set(found.map(\.key))
      return JSON.Member(key: member.key, value: .object(items.filter { named.contains($0.key) }))
    }
  }
}

/// How an edit that waits would fare if it were accepted now.
struct EditStanding: Sendable {
  /// What it would replace, as JSON.
  var before: String?
  /// Why it does not fit the map any more.
  var problem: EditError?
  /// No way would lead through the gate that it adds.
  var isLoose = false
}

extension District {
  private static let mostStandings = 200

  /// How the first of those of `edits` that wait stand, by their ids; none while a city is being made or much else is to be done.
  ///
  /// - Complexity: O(edits · things near each).
  func standings(of edits: [StoredEdit]) async -> [String: EditStanding] {
    let waiting = edits.filter { $0.status == .pending }.prefix(District.mostStandings)
    if waiting.isEmpty { return [:] }
    if await maker.isBehind { return [:] }
    let (facts, live) = (registry.registry, city.city)
    let found = try? await heavy.run { [desk] isAbandoned in
      let standings = waiting.prefix { _ in !isAbandoned() }.map { edit in
        (edit.id, desk.standing(of: edit, facts, live: live))
      }
      return Dictionary(standings) { one, _ in one }
    }
    return found ?? [:]
  }

  /// Why an edit does not fit the map: as it is live, for what is said of a place that there is no more.
  func problem(of edit: StoredEdit) -> EditError? {
    desk.problem(of: edit.id) ?? (edit.status == .accepted ? edit.missing(in: city.city) : nil)
  }

  private static let mostMisfits = 5000

  /// The accepted edits that do not fit the map.
  ///
  /// - Complexity: O(places of which something is known).
  /// - Throws: ``Problem`` where too much else is to be done.
  func misfits() async throws -> Set<String> {
    let (city, registry) = (city.city, registry.registry)
    return try await heavy.run { [desk] _ in
      let gone = registry.elements.filter { EditedElement.object(of: $0) == nil && !city.knows($0) }
      return desk.misfits.union(registry.edits(of: gone).prefix(District.mostMisfits))
    }
  }
}

extension StoredEdit {
  /// What it speaks of, where it changes no map and `city` has no such thing; what edits add comes with the next city.
  fileprivate func missing(in city: City) -> EditError? {
    guard !changesMap, let target = target.flatMap({ ElementID($0) }),
      EditedElement.object(of: target) == nil,
      !city.knows(target)
    else { return nil }
    return .gone(target)
  }
}

extension City {
  /// The rule of the gate `element`, as far as an edit could say it; nil where nothing is known of it.
  fileprivate func rule(of element: ElementID) -> GateRule.Known? {
    guard element.kind == .node, let gate = gates(of: .element(element)).first else { return nil }
    return GateRule.known(premises.gates[gate].rule, in: rules)
  }
}

extension StoredEdit {
  /// Its properties by their keys.
  fileprivate var said: [String: JSON] {
    guard let properties, case .object(let members)? = try? JSONReader.read(Array(properties.utf8)[...])
    else {
      return [:]
    }
    return Dictionary(members.map { ($0.key, $0.value) }) { _, last in last }
  }
}
