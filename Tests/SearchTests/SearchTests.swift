import Foundation
import Geo
import OSM
import Testing
import Wording

@testable import Search

/// Names of random characters with the pinyin that a dictionary gives them, independent of the program's tables.
struct Spelling {
  var name: String
  var syllables: [String]
  var pinyin: String { syllables.joined() }
  var initials: String { String(syllables.compactMap(\.first)) }

  static let characters: [(String, String)] = [
    ("金", "jin"), ("沙", "sha"), ("时", "shi"), ("代", "dai"), ("岚", "lan"), ("翀", "chong"), ("名", "ming"),
    ("邸", "di"),
    ("阳", "yang"), ("光", "guang"), ("花", "hua"), ("园", "yuan"), ("湖", "hu"), ("滨", "bin"), ("新", "xin"),
    ("村", "cun"),
    ("天", "tian"), ("街", "jie"), ("北", "bei"), ("城", "cheng"), ("江", "jiang"), ("山", "shan"), ("龙", "long"),
    ("门", "men"),
    ("清", "qing"), ("水", "shui"), ("溪", "xi"), ("月", "yue"), ("春", "chun"), ("秋", "qiu"), ("桥", "qiao"),
    ("香", "xiang"),
    ("港", "gang"), ("明", "ming"), ("珠", "zhu"), ("中", "zhong"), ("心", "xin"), ("丽", "li"), ("景", "jing"),
    ("富", "fu"),
  ]
  /// The same names in traditional characters.
  static let traditional: [Character: Character] = [
    "时": "時", "岚": "嵐", "阳": "陽", "园": "園", "滨": "濱", "龙": "龍", "门": "門", "桥": "橋", "丽": "麗",
  ]

  init(_ random: inout some RandomNumberGenerator) {
    let parts = (0..<Int.random(in: 3...5, using: &random)).map { _ in
      Spelling.characters.randomElement(using: &random) ?? ("金", "jin")
    }
    (name, syllables) = (parts.map(\.0).joined(), parts.map(\.1))
  }
}

/// A small seeded generator (SplitMix64), so that every failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

let centre = Coordinate(longitude: 106.45, latitude: 29.55)

@Suite struct SearchLawTests {
  /// Random places within six kilometres, each of its own name.
  private struct District {
    var spellings: [Spelling] = []
    var places: [Coordinate] = []
    let index: SearchIndex

    init(_ count: Int, seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      var entries = SearchEntries()
      var seen: Set<String> = []
      while spellings.count < count {
        let spelling = Spelling(&random)
        guard seen.insert(spelling.name).inserted else { continue }
        let place = centre.moved(
          east: .random(in: -6000...6000, using: &random), north: .random(in: -6000...6000, using: &random))
        entries.add(
          SearchEntry(
            .place, ElementID(.node, Int64(spellings.count)),
            name: Wording(en: "Place \(spellings.count)", zh: spelling.name), position: place))
        spellings.append(spelling)
        places.append(place)
      }
      index = SearchIndex(entries)
    }

    /// At which place the entry `row` is found; nil where it is not.
    func rank(_ row: Int, _ text: String, near: Bool = false, limit: Int = 10) -> Int? {
      index.find(SearchQuestion(text, near: near ? places[row] : nil, limit: limit))
        .firstIndex { $0.element == ElementID(.node, Int64(row)) }
    }
  }

  private static let district = District(4000, seed: 11)

  @Test func `every name is found first by itself and in traditional characters`() {
    for (row, spelling) in Self.district.spellings.enumerated().prefix(500) {
      #expect(Self.district.rank(row, spelling.name) == 0, "\(spelling.name)")
      let old = String(spelling.name.map { Spelling.traditional[$0] ?? $0 })
      #expect(Self.district.rank(row, old) == 0, "\(old)")
    }
  }

