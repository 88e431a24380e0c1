internal import Dense
public import Geo
internal import OSM
public import Streets

/// A coordinate joined to the network so that journeys may begin and end there.
public struct SnappedEnd: Sendable {
  /// What was asked for.
  public var asked: Coordinate
  /// Where journeys begin and end: on a street, or the door nearest to the coordinate.
  public var location: Coordinate
  /// The street there: of a door, the one that it is joined to.
  public var segment: SegmentID
  public var offset: Millimetres
  /// What the end is, seen from a journey that begins there.
  public var start: JourneyEnd
  /// The same for one that ends there.
  public var goal: JourneyEnd

  /// Metres between the coordinate and the location.
  public var distance: Double { asked.distance(to: location) }
  public var isDoor: Bool { goal.kind == .doors }
}

/// Joins coordinates to the network, for services that know nothing but coordinates.
///
/// One thread's workspace. A coordinate beside a mapped door means that door, one inside a building the doors of
/// the building; any other one the best street by ``Snapper``. Where a vehicle cannot go to that street, one walks
/// between it and the nearest one in sight where the vehicle can.
public final class EndSnapper {
  public let snapper: Snapper
  private let resolver: EndResolver
  private let city: City
  private var found: [SnappedPosition] = []
  private var doors: [DoorKey: JourneyEnd] = [:]

  /// A coordinate so near to a mapped door means that door, in metres.
  public static let doorReach = 1.5
  /// How far one walks between the place on the street and the vehicle, in metres.
  static let longestWalk = 300.0
  private static let mostKept = 8192

  private struct DoorKey: Hashable {
    var door: DoorID
    var building: BuildingID
    /// Nil for a goal.
    var start: Mode?
  }

  public init(snapper: Snapper, resolver: EndResolver) {
    self.snapper = snapper
    self.resolver = resolver
    city = snapper.streets.city
  }

  /// The end at `place`, or nil where no street lies within the query's radius.
  ///
  /// - Complexity: O(streets around) in the open; a building without mapped doors costs a search for the likeliest
  ///   door at its first use.
  public func end(at place: Coordinate, _ query: SnapQuery) -> SnappedEnd? {
    if query.bearing == nil, let end = doorEnd(at: place, query) { return end }
    guard let best = snapper.nearest(place, query) else { return nil }
    return spot(asked: place, best.segment, best.offset, best.location, query.mode)
  }

  // MARK: Doors

  private func doorEnd(at place: Coordinate, _ query: SnapQuery) -> SnappedEnd? {
    let door = door(near: place)
    let building = door == .none ? building(around: place) : .none
    guard door != .none || building != .none else { return nil }
    return end(asked: place, door, building, query)
  }

  /// The end at a door, or at the doors of a building; nil where they are joined to no street.
  private func end(asked place: Coordinate, _ door: DoorID, _ building: BuildingID, _ query: SnapQuery)
    -> SnappedEnd?
  {
    guard let start = kept(DoorKey(door: door, building: building, start: query.mode), .start(query.mode)),
      let goal = kept(DoorKey(door: door, building: building, start: nil), .goal),
      let approach = goal.approaches.min(by: { distance($0, to: place) < distance($1, to: place) }),
      let location = approach.line.first, location.distance(to: place) <= query.radius
    else { return nil }
    return SnappedEnd(
      asked: place, location: location, segment: approach.position.segment,
      offset: approach.position.offset, start: start, goal: goal)
  }

  private func distance(_ approach: Approach, to place: Coordinate) -> Double {
    approach.line.first.map { $0.distance(to: place) } ?? .infinity
  }

  private func kept(_ key: DoorKey, _ role: EndResolver.Role) -> JourneyEnd? {
    if let known = doors[key] { return known }
    let made =
      key.door == .none
      ? try? resolver.end(of: [key.building], label: nil, role)
      : try? resolver.end(doors: [key.door], label: nil, role)
    guard let made else { return nil }
    if doors.count >= EndSnapper.mostKept { doors.removeAll(keepingCapacity: true) }
    doors[key] = made
    return made
  }

  /// The nearest mapped door within reach, or none.
  private func door(near place: Coordinate) -> DoorID {
    var best = (distance: EndSnapper.doorReach, id: DoorID.none)
    let rows = city.premises.doors
    city.premises.doorIndex.forEach(in: BoundingBox(around: place, metres: EndSnapper.doorReach)) { item in
      let id = DoorID(rawValue: item)
      let distance = rows[id].position.distance(to: place)
      if distance < best.distance || (distance == best.distance && id < best.id) { best = (distance, id) }
    }
    return best.id
  }

