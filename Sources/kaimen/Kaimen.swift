import ArgumentParser

@main
struct Kaimen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kaimen", abstract: "From an OSM file to the right door.", subcommands: [ImportCommand.self])
}
