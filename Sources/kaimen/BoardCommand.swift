import ArgumentParser
import Boards
import Dense
import Foundation
import OSM
import Queries
import Routing
import Server
import Streets
import Synchronization
import Wording

/// `kaimen board`: printable map boards of compounds.
struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: Wording.Help.board.here, discussion: Wording.Help.boardDetails.here)

  @OptionGroup var file: AskedCity
  @Argument(help: help(.Help.boardCompound)) var compound: String?
  @Flag(help: help(.Help.boardAll)) var all = false
  @Option(help: help(.Help.boardGate, "id")) var gate: String?
  @Option(help: help(.Help.paper, "paper"), completion: .list(Paper.allCases.map(\.rawValue)))
  var paper = Paper.a2.rawValue
  @Flag(help: help(.Help.boardPDF)) var pdf = false
  @Flag(help: help(.Help.boardSVG)) var svg = false
  @Flag(help: help(.Help.boardPNG)) var png = false
  @Option(help: help(.Help.dpi, "n")) var dpi = 150.0
  @Option(help: help(.Help.boardURL, "url")) var url: String?
  @Option(help: help(.Help.boardDate, "date")) var date: String?
  @Option(name: .shortAndLong, help: help(.Help.boardOutput, "path"), completion: .file()) var output: String?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  private static let resolutions = 20.0...600

  mutating func run() throws {
    guard all != (compound != nil) else { throw BoardUsageError.compoundOrAll }
    guard !all || gate == nil else { throw BoardUsageError.gateOfAll }
    let kind = try fileFormat
    let paper = try chosenPaper
    guard BoardCommand.resolutions.contains(dpi) else {
      throw CommandError.outOfRange(option: "--dpi", found: "\(dpi)", allowed: "20...600")
    }
    let known = try file.open()
    let city = known.city
    var options = BoardOptions(day: try day(in: city))
    (options.paper, options.format, options.dotsPerInch, options.url) = (paper, kind, dpi, url ?? options.url)
    try all ? writeAll(of: known, options) : writeOne(of: known, options)
    file.mentionRegistry()
    if url == nil { Console.say(Wording.Boards.ownURL(options.url).here) }
  }

  /// The flag given, else the ending of the output, else PDF.
  private var fileFormat: BoardFormat {
    get throws {
      let asked = [(pdf, BoardFormat.pdf), (svg, .svg), (png, .png)].filter(\.0).map(\.1)
      guard asked.count <= 1 else { throw BoardUsageError.severalFormats }
      let ending = all ? "" : output.map(BoardCommand.ending) ?? ""
      let named = BoardFormat(rawValue: ending)
      if let format = asked.first {
        if let named, named != format {
          throw BoardUsageError.otherEnding(flag: format.rawValue, ending: ending)
        }
        return format
      }
      guard let format = ending.isEmpty ? .pdf : named else { throw BoardUsageError.unknownEnding(ending) }
      return format
    }
  }

  private var chosenPaper: Paper {
    get throws {
      guard let paper = Paper(rawValue: paper.uppercased()) else {
        throw CommandError.unknownWord(
          option: "--paper", found: self.paper, allowed: Paper.allCases.map(\.rawValue))
      }
      return paper
    }
  }

  private func day(in city: City) throws -> CivilDay {
    guard let date else { return CivilTime.now(in: city.zone).civilDay }
    guard let day = CivilDay(date) else { throw BoardUsageError.malformedDay(date) }
    return day
  }

  // MARK: One compound

  private func writeOne(of known: RegisteredCity, _ options: BoardOptions) throws {
    let maker = BoardMaker(session: Session(city: known.city), except: known.outOfService)
    let id = try maker.compound(compound ?? "")
    let files = try maker.boards(of: id, gate: gate, options)
    let path = output ?? "\(maker.fileName(id)).\(options.format.rawValue)"
    let written = try BoardWriter.write(files, at: try inFolder(path, maker.fileName(id), options))
    try report(written, compounds: 1, at: written.count == 1 ? written[0].path : path)
  }

  /// `path`, or a file in it where it is a folder.
  private func inFolder(_ path: String, _ name: String, _ options: BoardOptions) throws -> String {
    guard BoardCommand.isFolder(path) else { return path }
    try BoardWriter.makeFolder(path)
    return URL(filePath: path).appending(path: "\(name).\(options.format.rawValue)").relativePath
  }

  private static func isFolder(_ path: String) -> Bool {
    let found = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    return path.hasSuffix("/") || found == .typeDirectory
  }

  /// `pdf` of `board.PDF`; empty for folders.
  private static func ending(_ path: String) -> String {
    isFolder(path) ? "" : URL(filePath: path).pathExtension.lowercased()
  }

  // MARK: All

  private func writeAll(of known: RegisteredCity, _ options: BoardOptions) throws {
    let compounds = BoardMaker.compounds(of: known.city)
    guard !compounds.isEmpty else { throw BoardError.noCompounds }
    let folder = output ?? "boards"
    try BoardWriter.makeFolder(folder)
    let engine = Engine(city: known.city)
    let next = Atomic(0)
    let results = Mutex<[Int: Result<[BoardWriter.Written], any Error>]>([:])
    let meter = ProgressMeter()
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
      let maker = BoardMaker(session: Session(engine: engine), except: known.outOfService)
      while true {
        let row = next.add(1, ordering: .relaxed).oldValue
        guard row < compounds.count else { return }
        let result = Result {
          let path = "\(folder)/\(maker.fileName(compounds[row])).\(options.format.rawValue)"
          return try BoardWriter.write(try maker.boards(of: compounds[row], options), at: path)
        }
        let done = results.withLock {
          $0[row] = result
          return $0.count
        }
        if case .failure = result { next.store(compounds.count, ordering: .relaxed) }
        meter.show(Wording.Boards.drawing, share: Double(done) / Double(compounds.count), count: done)
      }
    }
    meter.clear()
    let written = try results.withLock { $0 }.sorted { $0.key < $1.key }.flatMap { try $0.value.get() }
    try report(written, compounds: compounds.count, at: folder)
  }

  // MARK: Report

  private func report(_ written: [BoardWriter.Written], compounds: Int, at path: String) throws {
    let boards = written.reduce(0) { $0 + $1.pages }
    let bytes = written.reduce(0) { $0 + $1.bytes }
    guard format.json else {
      let line = Wording.Boards.written(boards: boards, compounds: compounds, path: path, bytes: bytes)
      return try Output.line(line.here)
    }
    let files = written.map { file in
      JSON.object([
        "path": .string(file.path), "boards": .int(file.pages), "gate": .string(file.gate),
        "bytes": .int(file.bytes),
      ])
    }
    try Output.line(
      JSON.object([
        "compounds": .int(compounds), "boards": .int(boards), "bytes": .int(bytes), "files": .array(files),
      ]).text)
  }
}

