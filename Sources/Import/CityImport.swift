import Dense
import Dispatch
public import Foundation
public import Geo
public import OSM
public import Routing
public import Streets
import Synchronization

/// What an import is told.
public struct ImportOptions: Sendable {
  public var map: String
  public var output: String
  /// IANA name; guessed from the map's position where nil.
  public var timeZone: String?
  /// A folder of SRTM tiles.
  public var elevation: String?
  /// A folder with files of public holidays by time zone, such as `Asia/Shanghai.json`, for where no ``calendar`` is given.
  public var calendars: String?
  /// A file of public holidays; `none` for none.
  public var calendar: String?
  public var threads: Int

  public init(
    map: String, output: String, timeZone: String? = nil, elevation: String? = nil, calendar: String? = nil,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) {
    self.map = map
    self.output = output
    self.timeZone = timeZone
    self.elevation = elevation
    self.calendar = calendar
    self.threads = threads
  }
}

/// How far an import is.
public struct ImportProgress: Sendable {
  /// The stages, in order.
  public enum Stage: String, CaseIterable, Sendable {
    case read, ways, walls, segments, premises, order, doors, hierarchy, write
  }

  public var stage: Stage
  /// 0 to 1 within the stage; nil where unknown.
  public var share: Double?
  /// Things done so far in the stage, for the rate.
  public var count: Int
}

/// What an import made.
public struct ImportSummary: Sendable {
  public var city: String
  public var nodes: Int
  public var segments: Int
  public var upArcs: Int
  public var gates: Int
  public var compounds: Int
  public var buildings: Int
  public var doors: Int
  public var places: Int
  public var addresses: Int
  public var bytes: Int
  public var timeZone: String
  public var timeZoneOrigin: String
  public var diagnostics: [Diagnostic]
  /// Duration of each stage; premises and doors run beside the order and the hierarchy.
  public var seconds: [StageSeconds]
}

/// How long a stage took.
public typealias StageSeconds = (stage: ImportProgress.Stage, seconds: Double)

/// Turns a map into a city file.
public enum CityImport {
  /// Reads the map, builds everything, orders the nodes and writes the city file.
  ///
  /// - Throws: errors of reading, building and writing, each a sentence; nothing half-written is left.
  public static func run(
    _ options: ImportOptions, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) throws -> ImportSummary {
    var clock = StageClock(progress: progress)
    let calendar = options.calendar == "none" ? nil : try options.calendar.map { try readCalendar($0) }
    let elevation = try options.elevation.map { try ElevationModel(directory: $0) }
    let writer = try ColumnFileWriter(path: options.output, version: CityTables.layoutVersion)
    clock.enter(.read)
    let data = try OSMData.read(path: options.map) { read in
      progress(
        ImportProgress(
          stage: .read, share: Double(read.bytesRead) / Double(max(read.totalBytes, 1)), count: read.elements)
      )
    }
    let made = try build(
      data, facts: facts(data, options, calendar: calendar), elevation: elevation, threads: options.threads,
      &clock)
    clock.enter(.write)
    try made.tables.write(to: writer)
    try made.hierarchy.write(to: writer)
    try writer.write(CityTables.mapColumn, try packed(data, options.map))
    try writer.finish()
    clock.finish()
    return summary(made.tables, made.hierarchy, options, clock)
  }

  /// The map as OSM PBF, to be kept in the city file: edits are made to it and the city made anew.
  private static func packed(_ data: OSMData, _ path: String) throws -> [UInt8] {
    if path.hasSuffix(".pbf"), let bytes = FileManager.default.contents(atPath: path) { return Array(bytes) }
    let packed = NSTemporaryDirectory() + "/kaimen-\(UUID().uuidString).osm.pbf"
    try data.writePBF(to: packed)
    defer { try? FileManager.default.removeItem(atPath: packed) }
    return Array(FileManager.default.contents(atPath: packed) ?? Data())
  }

