internal import Geo
internal import OSM
public import Routing
internal import Streets

/// A question for the times between many places.
public struct TableQuestion: Sendable {
  public var from: [String]
  public var to: [String]
  public var traveller: RouteRequest

  public init(from: [String], to: [String], traveller: RouteRequest) {
    self.from = from
    self.to = to
    self.traveller = traveller
  }

  /// The durations in seconds, a row for each start; null where one cannot get.
  ///
  /// - Throws: `RouteError` for the first place that cannot be used; `Abandoned`, also between two places.
  public func answer(_ session: Session) throws -> JSON {
    let options = try session.options(traveller)
    let router = session.router
    let sources = try from.map { text in
      try router.goOn()
      return router.usable(try session.start(text, traveller), options)
    }
    let targets = try to.map { text in
      try router.goOn()
      return router.usable(try session.goal(text, traveller), options)
    }
    let table = try router.table(
      from: sources.map(\.positions), to: targets.map(\.positions), options: options)
    let rows = sources.indices.map { row in
      JSON.array(
        targets.indices.map { column in
          .seconds(sources[row].meeting(targets[column]) == nil ? table[row, column] : .zero)
        })
    }
    return JSON.object([
      "mode": .string(traveller.mode.name), "departure": .string("\(options.departure)"),
      "from": .strings(from), "to": .strings(to), "durations": .array(rows),
    ])
  }
}
