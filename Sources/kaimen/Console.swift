import Foundation
import Queries
import Synchronization
import Wording

/// The terminal of the person who called.
enum Console {
  /// The language of this call: `--lang`, else `KAIMEN_LANG`, else the locale.
  ///
  /// Known before anything is parsed, so that help and errors use it too.
  static let language = chosenWord.flatMap { Language(rawValue: $0) } ?? fromLocale

  /// What `--lang` or `KAIMEN_LANG` says.
  private static let chosenWord: String? = {
    let arguments = CommandLine.arguments
    for (row, word) in arguments.enumerated().reversed() {
      if word == "--lang", row + 1 < arguments.count { return arguments[row + 1] }
      if word.hasPrefix("--lang=") { return String(word.dropFirst(7)) }
    }
    return environment("KAIMEN_LANG")
  }()

  private static var fromLocale: Language {
    let locale = environment("LC_ALL") ?? environment("LC_MESSAGES") ?? environment("LANG") ?? ""
    return locale.hasPrefix("zh") ? .chinese : .english
  }

  private static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Throws: ``QueryError/unknownLanguage(_:)`` when `--lang` names none we speak.
  static func checkLanguage() throws {
    if let chosenWord, Language(rawValue: chosenWord) == nil {
      throw QueryError.unknownLanguage(chosenWord)
    }
  }

  /// The subcommand as typed, for advice.
  static let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") } ?? ""

  /// Whether somebody watches stderr.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// Writes a line to stderr.
  static func say(_ line: String) {
    FileHandle.standardError.write(Data((Output.printable(line) + "\n").utf8))
  }

  /// Writes to stderr without ending the line.
  static func show(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

extension Wording {
  /// The sentence in the language of this call.
  var here: String { self[Console.language] }
}

/// Standard output, in large writes.
enum Output {
  private static let buffer = Mutex<[UInt8]>([])
  private static let size = 1 << 16

  /// Writes `text` and ends the line.
  static func line(_ text: String) throws { try Output.text(text + "\n") }

  /// Writes `text`, without control characters.
  static func text(_ text: String) throws { try append(Array(printable(text).utf8), end: false) }

  /// `text` without control characters other than line feeds: names on a map must not steer a terminal.
  ///
  /// JSON loses nothing by it: those below a space are escaped there.
  static func printable(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) }))
  }

  /// Writes `bytes` and ends the line.
  static func line(_ bytes: [UInt8]) throws { try append(bytes, end: true) }

  private static func append(_ bytes: [UInt8], end: Bool) throws {
    let isFull = buffer.withLock { buffer in
      buffer.append(contentsOf: bytes)
      if end { buffer.append(UInt8(ascii: "\n")) }
      return buffer.count >= size
    }
    if isFull { try flush() }
  }

  /// Hands everything to the system.
  ///
  /// - Throws: ``CommandError/cannotPrint(_:)`` when it does not take it, for instance on a full disk.
  static func flush() throws {
    let bytes = buffer.withLock { buffer in
      defer { buffer = [] }
      return buffer
    }
    guard !bytes.isEmpty else { return }
    do { try FileHandle.standardOutput.write(contentsOf: bytes) } catch {
      throw CommandError.cannotPrint(error.localizedDescription)
    }
  }
}
