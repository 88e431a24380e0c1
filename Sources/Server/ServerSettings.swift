import Foundation
public import Logging
public import Wording
import Yams

/// How a server is to behave; every setting can come from a flag, the environment or a file.
///
/// A flag beats the environment (`KAIMEN_RATE_LIMIT`), which beats the file (`rate-limit: 50`), which beats the default.
/// None of them is secret.
public struct ServerSettings: Sendable {
  /// How the log is written.
  public enum LogFormat: String, Sendable, CaseIterable { case text, json }

  /// Whether `X-Forwarded-For` names the client: only behind a proxy that sets it.
  public enum ProxyTrust: String, Sendable, CaseIterable { case no, yes }
  /// Whether bays and chargers of a made-up city have made-up reports of how full they are.
  public enum Feed: String, Sendable, CaseIterable { case no, yes }

  public var host = "127.0.0.1"
  public var port = 8080
  /// Directory of everything that is not the map: closures, reports, the token.
  public var data = "kaimen-data"
  /// Folder of the pages; found by itself where nil, none where `none`.
  public var web: String?
  /// Folder of the kinds of places; found by itself where nil.
  public var kinds: String?
  public var logLevel = Logger.Level.info
  public var logFormat = LogFormat.text
  /// Requests a second from one client; 0 for no limit.
  public var rateLimit = 50
  /// Requests that one client may send at once after a while of silence.
  public var rateBurst = 300
  /// Bytes of a request's body.
  public var maxBody = 1 << 20
  /// Places in one question.
  public var maxCoordinates = 100
  /// Seconds for one request to arrive, to be answered, and its answer to be taken.
  public var requestTimeout = 10
  /// Seconds that a connection may wait for its next request.
  public var idleTimeout = 60
  public var maxConnections = 4096
  /// Connections of one client, unless a proxy stands before it; 0 for any number.
  public var clientConnections = 512
  /// Clients that listen to changes at the same time.
  public var maxListeners = 1000
  /// Of these, those of one client; 0 for any number.
  public var clientListeners = 20
  /// Standing closures.
  public var maxClosures = 10_000
  /// Reports that are kept; who sends one more is told that there is no room.
  public var maxReports = 100_000
  /// Bytes of a registry file.
  public var maxImport = 64 << 20
  /// Minutes for which a report of how full a place is counts.
  public var occupancyMinutes = 15
  public var syntheticOccupancy = Feed.no
  /// Origin of pages elsewhere that may ask; `*` for all, `none`.
  public var allowOrigin = "*"
  public var trustProxy = ProxyTrust.no
  /// Where clients reach the server from outside, such as `https://kaimen.example`; as they say themselves where nil.
  public var publicURL: String?

  public init() {}
}

/// Why settings cannot be used.
public enum SettingsError: WordedError, Equatable {
  case unknown(String)
  case malformed(key: String, found: String, allowed: String)
  case unreadable(path: String, reason: String)
  /// In a file or a variable of the environment.
  indirect case at(place: String, SettingsError)

  public var wording: Wording {
    switch self {
    case .unknown(let key): Wording.Server.unknownSetting(key, known: ServerSettings.names)
    case .malformed(let key, let found, let allowed):
      Wording.Server.malformedSetting(key, found, allowed: allowed)
    case .unreadable(let path, let reason): Wording.Server.unreadableSettings(path, reason)
    case .at(let place, let error): Wording.Server.settings(at: place, error.wording)
    }
  }
}

extension ServerSettings {
  /// One setting: its name, how it is read and how it is shown.
  private struct Entry {
    var name: String
    var allowed: String
    /// Whether `text` was understood.
    var set: (inout ServerSettings, String) -> Bool
    var show: (ServerSettings) -> String
  }

  /// The names of all settings.
  public static var names: [String] { entries.map(\.name) }

