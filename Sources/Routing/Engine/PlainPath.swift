internal import Dense
internal import Geo
internal import Streets

/// Collects the stretches of a plainly found journey.
struct PlainPath {
  let city: City
  let travel: ModeState
  let walking: ModeState
  let options: JourneyOptions
  private(set) var path = JourneyPath()

  init(city: City, travel: ModeState, walking: ModeState, options: JourneyOptions) {
    self.city = city
    self.travel = travel
    self.walking = walking
    self.options = options
  }

  private var network: Network { city.network }

  /// A whole arc, or its part after the start.
  mutating func add(_ arc: ArcID, isWalked: Bool, start: EndPosition?) {
    let heading = network.heading[arc]
    let length = network.length[heading.segment]
    let from = start?.offset ?? (heading.isAgainst ? length : .zero)
    append(arc, isWalked ? walking : travel, from: from, to: heading.isAgainst ? .zero : length)
  }

  mutating func park(at node: NodeID) {
    let profile = Profile.of(options.mode)
    path.parkingIndex = path.stretches.count
    path.parkingNode = node
    path.parkingTime = Milliseconds(
      seconds: travel.table.parking[node] == 2 ? profile.parkAtBay : profile.parkAtRoadside)
  }

  mutating func addDirect(_ arc: ArcID, _ start: EndPosition, _ goal: EndPosition) {
    append(arc, travel, from: start.offset, to: goal.offset)
    parkBeside()
  }

  mutating func addEnding(_ arc: ArcID, _ goal: EndPosition, isWalked: Bool) {
    let heading = network.heading[arc]
    let from = heading.isAgainst ? network.length[heading.segment] : .zero
    append(arc, isWalked ? walking : travel, from: from, to: goal.offset)
    if !isWalked { parkBeside() }
  }

  private mutating func parkBeside() {
    guard options.mode.isVehicle else { return }
    path.parkingIndex = path.stretches.count
    path.parkingTime = Milliseconds(seconds: Profile.of(options.mode).parkAtRoadside)
  }

  private mutating func append(_ arc: ArcID, _ state: ModeState, from: Millimetres, to: Millimetres) {
    let heading = network.heading[arc]
    let part = UInt64(max(from.rawValue, to.rawValue) - min(from.rawValue, to.rawValue))
    let length = UInt64(network.length[heading.segment].rawValue)
    let whole = UInt64(state.table.time[arc])
    let time = length > 0 ? (whole * part + length / 2) / length : whole
    let traits = network.traits[TraitsID(network.segmentClass[heading.segment], state.table.mode)]
    let isPushed = traits.pushed & (heading.isAgainst ? 2 : 1) != 0
    let movement: Movement = !state.table.mode.isVehicle ? .walk : isPushed ? .push : .ride
    path.stretches.append(
      Stretch(
        arc: arc, heading: heading, movement: movement, from: from, to: to, time: Milliseconds(UInt32(time))))
  }
}
