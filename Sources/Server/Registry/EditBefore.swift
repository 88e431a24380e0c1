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
  func before(_ edit: StoredEdit, _ registry: Registry, live: City? = nil, isMapKnown: Bool = true) -> String?
  {
    guard edit.action != "add", let read = try? MapEdit(edit), let target = read.target else { return nil }
    let said = edit.said
    var members = registered(said, of: registry[target] ?? PlaceFacts())
    if read.changesMap, isMapKnown, let known = try? known(of: read, rulesOf: live) {
      members += known.properties
      if let geometry = known.geometry { members.append(JSON.Member(key: "geometry", value: geometry)) }
    }
    if read.changesMap, let live, said["rule"] != nil || read.action == .remove,
      let rule = live.rule(of: target)
    {
      members.append(JSON.Member(key: "rule", value: rule))
    }
    return members.isEmpty ? nil : JSON.object(members).text
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

extension City {
  /// The rule of the gate `element`, as an edit would say it; nil where edits have no words for it.
  fileprivate func rule(of element: ElementID) -> JSON? {
    guard element.kind == .node, let gate = gates(of: .element(element)).first,
      let known = GateRule.known(premises.gates[gate].rule, in: rules), known.isWhole
    else { return nil }
    return known.rule.json
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
