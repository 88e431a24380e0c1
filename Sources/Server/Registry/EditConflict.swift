import OSM
import Places
import Queries
import Store
import Wording

/// Why an edit that waits should not be accepted unseen.
struct EditConflict: Sendable {
  /// The last of those of the same thing that were accepted since it was proposed.
  var newer: String?
  /// Others that wait and want something else of the same thing.
  var rivals: [String] = []

  static let none = EditConflict()
}

extension StoredEdit {
  /// Whether this edit and `other` say something of the same part of the same thing.
  func contradicts(_ other: StoredEdit) -> Bool {
    guard id != other.id, target != nil, target == other.target else { return false }
    return action == "remove" || other.action == "remove" || !subjects.isDisjoint(with: other.subjects)
  }

  /// The keys of its properties and checklist, and `geometry`; pictures come beside one another.
  private var subjects: Set<String> {
    var found: Set<String> = geometry == nil ? [] : ["geometry"]
    guard let properties, case .object(let members)? = try? JSONReader.read(Array(properties.utf8)[...])
    else {
      return found
    }
    for member in members where !PlaceFacts.pictureKeys.contains(member.key) {
      if member.key == "checklist", case .object(let items) = member.value {
        found.formUnion(items.map { "checklist." + $0.key })
      } else {
        found.insert(member.key)
      }
    }
    return found
  }
}

extension District {
  /// What stands against `edit`, which was added by the event `added`; nothing where it does not wait.
  func conflict(of edit: StoredEdit, added: Int64) async throws -> EditConflict {
    guard edit.status == .pending, let target = edit.target else { return .none }
    let accepted = EditQuery(status: .accepted, target: target, order: .acceptance, limit: .max)
    let newer = try await store.edits(accepted).map(\.edit).last {
      $0.accepted > added && $0.contradicts(edit)
    }
    let waiting = try await store.edits(EditQuery(status: .pending, target: target, limit: .max)).map(\.edit)
    return EditConflict(newer: newer?.id, rivals: waiting.filter(edit.contradicts).map(\.id))
  }

  /// Refuses to accept what somebody has overtaken, unless whoever decides has `seen` that, and what does not fit the map.
  ///
  /// - Throws: ``Problem``, `EditError`, `StoreError`.
  func checkAcceptable(_ id: String, seen: String?) async throws {
    guard let (added, edit) = try await store.edits(EditQuery(ids: [id])).first, edit.status == .pending
    else {
      return
    }
    if let newer = try await conflict(of: edit, added: added).newer, newer != seen {
      throw Problem(.conflict, Wording.Edits.overtakenWaiting(newer))
    }
    _ = try await check(MapEdit(edit))
  }

  /// What of the map `edit` would change, or be: nil for something new.
  ///
  /// Where it does not fit the map as it is live, and a newer one is being made, it is tried on that.
  ///
  /// - Throws: `EditError` where it does not fit.
  func check(_ edit: MapEdit) async throws -> ElementID? {
    let tried = { [desk] in try await self.heavy.run { _ in try desk.check(edit) } }
    do { return try await tried() } catch let error as EditError {
      guard error.isAboutMap, await maker.isBehind else { throw error }
      await maker.catchUp()
      return try await tried()
    }
  }
}
