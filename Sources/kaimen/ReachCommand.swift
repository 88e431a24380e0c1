import ArgumentParser
import Dense
import Geo
import OSM
import Queries
import Routing
import Streets
import Wording

/// `kaimen reach`: what can be reached within some minutes.
struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach", abstract: Wording.Help.reach.here, discussion: Wording.Help.reachDetails.here)

  @OptionGroup var file: AskedCity
  @Option(parsing: .unconditional, help: help(.Help.from, "place")) var from: String
  @Option(help: help(.Help.minutes, "n")) var minutes = 15.0
  @OptionGroup var travel: TravelOptions
  @OptionGroup var closures: ClosureOptions
  @OptionGroup var format: MapFormatFlags
  @OptionGroup var language: LanguageOption

  private static let minutes = 0.1...120
  /// People read no more doors than this; programs get all.
  private static let mostShown = 50

  mutating func run() throws {
    try format.check()
    guard ReachCommand.minutes.contains(minutes) else {
      throw CommandError.outOfRange(option: "--minutes", found: "\(minutes)", allowed: "0.1...120")
    }
    var request = try travel.request
    request.from = from
    (request.closed, request.opened) = (closures.closed, closures.opened)
    let session = try file.session()
    let options = try session.options(request)
    let limit = Milliseconds(seconds: minutes * 60)
    let result = try session.router.reach(from: session.start(from, request), within: limit, options: options)
    if format.geoJSON {
      try Output.line(features(result, session, request, limit).text)
    } else if format.json {
      try Output.line(json(result, session, request, limit, options).text)
    } else {
      try show(result, session)
    }
  }

  private func show(_ result: ReachResult, _ session: Session) throws {
    try Output.line(Wording.Report.reached(doors: result.doors.count, minutes: minutes).here)
    for (door, time) in result.doors.prefix(ReachCommand.mostShown) {
      let row = session.city.premises.doors[door]
      try Output.line(
        "  \(Wording.Report.clock(time.seconds))  \(session.writer.label(of: door).here)  (\(row.element.id))"
      )
    }
    let rest = result.doors.count - ReachCommand.mostShown
    if rest > 0 { try Output.line("  " + Wording.Report.more(rest).here) }
  }

  private func json(
    _ result: ReachResult, _ session: Session, _ request: RouteRequest, _ limit: Milliseconds,
    _ options: JourneyOptions
  ) -> JSON {
    .object([
      "mode": .string(request.mode.name), "departure": .string("\(options.departure)"),
      "limit": .seconds(limit),
      "nodes": .int(result.nodeCount),
      "doors": .array(
        result.doors.map { door, time in
          let row = session.city.premises.doors[door]
          return .object([
            "id": .string("\(row.element.id)"), "duration": .seconds(time),
            "position": .position(row.position, request.datum),
            "label": .string(session.writer.label(of: door).here),
          ])
        }),
      "area": area(result, request, limit),
    ])
  }

  private func features(
    _ result: ReachResult, _ session: Session, _ request: RouteRequest, _ limit: Milliseconds
  ) -> JSON {
    let shape = JSON.object([
      "type": "Feature", "geometry": area(result, request, limit),
      "properties": .object([
        "kind": "reach", "mode": .string(request.mode.name), "limit": .seconds(limit),
        "doors": .int(result.doors.count),
      ]),
    ])
    let doors = result.doors.map { door, time in
      let row = session.city.premises.doors[door]
      return JSON.object([
        "type": "Feature",
        "geometry": .object(["type": "Point", "coordinates": .position(row.position, request.datum)]),
        "properties": .object([
          "kind": "door", "id": .string("\(row.element.id)"), "duration": .seconds(time),
          "label": .string(session.writer.label(of: door).here),
        ]),
      ])
    }
    return .object(["type": "FeatureCollection", "features": .array([shape] + doors)])
  }

  /// The area as a GeoJSON MultiPolygon.
  private func area(_ result: ReachResult, _ request: RouteRequest, _ limit: Milliseconds) -> JSON {
    let shape = Isochrone.areas(around: result.samples, limits: [limit.seconds])[0]
    return .multiPolygon(shape.areas.map { [$0.outer] + $0.holes }, request.datum)
  }
}
