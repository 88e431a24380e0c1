import Foundation

/// Finds the reference data that stands beside the project, if it does.
enum SharedData {
  /// The folder: `KAIMEN_SHARED_DATA`, or `shared/data` in a folder above this file, or `/work/shared/data`.
  static let folder: URL? = {
    if let path = ProcessInfo.processInfo.environment["KAIMEN_SHARED_DATA"] {
      return URL(fileURLWithPath: path)
    }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared/data")
      if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    let usual = URL(fileURLWithPath: "/work/shared/data")
    return FileManager.default.fileExists(atPath: usual.path) ? usual : nil
  }()

  /// What a skipped test says.
  static let absence = "no shared/data folder above the project; set KAIMEN_SHARED_DATA to run this test"

  static func path(_ name: String) -> String { folder?.appendingPathComponent(name).path ?? "" }
}

/// A folder for one test's files, removed with the object.
final class ScratchFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kaimen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}

func readBytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }
