/// What every drawing step of a block needs.
final class Scene {
  let canvas: Canvas
  let streets: [Street]
  let names: Names
  let seed: UInt64
  /// Places along streets where shops and services may move in.
  var premises: [Premises] = []
  /// Spots beside gates and streets for parking.
  var bays: [Vector] = []
  /// Carriageways drawn outside the plan: ramps, hairpins.
  var roads: [RoadWay] = []
  var count = Counts()

  init(canvas: Canvas, streets: [Street], names: Names, seed: UInt64) {
    self.canvas = canvas
    self.streets = streets
    self.names = names
    self.seed = seed
  }

  func street(_ frontage: Frontage) -> Street { streets[frontage.street] }
}

/// A room behind a street front.
struct Premises: Sendable {
  /// Where it opens to, for the kind of shop.
  let isBusy: Bool
  /// Ground position, just inside the front.
  let place: Vector
  let street: BilingualName
  let number: String
}

/// What has been drawn, for reports and tests.
public struct Counts: Sendable, Equatable {
  public internal(set) var nodes = 0
  public internal(set) var ways = 0
  public internal(set) var relations = 0
  public internal(set) var compounds = 0
  public internal(set) var gates = 0
  public internal(set) var buildings = 0
  public internal(set) var doors = 0
  public internal(set) var garages = 0
  public internal(set) var lifts = 0
  public internal(set) var stations = 0
  public internal(set) var canteens = 0
  public internal(set) var bays = 0
  public internal(set) var chargingPoints = 0
  public internal(set) var places = 0
  public internal(set) var streets = 0
  public internal(set) var blocks = 0
}