  /// Builds a city of data in memory and writes it: for tests and the generator.
  @discardableResult
  public static func run(_ data: OSMData, output: String, timeZone: String = "Asia/Shanghai") throws
    -> ImportSummary
  {
    var clock = StageClock(progress: { _ in })
    let options = ImportOptions(map: "memory", output: output, timeZone: timeZone)
    let writer = try ColumnFileWriter(path: output, version: CityTables.layoutVersion)
    let made = try build(
      data, facts: facts(data, options, calendar: nil), elevation: nil, threads: options.threads, &clock)
    try made.tables.write(to: writer)
    try made.hierarchy.write(to: writer)
    try writer.write(CityTables.mapColumn, try packed(data, ""))
    try writer.finish()
    clock.finish()
    return summary(made.tables, made.hierarchy, options, clock)
  }

  /// Makes `city` anew in memory from `data`, its map with a few changes.
  ///
  /// Nodes that stay where they were keep their place in the order, which saves most of the work.
  ///
  /// - Parameters:
  ///   - city: What the map made before it changed.
  ///   - data: The changed map.
  ///   - changed: Where the map has changed; nil where that is not known.
  ///   - elevation: The heights that the city was made with.
  ///   - threads: How many work on it.
  /// - Returns: The city, and what its stages took.
  /// - Throws: errors of building.
  public static func remake(
    _ city: City, from data: OSMData, changed: [Coordinate]?, elevation: ElevationModel?,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws -> (city: City, seconds: [StageSeconds]) {
    var clock = StageClock(progress: { _ in })
    var facts = city.tables.facts
    facts.importedAt = Date().ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true))
    let made = try build(
      data, facts: facts, elevation: elevation, like: FormerCity(city.tables, changed: changed),
      threads: threads, &clock)
    clock.finish()
    return (City(path: city.path, tables: made.tables, hierarchy: made.hierarchy), clock.seconds)
  }

  private static func build(
    _ data: OSMData, facts: CityFacts, elevation: ElevationModel?, like former: FormerCity? = nil,
    threads: Int,
    _ clock: inout StageClock
  ) throws -> (tables: CityTables, hierarchy: Hierarchy) {
    var buildOptions = BuildOptions()
    buildOptions.threads = threads
    buildOptions.former = former
    if let elevation { buildOptions.elevations = { elevation.elevations(at: $0) } }
    let builder = CityBuilder(data, options: buildOptions) { stage in
      clock.enter(ImportProgress.Stage(rawValue: stage.rawValue) ?? .ways)
    }
    let graph = builder.graph
    guard graph.nodeCount > 0 else { throw ImportError.noStreets(facts.source) }
    clock.finish()
    let progress = clock.progress
    let (ordered, furnished) = Parallel.both(threads: threads) {
      var clock = StageClock(progress: progress)
      clock.enter(.order)
      let order =
        builder.formerNodes.map { FormerOrder.order($0, (graph.nodeCount, graph.tails, graph.heads)) }
        ?? NodeOrder.compute(
          nodeCount: graph.nodeCount, edges: (graph.tails, graph.heads), coordinates: graph.coordinates
        ) { progress(ImportProgress(stage: .order, share: $0, count: graph.nodeCount)) }
      clock.enter(.hierarchy)
      let network = builder.network(order: order)
      let hierarchy = Result {
        try Hierarchy(
          nodeCount: graph.nodeCount, tails: network.tail.values.map(\.rawValue),
          heads: network.head.values.map(\.rawValue))
      }
      clock.finish()
      return (order: order, network: network, hierarchy: hierarchy, seconds: clock.seconds)
    } _: {
      furnish(builder, progress)
    }
    clock.add(furnished.seconds + ordered.seconds)
    let hierarchy = try ordered.hierarchy.get()
    var tables = builder.finish(
      order: ordered.order, network: ordered.network, furnishing: furnished.furnishing, facts: facts)
    // Who makes a city anew does not list what is odd in it.
    if former == nil { tables.diagnostics += CityCheck(tables).run() }
    return (tables, hierarchy)
  }

  /// Builds the premises, with the seconds that each of its stages took.
  private static func furnish(
    _ builder: CityBuilder, _ progress: @escaping @Sendable (ImportProgress) -> Void
  ) -> (furnishing: CityBuilder.Furnishing, seconds: [StageSeconds]) {
    var clock = StageClock(progress: progress)
    let furnishing = builder.furnish { stage, share in
      guard let stage = ImportProgress.Stage(rawValue: stage.rawValue) else { return }
      if let share {
        progress(ImportProgress(stage: stage, share: share, count: 0))
      } else {
        clock.enter(stage)
      }
    }
    clock.finish()
    return (furnishing, clock.seconds)
  }

  private static func facts(_ data: OSMData, _ options: ImportOptions, calendar: String?) throws -> CityFacts
  {
    let box = BoundingBox(around: data.nodeCoordinates)
    guard !data.nodeCoordinates.isEmpty else { throw ImportError.noStreets(options.map) }
    if let name = options.timeZone, TimeZone(identifier: name) == nil {
      throw ImportError.unknownTimeZone(name)
    }
    let zone = options.timeZone ?? ZoneGuess.zone(at: box.centre)
    return CityFacts(
      source: URL(filePath: options.map).lastPathComponent,
      comment: data.header.comment ?? data.header.source,
      timeZone: zone,
      timeZoneOrigin: options.timeZone == nil ? "guessed" : "given", osmNodes: data.nodeIDs.count,
      osmWays: data.wayIDs.count, osmRelations: data.relationIDs.count,
      bounds: [
        box.southWest.longitude, box.southWest.latitude, box.northEast.longitude, box.northEast.latitude,
      ], importedAt: Date().ISO8601Format(), hasElevation: options.elevation != nil,
      elevation: options.elevation.map { URL(filePath: $0).standardizedFileURL.path },
      holidays: try calendar ?? usualCalendar(options, at: box.centre))
  }

  /// The calendar that comes with the program for a city there, or of the time zone that was given; nil where there is none, or
  /// none is wanted.
  private static func usualCalendar(_ options: ImportOptions, at position: Coordinate) throws -> String? {
    guard options.calendar == nil, let folder = options.calendars,
      let zone = options.timeZone ?? (ChinaOutline.contains(position) ? "Asia/Shanghai" : nil)
    else { return nil }
    let path = "\(folder)/\(zone).json"
    return FileManager.default.fileExists(atPath: path) ? try readCalendar(path) : nil
  }

  private static func readCalendar(_ path: String) throws -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else { throw ImportError.noCalendar(path) }
    _ = try HolidayCalendar(json: bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func summary(
    _ tables: CityTables, _ hierarchy: Hierarchy, _ options: ImportOptions, _ clock: StageClock
  ) -> ImportSummary {
    let size = (try? FileManager.default.attributesOfItem(atPath: options.output)[.size] as? Int) ?? 0
    return ImportSummary(
      city: options.output, nodes: tables.network.coordinate.count, segments: tables.network.length.count,
      upArcs: hierarchy.upArcCount, gates: tables.premises.gates.count,
      compounds: tables.premises.compounds.count, buildings: tables.premises.buildings.count,
      doors: tables.premises.doors.count, places: tables.premises.places.count,
      addresses: tables.premises.addresses.count, bytes: size, timeZone: tables.facts.timeZone,
      timeZoneOrigin: tables.facts.timeZoneOrigin, diagnostics: tables.diagnostics, seconds: clock.seconds)
  }
}

/// Times the stages and reports them.
private struct StageClock {
  let progress: @Sendable (ImportProgress) -> Void
  private(set) var seconds: [StageSeconds] = []
  private var current: ImportProgress.Stage?
  private var started = ContinuousClock.now

  init(progress: @escaping @Sendable (ImportProgress) -> Void) { self.progress = progress }

  mutating func enter(_ stage: ImportProgress.Stage) {
    finish()
    current = stage
    started = .now
    progress(ImportProgress(stage: stage, share: nil, count: 0))
  }

  /// Adds stages that ran beside others.
  mutating func add(_ stages: [StageSeconds]) { seconds += stages }

  mutating func finish() {
    guard let current else { return }
    let elapsed = ContinuousClock.now - started
    seconds.append(
      (current, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18))
    self.current = nil
  }
}
