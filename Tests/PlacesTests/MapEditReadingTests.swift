import Geo
import OSM
import Queries
import Streets
import Testing
import Wording

@testable import Places

/// Edits as people send them.
@Suite struct MapEditReadingTests {
  private func read(_ text: String) throws -> MapEdit { try MapEdit(JSONReader.read(Array(text.utf8)[...])) }

  private static let point = #""geometry":{"type":"Point","coordinates":[106.45,29.55]}"#

  @Test func `a gate with a rule`() throws {
    let edit = try read(
      """
      {"kind":"gate",\(Self.point),"properties":{"name":"东门","nameEnglish":"East Gate","barrier":"lift_gate",
       "rule":{"who":{"foot":"anyone","ebike":"badge","car":"resident"},"hours":"Mo-Su 06:00-23:00","entry":"guard",
       "delay":20,"except":[{"vehicle":"ebike","who":"nobody","when":"Mo-Fr 07:00-09:00"}]}}}
      """)
    #expect(edit.kind == .gate)
    #expect(edit.action == .add)
    #expect(edit.shape == .point(Coordinate(longitude: 106.45, latitude: 29.55)))
    #expect(
      edit.tags == [
        "barrier": "lift_gate", "name": "东门", "name:en": "East Gate", "foot": "yes",
        "electric_bicycle": "permit",
        "motorcar": "residents", "kaimen:pass:electric_bicycle": "badge",
        "opening_hours": "Mo-Su 06:00-23:00",
        "kaimen:entry": "guard", "kaimen:delay": "20",
        "electric_bicycle:conditional": "no @ (Mo-Fr 07:00-09:00)",
      ])
    #expect(edit.clears.contains("access:conditional"))
  }

  @Test func `passes are those of one vehicle, unless all that ask for one ask for the same`() throws {
    func passes(_ rule: String) throws -> [String: String] {
      try GateRule(JSONReader.read(Array(rule.utf8)[...])).tags.filter { $0.key.hasPrefix("kaimen:pass") }
    }
    #expect(
      try passes(#"{"who":{"foot":"anyone","ebike":"badge","car":"nobody"}}"#) == ["kaimen:pass": "badge"])
    #expect(try passes(#"{"who":{"foot":"badge","ebike":"badge"}}"#) == ["kaimen:pass": "badge"])
    #expect(
      try passes(#"{"who":{"foot":"resident","ebike":"badge"}}"#) == ["kaimen:pass:electric_bicycle": "badge"]
    )
    #expect(
      try passes(#"{"who":{"foot":"registered","ebike":"badge"}}"#)
        == ["kaimen:pass:foot": "registered", "kaimen:pass:electric_bicycle": "badge"])
    #expect(
      try passes(
        #"{"who":{"ebike":"resident"},"except":[{"vehicle":"ebike","who":"badge","when":"Mo-Fr 10:00-14:00"}]}"#
      )
        == ["kaimen:pass:electric_bicycle": "badge;resident"])
  }

  @Test func `a new number of a building replaces the one that labels go by`() throws {
    func labels(_ number: String) throws -> [String: String] {
      let edit = try read(#"{"kind":"building","target":"way/7","properties":{"number":"\#(number)"}}"#)
      return edit.applied(to: ["building": "yes", "ref": "1", "addr:housenumber": "1栋"])
    }
    #expect(try labels("9栋") == ["building": "yes", "ref": "9栋", "addr:housenumber": "9栋"])
    #expect(try labels("9") == ["building": "yes", "addr:housenumber": "9"])
  }

  @Test func `a target makes it a change`() throws {
    let edit = try read(#"{"kind":"rule","target":"node/7","properties":{"rule":{"who":{"foot":"nobody"}}}}"#)
    #expect(edit.action == .change)
    #expect(edit.target == ElementID(.node, 7))
    #expect(edit.tags == ["foot": "no"])
    #expect(try read(#"{"kind":"gate","action":"remove","target":"node/7"}"#).action == .remove)
  }

  @Test func `other data are understood`() throws {
    let text = #"{"kind":"door",\#(Self.point)}"#
    let members = try JSONReader.read(Array(text.utf8)[...])
    let shifted = try MapEdit(members, datum: .gcj02)
    guard case .point(let place)? = shifted.shape else { return #expect(Bool(false)) }
    #expect(place.distance(to: Coordinate(longitude: 106.45, latitude: 29.55)) > 100)
  }

  @Test(arguments: [
    #"{}"#, #"{"kind":"tower"}"#, #"{"kind":"gate"}"#, #"{"kind":"gate","geometry":{"type":"LineString"}}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[200,0]}}"#,
    #"{"kind":"rule","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"rule":{}}}"#,
    #"{"kind":"gate","action":"change"}"#, #"{"kind":"gate","target":"house"}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"colour":"red"}}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"name":7.5}}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"rule":{"who":{"horse":"anyone"}}}}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"rule":{"hours":"half past"}}}"#,
    #"{"kind":"gate","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"rule":{"delay":-1}}}"#,
    #"{"kind":"compound","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]},"properties":{"name":"x"}}"#,
    #"{"kind":"compound","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0]]]},"properties":{"name":"x"}}"#,
    #"{"kind":"path","geometry":{"type":"LineString","coordinates":[[0,0],[0,0]]}}"#,
    #"{"kind":"place","geometry":{"type":"Point","coordinates":[1,2]}}"#,
  ]) func `what cannot be meant is refused with a sentence`(_ text: String) throws {
    let error = #expect(throws: EditError.self) { try read(text) }
    for language in [error?.wording.english, error?.wording.chinese] { #expect((language ?? "").count > 8) }
  }

  @Test func `a line of ten thousand points is refused before it is read`() {
    let points = (0..<10_000).map { "[\(Double($0) / 1000),0]" }.joined(separator: ",")
    #expect(throws: EditError.tooManyPoints(10_000, limit: 500)) {
      try read(#"{"kind":"path","geometry":{"type":"LineString","coordinates":[\#(points)]}}"#)
    }
  }

  @Test func `hours that never open are found`() throws {
    let context = HoursContext(
      position: Coordinate(longitude: 106.45, latitude: 29.55), utcOffsetSeconds: { _ in 28_800 })
    let now = try #require(CivilTime("2026-11-20T12:00"))
    #expect(GateRule(hours: "off").problem(in: context, from: now) == .neverOpens("off"))
    #expect(GateRule(hours: "Mo 06:00-07:00").problem(in: context, from: now) == nil)
    #expect(GateRule(hours: "24/7").problem(in: context, from: now) == nil)
  }
}
