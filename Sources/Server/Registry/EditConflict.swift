import OSM
import Places
import Queries
import Routing
import Store
import Wording

/// What other edits of the same thing say against one.
struct EditConflict: Sendable {
  /// The last of those of the same thing that were accepted since it was proposed, or was accepted itself, and say
  /// something else.
  var newer: String?
  /// Others that wait and want something else of the same thing; the first of them.
  var rivals: [String] = []

  static let none = EditConflict()

  /// The event after which another edit may have overtaken this one.
  static func since(_ edit: (sequence: Int64, edit: StoredEdit)) -> Int64 {
    edit.edit.status == .pending ? edit.sequence : edit.edit.accepted
  }
}

/// What edits of one thing say, so that those that contradict each other are found.
private struct EditClaims {
  private static let mostRivals = 20

  /// An edit by what it says of each part: keys of its properties, items of its checklist, its line.
  struct Claim {
    var edit: StoredEdit
    var parts: [String: String]
    var removes: Bool { edit.action == "remove" }

    init(_ edit: StoredEdit) {
      self.edit = edit
      parts = edit.parts
    }

    func contradicts(_ other: Claim) -> Bool {
      if edit.id == other.edit.id { return false }
      if removes || other.removes { return removes != other.removes }
      return parts.contains { part, value in other.parts[part].map { $0 != value } ?? false }
    }
  }

  /// The last one to come into force first.
  let accepted: [Claim]
  let waiting: [Claim]

  func conflict(of edit: StoredEdit, added: Int64) -> EditConflict {
    let claim = Claim(edit)
    let isWaiting = edit.status == .pending
    let since = EditConflict.since((added, edit))
    let newer = accepted.first { $0.edit.accepted > since && $0.contradicts(claim) }
    guard isWaiting else { return EditConflict(newer: newer?.edit.id) }
    let rivals = waiting.lazy.filter { $0.contradicts(claim) }.prefix(EditClaims.mostRivals)
    return EditConflict(newer: newer?.edit.id, rivals: rivals.map(\.edit.id))
  }
}

extension StoredEdit {
  /// What it says of each part of its thing; pictures come beside one another.
  fileprivate var parts: [String: String] {
    var found = geometry.map { ["geometry": $0] } ?? [:]
    guard let properties, case .object(let members)? = try? JSONReader.read(Array(properties.utf8)[...])
    else {
      return found
    }
    for member in members where !PlaceFacts.pictureKeys.contains(member.key) {
      if member.key == "checklist", case .object(let items) = member.value {
        for item in items { found["checklist." + item.key] = item.value.text }
      } else {
        found[member.key] = member.value.text
      }
    }
    return found
  }
}

extension District {
  /// What stands against those of `edits` that wait or were accepted, by their ids.
  ///
  /// - Complexity: O(edits of their targets); of many that wait for one thing, each is held against the others.
  func conflicts(of edits: [(sequence: Int64, edit: StoredEdit)]) async throws -> [String: EditConflict] {
    let open = edits.filter { [.pending, .accepted].contains($0.edit.status) }
    let asked = Dictionary(grouping: open) { _, edit in
      edit.target ?? (desk.element(of: edit.id) ?? edit.element).map { "\($0)" }
    }
    var query = EditQuery(status: .accepted, order: .acceptance, limit: District.mostHeldAgainst)
    query.targets = Set(asked.keys.compactMap(\.self))
    if query.targets?.isEmpty ?? true { return [:] }
    (query.acceptedSince, query.isBackwards) = (open.map { EditConflict.since($0) }.min() ?? 0, true)
    let accepted = try await claims(query)
    query.targets = Set(open.lazy.filter { $0.edit.status == .pending }.compactMap(\.edit.target))
    (query.status, query.acceptedSince, query.order, query.isBackwards) = (.pending, 0, .oldest, false)
    let waiting = query.targets?.isEmpty ?? true ? [:] : try await claims(query)
    var found: [String: EditConflict] = [:]
    for (target, edits) in asked {
      guard let target else { continue }
      let claims = EditClaims(
        accepted: accepted[target] ?? [], waiting: Array((waiting[target] ?? []).prefix(District.mostRivals)))
      for (added, edit) in edits { found[edit.id] = claims.conflict(of: edit, added: added) }
    }
    return found
  }

  /// What edits say, by what they change.
  private func claims(_ query: EditQuery) async throws -> [String: [EditClaims.Claim]] {
    let found = try await store.edits(query).map(\.edit)
    return Dictionary(grouping: found.map { EditClaims.Claim($0) }) { $0.edit.target ?? "" }
  }

  /// Of the things of one page of edits no more are looked at than the last ones accepted, and the first ones that wait.
  private static let mostHeldAgainst = 1000
  /// Of those of one thing that wait.
  private static let mostRivals = 100

  /// Refuses to accept what somebody has overtaken, unless whoever decides has `seen` that.
  ///
  /// - Throws: ``Problem``, `StoreError`.
  func checkOvertaken(_ id: String, seen: String?) async throws {
    let found = try await store.edits(EditQuery(ids: [id]))
    guard found.first?.edit.status == .pending else { return }
    if let newer = try await conflicts(of: found)[id]?.newer, newer != seen {
      throw Problem(.conflict, Wording.Edits.overtakenWaiting(newer))
    }
  }

  /// What of the map `edit` would change, or be: nil for something new.
  ///
  /// Where it does not fit the map as it is live, and a newer one is being made, it is tried on that.
  ///
  /// - Throws: `EditError` where it does not fit.
  func check(_ edit: MapEdit) async throws -> MapEditor.Fit {
    let tried = { [desk] in
      if !edit.changesMap, let target = edit.target, !self.city.city.knows(target) {
        throw EditError.gone(target)
      }
      return try await self.heavy.run { _ in try desk.check(edit) }
    }
    do { return try await tried() } catch let error as EditError {
      if let target = edit.target, error == .gone(target), try await isWaiting(target) {
        throw EditError.waits(target)
      }
      guard error.isAboutMap, await maker.isBehind else { throw error }
      await maker.catchUp()
      return try await tried()
    }
  }

  /// Whether `element` is what an edit adds that nobody has decided on.
  private func isWaiting(_ element: ElementID) async throws -> Bool {
    guard let object = EditedElement.object(of: element) else { return false }
    let adding = EditQuery(status: .pending, target: "\(element)", object: object, limit: .max)
    return try await store.edits(adding).contains { $0.edit.action == "add" }
  }
}
