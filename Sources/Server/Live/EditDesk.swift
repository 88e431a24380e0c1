import Dispatch
import Geo
import Import
import Logging
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Synchronization
import Wording

/// The map that edits are made to, and what came of those that were accepted.
final class EditDesk: Sendable {
  private let logger: Logger
  private let base: Mutex<Base>
  private let made = Mutex(Made())

  /// The city as its file has it.
  private struct Base {
    var city: City
    /// Read at the first edit.
    var map: EditableMap?
    var elevation: ElevationModel?
  }

  /// What a city holds of the edits.
  struct Made: Sendable {
    fileprivate var editor: MapEditor?
    /// Those that were tried, in order.
    fileprivate var tried: [String] = []
    /// Those of them that fitted.
    fileprivate var ids: Set<String> = []

    func hasTried(_ id: String) -> Bool { tried.contains(id) }
  }

  init(_ city: City, logger: Logger) {
    base = Mutex(Base(city: city))
    self.logger = logger
  }

  /// Another file has taken the place of the first.
  func replace(_ city: City) {
    base.withLock { $0 = Base(city: city) }
    made.withLock { $0 = Made() }
  }

  /// The city with these edits is live.
  func adopt(_ new: Made) { made.withLock { $0 = new } }

  /// Whether the live city has the edit.
  func isMade(_ id: String) -> Bool { made.withLock { $0.ids.contains(id) } }

  /// Why an accepted edit is not in the live city, where it did not fit the map.
  func problem(of id: String) -> EditError? { made.withLock { $0.editor?.problems[id] } }

  /// The accepted edits that did not fit the map.
  var misfits: Set<String> { made.withLock { Set($0.editor.map { Array($0.problems.keys) } ?? []) } }

  /// What of the map an accepted edit added or changed; nil where it is not made yet.
  func element(of id: String) -> ElementID? { made.withLock { $0.editor?.elements[id] } }

  /// What of the map `edit` would change, or be: nil for something new.
  ///
  /// - Throws: ``EditError`` where `edit` does not fit the map with all edits that it has.
  /// - Complexity: O(things near); once per file, O(map).
  func check(_ edit: MapEdit) throws -> ElementID? {
    guard edit.changesMap else { return edit.target }
    let map = try map()
    let found = try made.withLock { made in
      if made.editor == nil { made.editor = MapEditor(map) }
      return try made.editor?.check(MapEditor.Item(id: "check", object: EditDesk.nobody, edit: edit))
    }
    return found.flatMap { EditedElement.object(of: $0) == EditDesk.nobody ? nil : $0 }
  }

  /// What the gate's tags say once `edit` is made; nil where `edit` is no rule of a gate.
  func tags(ruledBy edit: StoredEdit) -> CityTables.GateTags? {
    guard let read = try? MapEdit(edit), let target = read.target,
      let tags = try? editor().tags(ruledBy: read)
    else { return nil }
    return CityTables.GateTags(element: target, tags: tags)
  }

  /// The edits of the live city that added or changed `element`.
  func edits(of element: ElementID) -> Set<String> {
    made.withLock { made in Set((made.editor?.elements ?? [:]).filter { $0.value == element }.keys) }
  }

  /// What the tags of the gate `element` say with no other edits than `edits`, all that speak of it, in their order; nil
  /// where these do not suffice.
  func tags(of element: ElementID, with edits: [StoredEdit]) -> CityTables.GateTags? {
    guard let map = try? map() else { return nil }
    var editor = MapEditor(map)
    editor.apply(
      edits.compactMap { edit in
        (try? MapEdit(edit)).map { MapEditor.Item(id: edit.id, object: edit.object, edit: $0) }
      })
    guard editor.problems.isEmpty, let tags = editor.tags(of: element) else { return nil }
    return CityTables.GateTags(element: element, tags: tags)
  }

  /// The city as `edits` would make it of `live`; nothing is kept.
  ///
  /// - Throws: `EditError` where one does not fit; ``Problem`` where the file holds no map.
  /// - Complexity: That of an import without ordering the nodes, unless all are rules of gates.
  func city(trying edits: [MapEdit], on live: City) throws -> City {
    let changes = edits.filter(\.changesMap)
    if changes.isEmpty { return live }
    var editor = try editor()
    let ruled = changes.compactMap { edit -> CityTables.GateTags? in
      guard let target = edit.target, let tags = editor.tags(ruledBy: edit) else { return nil }
      return CityTables.GateTags(element: target, tags: tags)
    }
    if ruled.count == changes.count, let city = live.ruling(ruled)?.city { return city }
    for (row, edit) in changes.enumerated() {
      try editor.apply(
        MapEditor.Item(id: "try \(row)", object: EditDesk.nobody + Int64(row) + 1, edit: edit))
    }
    let (file, data) = (base.withLock { $0.city }, try map().data)
    return try CityImport.remake(
      file, from: data.applying(editor.change), changed: editor.change.places(in: data),
      elevation: elevation()
    ).city
  }

  /// The map as the live city has it, to try edits on.
  func editor() throws -> MapEditor {
    let map = try map()
    return made.withLock { $0.editor } ?? MapEditor(map)
  }

  /// No object has this number.
  static let nobody: Int64 = 1_000_000_000_000

