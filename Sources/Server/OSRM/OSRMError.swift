public import Wording

/// What an OSRM answer says of its outcome.
public enum OSRMCode: String, Sendable, CaseIterable {
  case ok = "Ok"
  case invalidURL = "InvalidUrl"
  case invalidService = "InvalidService"
  case invalidVersion = "InvalidVersion"
  case invalidOptions = "InvalidOptions"
  case invalidQuery = "InvalidQuery"
  case invalidValue = "InvalidValue"
  case noSegment = "NoSegment"
  case tooBig = "TooBig"
  case noRoute = "NoRoute"
  case noTable = "NoTable"
  case noMatch = "NoMatch"
  case noTrips = "NoTrips"
  case notImplemented = "NotImplemented"
}

/// Why an OSRM request has no answer.
public struct OSRMError: WordedError, Equatable {
  public var code: OSRMCode
  public var wording: Wording

  public init(_ code: OSRMCode, _ wording: Wording) {
    self.code = code
    self.wording = wording
  }
}

/// How much may be asked for at once.
public struct OSRMLimits: Sendable, Hashable {
  /// Coordinates of a route.
  public var route = 500
  /// Pairs of a table.
  public var table = 10_000
  /// Results at each coordinate, and coordinates.
  public var nearest = 100
  public var nearestCoordinates = 10
  /// Coordinates of a trace.
  public var match = 500
  /// The largest radius of a trace's point, in metres.
  public var matchRadius = 100.0
  /// Coordinates of a trip.
  public var trip = 100
  public var alternatives = 3
  /// Bytes of the request target.
  public var targetBytes = 200_000

  public init() {}
}
