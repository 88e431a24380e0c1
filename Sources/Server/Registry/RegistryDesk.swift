import OSM
import Places
import Queries
import Store
import Synchronization
import Wording

/// What is known of places beyond the map, and the checklists by which they are judged.
final class RegistryDesk: Sendable {
  let kinds: PlaceKinds
  private let current: Mutex<Registry>

  /// What is known now; stays as it was for whoever holds it.
  var registry: Registry { current.withLock { $0 } }

  /// `Registry.namesRevision` of now.
  var namesRevision: Int { current.withLock { $0.namesRevision } }

  /// - Parameters:
  ///   - kinds: The kinds of places with their checklists.
  ///   - edits: All that have been accepted.
  init(kinds: PlaceKinds, edits: [StoredEdit]) {
    self.kinds = kinds
    current = Mutex(Registry(edits.compactMap { Registry.Entry($0) }))
  }

  /// `edits` have been accepted.
  func accept(_ edits: [StoredEdit]) {
    let entries = edits.compactMap { Registry.Entry($0) }
    if entries.isEmpty { return }
    current.withLock { registry in for entry in entries { registry.add(entry) } }
  }

  /// `edit` has been taken back.
  func takeBack(_ edit: StoredEdit) {
    guard let entry = Registry.Entry(edit) else { return }
    current.withLock { $0.remove(entry.id, of: entry.element) }
  }

  /// Looks over the kind that `edit` gives a place on the map: any word, but written as maps write such words.
  ///
  /// - Throws: `EditError.malformed`, with the kinds of the district.
  func checkKind(of edit: MapEdit) throws(EditError) {
    guard edit.kind == .place, let kind = edit.tags["kaimen:kind"] else { return }
    if kind.wholeMatch(of: /[a-z0-9_:;-]{1,60}/) != nil { return }
    throw .malformed(
      key: "placeKind", found: String(kind.prefix(80)),
      allowed: kinds.all.map(\.id).joined(separator: ", ") + ", pharmacy…")
  }

  /// Looks over what somebody says of a place.
  ///
  /// - Throws: ``Problem`` for kinds and items that no checklist has, and inspections yet to come.
  func check(_ patch: PlacePatch, today: CivilDay) throws(Problem) {
    for value in patch.values {
      switch value {
      case .kinds(let words):
        for word in words where kinds[word] == nil {
          throw Problem(.badRequest, Wording.Registry.unknownKind(word, known: kinds.all.map(\.id)))
        }
      case .item(let item, _):
        let known = Set(kinds.all.flatMap { $0.items.map(\.id) })
        if !known.contains(item) {
          throw Problem(.badRequest, Wording.Registry.unknownItem(item, known: known.sorted()))
        }
      case .inspected(let day?):
        if day > today { throw Problem(.unprocessable, Wording.Registry.inspectedLater) }
      default: break
      }
    }
  }
}

extension Registry.Entry {
  /// What an accepted edit says of a place; nil where it says nothing beyond the map.
  init?(_ edit: StoredEdit) {
    guard edit.kind == "place" || edit.kind == "compound", edit.action != "remove",
      let properties = edit.properties, let json = try? JSONReader.read(Array(properties.utf8)[...]),
      let patch = try? PlacePatch(json), !patch.isEmpty, let element = edit.element
    else { return nil }
    self.init(id: edit.id, sequence: edit.accepted, element: element, patch: patch)
  }
}

extension StoredEdit {
  /// What of the map it changes or adds; nil where that is not an element.
  var element: ElementID? {
    if let target { return ElementID(target) }
    guard object > 0 else { return nil }
    let isWay = ["path", "wall", "compound", "building"].contains(kind)
    return ElementID(isWay ? .way : .node, EditedElement.id(ofObject: object))
  }
}
