internal import Dense
public import OSM
public import Queries
public import Routing
public import Streets
public import Wording

/// What somebody would be told at a gate, by the rule that it has or by one that nobody has saved yet.
///
/// It is asked of the same code as routes: they lead through the gate exactly where a test says that one gets through.
public struct RuleTest: Sendable {
  /// How somebody comes to the gate.
  public enum Means: String, Sendable, CaseIterable {
    case foot, pushing, ebike, bicycle, motorcycle, car

    /// Who pushes an e-bike is let in as e-bikes are.
    public var mode: Mode {
      switch self {
      case .foot: .foot
      case .pushing, .ebike: .ebike
      case .bicycle: .bicycle
      case .motorcycle: .motorcycle
      case .car: .car
      }
    }
  }

  /// The weather that counts.
  public enum Weather: String, Sendable, CaseIterable {
    case none
    case rain = "heavy-rain"
    case typhoon

    /// What marks the gates that let riders in then.
    public var flag: RuleFlags? {
      switch self {
      case .none: nil
      case .rain: .opensInRain
      case .typhoon: .opensInTyphoon
      }
    }

    fileprivate var word: WeatherWord? {
      switch self {
      case .none: nil
      case .rain: .rain
      case .typhoon: .typhoon
      }
    }
  }

  /// Whom the weather lets in.
  public static let riders: ModeSet = [
    ModeSet(.ebike), ModeSet(.bicycle), ModeSet(.motorcycle), ModeSet(.foot),
  ]

  /// What is asked.
  public struct Question: Sendable {
    /// Nil for a rule alone.
    public var gate: ElementID?
    /// In place of the gate's own.
    public var rule: GateRule?
    public var means = Means.foot
    public var passes: [String] = []
    /// Now where nil.
    public var time: CivilTime?
    /// What has been declared where nil.
    public var weather: Weather?

    public init() {}
  }

  /// The city, and what holds there for a while.
  public struct Ground: Sendable {
    public var city: City
    public var closures: ClosureSet
    /// Openings that the weather made, which is asked apart.
    public var isWeather: @Sendable (ClosureID) -> Bool
    /// What has been declared, and until when.
    public var weather: Weather
    public var weatherEnds: CivilTime?

    public init(
      _ city: City, closures: ClosureSet, isWeather: @escaping @Sendable (ClosureID) -> Bool = { _ in false },
      weather: Weather = .none, until end: CivilTime? = nil
    ) {
      (self.city, self.closures, self.isWeather) = (city, closures, isWeather)
      (self.weather, weatherEnds) = (weather, end)
    }
  }

  public let question: Question
  public let advice: GateAdvice
  public let weather: Weather
  /// How the gate is named.
  public let gate: GatePhrase

  /// - Throws: ``RuleTestError``; ``EditError`` for hours that never open; `RouteError` for passes and times that there are not.
  /// - Complexity: O(closures) beside what the rule takes to read.
  public init(_ question: Question, on ground: Ground) throws {
    let row = try question.gate.map { try RuleTest.gate($0, ground.city) }
    try self.init(question, at: row, on: ground)
  }

  /// At the gate in a row of the city; nil for a rule alone.
  ///
  /// - Throws: As ``init(_:on:)``.
  public init(_ question: Question, at row: GateID?, on ground: Ground) throws {
    let city = ground.city
    guard row != nil || question.rule != nil else { throw RuleTestError.nothingToTest }
    let time = question.time ?? .now(in: city.zone)
    if !time.exists(in: city.zone) { throw RouteError.skippedTime("\(time)") }
    if let problem = question.rule?.problem(in: city.rules.context, from: time) { throw problem }
    let (rules, rule) = RuleTest.rule(question, row, city)
    let weather = question.weather ?? ground.weather
    var closures = row.map { ground.closures.concerning($0, except: ground.isWeather) } ?? []
    let flags = rule == .none ? [] : rules.rows[rule].ruleFlags
    let isOpening = weather.flag.map { flags.contains($0) } ?? false
    if isOpening {
      let target = Closure.Target.element(question.gate ?? ElementID(.node, 0))
      let end = question.weather == nil ? ground.weatherEnds : nil
      closures.append(Closure(target, effect: .opens, modes: RuleTest.riders, until: end))
    }
    let who = GateAdvice.Traveller(
      question.means.mode, isPushing: question.means == .pushing,
      passes: try RuleTest.passes(question.passes, rules, city))
    let isRider = RuleTest.riders.contains(who.mode)
    self.question = question
    self.weather = weather
    gate =
      row.map { city.phrase($0) }
      ?? GatePhrase(name: "", nameEnglish: "", kind: .gate, compound: "", compoundEnglish: "")
    advice = GateAdvice(
      GateTrial(rules, rule, closures: closures), who, at: time,
      weather: isOpening && isRider ? weather.word : nil)
  }

