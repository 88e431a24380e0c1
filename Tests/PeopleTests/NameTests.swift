import People
import Testing
import Wording

@Suite struct NameTests {
  @Test func `names are the same however they are typed`() throws {
    for (typed, stored) in [
      (" Li.Wei ", "li.wei"), ("ＬＩ", "li"), ("Zoe\u{301}", "zo\u{e9}"), ("王 伟", "王 伟"), ("a@b.cn", "a@b.cn"),
    ] {
      #expect(try AccountName(typed).text == stored)
      #expect(try AccountName(stored).text == stored, "what is stored is read as itself")
    }
  }

  @Test(arguments: ["", "   ", "a\nb", "a\tb", "a\u{202E}b", "a\u{200B}b", String(repeating: "n", count: 65)])
  func `names that cannot be typed or read are refused`(name: String) {
    #expect(throws: PeopleError.self) { try AccountName(name) }
  }

  @Test func `passwords are long and not the name`() throws {
    let name = try AccountName("liwei")
    #expect(throws: PeopleError.shortPassword(least: 10)) { try NewPassword("kurz", of: name) }
    #expect(throws: PeopleError.longPassword(most: 256)) {
      try NewPassword(String(repeating: "abcdefg", count: 40), of: name)
    }
    #expect(throws: PeopleError.easyPassword) { try NewPassword("aaaaaaaaaaaaaa", of: name) }
    #expect(throws: PeopleError.easyPassword) { try NewPassword("LiWei-2026-!", of: name) }
    #expect(try NewPassword("正确 的马 电池 订书钉", of: name).text == "正确 的马 电池 订书钉")
  }
}

@Suite struct BadgeTests {
  private static let district: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]

  private func badge() throws -> Badge {
    try Badge(
      district: Self.district, number: "R7K2-0042", passes: ["badge", "registered"], from: 1_700_000_000,
      until: 1_800_000_000)
  }

  @Test func `a badge is read from its bytes`() throws {
    let badge = try badge()
    #expect(try Badge(bytes: badge.bytes) == badge)
    #expect(badge.bytes.count == 1 + 8 + 8 + 10 + 1 + 6 + 11)
  }

  @Test func `what is cut off, longer or otherwise is no badge`() throws {
    let bytes = try badge().bytes
    for count in 0..<bytes.count {
      #expect(throws: BadgeFault.malformed) { try Badge(bytes: bytes.prefix(count)) }
    }
    #expect(throws: BadgeFault.malformed) { try Badge(bytes: bytes + [0]) }
    #expect(throws: BadgeFault.malformed) { try Badge(bytes: [2] + bytes.dropFirst()) }
  }

  @Test func `a badge has room for what a guard may read, and a time`() {
    func make(_ number: String = "1", _ passes: [String] = [], _ from: UInt32 = 1, _ until: UInt32 = 2)
      -> Badge?
    {
      try? Badge(district: Self.district, number: number, passes: passes, from: from, until: until)
    }
    #expect(make() != nil)
    #expect(make("") == nil)
    #expect(make("王伟") == nil)
    #expect(make(String(repeating: "9", count: 25)) == nil)
    #expect(make("1", ["a b"]) == nil)
    #expect(make("1", Array(repeating: "badge", count: 9)) == nil)
    #expect(make("1", [], 2, 2) == nil)
  }
}
