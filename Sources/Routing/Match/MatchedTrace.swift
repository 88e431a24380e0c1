public import Geo
public import OSM
public import Streets

/// A point of a trace as a receiver recorded it.
public struct TracePoint: Sendable {
  public var place: Coordinate
  /// Seconds since some moment; nil where none were recorded.
  public var time: Double?
  /// Standard deviation of the receiver's error, in metres.
  public var sigma: Double
  public var bearing: BearingRange?

  public init(_ place: Coordinate, time: Double? = nil, sigma: Double = 10, bearing: BearingRange? = nil) {
    self.place = place
    self.time = time
    self.sigma = sigma
    self.bearing = bearing
  }
}

/// How traces are matched.
public struct MatchOptions: Sendable {
  /// What a pause in the times of a trace means.
  public enum Gaps: Sendable { case split, ignore }

  /// Whether points that add nothing but noise are left out.
  public enum Thinning: Sendable { case none, tidy }

  public var mode: Mode
  public var departure: CivilTime
  public var gaps = Gaps.split
  public var thinning = Thinning.none

  public init(_ mode: Mode, departure: CivilTime) {
    self.mode = mode
    self.departure = departure
  }
}

/// A part of a trace, laid onto the streets.
public struct Matching: Sendable {
  /// Rows of the trace's points, ascending; two or more.
  public var rows: [Int]
  /// The ways between them, one less.
  public var legs: [FoundJourney]
  /// 0...1: how sure the matched places are, and how much of the trace they cover.
  public var confidence: Double
}

/// Where a point of a trace was.
public struct MatchedPoint: Sendable {
  public var position: SnappedPosition
  /// Row of ``MatchedTrace/matchings``.
  public var matching: Int
  /// Row of the matching's ``Matching/rows``.
  public var index: Int
  /// How many other streets were considered.
  public var alternatives: Int
}

/// A trace laid onto the streets.
public struct MatchedTrace: Sendable {
  public var matchings: [Matching]
  /// Nil for points that lie off every street or do not fit the others.
  public var points: [MatchedPoint?]
}
