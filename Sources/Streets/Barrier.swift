/// A kind of barrier or opening at a point, with what it means where no tag says more.
public enum BarrierKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case gate, liftGate, swingGate, wicketGate, slidingGate, bollard, block, chain, cycleBarrier
  case kissingGate, stile, turnstile, fullHeightTurnstile, entrance, cattleGrid, tollBooth
  case heightRestrictor, jerseyBarrier, motorcycleBarrier, horseStile, spikes, borderControl, sallyPort
  case wall, other
  /// A way crosses a wall or an outline and the map shows no gate there.
  case unmapped
  /// A lift's doors.
  case lift

  public init?(osm value: String) {
    switch value {
    case "gate", "hampshire_gate", "bump_gate", "yes_gate": self = .gate
    case "lift_gate", "rising_gate": self = .liftGate
    case "swing_gate": self = .swingGate
    case "wicket_gate": self = .wicketGate
    case "sliding_gate", "sliding_beam": self = .slidingGate
    case "bollard", "flexible_bollard", "rising_bollard": self = .bollard
    case "block", "log", "debris", "rock", "boulder", "planter": self = .block
    case "chain", "rope": self = .chain
    case "cycle_barrier", "bicycle_barrier", "barrier_board": self = .cycleBarrier
    case "kissing_gate": self = .kissingGate
    case "stile", "step": self = .stile
    case "turnstile": self = .turnstile
    case "full-height_turnstile", "full_height_turnstile": self = .fullHeightTurnstile
    case "entrance", "no", "opening": self = .entrance
    case "cattle_grid": self = .cattleGrid
    case "toll_booth": self = .tollBooth
    case "height_restrictor", "width_restrictor": self = .heightRestrictor
    case "jersey_barrier", "delineators", "guard_rail": self = .jerseyBarrier
    case "motorcycle_barrier": self = .motorcycleBarrier
    case "horse_stile": self = .horseStile
    case "spikes", "sump_buster", "bus_trap": self = .spikes
    case "border_control": self = .borderControl
    case "sally_port": self = .sallyPort
    case "wall", "fence", "hedge", "retaining_wall", "city_wall": self = .wall
    case "kerb", "tank_trap_no", "traffic_island": return nil
    default: self = .other
    }
  }

  /// Whether the thing is a gate in the sense of the district: it can be open or shut to somebody.
  public var isGate: Bool {
    switch self {
    case .gate, .liftGate, .swingGate, .wicketGate, .slidingGate, .kissingGate, .turnstile,
      .fullHeightTurnstile, .entrance, .sallyPort, .stile, .unmapped:
      true
    default: false
    }
  }

  /// Default access when the node has no access tag.
  ///
  /// Two wheels pass bollards, blocks and chains; nothing on wheels passes a stile or a turnstile;
  /// `barrier=wall` on a way's node is taken at its word.
  func defaultAccess(_ mode: Mode) -> Access {
    switch self {
    case .gate, .liftGate, .swingGate, .slidingGate, .unmapped: .unknown
    case .entrance, .cattleGrid, .tollBooth, .heightRestrictor, .borderControl, .other, .sallyPort: .yes
    case .wicketGate: mode == .foot ? .unknown : mode == .car || mode == .motorcycle ? .no : .dismount
    case .bollard, .block, .chain, .jerseyBarrier, .spikes: mode == .car ? .no : .yes
    case .cycleBarrier, .motorcycleBarrier:
      mode == .car || mode == .motorcycle ? .no : .yes
    case .kissingGate, .stile, .turnstile, .fullHeightTurnstile, .horseStile: mode == .foot ? .yes : .no
    case .wall: .no
    case .lift: mode == .foot ? .yes : .no
    }
  }

  /// Usual seconds to pass, when the rule does not say.
  var delay: Double {
    switch self {
    case .gate, .wicketGate, .swingGate, .slidingGate: 6
    case .liftGate, .sallyPort: 8
    case .cycleBarrier, .kissingGate, .motorcycleBarrier, .horseStile: 5
    case .stile, .turnstile, .fullHeightTurnstile: 6
    case .tollBooth, .borderControl: 30
    case .unmapped: Delays.unmappedOpening
    case .bollard, .block, .chain, .cattleGrid: 1
    case .entrance, .heightRestrictor, .jerseyBarrier, .spikes, .wall, .other, .lift: 0
    }
  }
}

/// How one gets through a gate, as `kaimen:entry` says it.
public enum EntryKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case unknown, open, `guard`, register, code, qr, call, badge

  /// The word used in tags and answers.
  public var name: String { EntryKind.names[Int(rawValue)] }

  private static let names = allCases.map { "\($0)" }

  init(osm value: String?) {
    self = EntryKind.allCases.first { $0.name == value } ?? .unknown
  }

  /// Usual seconds that it adds.
  var delay: Double {
    switch self {
    case .unknown, .open: 0
    case .guard: 8
    case .register: 40
    case .code, .badge: 6
    case .qr: 15
    case .call: 45
    }
  }
}
