/// How somebody moves, as sentences say it.
public enum MovementWord: UInt8, Hashable, Sendable, BitwiseCopyable {
  case walk, ride, drive, push

  var chinese: String {
    switch self {
    case .walk: "步行"
    case .ride: "骑行"
    case .drive: "行驶"
    case .push: "推行"
    }
  }

  /// `步行`, as it goes with a gate.
  var chineseManner: String {
    switch self {
    case .walk: "步行"
    case .ride: "骑车"
    case .drive: "驾车"
    case .push: "推车"
    }
  }

  /// `Walk`, `Ride`.
  var imperative: String {
    switch self {
    case .walk: "Walk"
    case .ride: "Ride"
    case .drive: "Drive"
    case .push: "Push"
    }
  }

  /// `on foot`, `riding`.
  var manner: String {
    switch self {
    case .walk: "on foot"
    case .ride: "riding"
    case .drive: "by car"
    case .push: "pushing"
    }
  }
}

/// A change of direction.
public enum TurnWord: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case straight, slightRight, right, sharpRight, uTurn, sharpLeft, left, slightLeft

  /// The word for a turn of `degrees`, positive to the right.
  public init(degrees: Double) {
    let size = abs(degrees)
    let isRight = degrees > 0
    self =
      size < 20
      ? .straight
      : size < 50
        ? (isRight ? .slightRight : .slightLeft)
        : size < 120 ? (isRight ? .right : .left) : size < 165 ? (isRight ? .sharpRight : .sharpLeft) : .uTurn
  }

  /// OSRM's word for it.
  public var modifier: String { TurnWord.modifiers[Int(rawValue)] }

  /// Whether it is so much of a turn that people name it at once.
  public var isClear: Bool { self != .straight && self != .slightLeft && self != .slightRight }

  private static let modifiers = [
    "straight", "slight right", "right", "sharp right", "uturn", "sharp left", "left", "slight left",
  ]
  static let english = [
    "Continue", "Bear right", "Turn right", "Turn sharp right", "Turn back", "Turn sharp left", "Turn left",
    "Bear left",
  ]
  static let chinese = ["直行", "向右前方转", "右转", "向右后方转", "掉头", "向左后方转", "左转", "向左前方转"]
}

/// The side on which something lies.
public enum SideWord: UInt8, Hashable, Sendable, BitwiseCopyable {
  case left, right
}

/// What a way is, for sentences about ways without a name and about passages worth a word.
public enum WayWord: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
  case motorway, road, slipRoad, street, lane, accessRoad, parkingAisle, driveway, track, pedestrianStreet
  case cyclePath, path, bridlePath, footpath, crossing, stairs, corridor, platform, square, moving
  case garage, passage, footbridge, underpass, ferry

  /// Whether it is announced also where one goes straight on.
  public var isAnnounced: Bool { rawValue >= WayWord.garage.rawValue }

  /// `the footpath`, `小路`.
  public subscript(language: Language) -> String {
    language == .english ? WayWord.english[Int(rawValue)] : WayWord.chinese[Int(rawValue)]
  }

  private static let english = [
    "the motorway", "the road", "the slip road", "the street", "the lane", "the access road",
    "the car park aisle", "the driveway", "the track", "the pedestrian street", "the cycle path", "the path",
    "the bridle path", "the footpath", "the crossing", "the stairs", "the corridor", "the platform",
    "the square", "the escalator", "the garage", "the passage under the building", "the footbridge",
    "the underpass", "the ferry",
  ]
  private static let chinese = [
    "高速公路", "道路", "匝道", "街道", "巷道", "内部道路", "停车场通道", "车道", "土路", "步行街", "自行车道", "小径", "马道",
    "小路", "人行横道", "台阶", "走廊", "站台", "广场", "扶梯", "地下车库", "楼下通道", "天桥", "地下通道", "轮渡",
  ]
}

/// What else a step leads over.
public struct PassingWords: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  public static let bridge = PassingWords(rawValue: 1)
  public static let tunnel = PassingWords(rawValue: 2)
}

/// Where stairs lead.
public enum StairsWord: UInt8, Hashable, Sendable, BitwiseCopyable {
  case unknown, up, down
}
