import Dense
import OSM
import People
import Places
import Queries
import Routing
import Store
import Streets
import Wording

/// What a registry file comes to: the edits that it makes, and what is wrong with its rows.
struct RegistryImport: Sendable {
  /// How it is to be done.
  struct Options: Sendable {
    var content: RegistryTable.Content
    /// Says what would be, and writes nothing.
    var isDry = false
    /// Writes the good rows even where others are wrong.
    var isPartial = false
    var status = StoredEdit.Status.accepted
    var principal: Principal
  }

  private(set) var rows = 0
  private(set) var added = 0
  private(set) var changed = 0
  private(set) var unchanged = 0
  private(set) var problems: [RegistryTable.RowProblem] = []
  private(set) var edits: [StoredEdit] = []
  /// What the first rows that say something new would change; of a dry run only.
  private(set) var changes: [Change] = []
  private let options: Options

  /// What a row would change.
  struct Change: Sendable {
    var row: Int
    var edit: StoredEdit
    /// The properties that differ, and what they are now.
    var properties: [JSON.Member]
    var before: [JSON.Member]

    /// `edit` has what it would replace.
    init(_ edit: StoredEdit, row: Int) {
      (self.row, self.edit) = (row, edit)
      func members(_ text: String?) -> [JSON.Member] {
        guard let text, case .object(let found)? = try? JSONReader.read(Array(text.utf8)[...]) else {
          return []
        }
        return found
      }
      let (said, known) = (members(edit.properties), members(edit.before))
      properties = said.filter { member in
        !known.contains { $0.key == member.key && $0.value.text == member.value.text }
      }
      let keys = Set(properties.map(\.key) + ["geometry"])
      before = known.filter { keys.contains($0.key) }
    }

    var json: JSON {
      [
        "row": .int(row), "kind": .string(edit.kind), "action": .string(edit.action),
        "target": .string(edit.target), "properties": .object(properties), "before": .object(before),
      ]
    }

    /// `row 2, node/1: price null → 12`.
    var wording: Wording {
      let parts = properties.map { member in
        let known = before.first { $0.key == member.key }?.value
        return (key: member.key, before: known?.text, after: member.value.text)
      }
      return Wording.Registry.change(row: row, target: edit.target, action: edit.action, parts)
    }
  }

  /// Whether something is to be written.
  var isWritten: Bool { rows > 0 && !options.isDry && !isRefused }

  /// Whether nothing is written, or would be, because rows are wrong.
  var isRefused: Bool { !problems.isEmpty && !options.isPartial }

  /// Holds a file against what is known already.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - options: How it is to be read.
  ///   - city: The city as it is.
  ///   - desk: The map with the edits made so far.
  ///   - registry: What is known of places.
  ///   - known: All accepted edits.
  /// - Throws: `RegistryFileError` where the file as a whole cannot be read.
  /// - Complexity: O(rows · things near each + known edits).
  init(
    _ bytes: [UInt8], _ options: Options, city: City, desk: EditDesk, registry: RegistryDesk,
    known: [StoredEdit]
  ) throws {
    self.options = options
    let table = try RegistryTable(bytes, content: options.content, kinds: registry.kinds)
    rows = table.rows.count + table.problems.count
    problems = table.problems
    var ground = Ground(
      city: city, desk: registry, editor: try desk.editor(), facts: registry.registry, known: known)
    for row in table.rows {
      do {
        let (outcome, edit) = try ground.read(row, options)
        switch outcome {
        case .added: added += 1
        case .changed: changed += 1
        case .unchanged: unchanged += 1
        }
        if let edit {
          edits.append(edit)
          if options.isDry, changes.count < RegistryImport.mostShown {
            var edit = edit
            edit.before = desk.before(edit, ground.facts)
            changes.append(Change(edit, row: row.number))
          }
        }
      } catch {
        guard let problem = Problem((error as? EditError).map { table.named($0) } ?? error) else {
          throw error
        }
        problems.append(RegistryTable.RowProblem(row: row.number, wording: problem.detail))
      }
    }
    problems.sort { $0.row < $1.row }
  }

  /// What it came to, in words.
  var wording: Wording {
    if rows == 0 { return Wording.Registry.noRows }
    return Wording.Registry.imported(
      rows: rows, added: added, changed: changed, unchanged: unchanged, problems: problems.count,
      isDry: !isWritten, isRefused: isRefused)
  }

  private static let mostShown = 100

  func json(_ language: Language) -> JSON {
    [
      "rows": .int(rows), "added": .int(added), "changed": .int(changed), "unchanged": .int(unchanged),
      "changes": .array(changes.map(\.json)), "wrong": .int(problems.count), "written": .bool(isWritten),
      "summary": .string(wording[language]),
      "problems": .array(
        problems.prefix(RegistryImport.mostShown).map {
          ["row": .int($0.row), "detail": .string($0.wording[language])]
        }),
    ]
  }

