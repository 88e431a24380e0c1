internal import Dense
internal import Foundation
internal import Geo
internal import Streets
internal import Wording

extension JourneyDraft {
  /// The first pieces of a line count as its direction only when they are longer than this, in metres: crooked
  /// ends of ways are common on maps.
  private static let firmLength = 5.0

  /// The bearing with which one sets out on `move`.
  func bearingAfter(_ move: Move) -> Double { JourneyDraft.bearing(ahead(move)) }

  /// The bearing with which one arrives at its end.
  func bearingBefore(_ move: Move) -> Double { JourneyDraft.bearing(behind(move)) }

  /// The angle between the way one comes and `move`, in degrees, positive to the right.
  func turn(to move: Move) -> Double {
    guard let row = lastDirected else { return 0 }
    return turnAngle(from: bearingBefore(moves[row]), to: bearingAfter(move))
  }

  /// Whether one need not even compute the angle.
  func isNearlyStraight(_ move: Move) -> Bool {
    guard let row = lastDirected else { return true }
    let (from, to) = (behind(moves[row]), ahead(move))
    let along = from.dot(to)
    return along > 0 && abs(from.cross(to)) < along * 0.3
  }

  private static func bearing(_ vector: Point) -> Double {
    let degrees = atan2(vector.x, vector.y) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// The vector from the start of `move`.
  private func ahead(_ move: Move) -> Point {
    let start = frame.point(points[move.first])
    var row = move.first + 1
    while row <= move.last {
      let vector = frame.point(points[row]) - start
      if row == move.last || vector.lengthSquared >= JourneyDraft.firmLength * JourneyDraft.firmLength {
        return vector
      }
      row += 1
    }
    return .zero
  }

  /// The vector to the end of `move`.
  private func behind(_ move: Move) -> Point {
    let end = frame.point(points[move.last])
    var row = move.last - 1
    while row >= move.first {
      let vector = end - frame.point(points[row])
      if row == move.first || vector.lengthSquared >= JourneyDraft.firmLength * JourneyDraft.firmLength {
        return vector
      }
      row -= 1
    }
    return .zero
  }

  // MARK: Junctions

  /// What else one could do where a move begins.
  struct Exits {
    /// Other ways that this traveller may take, the one back left out.
    var count = 0
    /// One of them leads roughly ahead.
    var hasRival = false
    /// One of them leaves the roundabout.
    var leavesRoundabout = false
  }

  /// The other ways at the start of `move`.
  func exits(before move: Move) -> Exits {
    let arc = found.path.stretches[move.stretch].arc
    let mode: Mode = move.movement == .walk ? .foot : options.mode
    let from = lastDirected.map { moves[$0] }
    var exits = Exits()
    for other in network.arcs(from: network.tail[arc]) {
      let heading = network.heading[other]
      guard heading.segment != move.segment, heading.segment != from?.segment,
        !network.barred[other].contains(mode)
      else { continue }
      let traits = network.traits[TraitsID(network.segmentClass[heading.segment], mode)]
      guard (heading.isAgainst ? traits.backward : traits.forward) > 0 else { continue }
      exits.count += 1
      if !network.flags(heading.segment).contains(.roundabout) { exits.leavesRoundabout = true }
      if let from, isAhead(heading, from) { exits.hasRival = true }
    }
    return exits
  }

  private func isAhead(_ heading: Heading, _ from: Move) -> Bool {
    let rows = network.geometry[heading.segment]
    guard rows.count >= 2 else { return false }
    let first = heading.isAgainst ? rows.upperBound.advanced(by: -1) : rows.lowerBound
    let second = heading.isAgainst ? first.advanced(by: -1) : first.advanced(by: 1)
    let to = frame.point(network.geometry.values[second]) - frame.point(network.geometry.values[first])
    let back = behind(from)
    let along = back.dot(to)
    return along > 0 && abs(back.cross(to)) < along * 1.2
  }
}
