import ArgumentParser
import Foundation
import Queries
import Routing
import Wording

/// `kaimen batch`: one query a line, one answer a line.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: Wording.Help.batch.here, discussion: Wording.Help.batchDetails.here)

  @OptionGroup var file: AskedCity
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    let answerer = BatchAnswerer(session: try file.session())
    var lines = LineReader()
    while let line = lines.next(beforeWaiting: { try? Output.flush() }) {
      guard let answer = answerer.answer(line) else { continue }
      try Output.line(answer)
    }
    try Output.flush()
  }
}

/// Answers the lines of a batch with one session.
final class BatchAnswerer {
  private let session: Session

  init(session: Session) { self.session = session }

  /// The answer to a line as JSON; nil for an empty line.
  func answer(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    var (language, id) = (Console.language, JSON?.none)
    var answer: [UInt8]
    do {
      let request = try RouteRequest.read(line, language: &language, id: &id)
      let journey = try session.answer(request)
      answer = journey.jsonBytes(request.format)
    } catch {
      let wording = (error as? any WordedError)?.wording ?? .internalFailure("\(error)")
      answer = Array(JSON.object(["status": "error", "message": .string(wording[language])]).text.utf8)
    }
    // After the opening brace: neither object is ever empty.
    if let id { answer.insert(contentsOf: "\"id\":\(id.text),".utf8, at: 1) }
    return answer
  }
}

/// Lines of standard input, without their ends.
struct LineReader {
  private var buffer: [UInt8] = []
  private var at = 0
  private var isAtEnd = false

  /// The next line; nil at the end.
  ///
  /// Calls `beforeWaiting` when no whole line is there and more must be read.
  mutating func next(beforeWaiting: () -> Void) -> ArraySlice<UInt8>? {
    var searched = at
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { at = end + 1 }
        return buffer[at..<end]
      }
      if isAtEnd {
        guard at < buffer.count else { return nil }
        defer { at = buffer.count }
        return buffer[at...]
      }
      beforeWaiting()
      buffer.removeSubrange(..<at)
      at = 0
      searched = buffer.count
      let more = FileHandle.standardInput.availableData
      if more.isEmpty { isAtEnd = true } else { buffer.append(contentsOf: more) }
    }
  }
}