  private static var entries: [Entry] {
    [
      text("host", \.host), number("port", \.port, 0...65535), text("data", \.data),
      Entry(
        name: "web", allowed: "a folder, none",
        set: {
          $0.web = $1
          return !$1.isEmpty
        }, show: { $0.web ?? "" }),
      Entry(
        name: "kinds", allowed: "a folder",
        set: {
          $0.kinds = $1
          return !$1.isEmpty
        }, show: { $0.kinds ?? "" }),
      choice("log-level", \.logLevel), choice("log-format", \.logFormat),
      number("rate-limit", \.rateLimit, 0...1_000_000), number("rate-burst", \.rateBurst, 1...1_000_000),
      number("max-body", \.maxBody, 1024...(1 << 28)),
      number("max-coordinates", \.maxCoordinates, 2...10_000),
      number("request-timeout", \.requestTimeout, 1...3600),
      number("idle-timeout", \.idleTimeout, 1...86_400),
      number("max-connections", \.maxConnections, 1...1_000_000),
      number("client-connections", \.clientConnections, 0...1_000_000),
      number("max-listeners", \.maxListeners, 0...1_000_000),
      number("client-listeners", \.clientListeners, 0...1_000_000),
      number("max-closures", \.maxClosures, 0...1_000_000),
      number("max-reports", \.maxReports, 0...1_000_000_000),
      number("max-import", \.maxImport, 1024...(1 << 30)),
      number("occupancy-minutes", \.occupancyMinutes, 1...10_000),
      choice("synthetic-occupancy", \.syntheticOccupancy), text("allow-origin", \.allowOrigin),
      choice("trust-proxy", \.trustProxy),
      Entry(
        name: "public-url", allowed: "https://…",
        set: {
          $0.publicURL = $1.hasSuffix("/") ? String($1.dropLast()) : $1
          return $1.hasPrefix("http://") || $1.hasPrefix("https://")
        }, show: { $0.publicURL ?? "" }),
    ]
  }

  private static func text(_ name: String, _ path: any WritableKeyPath<ServerSettings, String> & Sendable)
    -> Entry
  {
    Entry(
      name: name, allowed: "a text",
      set: {
        $0[keyPath: path] = $1
        return !$1.isEmpty
      }, show: { $0[keyPath: path] })
  }

  private static func number(
    _ name: String, _ path: any WritableKeyPath<ServerSettings, Int> & Sendable, _ range: ClosedRange<Int>
  ) -> Entry {
    Entry(
      name: name, allowed: "\(range.lowerBound)...\(range.upperBound)",
      set: {
        guard let value = Int($1), range.contains(value) else { return false }
        $0[keyPath: path] = value
        return true
      }, show: { "\($0[keyPath: path])" })
  }

  private static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ path: any WritableKeyPath<ServerSettings, Value> & Sendable
  ) -> Entry {
    Entry(
      name: name, allowed: Value.allCases.map(\.rawValue).joined(separator: ", "),
      set: {
        guard let value = Value(rawValue: $1) else { return false }
        $0[keyPath: path] = value
        return true
      }, show: { $0[keyPath: path].rawValue })
  }

  /// Gives the setting `name` the value `text`.
  ///
  /// - Throws: ``SettingsError``, before anything is changed.
  public mutating func set(_ name: String, _ text: String) throws(SettingsError) {
    guard let entry = ServerSettings.entries.first(where: { $0.name == name }) else { throw .unknown(name) }
    var changed = self
    guard entry.set(&changed, text) else { throw .malformed(key: name, found: text, allowed: entry.allowed) }
    self = changed
  }

  /// Reads the YAML file at `path`: `name: value`, one a line.
  ///
  /// - Throws: ``SettingsError``.
  public mutating func read(file path: String) throws {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw SettingsError.unreadable(path: path, reason: error.localizedDescription)
    }
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw SettingsError.unreadable(
        path: path, reason: "\(error)".split(separator: "\n").joined(separator: " "))
    }
    guard let node else { return }
    guard let mapping = node.mapping else { throw SettingsError.unreadable(path: path, reason: "no mapping") }
    for (key, value) in mapping {
      guard let name = key.string, let value = value.scalar?.string else {
        throw SettingsError.unreadable(path: path, reason: "\(key.string ?? "?")")
      }
      do { try set(name, value) } catch { throw SettingsError.at(place: path, error) }
    }
  }

  /// Takes what the environment says: `KAIMEN_RATE_LIMIT` for `rate-limit`.
  ///
  /// - Throws: ``SettingsError``.
  public mutating func read(environment: [String: String]) throws(SettingsError) {
    for name in ServerSettings.names {
      let variable = "KAIMEN_" + name.uppercased().replacing("-", with: "_")
      guard let value = environment[variable], !value.isEmpty else { continue }
      do { try set(name, value) } catch { throw .at(place: variable, error) }
    }
  }

  /// All settings in one line.
  public var summary: String {
    ServerSettings.entries.map { "\($0.name)=\($0.show(self))" }.joined(separator: " ")
  }
}