  // MARK: Rows

  private enum Outcome { case added, changed, unchanged }

  /// What rows are held against: the map with the edits of the rows before, and what is known of places.
  private struct Ground {
    let city: City
    let desk: RegistryDesk
    let today: CivilDay
    var editor: MapEditor
    let facts: Registry
    let places: PlaceCatalog
    /// Things that were added already, by what an adding says of them.
    var twins: [String: Twin]
    /// Rows by the code that they give.
    var codes: [String: Int] = [:]
    var number: Int64 = 0

    enum Twin {
      case edit(ElementID)
      case row(Int)
    }

    init(city: City, desk: RegistryDesk, editor: MapEditor, facts: Registry, known: [StoredEdit]) {
      (self.city, self.desk, self.editor, self.facts) = (city, desk, editor, facts)
      today = CivilTime.now(in: city.zone).civilDay
      places = PlaceCatalog(city)
      twins = [:]
      for edit in known where edit.action == "add" {
        guard let read = try? MapEdit(edit), let element = edit.element else { continue }
        twins[Ground.key(read)] = .edit(element)
      }
    }

    /// What two rows that add the same thing have in common.
    private static func key(_ edit: MapEdit) -> String {
      let tags = edit.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([edit.kind.rawValue, edit.shape?.json.text ?? ""] + tags).joined(separator: "\n")
    }

    mutating func read(_ row: RegistryTable.Row, _ options: Options) throws -> (Outcome, StoredEdit?) {
      var members = row.edit
      if let element = try codedElement(row) ?? Ground.way(row) { members = members.aimed(at: element) }
      let known = rule(of: members)
      if row.isPartial { members = try members.withRule(of: known) }
      members = members.withoutKnown(city, places).withoutRule(saidBy: known)
      var edit = try MapEdit(members)
      if edit.action == .add {
        let key = Ground.key(edit)
        switch twins[key] {
        case .row(let first): throw Problem(.conflict, Wording.Registry.rowTwice(first))
        case .edit(let element):
          members = members.aimed(at: element)
          edit = try MapEdit(members)
        case nil: twins[key] = .row(row.number)
        }
      }
      try look(over: edit, members)
      if let target = edit.target, !edit.changesMap, EditedElement.object(of: target) == nil,
        !city.knows(target)
      {
        throw EditError.gone(target)
      }
      if edit.changesMap, editor.isIdle(edit) {
        members = members.withoutMap()
        edit = try MapEdit(members)
      }
      if !edit.changesMap, let target = edit.target, (facts[target] ?? PlaceFacts()).has(edit.facts) {
        return (.unchanged, nil)
      }
      try requireRight(to: edit, options)
      number += 1
      if edit.changesMap {
        try editor.apply(
          MapEditor.Item(id: "row \(row.number)", object: EditDesk.nobody + number, edit: edit))
      }
      let properties = members["properties"] ?? .null
      let stored = StoredEdit(
        kind: edit.kind.rawValue, action: edit.action.rawValue, target: edit.target.map { "\($0)" },
        geometry: edit.shape.map { $0.json.text }, properties: edit.action == .remove ? nil : properties.text,
        why: members["why"].flatMap { if case .string(let text) = $0 { text } else { nil } },
        status: options.status, createdBy: options.principal.actor)
      return (edit.action == .add ? .added : .changed, stored)
    }

    /// What the gate that the row speaks of says, with all edits of rows before; nil where it is none, or says nothing.
    private func rule(of members: JSON) -> GateRule.Known? {
      guard case .string(let target)? = members["target"], let rule = members["properties"]?["rule"],
        rule != .null
      else { return nil }
      guard let element = ElementID(target) else { return nil }
      if let known = editor.rule(of: element, in: city.rules.context) { return known }
      // What has no barrier is a gate for what else is there.
      let gate = city.gates(of: .element(element)).first
      return gate.flatMap { GateRule.known(city.premises.gates[$0].rule, in: city.rules) }
    }

    /// In a function of its own: whoever holds the editor while it is changed has it copied.
    private func requireRight(to edit: MapEdit, _ options: Options) throws {
      let principal = options.principal
      if Rights.reach(principal.role, .importRegistry) == .everywhere, principal.scopes == nil { return }
      let extents = CityExtent(city: city, facts: facts, pointsOf: { editor.points(of: $0) })
      try Caller(principal: principal).require(
        .importRegistry, Extent([[]], departments: extents.departments(of: edit)))
    }

    /// The place that the district calls by the row's code; nil where the row names its target or none is called so.
    private mutating func codedElement(_ row: RegistryTable.Row) throws(Problem) -> ElementID? {
      guard case .string(let code)? = row.edit["properties"]?["code"] else { return nil }
      if let first = codes.updateValue(row.number, forKey: code) {
        throw Problem(.conflict, Wording.Registry.codeTwice(code, first))
      }
      let target = row.edit["target"] ?? .null
      return target == .null ? facts.element(code: code) : nil
    }

