internal import Dense
internal import Geo
internal import OSM
internal import Streets
public import Wording

extension Journey {
  /// The journey for people who read: what it takes, what to do, what to pass, what is in doubt.
  ///
  /// Lines end in a line feed, the last one too.
  public func text(_ language: Language) -> String {
    var lines = [headline(language)]
    if status == .unverified { lines.append(Wording.Summary.unverified[language]) }
    let sentences = legs.flatMap(\.steps).map { $0.sentence(language) }
    let width = String(sentences.count).count
    for (row, sentence) in sentences.enumerated() {
      let number = String(row + 1)
      lines.append(String(repeating: " ", count: 1 + width - number.count) + "\(number). \(sentence)")
    }
    if !gates.isEmpty { lines.append(Wording.Summary.gates[language] + (language == .english ? ":" : "：")) }
    lines += gates.map { "  " + $0.text(language) }
    if !doubts.isEmpty { lines.append(Wording.Summary.doubts[language] + (language == .english ? ":" : "：")) }
    lines += doubts.map { "  " + $0.wording[language] }
    return lines.joined(separator: "\n") + "\n"
  }

  private func headline(_ language: Language) -> String {
    guard let duration, let distance, let arrival else {
      return Wording.Summary.unreachable(reason ?? Wording.Summary.unknownReason, language)
    }
    if legs.isEmpty { return Wording.Summary.there[language] }
    let parts = LegWord.allCases.compactMap { kind -> (leg: LegWord, seconds: Double)? in
      let time = legs.reduce(Milliseconds.zero) { $1.kind == kind ? $0 + $1.duration : $0 }
      return time == .zero ? nil : (kind, time.seconds)
    }
    // Rounded up to the minute, as nobody arrives earlier.
    return Wording.Summary.headline(
      seconds: duration.seconds, metres: distance.metres, parts: parts, isCar: mode == .car,
      arrival: MomentPhrase(arrival.adding(seconds: 59), from: departure), language)
  }
}

extension Journey.PassedGate {
  fileprivate func text(_ language: Language) -> String {
    Wording.Summary.gate(
      phrase, id: id.description, ask: ask, passes: rule.passes, hours: rule.hours ?? rule.condition ?? "",
      isKnown: rule.isKnown, language)
  }
}
