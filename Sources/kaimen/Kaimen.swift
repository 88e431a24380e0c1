import ArgumentParser
import Foundation
import Wording

/// The command `kaimen` and its subcommands.
struct Kaimen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kaimen", abstract: Wording.Help.kaimen.here, discussion: Wording.Help.kaimenDetails.here,
    version: Kaimen.version,
    subcommands: [
      ImportCommand.self, InfoCommand.self, CheckCommand.self, RouteCommand.self, TableCommand.self,
      ReachCommand.self,
      NearestCommand.self, SearchCommand.self, RuleCommand.self, BatchCommand.self, BoardCommand.self,
      ServeCommand.self, RegistryCommand.self, BackupCommand.self, GenerateCommand.self, BenchCommand.self,
      AdminCommand.self,
      BadgeCommand.self,
    ])
  static let version = "0.1.0"
}

/// Where the program starts: parses, runs, and turns every failure into one sentence and an exit code.
@main
enum Program {
  /// The user gave something that cannot be used.
  private static let badInput: Int32 = 2
  /// The program failed.
  private static let failure: Int32 = 1

  static func main() {
    do {
      try Console.checkLanguage()
      var command = try Kaimen.parseAsRoot()
      try command.run()
      try Output.flush()
    } catch {
      finish(error)
    }
  }

  private static func finish(_ error: any Error) -> Never {
    try? Output.flush()
    if let worded = error as? any WordedError { stop(worded.wording, badInput) }
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    let code = Kaimen.exitCode(for: error)
    if code.isSuccess { Kaimen.exit(withError: error) }
    if code == .validationFailure {
      stop(Wording.Usage.invalid(Kaimen.message(for: error), Console.command), badInput)
    }
    stop(.internalFailure("\(error)"), failure)
  }

  private static func stop(_ wording: Wording, _ code: Int32) -> Never {
    Console.say("kaimen: \(wording.here)")
    Foundation.exit(code)
  }
}
