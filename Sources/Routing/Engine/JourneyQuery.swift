public import Dense
public import Geo
public import OSM
public import Streets

/// A spot on the network where a journey starts or ends, with the walk between it and the end itself.
public struct EndPosition: Hashable, Sendable {
  public var segment: SegmentID
  /// From the segment's tail.
  public var offset: Millimetres
  /// Time of the walk between the end and the spot.
  public var walk: Milliseconds
  /// A gate with a rule that the walk passes; `.none` usually.
  public var gate: GateID
  /// Which of the end's connectors it is.
  public var connector: Int

  public init(
    segment: SegmentID, offset: Millimetres, walk: Milliseconds, gate: GateID = .none, connector: Int = 0
  ) {
    self.segment = segment
    self.offset = offset
    self.walk = walk
    self.gate = gate
    self.connector = connector
  }
}

/// What a journey has to respect.
public struct JourneyOptions: Sendable {
  public var mode: Mode
  public var passes: PassSet
  public var departure: CivilTime
  /// Whether the walk back to the vehicle counts.
  public var countsReturn: Bool

  public init(mode: Mode, passes: PassSet = [], departure: CivilTime, countsReturn: Bool = false) {
    self.mode = mode
    self.passes = passes
    self.departure = departure
    self.countsReturn = countsReturn
  }

  /// When one is at the goal, the journey and the walk back to the vehicle lasting `duration`.
  func arrival(after duration: Milliseconds, return back: Milliseconds) -> CivilTime {
    departure.adding(seconds: Int64((duration.rawValue - back.rawValue) / 1000))
  }

  /// Walking from a vehicle never takes longer than the quickest way from the open network to the goal (riding,
  /// parking and walking) and this, unless there is no journey then.
  public static let extraWalk = Milliseconds(seconds: 180)
  /// Nobody walks longer than this from a vehicle, in seconds.
  public static let longestWalk = Milliseconds(seconds: 1500)
}

/// The outcome of a journey query, before it is explained.
public struct JourneyCost: Hashable, Sendable {
  /// The whole journey, both end walks included.
  public var duration: Milliseconds
  /// Rows of the start and goal positions that it uses.
  public var start: Int
  public var goal: Int
}