  /// The building around a place, or none; asks its outline without making a ring of it.
  private func building(around place: Coordinate) -> BuildingID {
    var isNear = false
    let outlines = city.premises.outlines
    _ = city.premises.buildingIndex.contains(in: BoundingBox(place, place)) { item in
      let rows = outlines[BuildingID(rawValue: item)]
      guard var last = rows.first.map({ outlines.values[$0] }) else { return false }
      var isInside = false
      for row in rows.dropFirst() {
        let next = outlines.values[row]
        if (last.latitudeE7 > place.latitudeE7) != (next.latitudeE7 > place.latitudeE7),
          (Coordinate.turn(last, next, place) > 0) == (next.latitudeE7 > last.latitudeE7)
        {
          isInside.toggle()
        }
        last = next
      }
      isNear = isNear || isInside
      return isNear
    }
    return isNear ? city.building(at: place) : .none
  }

  // MARK: Spots

  /// The end at a place on a street.
  private func spot(
    asked: Coordinate, _ segment: SegmentID, _ offset: Millimetres, _ location: Coordinate, _ mode: Mode
  ) -> SnappedEnd {
    let here = Approach(
      position: EndPosition(segment: segment, offset: offset, walk: .zero), door: -1, line: [location],
      length: 0, isClear: true)
    var (starts, goals) = ([here], [here])
    if mode.isVehicle {
      let use = StreetUse(
        rawValue: snapper.streets.streets(mode).use[city.network.segmentClass[segment]])
      let isStranded = snapper.streets.streets(mode).isStranded[segment] != 0
      if !use.contains(.travel) || isStranded { starts = walks(from: location, mode, .travel) }
      if !use.contains(.end) || isStranded { goals += walks(from: location, mode, .end).prefix(1) }
    }
    return SnappedEnd(
      asked: asked, location: location, segment: segment, offset: offset,
      start: end(location, starts), goal: end(location, goals))
  }

  private func end(_ location: Coordinate, _ approaches: [Approach]) -> JourneyEnd {
    JourneyEnd(kind: .spot, label: "", doors: [], approaches: approaches)
  }

  /// Straight walks to the nearest streets that a vehicle can use so.
  private func walks(from location: Coordinate, _ mode: Mode, _ use: StreetUse) -> [Approach] {
    let query = SnapQuery(mode, .travel, radius: EndSnapper.longestWalk)
    snapper.find(location, query, count: 2, into: &found)
    let table = snapper.streets.streets(mode).use
    return found.filter {
      StreetUse(rawValue: table[city.network.segmentClass[$0.segment]]).contains(use)
    }.map { place in
      Approach(
        position: EndPosition(
          segment: place.segment, offset: place.offset,
          walk: resolver.walkTime(place.distance, .none)),
        door: -1, line: location == place.location ? [location] : [location, place.location],
        length: place.distance, isClear: place.isInSight)
    }
  }
}

extension EndSnapper {
  /// A place that was snapped to before, to be found again without a search.
  public struct Memory: Hashable, Sendable {
    public var asked: Coordinate
    public var mode: Mode
    public var door: DoorID
    public var building: BuildingID
    public var segment: SegmentID
    public var offset: Millimetres
    public var purpose: SnapQuery.Purpose

    public init(
      asked: Coordinate, mode: Mode, door: DoorID, building: BuildingID, segment: SegmentID,
      offset: Millimetres, purpose: SnapQuery.Purpose
    ) {
      self.asked = asked
      self.mode = mode
      self.door = door
      self.building = building
      self.segment = segment
      self.offset = offset
      self.purpose = purpose
    }
  }

  /// What to remember of `end`.
  public func memory(of end: SnappedEnd, _ query: SnapQuery) -> Memory {
    let choice = end.goal.doors.first
    let isOneDoor = end.goal.doors.count == 1 && choice?.door != DoorID.none
    return Memory(
      asked: end.asked, mode: query.mode, door: isOneDoor ? choice?.door ?? .none : .none,
      building: isOneDoor ? .none : choice?.building ?? .none, segment: end.segment, offset: end.offset,
      purpose: query.purpose)
  }

  /// The end that `memory` is of; nil where it names rows that do not exist.
  public func end(_ memory: Memory, _ query: SnapQuery) -> SnappedEnd? {
    if memory.door != .none || memory.building != .none {
      guard memory.door == .none || memory.door.index < city.premises.doors.count,
        memory.building == .none || memory.building.index < city.premises.buildings.count
      else { return nil }
      return end(asked: memory.asked, memory.door, memory.building, query)
    }
    let network = city.network
    guard memory.segment.index < network.length.count, memory.offset <= network.length[memory.segment],
      memory.segment != .none
    else { return nil }
    let location = city.point(memory.segment, memory.offset)
    guard location.distance(to: memory.asked) <= query.radius else { return nil }
    return spot(asked: memory.asked, memory.segment, memory.offset, location, memory.mode)
  }
}
