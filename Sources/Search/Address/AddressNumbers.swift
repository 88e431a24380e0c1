/// One way to understand the numbers of an address.
public struct AddressReading: Hashable, Sendable {
  /// The number of the house, or of the building in its compound.
  public var house: String
  public var unit: String?
  /// Whether it counts only where a door has this very unit.
  public var isStrict = false
}

/// The numbers that follow a street or a name: "1栋2单元", "12a", "1-2", "building 1 unit 2".
public struct AddressNumbers: Sendable {
  private var block: String?
  private var number: String?
  private var letter: String?
  private var second: String?
  public private(set) var unit: String?
  private var third: String?
  private var joined: String?
  /// All tokens as they stand: some maps have numbers such as "11 B 9".
  private var whole = ""
  /// Tokens that have no meaning here.
  public private(set) var unread: [Int] = []

  private static let blockWords: Set<String> = ["building", "block", "bldg", "haus", "budova", "talo"]
  private static let unitWords: Set<String> = [
    "unit", "entrance", "eingang", "aufgang", "staircase", "rappu", "vchod", "door",
  ]
  private static let fillers: Set<String> = ["no", "nr", "number", "c"]

  /// Reads those of `tokens` whose rows are `rows`, in order.
  public init(_ tokens: [AddressToken], _ rows: [Int]) {
    let near = rows.prefix { tokens[$0].part == tokens[rows[0]].part }
    let kinds = near.map { tokens[$0].kind }
    let alternates = zip(kinds, kinds.dropFirst()).allSatisfy { $0 != $1 }
    if alternates, near.allSatisfy({ tokens[$0].kind == .number || tokens[$0].text.count == 1 }) {
      whole = near.reduce(into: "") { $0 += tokens[$1].text }
    }
    var place = 0
    while place < rows.count { place += read(tokens, rows, place) }
  }

  /// The room behind the unit, which no map has: "1501".
  public var room: String? {
    if let third { return third }
    if block != nil { return unit == nil ? second : number }
    return unit == nil ? nil : second
  }

  public var isEmpty: Bool { block == nil && number == nil && unit == nil }

  /// Reads what stands at `place`; returns how many tokens that were.
  private mutating func read(_ tokens: [AddressToken], _ rows: [Int], _ place: Int) -> Int {
    let token = tokens[rows[place]]
    func next(_ step: Int) -> AddressToken? {
      let here = place + step
      return here < rows.count && rows[here] == rows[place] + step ? tokens[rows[here]] : nil
    }
    if token.kind == .number { return readNumber(token, next(1)?.text ?? "", next(2)?.text ?? "") }
    if token.kind == .word, token.text.count == 1, let mark = next(1)?.text, "栋幢座".contains(mark) {
      block = block ?? token.text
      return 2
    }
    if token.kind == .word, let value = next(1), value.kind == .number || value.text.count == 1 {
      if AddressNumbers.blockWords.contains(token.text) {
        block = block ?? value.text
        return 2
      }
      if AddressNumbers.unitWords.contains(token.text) {
        unit = unit ?? value.text
        return 2
      }
    }
    // Czech numbers "ev. 12" are counted apart from others.
    if token.text == "ev", number == nil, let value = next(1), value.kind == .number {
      number = "ev" + value.text
      return 2
    }
    if AddressNumbers.fillers.contains(token.text), next(1)?.kind == .number { return 1 }
    if token.kind == .word, token.text.count == 1, number != nil, letter == nil, second == nil {
      letter = token.text
      return 1
    }
    unread.append(rows[place])
    return 1
  }

  /// A number and the mark after it.
  private mutating func readNumber(_ token: AddressToken, _ mark: String, _ after: String) -> Int {
    switch (mark, after) {
    case ("单", "元"):
      unit = unit ?? token.text
      return 3
    case ("号", "楼"):
      block = block ?? token.text
      return 3
    case ("栋", _), ("幢", _), ("座", _):
      block = block ?? token.text
      return 2
    case ("门", _):
      unit = unit ?? token.text
      return 2
    case ("号", _):
      number = number ?? token.text
      return 2
    case ("楼", _), ("层", _):
      return 2
    case ("室", _):
      third = third ?? token.text
      return 2
    default:
      readPlain(token)
      return 1
    }
  }

  private mutating func readPlain(_ token: AddressToken) {
    guard let number else {
      self.number = token.text
      return
    }
    guard second == nil else {
      third = third ?? token.text
      return
    }
    second = token.text
    if let joint = token.joint { joined = number + String(joint) + token.text }
  }

  /// What the numbers may mean, likeliest first.
  public var readings: [AddressReading] {
    if let block {
      // "1栋 2": what follows the building is its unit.
      return [AddressReading(house: block, unit: unit ?? number)]
    }
    guard let number else { return [] }
    var all: [AddressReading] = []
    if !whole.isEmpty, whole != number { all.append(AddressReading(house: whole)) }
    if let joined { all.append(AddressReading(house: joined, unit: unit)) }
    if let letter {
      all.append(AddressReading(house: number + letter, unit: unit ?? second))
      all.append(AddressReading(house: number, unit: unit ?? letter, isStrict: true))
    } else {
      all.append(AddressReading(house: number, unit: unit ?? second))
    }
    let digits = String(number.prefix { $0.isNumber })
    if unit == nil, digits.count + 1 == number.count {
      all.append(AddressReading(house: digits, unit: String(number.suffix(1)), isStrict: true))
    }
    return all
  }

  /// The number as it was asked for.
  public var asked: String { joined ?? block ?? number.map { $0 + (letter ?? "") } ?? "" }
}

/// How closely a house number of the map fits the one asked for; the least is the best.
public enum AddressFit: Int, Comparable, Sendable {
  case exact, listed, part, range

  public static func < (a: AddressFit, b: AddressFit) -> Bool { a.rawValue < b.rawValue }

  /// nil where `own`, as the map writes it, is another number than `asked`.
  public init?(_ own: String, asked: String) { self.init(plain: AddressFit.plain(own), asked: asked) }

  /// The same of a number that ``plain(_:)`` made.
  public init?(plain: String, asked: String) {
    if plain == asked {
      self = .exact
      return
    }
    guard plain.contains(where: { ";,/-–".contains($0) }) else { return nil }
    let parts = plain.split { ";,".contains($0) }.map { AddressFit.plain(String($0)) }
    if parts.contains(asked) {
      self = .listed
    } else if parts.contains(where: { $0.split(separator: "/").contains { $0 == asked } }) {
      self = .part
    } else if parts.contains(where: { AddressFit.spans($0, asked) }) {
      self = .range
    } else {
      return nil
    }
  }

  /// "3栋" and "3", "12 A" and "12a" are the same number.
  public static func plain(_ text: String) -> String {
    var plain = AddressText.fold(text).filter { !$0.isWhitespace && $0 != "." }
    for mark in ["号楼", "单元", "栋", "幢", "座", "号"] where plain.hasSuffix(mark) && plain.count > mark.count {
      plain.removeLast(mark.count)
      break
    }
    return plain
  }

  /// "10-14" holds 12, not 11: the sides of a street are numbered apart.
  private static func spans(_ text: String, _ asked: String) -> Bool {
    let ends = text.split { "-–".contains($0) }.map { Int($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], let number = Int(asked) else {
      return false
    }
    return low <= number && number <= high && (number - low).isMultiple(of: 2)
  }
}
