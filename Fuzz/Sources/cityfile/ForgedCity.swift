import FuzzShared
import Geo
import Glibc
import Import
import OSM
import Routing
import Streets

/// A real city of one estate, forged with right checksums and then travelled in.
enum ForgedCity {
  /// Applies `edits`, opens the city and, where it opens, asks it everything.
  ///
  /// Eight bytes an edit: column, how, four bytes of value, two bytes of place.
  static func travel(edits: [UInt8]) {
    var file = original
    let parts = originalParts
    var at = 0
    while at + 8 <= edits.count, at < 32 * 8 {
      let edit = Edit(edits[at..<(at + 8)])
      edit.apply(to: &file, parts[Int(edit.column) % parts.count])
      at += 8
    }
    file.seal()
    writeFile(file.bytes, to: path)
    guard let city = try? City(path: path, verification: .always) else { return }
    Visit(city).everything()
  }

  private static let path = scratchPath("city")
  private static let original: ForgedFile = {
    let map = scratchPath("map.osm")
    writeFile(Array(estate.utf8), to: map)
    do {
      _ = try CityImport.run(ImportOptions(map: map, output: path, timeZone: "Europe/Berlin", threads: 1))
    } catch { fatalError("the estate cannot be imported: \(error)") }
    return ForgedFile(contents(of: path))
  }()
  private static let originalParts = original.parts.filter { $0.size > 0 && $0.stride > 0 }

  private static func contents(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var all: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &block, block.count), count > 0 { all += block[..<count] }
    return all
  }
}

/// One change of a column.
private struct Edit {
  let column: UInt8
  private let how: UInt8
  private let value: UInt32
  private let place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    let bytes = Array(bytes)
    column = bytes[0]
    how = bytes[1]
    value = bytes[2..<6].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    place = Int(bytes[6]) | Int(bytes[7]) << 8
  }

  /// Overwrites one to four bytes or adds to them, in one place or in every row.
  func apply(to file: inout ForgedFile, _ part: ForgedFile.Part) {
    let width = min(1 << (Int(how & 3) % 3), part.size)
    let first = place % max(part.size - width + 1, 1)
    let step = how & 8 == 0 ? part.size : part.stride
    for offset in stride(
      from: how & 8 == 0 ? first : first % part.stride, to: part.size - width + 1, by: step)
    {
      let at = part.offset + offset
      let old = how & 4 == 0 ? 0 : UInt32(truncatingIfNeeded: file.number(at: at, size: width))
      let new = old &+ value
      for byte in 0..<width { file.bytes[at + byte] = UInt8(truncatingIfNeeded: new >> UInt32(8 * byte)) }
    }
  }
}

/// Asks an open city everything.
private struct Visit {
  private let city: City
  private let router: Router
  private let writer: JourneyWriter

  init(_ city: City) {
    self.city = city
    router = Router(engine: Engine(city: city))
    writer = JourneyWriter(city: city)
  }

  func everything() {
    let noon = CivilTime(seconds: 1_795_264_200)
    for mode in Mode.allCases {
      let options = JourneyOptions(mode: mode, departure: noon, countsReturn: mode == .ebike)
      let starts = ["13.0010,52.0001", "way/40", "node/4"].compactMap { end($0, .start(mode)) }
      let goals = ["node/20", "13.0029,52.0002", "way/50", "Long Street 5"].compactMap { end($0, .goal) }
      for start in starts {
        for goal in goals { travel(from: start, to: goal, options) }
        _ = try? router.reach(from: start, within: Milliseconds(seconds: 900), options: options)
      }
      _ = try? router.table(
        from: starts.map(\.positions), to: goals.map(\.positions), options: options)
      if let start = starts.first, let goal = goals.first {
        _ = try? router.alternatives(from: start, to: goal, options: options, most: 3)
      }
    }
    _ = try? city.diagnostics()
    _ = city.hierarchy.searchSpace()
  }

  private func end(_ text: String, _ role: EndResolver.Role) -> JourneyEnd? {
    guard let query = try? EndQuery(text) else { return nil }
    return try? router.resolver.resolve(query, role)
  }

  private func travel(from start: JourneyEnd, to goal: JourneyEnd, _ options: JourneyOptions) {
    switch try? router.route(from: start, to: goal, options: options) {
    case .found(let found): _ = writer.write(found).json()
    case .obstructed(let obstruction): _ = writer.unreachable(options, to: goal, obstruction).json()
    case nil: break
    }
  }
}
