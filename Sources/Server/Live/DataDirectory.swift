import Foundation
public import Secrets
public import Wording

/// Why the directory of the server's data cannot be used.
public enum DataError: WordedError, Equatable {
  case inUse(String)
  case unusable(path: String, reason: String)
  /// Where a backup is to go.
  case exists(String)

  public var wording: Wording {
    switch self {
    case .inUse(let path): Wording.Server.dataInUse(path)
    case .unusable(let path, let reason): Wording.Server.cannotUseData(path, reason)
    case .exists(let path): Wording.Server.backupExists(path)
    }
  }
}

/// The directory that holds everything but the map; one server at a time has it.
public final class DataDirectory: Sendable {
  public let path: String
  /// Writing needs it; made at the first start.
  public let token: AccessToken
  /// Signs badges; made at the first start.
  public let badgeKey: SigningKey
  private let lock: Int32

  /// Makes the directory where it is missing, and takes it.
  ///
  /// - Throws: ``DataError``.
  public init(path: String) throws(DataError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .unusable(path: path, reason: error.localizedDescription)
    }
    lock = try DataDirectory.lock(path)
    do {
      token = try AccessToken(path: path + "/token")
      badgeKey = try BadgeKeyFile(in: path).readOrMake()
    } catch {
      close(lock)
      throw error
    }
  }

  deinit { close(lock) }

  /// The file of the store.
  public var database: String { DataDirectory.database(in: path) }

  /// The file of the store in the directory at `path`, which commands open beside a server.
  public static func database(in path: String) -> String { path + "/kaimen.sqlite" }

  /// An open file that nobody else has locked; the system lets go of it when the process ends.
  private static func lock(_ path: String) throws(DataError) -> Int32 {
    let file = unsafe open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .unusable(path: path, reason: systemMessage(errno)) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw .inUse(path)
    }
    return file
  }
}

/// The secret that lets its holder close and open gates.
public struct AccessToken: Sendable {
  public let path: String
  /// Whether it was made just now, so that somebody should be told.
  public let isNew: Bool
  /// Whether other users of the machine may read it.
  public let isExposed: Bool
  public let text: String

  /// Reads the token kept at `path`, or makes one of 256 random bits that only the owner may read.
  ///
  /// - Throws: ``DataError/unusable(path:reason:)``.
  init(path: String) throws(DataError) {
    self.path = path
    if let data = FileManager.default.contents(atPath: path) {
      text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      guard text.utf8.count >= 16 else { throw .unusable(path: path, reason: "the token is too short") }
      isNew = false
      var facts = stat()
      isExposed = unsafe stat(path, &facts) == 0 && facts.st_mode & 0o077 != 0
      return
    }
    text = Secrets.token()
    isNew = true
    isExposed = false
    try keepSecret(text, at: path)
  }

  /// Whether `given` is the token; takes the same time wherever they differ.
  public func matches(_ given: some StringProtocol) -> Bool {
    let (own, other) = (Array(text.utf8), Array(given.utf8))
    var difference = own.count ^ other.count
    for row in own.indices { difference |= Int(own[row] ^ (row < other.count ? other[row] : 0)) }
    return difference == 0
  }
}

/// The key that signs badges, as a file of its own beside the token.
public struct BadgeKeyFile: Sendable {
  public let path: String

  public init(in directory: String) { path = directory + "/badge-key" }

  /// The key that is kept.
  ///
  /// - Throws: ``DataError/unusable(path:reason:)`` where there is none, or none that can be read.
  public func read() throws(DataError) -> SigningKey {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unusable(path: path, reason: "no such file")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let seed = Secrets.bytes(text), let key = try? SigningKey(seed: seed) else {
      throw .unusable(path: path, reason: "the key is not whole")
    }
    return key
  }

  /// The key that is kept, or one made now, for its owner only.
  func readOrMake() throws(DataError) -> SigningKey {
    if FileManager.default.fileExists(atPath: path) { return try read() }
    let key = SigningKey()
    try keepSecret(Secrets.text(key.seed), at: path)
    return key
  }
}

/// Writes `text` to a new file that only its owner may read.
private func keepSecret(_ text: String, at path: String) throws(DataError) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard file >= 0 else { throw .unusable(path: path, reason: systemMessage(errno)) }
  defer { close(file) }
  do {
    try FileHandle(fileDescriptor: file, closeOnDealloc: false).write(contentsOf: Data((text + "\n").utf8))
  } catch {
    unsafe unlink(path)
    throw .unusable(path: path, reason: error.localizedDescription)
  }
  fsync(file)
}

private func systemMessage(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