  private static func gate(_ element: ElementID, _ city: City) throws(RuleTestError) -> GateID {
    guard let row = city.gates(of: .element(element)).first else { throw .unknownGate(element) }
    return row
  }

  /// The rule that is tested, in its book.
  private static func rule(_ question: Question, _ row: GateID?, _ city: City) -> (RuleBook, RuleID) {
    let gate = row.map { city.premises.gates[$0] }
    guard let rule = question.rule else { return (city.rules, gate?.rule ?? .none) }
    let kind = gate.flatMap { BarrierKind(rawValue: $0.kind) } ?? .gate
    return (RuleBook(gate: kind, tags: rule.tags, context: city.rules.context), RuleBook.only)
  }

  /// The passes called `names`; those that only the city knows are of no use in a rule alone.
  private static func passes(_ names: [String], _ rules: RuleBook, _ city: City) throws(RouteError)
    -> PassSet
  {
    var set: PassSet = []
    for name in names {
      if let pass = rules.pass(named: name) {
        set.formUnion(pass)
      } else if city.rules.pass(named: name) == nil {
        throw .unknownPass(name, known: city.rules.passNames)
      }
    }
    return set
  }

  /// What one is told.
  public var sentence: Wording {
    let said = advice.sentence(gate)
    guard advice.verdict.lacksHolidays else { return said }
    let doubt = Wording.Doubts.unknownHolidays(gate, year: advice.time.civilDay.year)
    return Wording(en: "\(said.english) \(doubt.english).", zh: "\(said.chinese)\(doubt.chinese)。")
  }

  /// Whether one gets through as one comes.
  public var passes: Bool { advice.movement != nil }
}

/// Why a rule cannot be tested.
public enum RuleTestError: WordedError, Equatable {
  case nothingToTest
  case unknownGate(ElementID)
  case unknownMeans(String)
  case unknownWeather(String)
  /// The text goes wrong at this byte, the first being 1.
  case unreadableRule(Int)

  /// Whether the question is well put and only this city has no such thing.
  public var isAboutCity: Bool { if case .unknownGate = self { true } else { false } }

  public var wording: Wording {
    switch self {
    case .nothingToTest: Wording.RuleTests.nothingToTest
    case .unknownGate(let id): Wording.RuleTests.unknownGate("\(id)")
    case .unknownMeans(let word):
      Wording.RuleTests.unknownMeans(word, known: RuleTest.Means.allCases.map(\.rawValue))
    case .unknownWeather(let word):
      Wording.RuleTests.unknownWeather(word, known: RuleTest.Weather.allCases.map(\.rawValue))
    case .unreadableRule(let byte): Wording.RuleTests.unreadableRule(byte)
    }
  }
}

extension RuleTest.Means {
  /// - Throws: ``RuleTestError/unknownMeans(_:)``.
  public init(named word: String) throws(RuleTestError) {
    guard let means = RuleTest.Means(rawValue: word) else {
      throw .unknownMeans(String(word.prefix(80)))
    }
    self = means
  }
}

extension RuleTest.Weather {
  /// - Throws: ``RuleTestError/unknownWeather(_:)``.
  public init(named word: String) throws(RuleTestError) {
    // As the weather is declared, and as rules name it.
    let words = ["rain": "heavy-rain", "clear": "none"]
    guard let weather = RuleTest.Weather(rawValue: words[word] ?? word) else {
      throw .unknownWeather(String(word.prefix(80)))
    }
    self = weather
  }
}

extension RuleTest {
  /// As the service and the command line say it.
  public func json(_ language: Language) -> JSON {
    let named = question.gate == nil ? nil : Optional(gate)
    let compound = named?.compoundName(language) ?? ""
    return [
      "passes": .bool(passes), "sentence": .string(sentence[language]),
      "mode": .string(advice.movement?.rawValue),
      "onFoot": advice.admitsWalker.map { .bool($0) } ?? .null,
      "through": .bool(advice.verdict.permission == .through),
      "asks": .strings(advice.asks.map { $0[language] }), "entry": .string(advice.entry.name),
      "delay": advice.delay.map { .number($0) } ?? .null,
      "opens": .string(passes ? nil : advice.changes.map { "\($0)" }),
      "closes": .string(passes ? advice.changes.map { "\($0)" } : nil),
      "passThatHelps": .strings(advice.passesThatHelp),
      "cause": .string(passes ? nil : "\(advice.verdict.cause)"),
      "known": .bool(advice.isKnown),
      "doubtful": .bool(advice.verdict.isDoubtful || advice.verdict.lacksHolidays),
      "gate": .string(question.gate.map { "\($0)" }), "name": .string(named?.noun(language)),
      "compound": .string(compound.isEmpty ? nil : compound), "by": .string(question.means.rawValue),
      "at": .string("\(advice.time)"), "weather": .string(weather.rawValue),
    ]
  }
}