    /// The way or relation that the row speaks of: its line stays as it is.
    private static func way(_ row: RegistryTable.Row) -> ElementID? {
      guard row.edit["action"] == .null, case .string(let text)? = row.edit["target"] else { return nil }
      return ElementID(text).flatMap { $0.kind == .node ? nil : $0 }
    }

    private func look(over edit: MapEdit, _ members: JSON) throws {
      for point in edit.points { try city.checkInside(point) }
      try desk.check(edit.facts, today: today)
      if edit.kind == .place, let hours = edit.tags["opening_hours"],
        let problem = EditError(hours: hours, in: city.rules.context, from: CivilTime.now(in: city.zone))
      {
        throw problem
      }
      if let rule = members["properties"]?["rule"], rule != .null,
        let problem = try GateRule(rule).problem(
          in: city.rules.context, from: CivilTime.now(in: city.zone))
      {
        throw problem
      }
    }
  }
}

extension [JSON.Member] {
  /// These, and those of `others` with other keys; what is null is taken away.
  fileprivate func over(_ others: [JSON.Member]) -> [JSON.Member] {
    (others.filter { other in !contains { $0.key == other.key } } + self).filter { $0.value != .null }
  }
}

extension JSON {
  /// The members of an edit, aimed at something that is there already.
  fileprivate func aimed(at element: ElementID) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(
      members.filter { $0.key != "target" && $0.key != "action" && $0.key != "geometry" } + [
        JSON.Member(key: "target", value: .string("\(element)")),
        JSON.Member(key: "action", value: .string("change")),
        // A node may be moved; lines stay as they are.
        JSON.Member(key: "geometry", value: element.kind == .node ? self["geometry"] ?? .null : .null),
      ])
  }

  /// The members of an edit without the kind, names and hours that the map gives its target already, in whatever tags.
  fileprivate func withoutKnown(_ city: City, _ places: PlaceCatalog) -> JSON {
    guard case .string(let target)? = self["target"],
      let place = ElementID(target).flatMap({ places[$0]?.place })
    else { return self }
    let row = city.premises.places[place]
    let known = [
      ("placeKind", row.kind), ("name", row.name), ("nameEnglish", row.nameEnglish), ("hours", row.hours),
    ]
    return known.reduce(self) { members, fact in
      guard let text = city.texts[fact.1], members["properties"]?[fact.0] == .string(text) else {
        return members
      }
      return members.without(property: fact.0)
    }
  }

  /// The members of an edit whose rule says what `before` says, too, where it says nothing else of that.
  ///
  /// - Throws: ``EditError/ruleSaysMore(_:)`` where no edit can say the rest.
  fileprivate func withRule(of before: GateRule.Known?) throws(EditError) -> JSON {
    guard case .object(let all) = self, let before, case .object(let said)? = self["properties"]?["rule"],
      case .object(let members) = before.rule.json
    else { return self }
    let isReplaced = GateRule.isSaid(inFull: said)
    if !before.isWhole, !isReplaced { throw .ruleSaysMore(before.unsaid) }
    let known = isReplaced ? [] : members
    var rule = JSON.object(said.over(known))
    if case .object(let new)? = rule["who"] {
      let old = if case .object(let old)? = JSON.object(known)["who"] { old } else { [JSON.Member]() }
      rule = .object([JSON.Member(key: "who", value: .object(new.over(old)))].over(said.over(known)))
    }
    return .object(
      all.map { member in
        guard member.key == "properties", case .object(let properties) = member.value else { return member }
        let own = [JSON.Member(key: "rule", value: rule)]
        return JSON.Member(key: member.key, value: .object(own.over(properties)))
      })
  }

  /// The members of an edit without a rule that is `known` already, in whatever tags.
  fileprivate func withoutRule(saidBy known: GateRule.Known?) -> JSON {
    guard let said = self["properties"]?["rule"], said != .null, let known, known.isWhole,
      let rule = try? GateRule(said), rule == known.rule
    else { return self }
    return without(property: "rule")
  }

  private func without(property key: String) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        guard member.key == "properties", case .object(let properties) = member.value else { return member }
        return JSON.Member(key: member.key, value: .object(properties.filter { $0.key != key }))
      })
  }

  /// The members of an edit without what it says of the map.
  fileprivate func withoutMap() -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(
      members.compactMap { member in
        switch (member.key, member.value) {
        case ("geometry", _): nil
        case ("properties", .object(let properties)):
          JSON.Member(
            key: "properties", value: .object(properties.filter { PlacePatch.keys.contains($0.key) }))
        default: member
        }
      })
  }
}
