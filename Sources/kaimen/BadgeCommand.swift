import ArgumentParser
import Foundation
import People
import Secrets
import Server
import Store
import StoreSQLite
import Wording

/// `kaimen badge`: riders' badges.
struct BadgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "badge", abstract: Wording.Help.badge.here, subcommands: [Verify.self])

  /// Says whether a code is a good badge of this district; exit code 1 where it is not.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: Wording.Help.badgeVerify.here,
      discussion: Wording.Help.badgeVerifyDetails.here)

    @Argument(help: help(.Help.badgeCode, "code")) var code: String
    @Option(help: help(.Help.badgeKey, "key")) var key: String?
    @OptionGroup var data: AdminCommand.DataOption
    @OptionGroup var language: LanguageOption

    private static let refused: Int32 = 1

    func run() throws {
      let badge: Badge
      do {
        badge = try publicKey().badge(code)
        if let fault = badge.fault(at: UInt32(clamping: Int64(Date().timeIntervalSince1970))) { throw fault }
        if key == nil, try isRevoked(badge) { throw BadgeFault.revoked }
      } catch let fault as BadgeFault {
        Console.say("kaimen: \(fault.wording.here)")
        throw ExitCode(Verify.refused)
      }
      let until = UTCInstant(milliseconds: Int64(badge.until) * 1000)
      try Output.line(Wording.People.badgeValid(badge.number, passes: badge.passes, until: "\(until)").here)
    }

    private func publicKey() throws -> VerifyingKey {
      guard let key else { return try BadgeKeyFile(in: data.directory).read().publicKey }
      guard let bytes = Secrets.bytes(key) else { throw SecretError.malformedKey }
      return try VerifyingKey(bytes)
    }

    /// What the database knows; without one nothing is known to be revoked.
    private func isRevoked(_ badge: Badge) throws -> Bool {
      guard FileManager.default.fileExists(atPath: DataDirectory.database(in: data.directory)) else {
        return false
      }
      let found = Found()
      try data.withPeople(make: false) { people in
        found.isRevoked = try await people.badge(badge.number)?.revokedAt != nil
      }
      return found.isRevoked
    }

    /// Written before the work is over, read after it.
    private final class Found: @unchecked Sendable {
      var isRevoked = false
    }
  }
}
