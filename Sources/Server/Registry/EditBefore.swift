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
  /// Reads the map that the live city was made of: of what was accepted a moment before it may not know yet. Rules of gates
  /// are those of `live`, which has them at once.
  func before(_ edit: StoredEdit, _ registry: Registry, live: City? = nil) -> String? {
    guard edit.action != "add", let read = try? MapEdit(edit), let target = read.target else { return nil }
    var members = registered(edit.said, of: registry[target] ?? PlaceFacts())
    if read.changesMap, let known = try? known(of: read) {
      let rule = live.flatMap { $0.rule(of: target) }
      members += known.properties.filter { rule == nil || $0.key != "rule" }
      if let rule, edit.said["rule"] != nil || read.action == .remove {
        members.append(JSON.Member(key: "rule", value: rule))
      }
      if let geometry = known.geometry { members.append(JSON.Member(key: "geometry", value: geometry)) }
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
    guard let gate = gates(of: .element(element)).first else { return nil }
    return GateRule.known(premises.gates[gate].rule, in: rules)?.rule.json
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
