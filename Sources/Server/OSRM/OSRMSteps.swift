internal import Dense
internal import Foundation
internal import Geo
internal import Routing
internal import Streets
internal import Wording

/// A step in OSRM's words.
struct OSRMStep {
  var type: StaticString
  var modifier: String?
  var exit: Int?
  var location: Coordinate
  var bearingBefore: Int
  var bearingAfter: Int
  var name: String
  var mode: StaticString
  /// Rows of the trace's points.
  var points: ClosedRange<Int>
  var duration: Milliseconds
  var length: Millimetres
  var intersections: [OSRMIntersection] = []

  func writeManeuver(_ json: inout JSONText) {
    json.object { json in
      json.key("bearing_after")
      json.int(bearingAfter)
      json.key("bearing_before")
      json.int(bearingBefore)
      if let exit {
        json.key("exit")
        json.int(exit)
      }
      json.key("location")
      json.position(location)
      if let modifier {
        json.key("modifier")
        json.string(modifier)
      }
      json.key("type")
      json.string(plain: type)
    }
  }
}

/// Where streets meet: their directions, which may be entered, and which are come from and taken.
struct OSRMIntersection {
  var location: Coordinate
  /// Degrees, ascending.
  var bearings: [Int]
  var entry: [Bool]
  /// Rows of ``bearings``.
  var incoming: Int?
  var outgoing: Int?

  func write(_ json: inout JSONText) {
    json.object { json in
      if let outgoing {
        json.key("out")
        json.int(outgoing)
      }
      if let incoming {
        json.key("in")
        json.int(incoming)
      }
      json.key("entry")
      json.array { json in for may in entry { json.bool(may) } }
      json.key("bearings")
      json.array { json in for bearing in bearings { json.int(bearing) } }
      json.key("location")
      json.position(location)
    }
  }
}

/// The steps of a journey as OSRM has them: the first departs, the last arrives, the line of each reaches to the
/// next.
struct OSRMSteps {
  private(set) var steps: [OSRMStep] = []
  private let city: City
  private let trace: JourneyTrace
  private let mode: Mode
  /// For directions: a plane around the start.
  private let frame: LocalFrame

  /// - Complexity: O(points + junctions).
  init(_ journey: Journey, _ trace: JourneyTrace, _ city: City) {
    self.city = city
    self.trace = trace
    mode = journey.mode
    frame = LocalFrame(at: trace.points[0])
    let given = journey.legs.flatMap(\.steps).filter { $0.phrase.action != .wayBack }
    for (row, step) in given.enumerated() {
      let last = row + 1 < given.count ? given[row + 1].points.lowerBound : trace.points.count - 1
      steps.append(made(step, from: step.points.lowerBound, to: last, isFirst: row == 0))
    }
    addEnds()
    addIntersections()
  }

  private func made(_ step: Journey.Step, from first: Int, to last: Int, isFirst: Bool) -> OSRMStep {
    let words = OSRMManeuver(step.phrase)
    return OSRMStep(
      type: isFirst ? "depart" : words.type, modifier: isFirst ? nil : words.modifier,
      exit: isFirst ? nil : words.exit, location: trace.points[first],
      bearingBefore: isFirst ? 0 : step.bearingBefore, bearingAfter: step.bearingAfter,
      name: step.phrase.street.chinese, mode: OSRMManeuver.mode(step.phrase, mode),
      points: first...max(first, last), duration: step.duration, length: step.distance)
  }

  /// Every leg departs and arrives, also where nothing moves.
  private mutating func addEnds() {
    let last = trace.points.count - 1
    if steps.isEmpty || steps[0].type.description != "depart" || steps.count == 1 {
      let still = OSRMStep(
        type: "depart", location: trace.points[0], bearingBefore: 0, bearingAfter: 0, name: "",
        mode: mode == .foot ? "walking" : OSRMManeuver.vehicle(mode), points: 0...last, duration: .zero,
        length: .zero)
      if steps.first.map({ $0.type.description != "depart" }) ?? true { steps.insert(still, at: 0) }
    }
    steps[0].points = 0...steps[0].points.upperBound
    steps[0].location = trace.points[0]
    if steps[steps.count - 1].type.description != "arrive" {
      var end = steps[steps.count - 1]
      end.type = "arrive"
      (end.modifier, end.exit, end.duration, end.length) = (nil, nil, .zero, .zero)
      end.bearingBefore = end.bearingAfter
      end.points = last...last
      end.location = trace.points[last]
      steps.append(end)
    }
    steps[steps.count - 1].bearingAfter = 0
    if steps[steps.count - 1].name.isEmpty { steps[steps.count - 1].name = steps[steps.count - 2].name }
  }

  // MARK: Intersections

  private mutating func addIntersections() {
    var row = 0
    var before: JourneyTrace.Piece?
    for piece in trace.pieces where piece.first < piece.last {
      while row + 1 < steps.count - 1, steps[row + 1].points.lowerBound <= piece.first { row += 1 }
      if let place = intersection(before, piece) { steps[row].intersections.append(place) }
      before = piece
    }
    for row in steps.indices {
      let isBare = steps[row].intersections.first.map { $0.location != steps[row].location } ?? true
      if isBare || row == 0 { steps[row].intersections.insert(bare(row), at: 0) }
    }
  }