  /// The city of the file with `edits`; that of the file itself where there are none.
  ///
  /// - Throws: ``Problem`` where the file holds no map; errors of building.
  /// - Complexity: That of an import without ordering the nodes.
  func city(with edits: [StoredEdit]) throws -> (city: City, made: Made) {
    let file = base.withLock { $0.city }
    let items = edits.compactMap { edit in
      (try? MapEdit(edit)).map { MapEditor.Item(id: edit.id, object: edit.object, edit: $0) }
    }.filter { $0.edit.changesMap }
    if items.isEmpty { return (file, Made()) }
    let began = ContinuousClock.now
    let editor = try edited(items)
    let data = try map().data
    let changed = editor.change.places(in: data)
    let remade = try CityImport.remake(
      file, from: data.applying(editor.change), changed: changed, elevation: elevation())
    let seconds = ((ContinuousClock.now - began) / .seconds(1) * 100).rounded() / 100
    logger.info(
      "\(Wording.Edits.applied(items.count, problems: editor.problems.count, seconds: seconds).english)",
      metadata: ["stages": "\(remade.seconds.map { "\($0.stage) \(($0.seconds * 1000).rounded())" })"])
    let tried = items.map(\.id)
    return (
      remade.city, Made(editor: editor, tried: tried, ids: Set(tried).subtracting(editor.problems.keys))
    )
  }

  /// What `edits` change of the map, as OsmChange for OpenStreetMap; those that do not fit are left out.
  ///
  /// - Throws: `EditError.synthetic`; ``Problem`` where the file holds no map.
  /// - Complexity: O(edits); once per file, O(map).
  func openStreetMapChange(of edits: [StoredEdit]) throws -> String {
    if base.withLock({ $0.city.tables.facts.isSynthetic }) { throw EditError.synthetic }
    let items = edits.compactMap { edit in
      (try? MapEdit(edit)).map { MapEditor.Item(id: edit.id, object: edit.object, edit: $0) }
    }.filter { $0.edit.changesMap }
    let change = items.isEmpty ? OSMChange() : try edited(items).change
    let data = items.isEmpty ? OSMDataBuilder().finish() : try map().data
    return change.xml(of: data, generator: "Kaimen", giving: MapEdit.isGiven)
  }

  /// Makes `edits` to the map without making a city of it, so that others can be tried on it.
  func take(_ edits: [StoredEdit]) throws {
    let items = edits.compactMap { edit in
      (try? MapEdit(edit)).map { MapEditor.Item(id: edit.id, object: edit.object, edit: $0) }
    }.filter { $0.edit.changesMap }
    adopt(Made(editor: items.isEmpty ? nil : try edited(items), tried: items.map(\.id)))
  }

  /// The map with `items`: made to that of the live city where it has the first of them.
  private func edited(_ items: [MapEditor.Item]) throws -> MapEditor {
    let map = try map()
    let known = made.withLock { $0 }
    let fresh = items.dropFirst(known.tried.count)
    // What is taken away again must not be added before.
    let isLonger =
      known.tried.count <= items.count && zip(known.tried, items).allSatisfy { $0 == $1.id }
      && !fresh.contains { $0.edit.action == .remove }
    guard isLonger, var editor = known.editor else {
      var editor = MapEditor(map)
      editor.apply(items)
      return editor
    }
    editor.apply(Array(fresh))
    return editor
  }

  private func map() throws -> EditableMap {
    try base.withLock { base in
      if let map = base.map { return map }
      guard let bytes = base.city.map() else { throw Problem(.conflict, Wording.Edits.noMap) }
      let map = EditableMap(try OSMData.read(bytes: bytes, name: base.city.tables.facts.source + ".osm.pbf"))
      base.map = map
      return map
    }
  }

  private func elevation() -> ElevationModel? {
    base.withLock { base in
      if let known = base.elevation { return known }
      guard let folder = base.city.tables.facts.elevation else { return nil }
      do { base.elevation = try ElevationModel(directory: folder) } catch {
        logger.warning("\(Wording.Edits.noHeights(folder).english)")
      }
      return base.elevation
    }
  }
}

extension MapEdit {
  /// Reads an edit as it is kept.
  init(_ edit: StoredEdit) throws {
    func read(_ text: String?) throws -> JSON {
      try text.map { try JSONReader.read(Array($0.utf8)[...]) } ?? .null
    }
    try self.init(
      [
        "kind": .string(edit.kind), "action": .string(edit.action), "target": .string(edit.target),
        "geometry": try read(edit.geometry), "properties": try read(edit.properties),
      ])
  }
}

/// Makes the city anew after changes, once for all that come meanwhile.
actor CityMaker {
  private var isWanted = false
  private var isRunning = false
  private var isWaiting = false
  /// Seconds after which what holds already is made anew all the same.
  private static let patience = 5

  /// Something has changed; returns at once.
  func request(_ district: District) {
    isWanted = true
    guard !isRunning else { return }
    isRunning = true
    Task { await run(district) }
  }

  /// Something has changed that questions are answered by already: the city is made anew once for all that comes within
  /// some seconds.
  func requestLater(_ district: District) {
    guard !isWaiting else { return }
    isWaiting = true
    Task {
      try? await Task.sleep(for: .seconds(CityMaker.patience))
      isWaiting = false
      request(district)
    }
  }

  private func run(_ district: District) async {
    while isWanted {
      isWanted = false
      await district.remake()
    }
    isRunning = false
  }
}
