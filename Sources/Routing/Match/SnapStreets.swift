internal import Dense
internal import Geo
internal import Streets
import Synchronization

/// What of a city's streets coordinates may be snapped to, for all modes.
///
/// Made once per city and shared by its threads; a mode's part is made at its first use.
public final class SnapStreets: Sendable {
  let city: City
  private let made = Mutex<[Mode: ModeStreets]>([:])

  public init(city: City) { self.city = city }

  /// The part of `mode`.
  ///
  /// - Complexity: O(nodes + arcs) at the first use, O(1) later.
  func streets(_ mode: Mode) -> ModeStreets {
    if let known = made.withLock({ $0[mode] }) { return known }
    let streets = ModeStreets(city, mode)
    return made.withLock { known in
      let kept = known[mode] ?? streets
      known[mode] = kept
      return kept
    }
  }
}

/// What somebody may do on a street of one class, and whether one steps onto it from the ground beside it.
struct StreetUse: OptionSet {
  let rawValue: UInt8
  static let walk = StreetUse(rawValue: 1)
  static let travel = StreetUse(rawValue: 2)
  /// The vehicle may be left there; for walkers, one may stop.
  static let end = StreetUse(rawValue: 4)
  static let ground = StreetUse(rawValue: 8)
}

/// The streets of one mode.
final class ModeStreets: Sendable {
  /// Rows are classes.
  let use: Column<ClassID, UInt8>
  /// 1 for segments from which the mode gets nowhere.
  let isStranded: Column<SegmentID, UInt8>

  /// A part of the network that is joined to nothing else and has fewer nodes is where one is stranded.
  private static let smallPart: UInt32 = 200

  init(_ city: City, _ mode: Mode) {
    let network = city.network
    use = Column(network.classes.ids.map { ModeStreets.use(of: $0, network, mode).rawValue })
    isStranded = Column(mode == .foot ? ModeStreets.islands(network) : ModeStreets.stranded(city, mode))
  }

  private static func use(of street: ClassID, _ network: Network, _ mode: Mode) -> StreetUse {
    guard let kind = StreetKind(rawValue: network.classes[street].kind), kind != .gate, kind != .elevator,
      kind != .escalator
    else { return [] }
    let flags = StreetFlags(rawValue: network.classes[street].flags)
    let traits = network.traits[TraitsID(street, mode)]
    var use: StreetUse = []
    let isFastRoad = [.motorway, .motorwayLink, .ferry].contains(kind)
    if network.traits[TraitsID(street, .foot)].isUsable { use.insert(.walk) }
    if traits.isUsable { use.insert(.travel) }
    if flags.isDisjoint(with: [.offGround, .bridge, .tunnel]) { use.insert(.ground) }
    let isRidden = max(traits.forward, traits.backward) > 0 && traits.pushed == 0
    let allowsLeaving = isRidden && flags.isDisjoint(with: [.bridge, .tunnel, .roundabout])
    if !isFastRoad, mode == .foot || allowsLeaving { use.insert(.end) }
    return use
  }

  private static func islands(_ network: Network) -> [UInt8] {
    network.extras.ids.map { network.extras[$0].isIsland ? 1 : 0 }
  }

  /// Segments whose ends lie in small strongly connected parts, whatever gates and passes allow.
  private static func stranded(_ city: City, _ mode: Mode) -> [UInt8] {
    let network = city.network
    let table = city.modeTable(mode)
    let component = StrongComponents(network) { table.time[$0] < Milliseconds.unreachable.rawValue }.component
    var sizes = [UInt32](repeating: 0, count: component.count)
    for part in component { sizes[Int(part)] += 1 }
    let enough = min(smallPart, sizes.max() ?? 0)
    return network.length.ids.map { segment in
      let leadsOn = network.arcs[segment].contains { item in
        let arc = network.arcs.values[item]
        guard table.time[arc] < Milliseconds.unreachable.rawValue else { return false }
        return sizes[Int(component[network.head[arc].index])] >= enough
          || sizes[Int(component[network.tail[arc].index])] >= enough
      }
      return leadsOn ? 0 : 1
    }
  }
}
