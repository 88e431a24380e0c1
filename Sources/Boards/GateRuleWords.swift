public import Streets
public import Wording

/// A gate's rule in one line, in the words that boards use.
public enum GateRuleWords {
  /// `On foot: May enter; E-bike: With a pass; Car: May not enter; Show a badge; 06:00–23:00`.
  ///
  /// - Complexity: O(the rule's text).
  public static func line(_ rule: RuleID, in rules: RuleBook) -> Wording {
    let sign = GateSign(rule, in: rules)
    return Wording(en: line(sign, .english), zh: line(sign, .chinese))
  }

  private static func line(_ sign: GateSign, _ language: Language) -> String {
    let (colon, semicolon) = language == .english ? (": ", "; ") : ("：", "；")
    let modes = zip(GateSign.modes, sign.signs).map { mode, sign in
      GateSign.name(mode)[language] + colon + sign.wording[language]
    }
    // What boards draw as a symbol is said only where it adds something to the line.
    let entry = sign.entry == .unknown ? [] : [sign.entryWording[language]]
    return (modes + entry + sign.hours.map { $0[language] }).joined(separator: semicolon)
  }
}
