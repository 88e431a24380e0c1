import ArgumentParser
import Dense
import OSM
import Queries
import Routing
import Streets
import Wording

/// `kaimen info`: what a city file holds.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: Wording.Help.info.here, discussion: Wording.Help.infoDetails.here)

  @OptionGroup var file: CityArgument
  @Flag(help: help(.Help.profiles)) var profiles = false
  @OptionGroup var format: FormatFlags
  @OptionGroup var language: LanguageOption

  mutating func run() throws {
    let city = try City.open(file.city)
    let report = CityReport(city)
    if format.json {
      let profileList = profiles ? JSON.Member(key: "profiles", value: ProfileReport.json) : nil
      try Output.line(JSON.object(report.members + [profileList].compactMap(\.self)).text)
    } else {
      try Output.text(report.text(Console.language))
      if profiles { try Output.text("\n" + ProfileReport.text(Console.language)) }
    }
  }
}

/// The facts of a city, for people and for programs.
struct CityReport {
  private let city: City
  private let kinds: [(kind: String, count: Int)]

  init(_ city: City) {
    self.city = city
    var counts: [String: Int] = [:]
    for id in city.premises.places.ids {
      counts[city.texts[city.premises.places[id].kind] ?? "", default: 0] += 1
    }
    kinds = counts.map { (kind: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
  }

  private var facts: CityFacts { city.tables.facts }
  private var passesAsked: [String] { city.rules.passesAsked }

  private var counts: [(name: String, count: Int)] {
    let (network, premises) = (city.network, city.premises)
    return [
      ("nodes", network.coordinate.count), ("segments", network.length.count),
      ("arcs", network.heading.count),
      ("hierarchyArcs", city.hierarchy.upArcCount),
      ("searchArcs", Int(city.hierarchy.searchSpace().arcs)), ("gates", premises.gates.count),
      ("compounds", premises.compounds.count), ("buildings", premises.buildings.count),
      ("doors", premises.doors.count), ("places", premises.places.count),
      ("addresses", premises.addresses.count),
      ("bays", premises.bays.count), ("rules", city.rules.rows.count),
    ]
  }

  func text(_ language: Language) -> String {
    var lines = [Wording.Report.cityHeadline(city.path, bytes: city.byteCount)[language]]
    if facts.isSynthetic { lines.append(Wording.Report.synthetic[language]) }
    lines.append("  " + Wording.Report.source(facts.source, importedAt: facts.importedAt)[language])
    lines.append(
      "  " + Wording.Report.elements(facts.osmNodes, facts.osmWays, facts.osmRelations)[language])
    lines.append("  " + Wording.Report.bounds(facts.bounds)[language])
    lines.append(
      "  " + Wording.Report.timeZone(facts.timeZone, isGuessed: facts.timeZoneOrigin != "given")[language])
    lines.append(
      "  "
        + Wording.Report.extras(hasElevation: facts.hasElevation, holidays: holidays.coveredYears)[language])
    lines += counts.map { "  " + Wording.Report.row($0.name, $0.count)[language] }
    lines.append("  " + Wording.Report.passes(passesAsked, known: city.rules.passNames)[language])
    lines.append("  " + Wording.Report.kinds(kinds.map { ($0.kind, $0.count) })[language])
    return lines.joined(separator: "\n") + "\n"
  }

  private var holidays: HolidayCalendar { city.rules.context.holidays }

  var members: [JSON.Member] {
    func member(_ key: String, _ value: JSON) -> JSON.Member { JSON.Member(key: key, value: value) }
    return [
      member("city", .string(city.path)), member("bytes", .int(city.byteCount)),
      member("layout", .int(Int(CityTables.layoutVersion))), member("source", .string(facts.source)),
      member("comment", .string(facts.comment)), member("synthetic", .bool(facts.isSynthetic)),
      member("importedAt", .string(facts.importedAt)),
      member(
        "osm",
        .object([
          "nodes": .int(facts.osmNodes), "ways": .int(facts.osmWays), "relations": .int(facts.osmRelations),
        ])),
      member("bounds", .array(facts.bounds.map { .number($0) })), member("timeZone", .string(facts.timeZone)),
      member("timeZoneOrigin", .string(facts.timeZoneOrigin)),
      member("elevation", .bool(facts.hasElevation)), member("calendar", .bool(facts.holidays != nil)),
      member(
        "calendarYears",
        holidays.coveredYears.map { .array([.int($0.lowerBound), .int($0.upperBound)]) } ?? .null),
      member("counts", .object(counts.map { member($0.name, .int($0.count)) })),
      member("passes", .strings(city.rules.passNames)), member("passesAsked", .strings(passesAsked)),
      member("kinds", .object(kinds.map { member($0.kind, .int($0.count)) })),
    ]
  }
}

/// The tables of how each mode moves, with their reasons.
enum ProfileReport {
  static func text(_ language: Language) -> String {
    Mode.allCases.map { mode in
      let profile = Profile.of(mode)
      let head = Wording.Report.profile(
        mode.name, topSpeed: profile.topSpeed, pushing: profile.pushingSpeed,
        parking: mode.isVehicle ? (profile.parkAtBay, profile.parkAtRoadside) : nil)[language]
      let width = profile.entries.map { "\($0.kind)".count }.max() ?? 0
      let lines = profile.entries.map { entry in
        let name = "\(entry.kind)"
        let gap = String(repeating: " ", count: width - name.count)
        return
          "  \(name)\(gap)  \(Wording.Report.speed(entry.speed))  \(entry.access.name)  \(Wording.Report.reason(entry.reason)[language])"
      }
      return ([head] + lines).joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
  }

  static var json: JSON {
    .array(
      Mode.allCases.map { mode in
        let profile = Profile.of(mode)
        return .object([
          "mode": .string(mode.name), "topSpeed": .number(profile.topSpeed),
          "pushingSpeed": profile.pushingSpeed.map { .number($0) } ?? .null,
          "parkAtBay": .number(profile.parkAtBay), "parkAtRoadside": .number(profile.parkAtRoadside),
          "entries": .array(
            profile.entries.map {
              .object([
                "kind": .string("\($0.kind)"), "speed": .number($0.speed), "access": .string($0.access.name),
                "reason": .string(Wording.Report.reason($0.reason).here),
              ])
            }),
        ])
      })
  }
}