  /// Where only the way itself is known.
  private func bare(_ row: Int) -> OSRMIntersection {
    let step = steps[row]
    if row == 0 {
      return OSRMIntersection(
        location: step.location, bearings: [step.bearingAfter], entry: [true], incoming: nil, outgoing: 0)
    }
    let back = (step.bearingBefore + 180) % 360
    if row == steps.count - 1 {
      return OSRMIntersection(
        location: step.location, bearings: [back], entry: [true], incoming: 0, outgoing: nil)
    }
    let isBackFirst = back < step.bearingAfter
    return OSRMIntersection(
      location: step.location,
      bearings: isBackFirst ? [back, step.bearingAfter] : [step.bearingAfter, back],
      entry: isBackFirst ? [false, true] : [true, false], incoming: isBackFirst ? 0 : 1,
      outgoing: isBackFirst ? 1 : 0)
  }

  /// The streets that meet where `piece` begins; nil where it begins between junctions.
  private func intersection(_ before: JourneyTrace.Piece?, _ piece: JourneyTrace.Piece) -> OSRMIntersection? {
    guard let before, let arc = piece.arc, before.arc != nil else { return nil }
    let network = city.network
    let walks = piece.movement == .walk
    let table = city.modeTable(walks ? .foot : mode)
    let out = degrees(trace.points[piece.first], trace.points[piece.first + 1])
    let back = degrees(trace.points[before.last], trace.points[before.last - 1])
    var roads: [(bearing: Int, entry: Bool)] = []
    roads.reserveCapacity(6)
    roads.append((out, true))
    for other in network.arcs(from: network.tail[arc]) {
      let heading = network.heading[other]
      let rows = network.geometry[heading.segment]
      guard rows.count >= 2, network.length[heading.segment] > .zero else { continue }
      let first = heading.isAgainst ? rows.upperBound.advanced(by: -1) : rows.lowerBound
      let second = heading.isAgainst ? first.advanced(by: -1) : first.advanced(by: 1)
      let bearing = degrees(network.geometry.values[first], network.geometry.values[second])
      guard !roads.contains(where: { $0.bearing == bearing }) else { continue }
      roads.append((bearing, table.time[other] < Milliseconds.unreachable.rawValue))
    }
    if !roads.contains(where: { $0.bearing == back }) { roads.append((back, false)) }
    roads.sort { $0.bearing < $1.bearing }
    let incoming = roads.firstIndex { $0.bearing == back }
    if let incoming, roads.count > 1, back != out { roads[incoming].entry = false }
    return OSRMIntersection(
      location: trace.points[piece.first], bearings: roads.map(\.bearing), entry: roads.map(\.entry),
      incoming: incoming, outgoing: roads.firstIndex { $0.bearing == out })
  }

  /// The direction from one point to the next, in whole degrees.
  private func degrees(_ a: Coordinate, _ b: Coordinate) -> Int {
    let (from, to) = (frame.point(a), frame.point(b))
    let angle = Int((atan2(to.x - from.x, to.y - from.y) * 180 / .pi).rounded())
    return angle < 0 ? angle + 360 : angle
  }

  // MARK: Summary

  /// The names of the two longest streets, in the order of travel.
  static func summary(_ journey: Journey) -> String {
    var lengths: [(name: String, length: UInt32)] = []
    for step in journey.legs.flatMap(\.steps) where step.phrase.street != .nameless {
      if let row = lengths.firstIndex(where: { $0.name == step.phrase.street.chinese }) {
        lengths[row].length += step.distance.rawValue
      } else {
        lengths.append((step.phrase.street.chinese, step.distance.rawValue))
      }
    }
    let longest = lengths.indices.sorted { lengths[$0].length > lengths[$1].length }.prefix(2).sorted()
    return longest.map { lengths[$0].name }.joined(separator: ", ")
  }
}

/// A step's action in OSRM's words.
struct OSRMManeuver {
  var type: StaticString
  var modifier: String?
  var exit: Int?

  init(_ phrase: StepPhrase) {
    modifier = phrase.turn.modifier
    let isStraight = phrase.turn == .straight
    switch phrase.action {
    case .depart: (type, modifier) = ("depart", nil)
    case .turn(let stays): type = stays ? "continue" : isStraight ? "new name" : "turn"
    case .roundabout(let number):
      type = "roundabout"
      exit = number > 0 ? number : nil
    case .arrive(_, let side): (type, modifier) = ("arrive", side.map { $0 == .left ? "left" : "right" })
    case .park, .dismount, .remount, .lift, .wayBack: type = "notification"
    case .gate, .leaveLift: type = isStraight ? "notification" : "turn"
    case .cross, .stairs, .toStreet, .toGoal: type = isStraight ? "new name" : "turn"
    }
  }

  /// How one moves in a step.
  static func mode(_ phrase: StepPhrase, _ mode: Mode) -> StaticString {
    if phrase.way == .ferry { return "ferry" }
    switch phrase.movement {
    case .walk: return "walking"
    case .push: return "pushing bike"
    case .ride, .drive: return vehicle(mode)
    }
  }

  static func vehicle(_ mode: Mode) -> StaticString {
    switch mode {
    case .foot: "walking"
    case .bicycle, .ebike: "cycling"
    case .motorcycle, .car: "driving"
    }
  }
}
