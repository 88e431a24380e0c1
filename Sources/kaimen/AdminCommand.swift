import ArgumentParser
import Foundation
import People
import Queries
import Secrets
import Server
import Store
import StoreSQLite
import Wording

/// `kaimen admin`: accounts, in the database itself; while the server runs, or while it does not.
struct AdminCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin", abstract: Wording.Help.admin.here, discussion: Wording.Help.adminDetails.here,
    subcommands: [Create.self, List.self, Password.self, Disable.self])

  /// Who makes the changes, in the history.
  static let actor = "command"

  /// The database of a server.
  struct DataOption: ParsableArguments {
    @Option(help: help(.Help.data, "dir"), completion: .directory) var data: String?

    /// The data directory: as given, else as the environment says to the server, else where it is by default.
    var directory: String {
      data ?? ProcessInfo.processInfo.environment["KAIMEN_DATA"].flatMap { $0.isEmpty ? nil : $0 }
        ?? ServerSettings().data
    }

    /// Opens the store for `work`, and closes it again.
    func withPeople(make: Bool, _ work: @escaping @Sendable (any PeopleStore) async throws -> Void) throws {
      let path = DataDirectory.database(in: directory)
      try CommandError.requireDatabase(path, makes: make)
      if make {
        // As the server would make it: for its owner only.
        try? FileManager.default.createDirectory(
          atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      }
      let store = try StoreSQLite(path: path)
      try Waiting.run {
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await work(store)) } catch { outcome = .failure(error) }
        try? await store.close()
        try outcome.get()
      }
    }
  }

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "create", abstract: Wording.Help.adminCreate.here)

    @Argument(help: help(.Help.accountName, "name")) var name: String
    @Option(help: help(.Help.role, "role"), completion: .list(Role.ofAccounts.map(\.rawValue)))
    var role = Role.administrator.rawValue
    @Option(parsing: .unconditionalSingleValue, help: help(.Help.own, "belonging")) var own: [String] = []
    @OptionGroup var data: DataOption
    @OptionGroup var language: LanguageOption

    func run() throws {
      guard let role = Role(rawValue: role), Role.ofAccounts.contains(role) else {
        throw CommandError.unknownWord(
          option: "--role", found: role, allowed: Role.ofAccounts.map(\.rawValue))
      }
      let own = try self.own.map { word in
        guard let one = Belonging(text: word) else {
          throw CommandError.unknownWord(
            option: "--own", found: word, allowed: ["compound:way/1", "place:node/1", "department:NAME"])
        }
        return one
      }
      let name = try AccountName(name)
      let hash = try PasswordHash(try PasswordPrompt.newPassword(of: name).text)
      try data.withPeople(make: true) { people in
        try await people.addAccount(
          StoredAccount(
            name: name, role: role, own: Set(own), password: hash.text, createdBy: AdminCommand.actor))
      }
      try Output.line(Wording.People.created(name.text, role: role.rawValue).here)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: Wording.Help.adminList.here)

    @OptionGroup var data: DataOption
    @OptionGroup var format: FormatFlags
    @OptionGroup var language: LanguageOption

    func run() throws {
      let isJSON = format.json
      try data.withPeople(make: false) { people in
        let accounts = try await people.accounts()
        if isJSON { return try Output.line(AdminReport.json(accounts)) }
        if accounts.isEmpty { return Console.say(Wording.People.none.here) }
        for line in AdminReport.lines(accounts) { try Output.line(line) }
      }
    }
  }

  struct Password: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password", abstract: Wording.Help.adminPassword.here)

    @Argument(help: help(.Help.accountName, "name")) var name: String
    @OptionGroup var data: DataOption
    @OptionGroup var language: LanguageOption

    func run() throws {
      let name = try AccountName(name)
      let data = data
      try data.withPeople(make: false) { people in
        let account = try await AdminCommand.account(name, people)
        let hash = try PasswordHash(try PasswordPrompt.newPassword(of: name).text)
        try await people.setPassword(hash.text, of: account.id, keeping: nil, by: AdminCommand.actor)
      }
      try Output.line(Wording.People.changed(name.text).here)
    }
  }

  struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "disable", abstract: Wording.Help.adminDisable.here)

    @Argument(help: help(.Help.accountName, "name")) var name: String
    @OptionGroup var data: DataOption
    @OptionGroup var language: LanguageOption

    func run() throws {
      let name = try AccountName(name)
      try data.withPeople(make: false) { people in
        var account = try await AdminCommand.account(name, people)
        account.isDisabled = true
        try await people.changeAccount(account, by: AdminCommand.actor)
      }
      try Output.line(Wording.People.disabled(name.text).here)
    }
  }

  private static func account(_ name: AccountName, _ people: any PeopleStore) async throws -> StoredAccount {
    guard let account = try await people.account(named: name.text) else {
      throw StoreError.unknownAccount(name.text)
    }
    return account
  }
}

/// Asks for passwords without showing them.
enum PasswordPrompt {
  /// A password typed twice on the terminal, or one line of standard input where that is no terminal.
  ///
  /// - Throws: ``CommandError``, `PeopleError`.
  static func newPassword(of name: AccountName) throws -> NewPassword {
    guard isatty(STDIN_FILENO) == 1 else {
      guard let line = readLine(), !line.isEmpty else { throw CommandError.noPassword }
      return try NewPassword(line, of: name)
    }
    let first = try NewPassword(try hidden(Wording.People.askPassword(name.text).here), of: name)
    guard try hidden(Wording.People.askAgain.here) == first.text else {
      throw CommandError.differentPasswords
    }
    return first
  }

  /// One line, while the terminal does not show what is typed.
  private static func hidden(_ question: String) throws -> String {
    Console.show(question)
    var before = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { throw CommandError.noPassword }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer {
      _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      Console.show("\n")
    }
    guard let line = readLine(), !line.isEmpty else { throw CommandError.noPassword }
    return line
  }
}

/// Accounts as `kaimen admin list` shows them.
enum AdminReport {
  static func lines(_ accounts: [StoredAccount]) -> [String] {
    let width = accounts.map(\.name.text.count).max() ?? 0
    return accounts.map { account in
      let name = account.name.text + String(repeating: " ", count: width - account.name.text.count)
      let own = account.own.texts.joined(separator: " ")
      let end = account.isDisabled ? Wording.Help.disabledMark.here : ""
      return [name, Wording.People.role(account.role.rawValue).here, own, end].filter { !$0.isEmpty }
        .joined(separator: "  ")
    }
  }

  static func json(_ accounts: [StoredAccount]) -> String {
    let list = accounts.map { account in
      JSON.object([
        "id": .string(account.id), "name": .string(account.name.text), "role": .string(account.role.rawValue),
        "own": .strings(account.own.texts), "disabled": .bool(account.isDisabled),
        "createdAt": .string("\(account.createdAt)"),
      ])
    }
    return JSON.array(list).text
  }
}
