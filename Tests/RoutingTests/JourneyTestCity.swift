import Dense
import Foundation
import Geo
import Import
import OSM
import Streets
import Wording

@testable import Routing

/// A small city drawn in metres, to be travelled in tests.
final class JourneyTestCity {
  private var builder = OSMDataBuilder()
  private var places: [Int64: Coordinate] = [:]
  private let frame = LocalFrame(at: Coordinate(longitude: 106.45, latitude: 29.55))
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "kaimen-\(UUID().uuidString)")
  private var made: City?
  var timeZone = "Asia/Shanghai"

  deinit { try? FileManager.default.removeItem(at: folder) }

  func point(_ x: Double, _ y: Double) -> Coordinate { frame.coordinate(Point(x: x, y: y)) }

  func node(_ id: Int64, _ x: Double, _ y: Double, _ tags: [(String, String)] = []) {
    places[id] = point(x, y)
    builder.addNode(id, at: point(x, y), tags: tags)
  }

  func way(_ id: Int64, _ nodes: [Int64], _ tags: [(String, String)]) {
    builder.addWay(id, nodes: nodes, tags: tags)
  }

  func restriction(_ id: Int64, _ members: [(ElementID, String)], _ tags: [(String, String)]) {
    builder.addRelation(id, members: members.map { (id: $0.0, role: $0.1) }, tags: tags)
  }

  /// The finished city, made once.
  func city() throws -> City {
    if let made { return made }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("test.kaimen").path
    try CityImport.run(builder.finish(), output: path, timeZone: timeZone)
    let city = try City(path: path)
    made = city
    return city
  }

  // MARK: Ends

  /// The spot on way `way` nearest to a point, reached from that point by a straight walk.
  func spot(_ x: Double, _ y: Double, way: Int64) throws -> JourneyEnd {
    let approach = try approach(from: point(x, y), way: way, door: -1)
    return JourneyEnd(kind: .spot, label: "", doors: [], approaches: [approach])
  }

  /// The door at node `node`, joined to way `way`.
  func door(_ node: Int64, way: Int64, gate: GateID = .none, isClear: Bool = true) throws -> JourneyEnd {
    let premises = try city().premises
    guard
      let row = premises.doors.ids.first(where: { premises.doors[$0].element.id == ElementID(.node, node) })
    else {
      throw TestCityError.missing("door \(node)")
    }
    let door = premises.doors[row]
    var approach = try approach(from: door.position, way: way, door: 0)
    approach.isClear = isClear
    approach.position.gate = gate
    let choice = DoorChoice(
      door: row, element: ElementID(.node, node), isInferred: false, position: door.position,
      building: door.building)
    return JourneyEnd(kind: .doors, label: "", doors: [choice], approaches: [approach])
  }

  func gate(_ node: Int64) throws -> GateID {
    let premises = try city().premises
    guard
      let row = premises.gates.ids.first(where: { premises.gates[$0].element.id == ElementID(.node, node) })
    else {
      throw TestCityError.missing("gate \(node)")
    }
    return row
  }

  private func approach(from place: Coordinate, way: Int64, door: Int) throws -> Approach {
    let network = try city().network
    var best: (SegmentID, Polyline.Position)?
    for segment in network.osmID.ids where network.osmID[segment] == way && network.kind(segment) != .gate {
      let line = Polyline(network.points(Heading(segment, against: false)))
      guard let here = line.nearest(to: place) else { continue }
      if best.map({ here.distance < $0.1.distance }) ?? true { best = (segment, here) }
    }
    guard let (segment, here) = best else { throw TestCityError.missing("way \(way)") }
    let offset = Millimetres(min(Millimetres(metres: here.offset).rawValue, network.length[segment].rawValue))
    let position = EndPosition(
      segment: segment, offset: offset, walk: Milliseconds(seconds: here.distance / (4.8 / 3.6)))
    let line = here.distance > 0.02 ? [place, here.coordinate] : [here.coordinate]
    return Approach(position: position, door: door, line: line, length: here.distance, isClear: true)
  }

  // MARK: Journeys

  func find(
    _ start: JourneyEnd, _ goal: JourneyEnd, by mode: Mode = .foot, passes: [String] = [],
    at time: String = "2026-11-21T12:00", countsReturn: Bool = false
  ) throws -> FoundJourney {
    let city = try city()
    let departure = CivilTime(time) ?? CivilTime(seconds: 0)
    let held = passes.compactMap { city.rules.pass(named: $0) }.reduce(into: PassSet()) { $0.formUnion($1) }
    let options = JourneyOptions(mode: mode, passes: held, departure: departure, countsReturn: countsReturn)
    let states = StateCache(city: city)
    let travel = try states.state(mode, at: departure).state
    let walking = try states.state(.foot, at: departure).state
    let search = JourneySearch(city: city)
    guard
      let cost = search.run(
        from: start.positions, to: goal.positions, options: options, travel: travel, walking: walking)
    else { throw TestCityError.missing("way") }
    let path = search.path(from: start.positions, to: goal.positions, cost: cost)
    return FoundJourney(options: options, start: start, goal: goal, cost: cost, path: path)
  }

  func journey(
    _ start: JourneyEnd, _ goal: JourneyEnd, by mode: Mode = .foot, passes: [String] = [],
    at time: String = "2026-11-21T12:00", countsReturn: Bool = false
  ) throws -> Journey {
    let found = try find(start, goal, by: mode, passes: passes, at: time, countsReturn: countsReturn)
    return JourneyWriter(city: try city()).write(found)
  }
}

enum TestCityError: Error {
  case missing(String)
}

extension Journey {
  func sentences(_ language: Language) -> [String] { legs.flatMap(\.steps).map { $0.sentence(language) } }
}
