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
  /// Held while an editor is made of many edits.
  private let making = Mutex(())

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
    /// Edits of a city that was made before the start: an editor has yet to be made of them.
    fileprivate var waiting: [StoredEdit] = []
    /// Those that were tried, in order.
    fileprivate var tried: [String] = []
    /// Those of them that fitted.
    fileprivate var ids: Set<String> = []
    /// The city that was made of them; nil where it is that of the file.
    fileprivate(set) var city: City?

    init() {}

    /// `city` has `edits` from before the start.
    init(_ city: City, of edits: [StoredEdit]) {
      (self.city, waiting, tried) = (city, edits, edits.map(\.id))
      ids = Set(tried)
    }

    fileprivate init(_ edits: [StoredEdit], _ editor: MapEditor, _ city: City?) {
      (self.editor, self.city, tried) = (editor, city, edits.map(\.id))
      ids = Set(tried).subtracting(editor.problems.keys)
    }

    func hasTried(_ id: String) -> Bool { ids.contains(id) || editor?.problems[id] != nil }
  }

  init(_ city: City, logger: Logger) {
    base = Mutex(Base(city: city))
    self.logger = logger
  }

  /// The city of the file, the live one that was made of it, and the edits that this has; nil where it has none.
  var toKeep: (file: City, city: City, ids: [String])? {
    let file = base.withLock { $0.city }
    return made.withLock { made in made.city.map { (file, $0, made.tried) } }
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
  func check(_ edit: MapEdit) throws -> MapEditor.Fit {
    guard edit.changesMap else { return MapEditor.Fit(element: edit.target) }
    let item = MapEditor.Item(id: "check", object: EditDesk.nobody, edit: edit)
    while true {
      _ = try editor()
      // In place: a copy of the editor would copy all that it holds.
      guard var fit = try made.withLock({ made in try made.editor?.check(item) }) else { continue }
      if let element = fit.element, EditedElement.object(of: element) == EditDesk.nobody { fit.element = nil }
      return fit
    }
  }

  /// Whether no way leads through the gate that the accepted edit `id` adds.
  func isLoose(_ id: String) -> Bool { made.withLock { $0.editor?.isLoose(id) ?? false } }

  /// What the gate's tags say once `edit` is made; nil where `edit` is no rule of a gate.
  func tags(ruledBy edit: StoredEdit) -> CityTables.GateTags? {
    guard let read = try? MapEdit(edit), let target = read.target,
      let tags = try? editor().tags(ruledBy: read)
    else { return nil }
    return CityTables.GateTags(element: target, tags: tags)
  }

  /// What the live city's map says of what `edit` changes, without rules of gates where these are known from a city.
  func known(of edit: MapEdit, rulesOf city: City?) throws -> (properties: [JSON.Member], geometry: JSON?) {
    let context = city == nil ? base.withLock { $0.city.rules.context } : nil
    return try editor().known(of: edit, rulesIn: context)
  }

  /// Points of a way or node as the live city's map has it; none while no editor is made of it.
  func points(of element: ElementID) -> [Coordinate] {
    made.withLock { $0.editor?.points(of: element) } ?? []
  }

  /// The edits of the live city that added or changed `element`.
  func edits(of element: ElementID) -> Set<String> {
    Set(((try? editor())?.elements ?? [:]).filter { $0.value == element }.keys)
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
  /// `accepted` are all edits that hold, needed where one of `edits` takes away what another one added.
  ///
  /// - Throws: `EditError` where one does not fit; ``Problem`` where the file holds no map.
  /// - Complexity: That of an import without ordering the nodes, unless all are rules of gates.
  func city(trying edits: [MapEdit], on live: City, accepted: [StoredEdit] = []) throws -> City {
    let changes = edits.filter(\.changesMap)
    if changes.isEmpty { return live }
    let (editor, former) = try edited()
    let ruled = changes.compactMap { edit -> CityTables.GateTags? in
      guard let target = edit.target, let tags = editor.tags(ruledBy: edit) else { return nil }
      return CityTables.GateTags(element: target, tags: tags)
    }
    if ruled.count == changes.count, let city = live.ruling(ruled)?.city { return city }
    let items = changes.enumerated().map { row, edit in
      MapEditor.Item(id: "try \(row)", object: EditDesk.nobody + Int64(row) + 1, edit: edit)
    }
    let data = try map().data
    let (file, heights) = (base.withLock { $0.city }, elevation())
    func made(_ editor: MapEditor, of city: City, _ changed: [Coordinate]?) throws -> City {
      for item in items { if let problem = editor.problems[item.id] { throw problem } }
      return try CityImport.remake(
        city, from: data.applying(editor.change), changed: changed, elevation: heights
      ).city
    }
    if changes.contains(where: \.takesBack) {
      var editor = MapEditor(try map())
      editor.apply(MapEditor.Item.all(accepted) + items)
      return try made(editor, of: file, editor.change.places(in: data))
    }
    let tried = editor.adding(items)
    guard let former else { return try made(tried.editor, of: file, tried.editor.change.places(in: data)) }
    return try made(tried.editor, of: former, tried.changed)
  }

  /// The map as the live city has it, and that city where it was made of this map.
  private func edited() throws -> (editor: MapEditor, city: City?) {
    let editor = try editor()
    return made.withLock { made in made.editor.map { ($0, made.city) } ?? (editor, nil) }
  }

  /// The map as the live city has it, to try edits on.
  ///
  /// - Complexity: O(1); once per file, O(map), and once per start, O(edits).
  func editor() throws -> MapEditor {
    let map = try map()
    return making.withLock { _ in
      let known = made.withLock { $0 }
      if let editor = known.editor { return editor }
      var editor = MapEditor(map)
      editor.apply(MapEditor.Item.all(known.waiting))
      made.withLock { made in
        // Meanwhile another city may have come.
        guard made.editor == nil, made.tried == known.tried else { return }
        (made.editor, made.waiting) = (editor, [])
        made.ids.subtract(editor.problems.keys)
      }
      return editor
    }
  }

  /// No object has this number.
  static let nobody: Int64 = 1_000_000_000_000

  /// The city of the file with `edits`; that of the file itself where none changes the map.
  ///
  /// Made of the city that is live, where that has the first of `edits`.
  ///
  /// - Throws: ``Problem`` where the file holds no map; errors of building.
  /// - Complexity: That of an import without ordering the nodes.
  func city(with edits: [StoredEdit], threads: Int = Parallel.processors) throws -> (
    city: City, made: Made
  ) {
    let file = base.withLock { $0.city }
    let began = ContinuousClock.now
    guard let edited = try edited(edits) else { return (file, Made()) }
    guard !edited.editor.change.isEmpty else { return (file, Made(edits, edited.editor, nil)) }
    let data = try map().data
    let remade = try CityImport.remake(
      edited.former ?? file, from: data.applying(edited.editor.change), changed: edited.changed,
      elevation: elevation(), threads: threads)
    let seconds = ((ContinuousClock.now - began) / .seconds(1) * 100).rounded() / 100
    logger.info(
      "\(Wording.Edits.applied(edited.editor.elements.count + edited.editor.problems.count, problems: edited.editor.problems.count, seconds: seconds).english)",
      metadata: ["stages": "\(remade.seconds.map { "\($0.stage) \(($0.seconds * 1000).rounded())" })"])
    return (remade.city, Made(edits, edited.editor, remade.city))
  }

  /// What `edits` change of the map, as OsmChange for OpenStreetMap; those that do not fit are left out.
  ///
  /// - Throws: `EditError.synthetic`; ``Problem`` where the file holds no map.
  /// - Complexity: O(edits); once per file, O(map).
  func openStreetMapChange(of edits: [StoredEdit]) throws -> String {
    if base.withLock({ $0.city.tables.facts.isSynthetic }) { throw EditError.synthetic }
    let edited = try edited(edits)
    let data = edited == nil ? OSMDataBuilder().finish() : try map().data
    return (edited?.editor.change ?? OSMChange())
      .xml(of: data, generator: "Kaimen", giving: MapEdit.isGiven)
  }

  /// Makes `edits` to the map without making a city of it, so that others can be tried on it.
  func take(_ edits: [StoredEdit]) throws {
    adopt(try edited(edits).map { Made(edits, $0.editor, nil) } ?? Made())
  }

  /// The map with `edits`, and of which city it differs where; nil where none of them changes the map.
  ///
  /// Where the live city has the first of them, only the others are made.
  private func edited(_ edits: [StoredEdit]) throws
    -> (editor: MapEditor, former: City?, changed: [Coordinate]?)?
  {
    let known = made.withLock { $0 }
    let fresh = Array(edits.dropFirst(known.tried.count))
    if !known.tried.isEmpty, known.tried.elementsEqual(edits.lazy.map(\.id).prefix(known.tried.count)) {
      let items = MapEditor.Item.all(fresh)
      // What is taken away again must not be added before.
      if !items.contains(where: { $0.edit.action == .remove }) {
        let (editor, changed) = try self.editor().adding(items)
        guard known.city != nil else { return (editor, nil, editor.change.places(in: try map().data)) }
        return (editor, known.city, changed)
      }
    }
    let items = MapEditor.Item.all(edits)
    if items.isEmpty { return nil }
    let map = try map()
    var editor = MapEditor(map)
    editor.apply(items)
    return (editor, nil, editor.change.places(in: map.data))
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

extension MapEditor.Item {
  /// Those of `edits` that change the map, as the editor takes them.
  ///
  /// - Complexity: O(edits), on all processors.
  fileprivate static func all(_ edits: [StoredEdit]) -> [MapEditor.Item] {
    Parallel.chunks(of: edits.count, threads: Parallel.processors) { rows in
      edits[rows].compactMap { edit in
        guard let read = try? MapEdit(edit), read.changesMap else { return nil }
        return MapEditor.Item(id: edit.id, object: edit.object, edit: read)
      }
    }.flatMap(\.self)
  }
}
