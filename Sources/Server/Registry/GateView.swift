import Boards
import Dense
import Geo
import OSM
import Places
import Queries
import Routing
import Streets
import Tiles
import Wording

/// A gate as somebody sees it: what it is, its rule in facts and words, and what it says to whom now.
struct GateView {
  private let id: GateID
  private let ground: RuleTest.Ground
  private var city: City { ground.city }
  private var row: Gate { city.premises.gates[id] }
  private var rule: RuleRow { city.rules.rows[row.rule] }

  init(_ id: GateID, on ground: RuleTest.Ground) { (self.id, self.ground) = (id, ground) }

  /// All of it; what it says now is said to people without a pass.
  ///
  /// - Complexity: O(closures) and what it takes to read the rule.
  func json(_ language: Language, _ datum: Datum) throws -> JSON {
    let (row, element) = (row, row.element.id)
    let local = city.texts[row.name]
    let now = CivilTime.now(in: city.zone)
    return [
      "id": .string("\(element)"),
      "name": .string(name(language)),
      "nameLocal": .string(local), "nameEnglish": .string(city.texts[row.nameEnglish]),
      "position": .position(row.position, datum),
      "kind": .string(BarrierKind(rawValue: row.kind).map { "\($0)" }),
      "inferred": .bool(row.isInferred != 0),
      "compound": row.compound == .none ? .null : compound(row.compound, language),
      "sign": .string(GateLabel(row.rule, in: city.rules).name), "rule": ruleJSON(language),
      "sentence": .string(GateRuleWords.line(row.rule, in: city.rules)[language]),
      "asks": .string(rule.entryKind.ask?[language]), "delay": .number(rule.delay(.foot)),
      "at": .string("\(now)"),
      "now": .object(try Mode.allCases.map { try JSON.Member(key: $0.name, value: told($0, now, language)) }),
      "edits": .string("/v1/edits?target=\(element)"),
    ]
  }

  /// `South Gate`, `南门`; nil where nobody named it.
  private func name(_ language: Language) -> String? {
    let phrase = city.phrase(id)
    if phrase.name.isEmpty, phrase.nameEnglish.isEmpty { return nil }
    let noun = phrase.noun(language)
    let bare = noun.hasPrefix("the ") ? noun.dropFirst(4) : noun[...]
    return bare.prefix(1).uppercased() + bare.dropFirst()
  }

  private func compound(_ id: CompoundID, _ language: Language) -> JSON {
    let compound = city.premises.compounds[id]
    return [
      "id": .string("\(compound.element.id)"),
      "name": .string(city.texts.names(compound.name, compound.nameEnglish)?[language]),
    ]
  }

  /// What the rule says to everybody, as the map and edits have it.
  private func ruleJSON(_ language: Language) -> JSON {
    let (rule, rules) = (rule, city.rules)
    let known = GateRule.known(row.rule, in: rules)
    let conditions = Mode.allCases.compactMap { mode in
      rules.texts[rule[condition: mode]].map { JSON.Member(key: mode.name, value: .string($0)) }
    }
    let weather = RuleTest.Weather.allCases.filter { weather in
      weather.flag.map { rule.ruleFlags.contains($0) } ?? false
    }
    return [
      "access": .object(Mode.allCases.map { JSON.Member(key: $0.name, value: .string(rule[$0].name)) }),
      "passes": .strings(rules.passes(opening: row.rule)), "hours": .string(rules.texts[rule.hours]),
      "conditions": .object(conditions), "entry": .string(rule.entryKind.name),
      "delay": .number(Double(rule.delay) / 10), "locked": .bool(rule.ruleFlags.contains(.locked)),
      "known": .bool(!rule.ruleFlags.contains(.unknown)), "weather": .strings(weather.map(\.rawValue)),
      "asEdit": known?.rule.json ?? .null, "asEditIsWhole": .bool(known?.isWhole ?? true),
      "notInEdit": .strings(known?.unsaid.map { $0[language] } ?? []),
    ]
  }

  /// What somebody by `mode` without a pass is told now.
  private func told(_ mode: Mode, _ now: CivilTime, _ language: Language) throws -> JSON {
    var question = RuleTest.Question()
    (question.gate, question.time) = (row.element.id, now)
    question.means = RuleTest.Means(rawValue: mode.name) ?? .foot
    let test = try RuleTest(question, at: id, on: ground)
    let change = test.advice.changes.map { "\($0)" }
    return [
      "passes": .bool(test.passes), "mode": .string(test.advice.movement?.rawValue),
      "sentence": .string(test.sentence[language]), "opens": .string(test.passes ? nil : change),
      "closes": .string(test.passes ? change : nil),
      "passThatHelps": .strings(test.advice.passesThatHelp),
    ]
  }
}
