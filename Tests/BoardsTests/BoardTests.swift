import Dense
import Foundation
import Geo
import OSM
import Queries
import Routing
import Streets
import Testing
import Wording

@testable import Boards

@Suite struct BoardTests {
  private func options(_ format: BoardFormat = .svg, _ paper: Paper = .a2) -> BoardOptions {
    var options = BoardOptions(day: BoardCity.day)
    (options.format, options.paper) = (format, paper)
    return options
  }

  @Test func `the drawn estate has a board for each gate that lets somebody in`() throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    let id = try maker.compound("Test Court")
    let sheets = try maker.sheets(of: id, options())
    #expect(sheets.count == 2)
    let texts = Set(sheets[0].texts.map(\.text))
    for word in [
      "测试小区", "Test Court", "南门", "South Gate", "东门", "East Gate", "每天 06:00–22:30 · daily 06:00–22:30",
    ] {
      #expect(texts.contains(word), "\(word) is not in \(texts.sorted())")
    }
    for number in 1...6 { #expect(texts.contains("\(number)")) }
  }

  @Test func `minutes are those of the engine`() throws {
    let city = try BoardCity.drawn.get()
    let session = Session(city: city)
    let walks = BoardWalks(session, PlaceLists(city))
    let id = try BoardMaker(session: session).compound("way/6")
    let facts = BoardFacts(id, in: city, resolver: walks.resolver)
    let gate = try #require(facts.gates.first { $0.name.chinese == "南门" })
    let minutes = walks.minutes(from: gate, to: facts.buildings, on: BoardCity.day)
    for (building, minutes) in zip(facts.buildings, minutes) {
      var request = RouteRequest()
      request.from = "node/4"
      request.to = "\(city.premises.buildings[building.id].element.id)"
      request.departure = BoardCity.day.start.adding(seconds: 45_000)
      let journey = try session.answer(request)
      let seconds = try #require(journey.duration).seconds
      #expect(minutes == max(1, Int((seconds / 60).rounded())), "building \(building.label)")
    }
    #expect(walks.nearby(gate, on: BoardCity.day).map(\.symbol) == [.toilet, .bay])
  }

