import Foundation
import OSM
import Queries
import Testing
import Wording

@testable import Places

/// Kinds, checklists, facts of places and the files that they come in.
@Suite struct RegistryTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Kinds").path
  private static let kinds = Result { try PlaceKinds(folder: folder) }

  // MARK: Kinds

  @Test func `the ten kinds of friendly place have checklists in both languages`() throws {
    let kinds = try Self.kinds.get()
    #expect(
      kinds.all.map(\.id) == [
        "campus", "canteen", "compound", "construction_site", "hospital", "merchant", "office",
        "parking_charging", "scenic_area", "station",
      ])
    for kind in kinds.all {
      #expect(!kind.items.isEmpty && kind.items.contains(where: \.isRequired), "\(kind.id)")
      for name in [kind.name] + kind.items.map(\.name) {
        #expect(name.chinese.unicodeScalars.contains { $0.value >= 0x4E00 }, "\(name)")
        #expect(!name.english.isEmpty)
      }
    }
    #expect(kinds["station"]?.items.count == 9)
    #expect(kinds.kind(named: "驿站")?.id == "station")
    #expect(kinds.kinds(ofMapKind: "rider_bay") == ["parking_charging"])
  }

  @Test(arguments: [
    "kind: a b\nname: {zh: 甲, en: A}\nchecklist: []", "kind: a\nchecklist: []",
    "kind: a\nname: {zh: 甲, en: A}\nchecklist: [{item: x, zh: 乙, en: B}, {item: x, zh: 乙, en: B}]",
    "kind: a\nname: {zh: 甲, en: A}\npass-points: 5\nchecklist: [{item: x, zh: 乙, en: B, points: 4}]",
    "kind: a\nname: {zh: 甲, en: A}\nvalid-months: 0\nchecklist: []", ": : :", "",
  ])
  func `a file that is no kind of place is refused with its name`(_ text: String) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "kind-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect {
      try PlaceKind(path: path)
    } throws: { error in
      if case .malformed(path, _)? = error as? PlaceKindError { true } else { false }
    }
  }

  @Test(arguments: 1...40) func `a place is friendly only while its checklist passes and counts`(_ seed: Int)
    throws
  {
    var random = SeededNumbers(seed)
    let kind = try #require(try Self.kinds.get()["station"])
    var facts = PlaceFacts()
    for item in kind.items where !random.next().isMultiple(of: 4) { facts.checklist[item.id] = true }
    let day = try #require(CivilDay("2026-11-22"))
    let age = Int(random.next() % 500)
    facts.inspected = CivilDay(number: day.number - age)
    facts.status = PlaceFacts.Status.allCases[Int(random.next() % 5)]
    let judged = kind.judge(facts, on: day)
    let points = kind.items.filter { facts.checklist[$0.id] == true }.reduce(0) { $0 + $1.points }
    let hasAll = kind.items.allSatisfy { !$0.isRequired || facts.checklist[$0.id] == true }
    #expect(judged.points == points)
    #expect(judged.missing.isEmpty == hasAll)
    #expect(judged.isPassed == (hasAll && points >= 60))
    // A year less a day counts, a year does not.
    #expect(judged.isFriendly == (judged.isPassed && facts.status == .open && age < 365))
    facts.inspected = CivilDay(number: day.number + 1)
    #expect(!kind.judge(facts, on: day).isFriendly)
  }

  // MARK: Edits of places

  /// Says something of one of three places.
  private func patch(_ random: inout SeededNumbers) -> PlacePatch {
    switch random.next() % 5 {
    case 0: PlacePatch([.status([.open, .closed, nil][Int(random.next() % 3)])])
    case 1: PlacePatch([.item("water", random.next().isMultiple(of: 2))])
    case 2: PlacePatch([.services(["s\(random.next() % 4)"]), .price(Int(random.next() % 20))])
    case 3: PlacePatch([.addPhoto("p_\(random.next() % 3).jpg")])
    default: PlacePatch([.removePhoto("p_\(random.next() % 3).jpg"), .code("c\(random.next() % 4)")])
    }
  }

  @Test(arguments: 1...30)
  func `facts are what the accepted edits say in their order, whenever accepted or undone`(
    _ seed: Int
  ) {
    var random = SeededNumbers(seed)
    let elements = (1...3).map { ElementID(.node, Int64($0)) }
    let entries = (0..<40).map { row in
      Registry.Entry(
        id: "e\(row)", sequence: Int64(row), element: elements[Int(random.next() % 3)], patch: patch(&random))
    }
    var registry = Registry()
    for entry in entries.sorted(by: { _, _ in random.next().isMultiple(of: 2) }) { registry.add(entry) }
    var standing = entries
    for _ in 0..<10 {
      let gone = standing.remove(at: Int(random.next() % UInt64(standing.count)))
      registry.remove(gone.id, of: gone.element)
    }
    for element in elements {
      let own = standing.filter { $0.element == element }
      var facts = PlaceFacts()
      for entry in own { facts.apply(entry.patch) }
      #expect(registry[element] == (own.isEmpty ? nil : facts))
    }
    let whole = Registry(standing)
    for element in elements { #expect(whole[element] == registry[element]) }
  }

  @Test func `properties of an edit say what the registry keeps and what the map gets`() throws {
    let edit = try MapEdit([
      "kind": "place", "target": "node/1",
      "properties": [
        "hours": "08:00-20:00", "status": "open", "services": .array(["water", "water"]), "price": .int(12),
        "checklist": ["water": .bool(true), "wifi": .null], "inspected": "2026-10-01", "contact": "023-1",
      ],
    ])
    #expect(edit.tags == ["opening_hours": "08:00-20:00"])
    #expect(edit.changesMap)
    var facts = PlaceFacts()
    facts.checklist["wifi"] = true
    facts.apply(edit.facts)
    #expect(facts.checklist == ["water": true])
    #expect(facts.services == ["water"])
    #expect(facts.contact == "023-1")
    #expect(!JSON.object(facts.json()).text.contains("023-1"))
    #expect(JSON.object(facts.json(isPrivate: true)).text.contains("023-1"))
    let quiet = try MapEdit(["kind": "place", "target": "way/1", "properties": ["status": "closed"]])
    #expect(!quiet.changesMap)
  }

  @Test(arguments: [
    #"{"status":"shut"}"#, #"{"services":"water"}"#, #"{"services":["Wa ter"]}"#, #"{"price":-1}"#,
    #"{"inspected":"2026-02-30"}"#, #"{"checklist":{"water":"yes"}}"#, #"{"checklist":[1]}"#,
    #"{"unheard":1}"#,
  ])
  func `what a place cannot be is refused`(_ properties: String) throws {
    let json = try JSONReader.read(Array(properties.utf8)[...])
    #expect(throws: EditError.self) {
      try MapEdit(["kind": "place", "target": "node/1", "properties": json])
    }
  }

  // MARK: Files

  private func table(_ text: String, _ content: RegistryTable.Content = .places) throws -> RegistryTable {
    try RegistryTable(Array(text.utf8), content: content, kinds: Self.kinds.get())
  }

  @Test func `Chinese headers and words, semicolons and a byte order mark are read`() throws {
    let read = try table(
      "\u{FEFF}对象;名称;状态;服务;饮用水;检查:空调;最低价\r\nnode/5;\"南\"\"门\"\"驿站\";暂停;water、wifi;是;×;12\r\n\r\n")
    #expect(read.problems.isEmpty)
    let row = try #require(read.rows.first)
    #expect(row.number == 2)
    #expect(row.edit["target"] == "node/5")
    let properties = try #require(row.edit["properties"])
    #expect(properties["name"] == "南\"门\"驿站")
    #expect(properties["status"] == "suspended")
    #expect(properties["services"] == .array(["water", "wifi"]))
    #expect(properties["checklist"] == ["water": .bool(true), "air-conditioning": .bool(false)])
    #expect(properties["price"] == .int(12))
  }

  @Test func `kinds are read by their names, and days as spreadsheets write them`() throws {
    let read = try table(
      "编号,名称,类型,经度,纬度,检查日期\n1,甲,驿站,106.45,29.55,2026/11/1\n2,乙,pharmacy,106.45,29.55,2026-11-01\n3,丙,怪,106.45,29.55,\n"
    )
    let edits = try read.rows.map { try MapEdit($0.edit) }
    #expect(edits.map { $0.tags["kaimen:kind"] } == ["station", "pharmacy"])
    #expect(edits[0].facts.values.contains(.kinds(["station"])))
    #expect(
      edits[0].facts.values.contains {
        if case .inspected(let day?) = $0 { day.number == 20_758 } else { false }
      })
    #expect(read.problems.map(\.row) == [4])
    #expect(try #require(read.problems.first).wording[.chinese].contains("类型 为“怪”；允许"))
    let several = try table("target,场景类型,检查日期\nnode/5,驿站;Canteen,2026年3月9日\n")
    let properties = try #require(several.rows.first?.edit["properties"])
    #expect(properties["kinds"] == .array(["station", "canteen"]))
    #expect(properties["inspected"] == "2026-03-09")
  }

  @Test func `a gate's rule is read from its columns`() throws {
    let read = try table(
      "longitude,latitude,rule.foot,电动车,rule.hours,进入方式,rule.except\n106.45,29.55,任何人,通行证,06:00-23:00,保安放行,ebike nobody Mo-Fr 07:00-09:00\n",
      .gates)
    let edit = try MapEdit(try #require(read.rows.first).edit)
    #expect(edit.tags["foot"] == "yes")
    #expect(edit.tags["kaimen:pass"] == "badge")
    #expect(edit.tags["opening_hours"] == "06:00-23:00")
    #expect(edit.tags["kaimen:entry"] == "guard")
    #expect(edit.tags.values.contains("no @ (Mo-Fr 07:00-09:00)"))
  }

  @Test func `weather and pushing are read, and what is wrong is named as the file names it`() throws {
    let read = try table(
      "经度,纬度,名称,状态,电动车,天气,开放时间\n106.45,29.55,甲,,推行,暴雨、台风,\n106.45,29.55,乙,歇业,,,\n106.45,29.55,丙,,随便,,\n106.45,29.55,丁,,,,8至\n",
      .gates)
    let edit = try MapEdit(try #require(read.rows.first).edit)
    #expect(edit.tags["kaimen:weather"] == "rain=open;typhoon=open")
    #expect(edit.tags.values.contains("dismount"))
    #expect(
      read.problems.map { $0.wording[.chinese] } == [
        "状态 为“歇业”；允许 规划、建设中、开放、暂停、关闭",
        "电动车 为“随便”；允许 任何人、外卖、访客、登记、通行证、居民、员工、禁止、推行",
      ])
    let error = #expect(throws: EditError.self) { try MapEdit(try #require(read.rows.last).edit) }
    #expect(try #require(error).wording[.chinese].contains("“8至”"))
    let named = read.named(.malformed(key: "who.ebike", found: "x", allowed: "y"))
    #expect(named == .malformed(key: "电动车", found: "x", allowed: "y"))
  }

  @Test func `what is wrong is said with the number of its row`() throws {
    let read = try table(
      "target,price,longitude,water\nnode/1,x,,\nnode/2,3,,maybe\nnode/3,4,200,yes\nnode/4,5,,yes\n")
    #expect(read.problems.map(\.row) == [2, 3, 4])
    #expect(read.rows.map(\.number) == [5])
    #expect(throws: RegistryFileError.columnTwice("名称")) { try table("name,名称\n") }
    #expect {
      try table("target,colour\n")
    } throws: { error in
      if case .unknownColumn("colour", _)? = error as? RegistryFileError { true } else { false }
    }
    // 门 in GB18030.
    #expect(throws: RegistryFileError.notUTF8) {
      try RegistryTable([0xC3, 0xC5, 0x0A], content: .places, kinds: Self.kinds.get())
    }
    #expect(throws: RegistryFileError.notText) { try table("PK\u{3}\u{4}a workbook") }
    #expect(throws: RegistryFileError.notText) { try table("n\0a\0") }
    #expect(throws: RegistryFileError.notFeatures) { try table("{}") }
    #expect {
      try table("{\"features\":[")
    } throws: { error in
      if case .malformedJSON? = error as? RegistryFileError { true } else { false }
    }
  }

  /// Read by the library as one long cell, all rows after such a mark would be lost.
  @Test func `a quotation mark out of place is said with its row`() throws {
    let fine = "name,why\n\"a \"\"b\"\"\",c\n \"two\nlines\" ,d\n5\"\",e\n"
    #expect(try table(fine).rows.map(\.number) == [2, 3, 4])
    for (text, row) in [
      ("name\na\n\"b\nc\nd\n", 3), ("name\n\"a\nb\"\n\"c\"d\n", 3), ("name\na\"b\n", 2),
      ("name,why\n,\"\n", 2),
      ("name\na\"", 2), ("\u{FEFF}\"name\na", 1), ("name\ra\r\"b", 3),
    ] {
      #expect(throws: RegistryFileError.strayQuote(row: row), "\(text)") { try table(text) }
    }
  }

  @Test func `a row with more cells than there are columns is refused`() throws {
    let read = try table("target,price\nnode/1,3,,\nnode/2,4,x\nnode/3\n")
    #expect(read.rows.map(\.number) == [2, 4])
    #expect(read.problems.map(\.row) == [3])
    #expect(try #require(read.problems.first).wording[.english].contains("3 cells, the header 2"))
  }

  @Test func `exceptions are read in Chinese, too`() throws {
    let read = try table(
      "经度,纬度,例外\n106.45,29.55,电动车 禁止 Mo-Fr 07:00-09:00|car resident PH\n106.45,29.55,飞机 禁止 PH\n", .gates)
    let edit = try MapEdit(try #require(read.rows.first).edit)
    #expect(edit.tags.contains { $0.value.contains("no @ (Mo-Fr 07:00-09:00)") })
    let wrong = try #require(read.problems.first)
    #expect(read.rows.count == 1 && wrong.row == 3)
    #expect(wrong.wording[.english].contains("电动车") && wrong.wording[.english].contains("飞机"))
  }

  @Test func `to say that a place is open changes nothing where nobody said otherwise`() throws {
    let open = try PlacePatch(["status": "open"])
    var facts = PlaceFacts()
    #expect(facts.has(open))
    facts.apply(try PlacePatch(["status": "suspended"]))
    #expect(!facts.has(open))
    facts.apply(open)
    #expect(facts.status == .open && facts.has(open))
  }

  @Test(arguments: 1...20) func `what is written can be read again, whatever stands in it`(_ seed: Int) throws
  {
    var random = SeededNumbers(seed)
    let letters = Array("ab,;\"'\n 门=+-@|<>&\t.")
    func text() -> String {
      let drawn = (0..<Int(random.next() % 8 + 1)).map { _ in
        letters[Int(random.next() % UInt64(letters.count))]
      }
      return "x" + String(drawn).filter { $0 != "\n" && $0 != "\t" } + "x"
    }
    let things = (1...5).map { row in
      (
        element: ElementID(.node, Int64(row)),
        geometry: JSON.object(["type": "Point", "coordinates": .array([.number(106.45), .number(29.5)])]),
        properties: JSON.object([
          "name": .string(text()), "operator": .string(text()), "price": .int(row),
          "checklist": ["water": .bool(row.isMultiple(of: 2))],
        ])
      )
    }
    let kinds = try Self.kinds.get()
    let read = try table(RegistryTable.csv(things, kinds: kinds))
    #expect(read.problems.isEmpty)
    #expect(read.rows.count == 5)
    for (row, thing) in zip(read.rows, things) {
      #expect(row.edit["target"] == .string("\(thing.element)"))
      #expect(row.edit["geometry"] == thing.geometry)
      for key in ["name", "operator", "price", "checklist"] {
        #expect(row.edit["properties"]?[key] == thing.properties[key], "\(key)")
      }
    }
  }
}

/// A small seeded generator (SplitMix64), so that what fails can be made to fail again.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
