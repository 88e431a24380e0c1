import Dense
import Geo
import OSM

extension StreetBuilder {
  /// Cuts the ways into segments at junctions, barriers and ends.
  ///
  /// - Complexity: O(vertices), on several threads.
  mutating func cutWays() {
    var names: [TextID] = []
    names.reserveCapacity(ways.count)
    for way in ways { names.append(texts.intern(tags(of: way), .name, or: .ref)) }
    if ways.isEmpty { return }
    let parts = Parallel.chunks(of: ways.count, threads: options.threads) { [self, names] rows in
      var cutter = WayCutter(self, rows)
      for row in rows { cutter.cut(ways[row], name: names[row]) }
      return cutter.draft
    }
    draft.append(parts)
  }

  fileprivate func tags(of way: RoutableWay) -> TagView {
    way.isRelation ? map.tags(relation: way.row) : map.tags(way: way.row)
  }
}

/// Cuts some ways into a draft of their own.
///
/// It has what it reads all the time for itself: threads that count references to the same arrays wait for each other.
private struct WayCutter {
  let streets: StreetBuilder
  var draft = StreetDraft()

  /// The first of the vertices below, a row of ``StreetBuilder/vertices``.
  private let first: Int
  private var vertices: [UInt32] = []
  private var points: [Coordinate] = []
  private var marks: [UInt8] = []
  private var isJunction: [Bool] = []
  /// Empty where nobody knows any.
  private var heights: [Double?] = []

  /// - Complexity: O(vertices of the ways).
  init(_ streets: StreetBuilder, _ rows: Range<Int>) {
    self.streets = streets
    first = streets.ways[rows.lowerBound].vertices.lowerBound
    let (uses, known) = (streets.uses, streets.marks)
    let (places, made) = (streets.map.data.nodeCoordinates, streets.madePoints)
    vertices = Array(streets.vertices[first..<streets.ways[rows.upperBound - 1].vertices.upperBound])
    points.reserveCapacity(vertices.count)
    marks.reserveCapacity(vertices.count)
    isJunction.reserveCapacity(vertices.count)
    for vertex in vertices {
      let row = Int(vertex)
      let isNode = row < places.count
      points.append(isNode ? places[row] : made[row - places.count])
      marks.append(isNode ? known[row] : 0)
      isJunction.append(!isNode || uses[row] >= 2)
    }
    addHeights()
  }

  mutating func cut(_ way: RoutableWay, name: TextID) {
    let timing = WayTiming(kind: kind(of: way.street), tags: streets.tags(of: way)) { length(of: way) }
    let range = rows(of: way)
    var start = range.lowerBound
    for index in range.dropFirst() {
      guard index == range.upperBound - 1 || isJunction[index] else { continue }
      if vertices[start] == vertices[index], index - start >= 2 {
        // A loop gets a node in its middle, so that every segment joins two nodes.
        let middle = (start + index) / 2
        addSegment(way, timing, name, start...middle)
        addSegment(way, timing, name, middle...index)
      } else {
        addSegment(way, timing, name, start...index)
      }
      start = index
    }
  }

  /// Of its vertices, in the arrays here.
  private func rows(of way: RoutableWay) -> Range<Int> {
    (way.vertices.lowerBound - first)..<(way.vertices.upperBound - first)
  }

  private mutating func addSegment(
    _ way: RoutableWay, _ timing: WayTiming, _ name: TextID, _ range: ClosedRange<Int>
  ) {
    let metres = length(range)
    draft.points += points[range]
    var extras = timing.extras(share: metres)
    countSignals(&extras, range, timing.kind)
    if !heights.isEmpty {
      let flags = StreetFlags(rawValue: streets.classifier.classes[way.street.index].flags)
      addSlope(&extras, heights[range], isLevel: !flags.isDisjoint(with: [.bridge, .tunnel]))
    }
    draft.addSegment(
      SegmentRow(
        tail: vertices[range.lowerBound], head: vertices[range.upperBound], street: way.street,
        length: Millimetres(metres: metres), extras: extras, rule: way.rule, name: name,
        osmID: way.isRelation ? 0 : streets.map.data.wayIDs[way.row]))
  }

  private func kind(of street: ClassID) -> StreetKind {
    StreetKind(rawValue: streets.classifier.classes[street.index].kind) ?? .path
  }

  private func length(of way: RoutableWay) -> Double {
    let range = rows(of: way)
    return length(range.lowerBound...(range.upperBound - 1))
  }

  private func length(_ range: ClosedRange<Int>) -> Double {
    var metres = 0.0
    for index in range.dropFirst() { metres += points[index - 1].distance(to: points[index]) }
    return metres
  }

  private func countSignals(_ extras: inout SegmentExtras, _ range: ClosedRange<Int>, _ kind: StreetKind) {
    for index in range {
      let mark = NodeMark(rawValue: marks[index])
      if mark.isDisjoint(with: [.signal, .walkerSignal]) { continue }
      let halves: UInt8 = index == range.lowerBound || index == range.upperBound ? 1 : 2
      if mark.contains(.signal), !kind.isForWalking {
        extras.signalHalves = min(extras.signalHalves + halves, 200)
      }
      if mark.contains(.walkerSignal), kind == .crossing {
        extras.walkerSignalHalves = min(extras.walkerSignalHalves + halves, 200)
      }
    }
  }

  // MARK: Slope

