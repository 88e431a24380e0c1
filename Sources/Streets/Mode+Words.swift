public import Wording

extension VehicleWord {
  /// What sentences call `mode`.
  public init(_ mode: Mode) {
    switch mode {
    case .foot: self = .foot
    case .ebike: self = .ebike
    case .bicycle: self = .bicycle
    case .motorcycle: self = .motorcycle
    case .car: self = .car
    }
  }
}
