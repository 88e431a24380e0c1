/// A way of travelling.
public enum Mode: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case foot, ebike, bicycle, motorcycle, car

  /// The word used on the command line and in answers.
  public var name: String {
    switch self {
    case .foot: "foot"
    case .ebike: "ebike"
    case .bicycle: "bicycle"
    case .motorcycle: "motorcycle"
    case .car: "car"
    }
  }

  /// The mode called `name`, or nil.
  public init?(name: some StringProtocol) {
    guard let found = Mode.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// Whether one leaves something behind before walking to the door.
  @inlinable public var isVehicle: Bool { self != .foot }

  /// OSM access keys that concern this mode, the most specific first.
  ///
  /// - SeeAlso: https://wiki.openstreetmap.org/wiki/Key:access#Land-based_transportation
  public var accessKeys: [String] {
    switch self {
    case .foot: ["foot", "access"]
    case .ebike: ["electric_bicycle", "bicycle", "vehicle", "access"]
    case .bicycle: ["bicycle", "vehicle", "access"]
    case .motorcycle: ["motorcycle", "motor_vehicle", "vehicle", "access"]
    case .car: ["motorcar", "motor_vehicle", "vehicle", "access"]
    }
  }

  /// OSM keys that exempt this mode from `oneway`, the most specific first.
  var onewayKeys: [String] {
    switch self {
    case .foot: ["oneway:foot"]
    case .ebike: ["oneway:electric_bicycle", "oneway:bicycle", "oneway"]
    case .bicycle: ["oneway:bicycle", "oneway"]
    case .motorcycle: ["oneway:motorcycle", "oneway:motor_vehicle", "oneway"]
    case .car: ["oneway:motorcar", "oneway:motor_vehicle", "oneway"]
    }
  }

  /// Values of `except` on a turn restriction that free this mode.
  var exceptWords: [String] {
    switch self {
    case .foot: ["foot"]
    case .ebike, .bicycle: ["bicycle"]
    case .motorcycle: ["motorcycle", "motor_vehicle"]
    case .car: ["motorcar", "motor_vehicle"]
    }
  }
}

/// A set of modes, one bit each.
@frozen public struct ModeSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  @inlinable public init(_ mode: Mode) { rawValue = 1 << mode.rawValue }

  public static let all = ModeSet(rawValue: 0b11111)

  @inlinable public func contains(_ mode: Mode) -> Bool { rawValue & (1 << mode.rawValue) != 0 }
}
