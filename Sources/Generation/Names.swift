/// A name in both languages of the house.
struct BilingualName: Sendable {
  let chinese: String
  let english: String

  func adding(_ chinese: String, _ english: String) -> BilingualName {
    BilingualName(chinese: self.chinese + chinese, english: self.english + " " + english)
  }
}

/// Invented names.
///
/// Each number gives another name; the rare characters make a real namesake unlikely.
struct Names: Sendable {
  private static let syllables: [(String, String)] = [
    ("砼", "tong"), ("垚", "yao"), ("淼", "miao"), ("骁", "xiao"), ("珩", "heng"), ("翀", "chong"),
    ("璟", "jing"), ("昱", "yu"), ("嵘", "rong"), ("翊", "yi"), ("霁", "ji"), ("樾", "yue"), ("岚", "lan"),
    ("泓", "hong"), ("澍", "shu"), ("煦", "xu"), ("琮", "cong"), ("峤", "qiao"), ("渌", "lu"), ("晗", "han"),
    ("瑭", "tang"), ("岫", "xiu"), ("浔", "xun"), ("栩", "xu"), ("榛", "zhen"), ("邈", "miao"), ("芃", "peng"),
    ("穗", "sui"), ("砺", "li"), ("崦", "yan"), ("漪", "yi"), ("楹", "ying"), ("阆", "lang"), ("驿", "yi"),
    ("坞", "wu"), ("苒", "ran"), ("钰", "yu"), ("笙", "sheng"), ("灏", "hao"), ("槿", "jin"),
  ]
  private static let compounds: [(String, String)] = [
    ("小区", "Estate"), ("花园", "Gardens"), ("苑", "Court"), ("雅居", "Residence"), ("家园", "Homes"),
    ("公馆", "Mansions"), ("名邸", "Manor"), ("山庄", "Hillside"), ("国际城", "International Town"),
    ("新村", "New Village"), ("佳园", "Park Homes"), ("府", "House"),
  ]
  private static let roads: [(String, String)] = [
    ("路", "Road"), ("街", "Street"), ("支路", "Branch Road"), ("巷", "Lane"), ("坡", "Slope"), ("湾路", "Bend Road"),
  ]

  private let offset: Int

  init(seed: UInt64) {
    offset = Int(Random.mix(seed) % UInt64(Self.syllables.count * Self.syllables.count))
  }

  /// A stem of two syllables, or three once all pairs are used.
  private func stem(_ number: Int) -> BilingualName {
    let n = Self.syllables.count
    // A step without a common factor with n² visits every pair once before any comes again.
    let mixed = ((number % (n * n)) * 907 + offset) % (n * n)
    var parts = [Self.syllables[mixed / n], Self.syllables[mixed % n]]
    if number >= n * n { parts.append(Self.syllables[(number / (n * n)) % n]) }
    let sound = parts.map(\.1).joined()
    return BilingualName(
      chinese: parts.map(\.0).joined(), english: sound.prefix(1).uppercased() + sound.dropFirst())
  }

  func compound(_ number: Int) -> BilingualName {
    let kind = Self.compounds[(number * 7 + number / 12) % Self.compounds.count]
    return stem(number).adding(kind.0, kind.1)
  }

  func street(_ number: Int, _ rank: StreetRank) -> BilingualName {
    let base = stem(number * 3 + 11)
    switch rank {
    case .primary: return base.adding("大道", "Avenue")
    case .steps: return base.adding("梯道", "Stairs")
    default:
      let kind = Self.roads[(number * 5 + number / 6) % Self.roads.count]
      return base.adding(kind.0, kind.1)
    }
  }

  /// A name for the institution or shop numbered `number`, ending in the two given words.
  func institution(_ number: Int, _ chinese: String, _ english: String) -> BilingualName {
    stem(number * 5 + 3).adding(chinese, english)
  }
}
