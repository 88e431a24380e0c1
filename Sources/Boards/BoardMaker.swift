internal import Dense
internal import Foundation
public import OSM
public import Queries
public import Routing
public import Streets
internal import Wording

/// Makes printable map boards of the compounds of a city; one thread's.
///
/// The same city, compound and options give the same bytes.
public final class BoardMaker {
  private let session: Session
  private let lists: PlaceLists
  private let walks: BoardWalks
  private let ruler = TextRuler()
  /// What is printed does not know what is closed today.
  private let noClosures: ClosureSet

  private var city: City { session.city }

  /// A maker that asks `session` for the walks, and leads to no place that is an `exception`.
  ///
  /// - Complexity: O(places).
  public init(session: Session, except exceptions: Set<ElementID> = []) {
    self.session = session
    lists = PlaceLists(session.city, except: exceptions)
    walks = BoardWalks(session, lists)
    noClosures = ClosureSet(city: session.city)
  }

  /// The compounds that a board says something about: those with buildings or gates.
  ///
  /// - Complexity: O(buildings + compounds).
  public static func compounds(of city: City) -> [CompoundID] {
    let buildings = city.premises.buildings
    let inhabited = Set(buildings.ids.lazy.map { buildings[$0].compound })
    return city.premises.compounds.ids.filter {
      inhabited.contains($0) || !city.premises.compoundGates[$0].isEmpty
    }
  }

  /// The compound with this name, in either language, or OSM id, such as `way/12`.
  ///
  /// - Throws: ``BoardError/unknownCompound(_:similar:)`` with the nearest names.
  public func compound(_ text: String) throws(BoardError) -> CompoundID {
    try CompoundSearch(city).find(text)
  }

  /// What files of a compound's boards are called: its name without what file systems dislike, and its id.
  public func fileName(_ compound: CompoundID) -> String {
    let row = city.premises.compounds[compound]
    let id = "\(row.element.id)".replacing("/", with: "-")
    let name = (city.texts[row.name] ?? "").filter { $0.isLetter || $0.isNumber || $0 == "-" }.prefix(24)
    return name.isEmpty ? id : "\(name)-\(id)"
  }

  /// The boards of a compound: one for each gate that somebody gets in by, or for `gate` only.
  ///
  /// A gate is given by its OSM id, its letter on the board, or its name.
  /// - Returns: One file with a page for each board, or one file for each.
  /// - Throws: ``BoardError/unknownGate(_:known:)`` with the gates there are.
  public func boards(of compound: CompoundID, gate: String? = nil, _ options: BoardOptions) throws(BoardError)
    -> [BoardFile]
  {
    let facts = BoardFacts(compound, in: city, resolver: walks.resolver)
    let address = try BoardMaker.address(of: facts, options)
    let composer = SheetComposer(
      city: city, facts: facts, places: lists, ruler: ruler, options: options, code: try QRCode(address),
      address: address)
    let sheets = self.sheets(try gates(facts, gate), composer)
    return try files(sheets, facts, options)
  }

  /// The boards of a compound before they become files.
  func sheets(of compound: CompoundID, _ options: BoardOptions) throws(BoardError) -> [Sheet] {
    let facts = BoardFacts(compound, in: city, resolver: walks.resolver)
    let address = try BoardMaker.address(of: facts, options)
    let composer = SheetComposer(
      city: city, facts: facts, places: lists, ruler: ruler, options: options, code: try QRCode(address),
      address: address)
    return sheets(try gates(facts, nil), composer).map(\.sheet)
  }

  private func sheets(_ gates: [BoardGate?], _ composer: SheetComposer) -> [(gate: BoardGate?, sheet: Sheet)]
  {
    let layout = composer.layout()
    let closures = session.router.closures
    session.router.closures = noClosures
    defer { session.router.closures = closures }
    let (buildings, day) = (composer.facts.buildings, composer.options.day)
    return gates.map { gate in
      let page = SheetComposer.Page(
        here: gate,
        minutes: gate.map { walks.minutes(from: $0, to: buildings, on: day) } ?? buildings.map { _ in nil },
        nearby: gate.map { walks.nearby($0, on: day) } ?? [])
      return (gate, composer.sheet(page, layout))
    }
  }

  /// The gates at which boards stand; nil where there is none.
  private func gates(_ facts: BoardFacts, _ text: String?) throws(BoardError) -> [BoardGate?] {
    guard let text else { return facts.gatesWithBoards.isEmpty ? [nil] : facts.gatesWithBoards }
    let element = ElementID(text)
    let found = facts.gates.first { gate in
      if let element { return gate.element == element }
      return [gate.letter, gate.name.chinese, gate.name.english].contains {
        $0.caseInsensitiveCompare(text) == .orderedSame
      }
    }
    if let found { return [found] }
    throw .unknownGate(text, known: facts.gates.map { "\($0.letter) \($0.name.chinese) (\($0.element))" })
  }

  /// The address of the rider's page with the compound as the goal.
  static func address(of facts: BoardFacts, _ options: BoardOptions) throws(BoardError) -> String {
    let base = options.url.hasSuffix("/") ? String(options.url.dropLast()) : options.url
    let isSound =
      ["http://", "https://"].contains { base.lowercased().hasPrefix($0) && base.count > $0.count }
      && base.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}?#".utf8.contains($0) }
    guard isSound else { throw .malformedURL(options.url) }
    return "\(base)/?to=\(facts.element)"
  }

  // MARK: Files

  private func files(
    _ sheets: [(gate: BoardGate?, sheet: Sheet)], _ facts: BoardFacts, _ options: BoardOptions
  ) throws(BoardError) -> [BoardFile] {
    guard let first = sheets.first?.sheet else { return [] }
    switch options.format {
    case .pdf:
      let canvas = CairoCanvas(
        .pdf(title: facts.name.chinese, date: "\(options.day)"), width: first.width, height: first.height,
        ruler: ruler)
      for item in sheets { canvas.draw(item.sheet) }
      let gate = sheets.count == 1 ? sheets[0].gate?.letter : nil
      return [BoardFile(bytes: try canvas.finish(), gate: gate, pages: sheets.count)]
    case .png:
      var files: [BoardFile] = []
      for item in sheets {
        let canvas = CairoCanvas(
          .png(dotsPerInch: options.dotsPerInch), width: first.width, height: first.height, ruler: ruler)
        canvas.draw(item.sheet)
        files.append(BoardFile(bytes: try canvas.finish(), gate: item.gate?.letter, pages: 1))
      }
      return files
    case .svg:
      return sheets.map {
        BoardFile(bytes: Array(SVGWriter.text(of: $0.sheet).utf8), gate: $0.gate?.letter, pages: 1)
      }
    }
  }
}
