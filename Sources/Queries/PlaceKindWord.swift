import Routing

/// What somebody calls a kind of place, held against the kinds of a city.
public struct PlaceKindWord {
  private let kinds: [String]

  public init(_ kinds: [String]) { self.kinds = kinds }

  /// The city's kind that `word` means: as OSM writes it, capitalised, with spaces, or a common Chinese name.
  ///
  /// - Throws: `RouteError.unknownPlaceKind`, with the likeliest kinds and how many there are.
  public func kind(_ word: String) throws -> String {
    if kinds.contains(word) { return word }
    let plain = word.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
    if kinds.contains(plain) { return plain }
    if let kind = PlaceKindWord.chinese[word]?.first(where: { kinds.contains($0) }) { return kind }
    throw RouteError.unknownPlaceKind(word, similar: similar(plain), count: kinds.count)
  }

  private func similar(_ word: String) -> [String] {
    let near = kinds.map { (distance($0, word), $0) }.filter { $0.0 <= max(1, min(3, word.count / 3)) }
    let begun = word.count >= 3 ? kinds.filter { $0.hasPrefix(word) || $0.contains(word) } : []
    var seen: Set<String> = []
    return Array((near.sorted { $0 < $1 }.map(\.1) + begun).filter { seen.insert($0).inserted }.prefix(3))
  }

  /// How many letters to change, add or leave out.
  private func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for i in a.indices {
      var corner = row[0]
      row[0] = i + 1
      for j in b.indices {
        let best = min(row[j], row[j + 1]) + 1
        (corner, row[j + 1]) = (row[j + 1], min(best, corner + (a[i] == b[j] ? 0 : 1)))
      }
    }
    return row[b.count]
  }

  /// Common Chinese names, and the kinds that they may be.
  private static let chinese: [String: [String]] = [
    "药店": ["pharmacy", "chemist"], "药房": ["pharmacy"], "医院": ["hospital", "clinic"],
    "诊所": ["clinic", "doctors"],
    "餐馆": ["restaurant"], "餐厅": ["restaurant"], "饭店": ["restaurant"], "快餐": ["fast_food"], "咖啡馆": ["cafe"],
    "咖啡店": ["cafe"], "食堂": ["canteen"], "商家": ["merchant"], "超市": ["supermarket"], "便利店": ["convenience"],
    "学校": ["school"], "幼儿园": ["kindergarten"], "大学": ["university"], "银行": ["bank"], "取款机": ["atm"],
    "充电桩": ["charging_station"], "充电站": ["charging_station"], "换电柜": ["battery_swap"], "加油站": ["fuel"],
    "停车场": ["parking"], "自行车停车": ["bicycle_parking"], "厕所": ["toilets"], "公厕": ["toilets"], "酒店": ["hotel"],
    "宾馆": ["hotel"], "邮局": ["post_office"], "快递柜": ["parcel_locker"], "图书馆": ["library"], "派出所": ["police"],
    "公园": ["park"], "电影院": ["cinema"], "面包店": ["bakery"], "小区": ["compound"],
  ]
}