  private func addSlope(_ extras: inout SegmentExtras, _ heights: ArraySlice<Double?>, isLevel: Bool) {
    var up = 0.0
    var down = 0.0
    // A bridge or tunnel does not follow the ground: only its ends count.
    let step = isLevel ? max(heights.count - 1, 1) : 1
    var last: Double?
    for index in stride(from: heights.startIndex, to: heights.endIndex, by: step) {
      guard let height = heights[index] else { continue }
      if let last { if height > last { up += height - last } else { down += last - height } }
      last = height
    }
    extras.up = UInt16(min(up * 10, 65_000))
    extras.down = UInt16(min(down * 10, 65_000))
  }

  private mutating func addHeights() {
    guard streets.options.elevations != nil || streets.hasHeightTags else { return }
    heights = streets.options.elevations?(points) ?? Array(repeating: nil, count: points.count)
    guard streets.hasHeightTags else { return }
    for row in vertices.indices where marks[row] & NodeMark.height.rawValue != 0 {
      heights[row] = said(vertices[row]) ?? heights[row]
    }
  }

  /// How high a node's tags say that it lies.
  private func said(_ vertex: UInt32) -> Double? {
    guard let text = streets.tags(vertex: vertex)[.ele], let height = Double(osm: text), abs(height) < 9000
    else { return nil }
    return height
  }
}

/// Times of a way that do not follow from its length and speed.
struct WayTiming {
  let kind: StreetKind
  private let tags: TagView
  /// Of the whole way, in metres; of kinds that go by length only, 0.
  private let length: Double
  private let lowestLevel: Int16

  init(kind: StreetKind, tags: TagView, length: () -> Double) {
    (self.kind, self.tags) = (kind, tags)
    self.length = [.steps, .elevator, .ferry].contains(kind) ? length() : 0
    lowestLevel = LevelTag(tags[.level])?.lowest ?? .min
  }

  /// The share of a piece of `metres`.
  func extras(share metres: Double) -> SegmentExtras {
    var extras = SegmentExtras()
    extras.level = lowestLevel
    let share = length > 0 ? metres / length : 1
    switch kind {
    case .steps: addSteps(&extras, share: share)
    case .elevator: set(&extras, Delays.liftWait + Delays.liftFloor * floors, share: share)
    case .ferry: addFerry(&extras, share: share)
    default: break
    }
    return extras
  }

  private var floors: Double {
    guard let level = LevelTag(tags[.level]) else { return 1 }
    return max(1, Double(level.highest - level.lowest) / 10)
  }

  private func addSteps(_ extras: inout SegmentExtras, share: Double) {
    var count = tags[.stepCount].flatMap { Double(osm: $0) }
    if count == nil, let height = tags[.height].flatMap({ Double(osm: $0) }) {
      count = height / Delays.stepRise
    }
    guard let count, count > 0, count < 10_000 else { return }
    extras.stepCount = UInt16(min((count * share).rounded(.up), 60_000))
    let up = count * share * Delays.stepUp
    let down = count * share * Delays.stepDown
    let (forward, backward) =
      switch tags[.incline] {
      case "up": (up, down)
      case "down": (down, up)
      case .some(let slope) where slope.hasPrefix("-"): (down, up)
      case .some(let slope) where slope.contains(where: \.isNumber): (up, down)
      // Nobody knows which end is higher.
      default: ((up + down) / 2, (up + down) / 2)
      }
    extras.fixedForward = tenths(forward)
    extras.fixedBackward = tenths(backward)
  }

  private func addFerry(_ extras: inout SegmentExtras, share: Double) {
    let crossing = tags[.duration].flatMap(minutes) ?? length / (12 / 3.6)
    set(&extras, crossing + Delays.ferryWait, share: share)
  }

  private func set(_ extras: inout SegmentExtras, _ seconds: Double, share: Double) {
    extras.fixedForward = tenths(seconds * share)
    extras.fixedBackward = extras.fixedForward
  }

  private func tenths(_ seconds: Double) -> UInt16 { UInt16(max(1, min(seconds * 10, 65_000))) }

  /// `duration=HH:MM[:SS]` or minutes, in seconds.
  private func minutes(_ text: String) -> Double? {
    let parts = text.split(separator: ":").compactMap { Double(osm: $0) }
    switch parts.count {
    case 1: return parts[0] * 60
    case 2: return parts[0] * 3600 + parts[1] * 60
    case 3: return parts[0] * 3600 + parts[1] * 60 + parts[2]
    default: return nil
    }
  }
}

/// The levels of a tag such as `0;1;2`, `-1-3` or `0.5`, in tenths of a floor.
struct LevelTag: Hashable {
  var lowest: Int16
  var highest: Int16

  /// Reads the tag; nil where there is none or it cannot be read.
  init?(_ text: String?) {
    guard let text, text.count < 200 else { return nil }
    var values: [Double] = []
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let trimmed = part.filter { !$0.isWhitespace }
      if let value = Double(osm: trimmed) {
        values.append(value)
      } else if let dash = trimmed.dropFirst().firstIndex(of: "-"), let low = Double(osm: trimmed[..<dash]),
        let high = Double(osm: trimmed[trimmed.index(after: dash)...])
      {
        values += [low, high]
      } else {
        return nil
      }
    }
    guard let low = values.min(), let high = values.max(), low > -300, high < 300 else { return nil }
    lowest = Int16(low * 10)
    highest = Int16(high * 10)
  }
}
