internal import Dense

/// Passes that a traveller holds, one bit each; ``RuleBook`` knows their names.
///
/// A city may have any number of them: a pass for each of its compounds. Making a set allocates, using it does
/// not.
public struct PassSet: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The last word is never zero, so that equal sets have equal words.
  private var words: [UInt64] = []
  private var holdsAll = false

  /// No pass.
  public init() {}

  public init(arrayLiteral elements: PassSet...) {
    for element in elements { formUnion(element) }
  }

  /// The one pass with this number.
  init(row: Int) {
    words = Array(repeating: 0, count: row / 64 + 1)
    words[row / 64] = 1 << UInt64(row % 64)
  }

  /// Every pass there is.
  public static let all = {
    var set = PassSet()
    set.holdsAll = true
    return set
  }()

  public var isEmpty: Bool { words.isEmpty && !holdsAll }

  public mutating func formUnion(_ other: PassSet) {
    holdsAll = holdsAll || other.holdsAll
    if words.count < other.words.count {
      words += [UInt64](repeating: 0, count: other.words.count - words.count)
    }
    for row in other.words.indices { words[row] |= other.words[row] }
  }

  /// Whether the two have no pass in common; a rule that no pass opens has none in common with any.
  public func isDisjoint(with other: PassSet) -> Bool {
    if holdsAll { return other.isEmpty }
    if other.holdsAll { return isEmpty }
    for row in 0..<min(words.count, other.words.count) where words[row] & other.words[row] != 0 {
      return false
    }
    return true
  }

  func contains(row: Int) -> Bool {
    holdsAll || row / 64 < words.count && words[row / 64] & 1 << UInt64(row % 64) != 0
  }
}

/// The passes that open each rule of a city, found once.
struct PassMasks {
  private(set) var names: [String]
  private(set) var rows: [String: Int] = [:]
  /// Rows of ``sets``, a rule's modes one after the other.
  private(set) var byRule: [UInt32] = []
  private(set) var sets: [PassSet] = [[]]
  private var known: [PassSet: UInt32] = [[]: 0]

  init(names: [String]) {
    self.names = names
    for (row, name) in names.enumerated() { rows[name] = row }
  }

  /// The passes of `rule`: those that it names for a mode (`foot=resident`), else those that it names for all, else those
  /// that its access values ask for.
  mutating func add(_ rule: RuleRow, _ texts: TextTable) {
    let named = (texts[rule.passes] ?? "").split(separator: ";").map {
      $0.split(separator: "=", maxSplits: 1)
    }
    let general = named.filter { $0.count == 1 }.map { String($0[0]) }
    for mode in Mode.allCases {
      let own = named.filter { $0.count == 2 && $0[0] == mode.name }.map { String($0[1]) }
      let passes = own.isEmpty ? general : own
      byRule.append(intern(passes.isEmpty ? usual(rule, mode, texts) : passes))
    }
  }

  private func usual(_ rule: RuleRow, _ mode: Mode, _ texts: TextTable) -> [String] {
    var found = rule[mode].passNames
    if let text = texts[rule[condition: mode]] {
      found += ConditionalValues(text).values.flatMap(\.passNames)
    }
    return rule.ruleFlags.contains(.locked) ? found + ["key", "resident"] : found
  }

  private mutating func intern(_ passes: [String]) -> UInt32 {
    let set = passes.reduce(into: PassSet()) { $0.formUnion(PassSet(row: row(of: $1))) }
    if let seen = known[set] { return seen }
    sets.append(set)
    known[set] = UInt32(sets.count - 1)
    return UInt32(sets.count - 1)
  }

  private mutating func row(of name: String) -> Int {
    if let row = rows[name] { return row }
    names.append(name)
    rows[name] = names.count - 1
    return names.count - 1
  }
}
