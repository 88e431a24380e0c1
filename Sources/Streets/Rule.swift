public import Dense

/// Who may pass when, of a gate or of a way with conditions, as the map says it.
///
/// Texts are the map's own; ``RuleBook`` reads them.
@frozen public struct RuleRow: BitwiseCopyable, Hashable, Sendable {
  /// ``Access`` by mode, without conditions.
  public var access: (UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0)
  public var barrier: UInt8 = 0
  public var entry: UInt8 = 0
  /// Bits of ``RuleFlags``.
  public var flags: UInt8 = 0
  /// Conditional restrictions by mode, later clauses win; `.none` where there is none.
  public var conditions: (TextID, TextID, TextID, TextID, TextID) = (.none, .none, .none, .none, .none)
  /// `opening_hours`.
  public var hours: TextID = .none
  /// Passes that open it, separated by semicolons.
  public var passes: TextID = .none
  /// Usual delay in tenths of a second.
  public var delay: UInt32 = 0

  public init() {}

  public subscript(mode: Mode) -> Access {
    get {
      let raw =
        switch mode {
        case .foot: access.0
        case .ebike: access.1
        case .bicycle: access.2
        case .motorcycle: access.3
        case .car: access.4
        }
      return Access(rawValue: raw) ?? .unknown
    }
    set {
      switch mode {
      case .foot: access.0 = newValue.rawValue
      case .ebike: access.1 = newValue.rawValue
      case .bicycle: access.2 = newValue.rawValue
      case .motorcycle: access.3 = newValue.rawValue
      case .car: access.4 = newValue.rawValue
      }
    }
  }

  /// The conditional restriction of `mode`.
  public subscript(condition mode: Mode) -> TextID {
    get {
      switch mode {
      case .foot: conditions.0
      case .ebike: conditions.1
      case .bicycle: conditions.2
      case .motorcycle: conditions.3
      case .car: conditions.4
      }
    }
    set {
      switch mode {
      case .foot: conditions.0 = newValue
      case .ebike: conditions.1 = newValue
      case .bicycle: conditions.2 = newValue
      case .motorcycle: conditions.3 = newValue
      case .car: conditions.4 = newValue
      }
    }
  }

  public var barrierKind: BarrierKind { BarrierKind(rawValue: barrier) ?? .other }
  public var entryKind: EntryKind { EntryKind(rawValue: entry) ?? .unknown }
  public var ruleFlags: RuleFlags { RuleFlags(rawValue: flags) }

  public static func == (a: RuleRow, b: RuleRow) -> Bool {
    a.access == b.access && a.barrier == b.barrier && a.entry == b.entry && a.flags == b.flags
      && a.conditions == b.conditions && a.hours == b.hours && a.passes == b.passes && a.delay == b.delay
  }

  public func hash(into hasher: inout Hasher) {
    for mode in Mode.allCases {
      hasher.combine(self[mode])
      hasher.combine(self[condition: mode])
    }
    hasher.combine(barrier)
    hasher.combine(entry)
    hasher.combine(flags)
    hasher.combine(hours)
    hasher.combine(passes)
    hasher.combine(delay)
  }
}

/// Facts of a rule.
public struct RuleFlags: OptionSet, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// Of a barrier or gate; otherwise of a way.
  public static let gate = RuleFlags(rawValue: 1)
  public static let locked = RuleFlags(rawValue: 2)
  /// The map says nothing about who may pass.
  public static let unknown = RuleFlags(rawValue: 4)
  /// Lets riders in while it rains heavily.
  public static let opensInRain = RuleFlags(rawValue: 8)
  /// Lets riders in during a typhoon.
  public static let opensInTyphoon = RuleFlags(rawValue: 16)
}
