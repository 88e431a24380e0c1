internal import Dense
internal import Foundation
internal import Geo
internal import OSM
public import Routing
internal import Streets

/// What all answerers of one city share.
public final class OSRMService: Sendable {
  public let engine: Engine
  public let limits: OSRMLimits
  let streets: SnapStreets
  let writer: JourneyWriter
  /// Names the city file in hints.
  let cityNumber: UInt32

  /// - Complexity: O(gates); tables of modes are made at their first use.
  public init(engine: Engine, limits: OSRMLimits = OSRMLimits()) {
    self.engine = engine
    self.limits = limits
    streets = SnapStreets(city: engine.city)
    writer = engine.writer
    let city = engine.city
    let facts =
      "\(city.tables.facts.importedAt)|\(city.tables.facts.source)|\(city.byteCount)"
      + "|\(city.network.length.count)|\(city.network.coordinate.count)"
    cityNumber = facts.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}

/// An answer to an OSRM request.
public struct OSRMAnswer: Sendable {
  /// 200 or 400.
  public var status: Int
  /// JSON in UTF-8.
  public var body: [UInt8]
}