  @Test(arguments: Paper.allCases)
  func `numbers of the drawn estate can be read at 2 m`(paper: Paper) throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    let sheet = try maker.sheets(of: try maker.compound("way/6"), options(.svg, paper))[0]
    for number in 1...6 {
      let caps = sheet.texts.filter { $0.text == "\(number)" }.map(\.style.cap)
      #expect((caps.max() ?? 0) >= 10 * paper.unit - 1e-9, "building \(number) on \(paper)")
    }
  }

  @Test func `labels of generated boards never overlap, and every building has its number`() throws {
    let city = try BoardCity.generated.get()
    let session = Session(city: city)
    let maker = BoardMaker(session: session)
    for id in BoardMaker.compounds(of: city) {
      let facts = BoardFacts(id, in: city, resolver: session.router.resolver)
      for sheet in try maker.sheets(of: id, options()) {
        for (row, box) in sheet.labels.enumerated() {
          // Discs of gates that stand on one spot, and doors, stand where they stand.
          let clash = sheet.labels[..<row].first { $0.overlaps(box) && min($0.halfWidth, box.halfWidth) > 5 }
          #expect(clash == nil, "\(facts.name.english): \(box) and \(String(describing: clash))")
        }
        let texts = Set(sheet.texts.map(\.text))
        for building in facts.buildings where !building.label.isEmpty {
          #expect(texts.contains(building.label), "\(facts.name.english) lacks \(building.label)")
        }
      }
    }
  }

  @Test func `svg holds its texts as text`() throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    let id = try maker.compound("测试小区")
    let file = try #require(try maker.boards(of: id, gate: "B", options()).first)
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.hasPrefix("<?xml"))
    for word in ["测试小区", ">6</text>", "OpenStreetMap", "2026-11-21"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  @Test(arguments: BoardFormat.allCases)
  func `the same board has the same bytes`(format: BoardFormat) throws {
    let city = try BoardCity.drawn.get()
    var options = options(format, .a3)
    options.dotsPerInch = 30
    let made = try (0..<2).map { _ in
      let maker = BoardMaker(testing: city)
      return try maker.boards(of: try maker.compound("way/6"), options).map(\.bytes)
    }
    #expect(made[0] == made[1])
  }

  @Test func `a pdf has a page for each gate`() throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    let files = try maker.boards(of: try maker.compound("way/6"), options(.pdf))
    #expect(files.count == 1)
    #expect(files[0].pages == 2)
    #expect(files[0].bytes.starts(with: Array("%PDF-".utf8)))
  }

  @Test func `the code opens the compound`() throws {
    let city = try BoardCity.drawn.get()
    let session = Session(city: city)
    let facts = BoardFacts(
      try BoardMaker(session: session).compound("way/6"), in: city, resolver: session.router.resolver)
    var options = options()
    options.url = "https://riders.example.org/"
    #expect(try BoardMaker.address(of: facts, options) == "https://riders.example.org/?to=way/6")
    for bad in ["riders.example.org", "http://", "https://a b", "javascript:alert(1)", "https://a/?x"] {
      options.url = bad
      #expect(throws: BoardError.malformedURL(bad)) { try BoardMaker.address(of: facts, options) }
    }
    let code = try QRCode("https://riders.example.org/?to=way/6")
    #expect(code.size >= 25)
    // The three finders: dark corners with a light ring.
    for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
      #expect((0..<7).allSatisfy { code.isDark[y * code.size + x + $0] })
      #expect(!code.isDark[(y + 1) * code.size + x + 1])
    }
    #expect(throws: BoardError.self) { try QRCode(String(repeating: "x", count: 4000)) }
  }

  @Test func `what is unknown is answered with what is known`() throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    #expect(throws: BoardError.unknownCompound("Tst Court", similar: ["Test Court", "测试小区"])) {
      try maker.compound("Tst Court")
    }
    #expect(throws: BoardError.unknownCompound("way/7", similar: [])) { try maker.compound("way/7") }
    #expect(throws: BoardError.self) {
      try maker.boards(of: try maker.compound("way/6"), gate: "Z", options())
    }
  }

  @Test func `signs say who gets in`() throws {
    let city = try BoardCity.drawn.get()
    let session = Session(city: city)
    let facts = BoardFacts(
      try BoardMaker(session: session).compound("way/6"), in: city, resolver: session.router.resolver)
    let signs = Dictionary(uniqueKeysWithValues: facts.gates.map { ("\($0.element)", $0.sign) })
    #expect(signs["node/4"]?.signs == [.free, .free, .free])
    #expect(signs["node/4"]?.entry == .open)
    #expect(signs["node/7"]?.signs == [.timed, .timed, .pass])
    #expect(signs["node/7"]?.entry == .guard)
    #expect(signs["node/10"]?.isShut == true)
    #expect(Set(facts.gates.map(\.letter)) == ["A", "B", "C"])
  }

  // MARK: Picture

  /// The picture differs a little with the fonts and cairo of the machine, so it is compared after a blur.
  @Test func `the board looks as it did`() throws {
    let maker = BoardMaker(testing: try BoardCity.drawn.get())
    var options = options(.png, .a3)
    options.dotsPerInch = 36
    let made = try #require(try maker.boards(of: try maker.compound("way/6"), gate: "node/4", options).first)
    if ProcessInfo.processInfo.environment["KAIMEN_WRITE_GOLDEN"] == "1" {
      let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/board.png")
      try Data(made.bytes).write(to: source)
    }
    let golden = try #require(
      Bundle.module.url(forResource: "board", withExtension: "png", subdirectory: "Golden"))
    let (a, b) = (try Picture(png: made.bytes), try Picture(png: Array(Data(contentsOf: golden))))
    #expect((a.width, a.height) == (b.width, b.height))
    #expect(a.difference(from: b) < 4, "mean difference of grey levels, of 255")
  }
}