/// Writes the files of boards.
enum BoardWriter {
  /// A file as it was written.
  struct Written: Sendable {
    var path: String
    var gate: String?
    var pages: Int
    var bytes: Int
  }

  /// Writes files at `path`; where there are several, each with the letter of its gate before the ending.
  static func write(_ files: [BoardFile], at path: String) throws -> [Written] {
    try files.map { file in
      let name = files.count == 1 ? path : lettered(path, file.gate ?? "")
      let part = try PartFile(path: name)
      try part.append(file.bytes)
      try part.finish()
      return Written(path: name, gate: file.gate, pages: file.pages, bytes: file.bytes.count)
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.cannotWrite(path, reason: error.localizedDescription)
    }
  }

  /// `board-A.png` of `board.png`.
  private static func lettered(_ path: String, _ letter: String) -> String {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    guard let dot = path.lastIndex(of: "."), dot > slash else { return "\(path)-\(letter)" }
    return "\(path[..<dot])-\(letter)\(path[dot...])"
  }
}

/// What is wrong with a call of `kaimen board`.
enum BoardUsageError: WordedError, Equatable {
  case compoundOrAll
  case gateOfAll
  case severalFormats
  case unknownEnding(String)
  case otherEnding(flag: String, ending: String)
  case malformedDay(String)

  var wording: Wording {
    switch self {
    case .compoundOrAll: Wording.Boards.compoundOrAll
    case .gateOfAll: Wording.Boards.gateOfAll
    case .severalFormats: Wording.Boards.severalFormats
    case .unknownEnding(let ending): Wording.Boards.unknownEnding(ending)
    case .otherEnding(let flag, let ending): Wording.Boards.otherEnding(flag: flag, ending: ending)
    case .malformedDay(let text): Wording.Boards.malformedDay(text)
    }
  }
}
