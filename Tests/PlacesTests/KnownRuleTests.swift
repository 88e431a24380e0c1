import Dense
import Foundation
import Geo
import OSM
import Queries
import Streets
import Testing
import Wording

@testable import Places

/// Rules of gates as edits would say them, read back from what a map says.
@Suite struct KnownRuleTests {
  private static let context = HoursContext(
    position: Coordinate(longitude: 106.5, latitude: 29.5), zone: .gmt)

  private static func book(_ kind: BarrierKind, _ tags: [String: String]) -> RuleBook {
    RuleBook(gate: kind, tags: tags, context: context)
  }

  /// Whether two books of one rule say the same to everybody with these passes at these times.
  private static func expectSame(_ first: RuleBook, _ second: RuleBook, _ comment: String) {
    let names = ["badge", "registered", "resident", "staff"]
    for mode in Mode.allCases {
      for held in [[], names] + names.map({ [$0] }) {
        for time in ["2026-11-20T08:00", "2026-11-20T12:00", "2026-11-21T03:00", "2026-11-21T23:30"] {
          let verdicts = [first, second].map { book in
            let passes = held.reduce(into: PassSet()) { $0.formUnion(book.pass(named: $1) ?? []) }
            return book.verdict(RuleBook.only, mode: mode, passes: passes, at: CivilTime(time)!).permission
          }
          #expect(verdicts[0] == verdicts[1], "\(comment): \(mode) with \(held) at \(time)")
        }
      }
    }
    let rows = [first, second].map { $0.rows[RuleBook.only] }
    #expect(
      rows[0].delay == rows[1].delay && rows[0].entry == rows[1].entry && rows[0].flags == rows[1].flags)
  }

  private static func anyRule(_ chance: inout SeededNumbers) -> GateRule {
    var rule = GateRule()
    func who(_ mode: Mode) -> GateRule.Who {
      GateRule.Who.allCases.filter { $0 != .pushing || mode == .ebike || mode == .bicycle }.randomElement(
        using: &chance)!
    }
    for mode in Mode.allCases where Bool.random(using: &chance) { rule.who[mode] = who(mode) }
    if Bool.random(using: &chance) {
      rule.hours = ["06:00-23:00", "Mo-Fr 07:00-20:00; PH off"].randomElement(using: &chance)
    }
    for mode in Mode.allCases where Int.random(in: 0..<4, using: &chance) == 0 {
      rule.exceptions.append(.init(mode, who(mode), when: "Mo-Fr 07:00-09:00"))
    }
    rule.entry = EntryKind.allCases.randomElement(using: &chance)!
    rule.delay = Bool.random(using: &chance) ? Int.random(in: 0...300, using: &chance) : nil
    rule.weather = GateRule.Weather.allCases.filter { _ in Bool.random(using: &chance) }
    return rule
  }

  @Test func `what is known of a rule says the same once more`() throws {
    var chance = SeededNumbers(7)
    var whole = 0
    for _ in 0..<400 {
      let rule = Self.anyRule(&chance)
      let kind = [BarrierKind.gate, .liftGate, .wicketGate, .turnstile, .entrance].randomElement(
        using: &chance)!
      let book = Self.book(kind, rule.tags)
      guard let known = GateRule.known(RuleBook.only, in: book) else {
        #expect(rule.who.isEmpty && rule.hours == nil && rule.entry == .unknown, "\(rule)")
        continue
      }
      // Over the wire and back.
      let read = try GateRule(JSONReader.read(Array(known.rule.json.text.utf8)[...]))
      #expect(read == known.rule)
      if known.isWhole {
        whole += 1
        Self.expectSame(book, Self.book(kind, read.tags), "\(rule)")
      }
    }
    // Only mixed passes within one vehicle have no words.
    #expect(whole > 200)
  }

  @Test func `what maps say is put in the words of edits`() throws {
    func known(_ tags: [String: String], _ kind: BarrierKind = .gate) -> GateRule.Known? {
      GateRule.known(RuleBook.only, in: Self.book(kind, tags))
    }
    #expect(known(["barrier": "gate"]) == nil)
    #expect(
      known(["access": "private"])?.rule.who
        == Dictionary(uniqueKeysWithValues: Mode.allCases.map { ($0, .resident) }))
    #expect(known(["access": "private"])?.isWhole == true)
    let guarded = try #require(
      known([
        "foot": "yes", "electric_bicycle": "permit", "kaimen:pass": "badge", "kaimen:entry": "guard",
        "opening_hours": "06:00-23:00", "motorcar": "no",
        "electric_bicycle:conditional": "no @ (Mo-Fr 07:00-09:00)", "kaimen:weather": "rain=open",
      ]))
    #expect(guarded.isWhole)
    #expect(
      guarded.rule
        == GateRule(
          who: [.foot: .anyone, .ebike: .badge, .car: .nobody], hours: "06:00-23:00",
          exceptions: [.init(.ebike, .nobody, when: "Mo-Fr 07:00-09:00")], entry: .guard, weather: [.rain]))
    #expect(known(["bicycle": "dismount"])?.rule.who[.bicycle] == .pushing)
    // What edits have no words for is told.
    #expect(known(["foot": "yes", "locked": "yes"])?.isWhole == false)
    #expect(known(["foot": "students"])?.isWhole == false)
    let odd = try #require(known(["foot": "yes", "opening_hours": "when Uncle Li is awake"]))
    #expect(odd.rule == GateRule(who: [.foot: .anyone]) && !odd.isWhole)
    #expect(known(["foot": "yes", "foot:conditional": "no @ (wet)"])?.isWhole == false)
    let named = try #require(known(["foot": "permit", "kaimen:pass": "badge;courier"]))
    #expect(named.unsaid.map(\.english) == ["passes on foot (courier)"])
    #expect(known(["locked": "yes"])?.unsaid.first == Wording.Edits.lostLock)
    // Nobody is named, but something is said.
    #expect(known(["kaimen:weather": "rain=open"])?.rule == GateRule(weather: [.rain]))
  }

  @Test func `nobody walks beside a vehicle that is not pushed`() throws {
    for mode in ["foot", "car", "motorcycle"] {
      #expect(throws: EditError.self) {
        try GateRule(JSONReader.read(Array(#"{"who":{"\#(mode)":"pushing"}}"#.utf8)[...]))
      }
    }
    let rule = try GateRule(JSONReader.read(Array(#"{"who":{"ebike":"pushing"}}"#.utf8)[...]))
    let book = Self.book(.gate, rule.tags)
    #expect(book.rows[RuleBook.only][.ebike] == .dismount)
  }
}
