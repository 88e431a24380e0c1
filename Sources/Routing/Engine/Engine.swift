internal import Dense
internal import Geo
public import OSM
public import Streets
import Synchronization

/// An open city with the states of its gates and closures: shared by all threads.
public final class Engine: Sendable {
  public let city: City
  /// Puts journeys into words.
  public let writer: JourneyWriter
  let states: StateCache
  private let live: Mutex<ClosureSet>
  /// Held while a change of ``closures`` is made, so that readers need not wait for it.
  private let changing = Mutex<Void>(())

  public init(city: City) {
    self.city = city
    writer = JourneyWriter(city: city)
    states = StateCache(city: city)
    let none = ClosureSet(city: city)
    none.publish()
    live = Mutex(none)
  }

  /// An engine of `city`, which differs from that of `other` by the rules of `arcs`: what is closed is closed there too.
  ///
  /// Questions about `now` are quick from the first one on; those of other times pay more.
  public init(city: City, like other: Engine, arcs: [ArcID], at now: CivilTime) {
    self.city = city
    writer = JourneyWriter(city: city, like: other.writer)
    states = StateCache(city: city, like: other.states, arcs: arcs, at: now)
    let same = other.closures.moved(to: city)
    same.publish()
    live = Mutex(same)
  }

  // MARK: Closures

  /// What is closed and opened now.
  public var closures: ClosureSet { live.withLock { $0 } }

  /// Changes what is closed and opened; every later question on every thread sees it.
  ///
  /// Changes are made one after the other. The next question of each mode pays for the difference.
  ///
  /// - Parameter change: Makes the new set from the one that is live.
  /// - Returns: The new set.
  /// - Throws: What `change` throws; then nothing changes.
  @discardableResult
  public func updateClosures<Failure: Error>(
    _ change: (ClosureSet) throws(Failure) -> ClosureSet
  ) throws(Failure) -> ClosureSet {
    try changing.withLock { _ throws(Failure) in
      let new = try change(closures)
      new.publish()
      live.withLock { $0 = new }
      return new
    }
  }

  /// Replaces all closures and openings by `closures`, which get numbers for names.
  public func setClosures(_ closures: [Closure]) {
    updateClosures { old in
      old.removing(Set(old.ids)).adding(closures.enumerated().map { (ClosureID("\($0)"), $1) })
    }
  }

  // MARK: States

  /// The state of `mode` at `time`.
  public func state(_ mode: Mode, at time: CivilTime) throws -> ModeState {
    try states.state(mode, at: time, closures).state
  }

  /// Makes all that journeys of `mode` at `time` and after may go by, so that none of them waits for it.
  ///
  /// - Complexity: Two customizations, and a part of one for gates that open or close in the next hours.
  public func prepare(_ mode: Mode, at time: CivilTime) throws {
    _ = try state(mode, at: time)
    _ = try states.bound(mode)
    for seconds in [Router.longestWithoutJourney, Engine.usualJourney] {
      try states.prepareWindow(mode, at: time, closures, seconds: seconds)
    }
  }

  /// When a rule of `mode` changes after `time`; nil = never.
  public func nextChange(_ mode: Mode, after time: CivilTime) throws -> CivilTime? {
    try states.moment(mode, at: time).until
  }

  /// In seconds.
  private static let usualJourney: Int64 = 1800

  /// Makes what the first closures need, so that no journey waits for it.
  ///
  /// - Complexity: Two copies of a metric, and O(n · log n) for n segments and rows of premises.
  public func prepareClosures(_ mode: Mode, at time: CivilTime) throws {
    try states.prepareClosures(mode, at: time)
  }

  /// The slow search for a journey, against which the fast one can be held.
  public func plainJourney(_ options: JourneyOptions) throws -> PlainJourney {
    let closures = closures
    return PlainJourney(
      city: city, options: options,
      travel: try states.state(options.mode, at: options.departure, closures).state,
      walking: try states.state(.foot, at: options.departure, closures).state, closures: closures)
  }

  /// Whether anybody may pass along `segment` at `time`, and it belongs to the open network.
  public func isOpenStreet(_ segment: SegmentID, _ mode: Mode, at time: CivilTime) -> Bool {
    guard let state = try? state(mode, at: time) else { return false }
    return city.network.arcs[segment].contains { item in
      let arc = city.network.arcs.values[item]
      return state.metric.time(of: arc).isReachable && state.isCore[city.network.tail[arc]] != 0
    }
  }

  /// The passes called `names`.
  ///
  /// - Throws: ``RouteError/unknownPass(_:known:)``.
  public func passes(_ names: [String]) throws(RouteError) -> PassSet {
    var set: PassSet = []
    for name in names {
      guard let pass = city.rules.pass(named: name) else {
        throw .unknownPass(name, known: city.rules.passNames)
      }
      set.formUnion(pass)
    }
    return set
  }
}
