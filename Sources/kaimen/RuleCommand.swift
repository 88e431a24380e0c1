import ArgumentParser
import OSM
import Places
import Queries
import Routing
import Wording

/// `kaimen rule`: what somebody would be told at a gate.
struct RuleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: Wording.Help.rule.here, discussion: Wording.Help.ruleDetails.here)

  @OptionGroup var file: AskedCity
  @Argument(help: help(.Help.ruleGate, "gate")) var gate: String?
  @Option(help: help(.Help.ruleText, "json")) var rule: String?
  @Option(
    name: .customLong("by"), help: help(.Help.ruleBy, "means"),
    completion: .list(RuleTest.Means.allCases.map(\.rawValue))) var means: String?
  @Option(name: .customLong("pass"), parsing: .unconditionalSingleValue, help: help(.Help.pass, "pass"))
  var passes: [String] = []
  @Option(help: help(.Help.ruleAt, "time")) var at: String?
  @Option(
    help: help(.Help.ruleWeather, "weather"), completion: .list(RuleTest.Weather.allCases.map(\.rawValue)))
  var weather: String?
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    var question = RuleTest.Question()
    question.gate = try gate.map { text in
      guard let id = ElementID(text) else { throw RouteError.malformedElement(text) }
      return id
    }
    question.rule = try rule.map { try GateRule(RuleCommand.read($0)) }
    question.means = try means.map { try RuleTest.Means(named: $0) } ?? .foot
    question.passes = passes
    question.time = try at.map { try RouteRequest.time($0) }
    question.weather = try weather.map { try RuleTest.Weather(named: $0) }
    let city = try file.session().city
    let test = try RuleTest(question, on: RuleTest.Ground(city, closures: ClosureSet(city: city)))
    try Output.line(format.json ? test.json(Console.language).text : test.sentence.here)
  }

  private static func read(_ text: String) throws -> JSON {
    do { return try JSONReader.read(Array(text.utf8)[...]) } catch {
      throw RuleTestError.unreadableRule(error.offset + 1)
    }
  }
}