  @Test func `every name is found by its pinyin and its initials, the nearest first`() {
    for (row, spelling) in Self.district.spellings.enumerated().prefix(500) {
      for text in [spelling.pinyin, spelling.syllables.joined(separator: " "), spelling.pinyin.uppercased()] {
        #expect(Self.district.rank(row, text, near: true) == 0, "\(spelling.name) \(text)")
      }
      #expect(
        (Self.district.rank(row, spelling.initials, near: true) ?? 99) < 3,
        "\(spelling.name) \(spelling.initials)")
    }
  }

  @Test func `half pinyin, half characters or initials finds a name`() {
    for (row, spelling) in Self.district.spellings.enumerated().prefix(300) {
      let half = spelling.syllables.count / 2
      let head = String(spelling.name.prefix(half))
      let tail = spelling.syllables[half...]
      for text in [
        head + tail.joined(), head + tail.map { $0.prefix(1) }.joined(),
        spelling.syllables[..<half].joined() + tail.map { $0.prefix(1) }.joined(),
      ] {
        #expect((Self.district.rank(row, text, near: true) ?? 99) < 5, "\(spelling.name) \(text)")
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `one slip of the finger does not hide a name`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var lost: [String] = []
    let chosen = Self.district.spellings.enumerated().shuffled(using: &random).prefix(300)
    for (row, spelling) in chosen where spelling.pinyin.count >= 6 {
      let wrong = SearchLawTests.slip(spelling.pinyin, &random)
      if (Self.district.rank(row, wrong, near: true) ?? 99) >= 5 { lost.append("\(spelling.name) \(wrong)") }
    }
    // A slip may make another name.
    #expect(lost.count <= 3, "\(lost)")
  }

  @Test func `what sounds alike is forgiven, and so is one wrong character`() {
    for (row, spelling) in Self.district.spellings.enumerated().prefix(300) {
      let alike = spelling.pinyin.replacing("zh", with: "z").replacing("sh", with: "s").replacing(
        "ng", with: "n")
      #expect((Self.district.rank(row, alike, near: true) ?? 99) < 5, "\(spelling.name) \(alike)")
      guard spelling.name.count >= 4 else { continue }
      var characters = Array(spelling.name)
      characters[row % characters.count] = "璧"
      #expect((Self.district.rank(row, String(characters), near: true) ?? 99) < 5, "\(String(characters))")
    }
  }

  private static func slip(_ text: String, _ random: inout SeededGenerator) -> String {
    var letters = Array(text)
    let place = Int.random(in: 1..<(letters.count - 1), using: &random)
    let other = "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) ?? "x"
    switch Int.random(in: 0..<4, using: &random) {
    case 0: letters[place] = other
    case 1: letters.remove(at: place)
    case 2: letters.insert(other, at: place)
    default: letters.swapAt(place, place + 1)
    }
    return String(letters)
  }

  // MARK: Ranking

  private func entries(_ names: [(String, Double)]) -> SearchEntries {
    var entries = SearchEntries()
    for (row, (name, metres)) in names.enumerated() {
      entries.add(
        SearchEntry(
          .place, ElementID(.node, Int64(row)), name: Wording(en: name, zh: name),
          position: centre.moved(east: metres, north: 0)))
    }
    return entries
  }

  private func found(_ entries: SearchEntries, _ text: String, near: Bool = true) -> [Int64] {
    SearchIndex(entries).find(SearchQuestion(text, near: near ? centre : nil)).map(\.element.number)
  }

  @Test func `of equal names the nearer comes first, and farther off the order of adding does not matter`() {
    let rows = entries([("阳光花园", 3000), ("阳光花园", 200), ("阳光花园", 1000)])
    for text in ["阳光花园", "yangguanghuayuan", "yghy", "yangg", "阳光"] {
      #expect(found(rows, text) == [1, 2, 0], "\(text)")
    }
  }

  @Test func `the whole name comes before its beginning, this before its midst, this before a slip`() {
    let rows = entries([("北阳光城", 0), ("阳光城一期", 0), ("阳光城", 0), ("阳关城", 0), ("月光城", 0)])
    #expect(found(rows, "阳光城").prefix(3) == [2, 3, 1] || found(rows, "阳光城").prefix(2) == [2, 1])
    #expect(found(rows, "阳光城").first == 2)
    let whole = found(rows, "yangguangcheng")
    #expect(whole.firstIndex(of: 2)! < whole.firstIndex(of: 1)!)
    #expect(whole.firstIndex(of: 1)! < whole.firstIndex(of: 0)!)
  }

  @Test func `a place that is closed now stands behind an open one and says so`() throws {
    var entries = SearchEntries()
    for (row, hours) in ["Mo-Su 00:00-06:00", "Mo-Su 08:00-22:00", nil].enumerated() {
      var entry = SearchEntry(
        .place, ElementID(.node, Int64(row)), name: Wording(en: "Ping'an Pharmacy", zh: "平安药房"),
        position: centre.moved(east: Double(row) * 100, north: 0))
      entry.hours = hours
      entries.add(entry)
    }
    var question = SearchQuestion("平安药房", near: centre)
    let noon = try #require(CivilTime("2026-11-20T12:30"))
    question.opening = (noon, HoursContext(position: centre, zone: .gmt))
    let hits = SearchIndex(entries).find(question)
    #expect(hits.map(\.element.number) == [1, 2, 0])
    #expect(hits.map(\.openness.isOpen) == [true, nil, false])
    question.opening = nil
    #expect(SearchIndex(entries).find(question).map(\.openness.isOpen) == [nil, nil, nil])
  }

  @Test func `only what is asked for is found`() {
    var entries = entries([("阳光花园", 0), ("阳光药房", 0)])
    var station = SearchEntry(
      .place, ElementID(.node, 9), name: Wording(en: "Yangguang", zh: "阳光"), position: centre)
    station.placeKind = "railway_station"
    entries.add(station)
    let index = SearchIndex(entries)
    var question = SearchQuestion("yangguang")
    #expect(index.find(question).count == 3)
    question.filter = .places("railway_station")
    #expect(index.find(question).map(\.element.number) == [9])
    #expect(index.nearest(question).map(\.element.number) == [9])
    question.filter = .kind(.door)
    #expect(index.find(question).isEmpty)
    question.filter = nil
    question.limit = 2
    #expect(index.find(question).count == 2)
  }

  // MARK: Readings

  @Test(arguments: [
    ("重庆银行", "chongqingyinhang"), ("重庆银行", "cqyh"), ("长江路", "changjianglu"), ("朝阳音乐广场", "zhaoyangyinyue"),
    ("大都会", "dadu"), ("女人街", "nvrenjie"), ("一号桥", "yihaoqiao"), ("3号线沙坪坝站", "sanhaoxian"), ("三峡广场", "sxgc"),
    ("U城", "ucheng"), ("Räuschstraße", "rauschstrasse"), ("People's Square", "peoples sq"),
    ("Москва", "москва"),
  ])
  func `readings of words are known, and other readings taken`(_ name: String, _ text: String) {
    #expect(found(entries([(name, 0), ("别处", 0)]), text) == [0])
  }

  @Test func `a reading that is usual in its word comes before one that is not`() {
    // 重 is zhong in 重量 and chong in 重庆.
    let rows = entries([("重庆店", 0), ("众庆店", 0), ("虫庆店", 0)])
    #expect(Set(found(rows, "chongqingdian").prefix(2)) == [0, 2])
    #expect(found(rows, "zhongqingdian").first == 1)
    #expect(found(rows, "zhongqingdian").contains(0))
  }

  @Test func `aliases lead to their entry`() {
    var rows = entries([("重庆市沙坪坝区第一实验小学", 0), ("别处", 0)])
    var entry = SearchEntry(
      .place, ElementID(.node, 7), name: Wording(en: "Chongqing University", zh: "重庆大学"), position: centre)
    entry.aliases = ["重大", "CQU"]
    rows.add(entry)
    for text in ["重大", "cqu", "chongda", "重庆大学", "university"] {
      #expect(found(rows, text).first == 7, "\(text)")
    }
  }

  // MARK: Hostile input

  @Test func `nothing that anybody types ends the program or finds more than asked for`() {
    var random = SeededGenerator(seed: 5)
    var texts = [
      "", " ", "\u{0}", "\u{7F}\u{1B}[2J", String(repeating: "a", count: 10_000),
      String(repeating: "金", count: 5000), "((((", "]]>",
      "👨‍👩‍👧‍👦🏠", "-", "---", "3-", "-3", "3--2", "####", "栋", "单元", "栋栋栋1", "号楼",
      "1" + String(repeating: "-1", count: 200), "99999999999999999999栋",
      "\u{202E}abc", "e\u{301}\u{301}\u{301}", "٣-٢", "Ⅳ", "𠀀𠀁", "ﬁ", "\u{FEFF}金", "金\u{200B}沙", "%E9%97",
      "' OR 1=1 --", "零零零栋", "十十十栋", "百单元",
      "A座", "一二三四五六七八九十栋", "ß", "İ", "zh", "ng", "h", "v",
    ]
    let pool = Array("金沙时代abcz123-#栋单元号楼 ,，。🏠\u{301}\u{0}３Ａ".unicodeScalars)
    for _ in 0..<1500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        text.append(pool.randomElement(using: &random) ?? "a")
      }
      texts.append(String(text))
    }
    for text in texts {
      let hits = Self.district.index.find(SearchQuestion(text, near: centre, limit: 7))
      #expect(hits.count <= 7)
      #expect(Set(hits.map(\.element)).count == hits.count, "\(text.debugDescription)")
    }
  }

  @Test func `an index of nothing finds nothing`() {
    #expect(SearchIndex(SearchEntries()).find(SearchQuestion("3栋2单元", near: centre)).isEmpty)
  }
}
