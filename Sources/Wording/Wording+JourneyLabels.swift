extension Wording {
  /// Names of doors and places at the end of a journey.
  public enum Labels {
    public static let destination = Wording(en: "your destination", zh: "目的地")
    public static let building = Wording(en: "the building", zh: "这栋楼")

    /// `building 3, unit 2`, `3栋2单元`; nil where all parts are empty.
    ///
    /// `block` is the building's number in its compound, `street` and `number` its address, `entrance` the
    /// door's own letter or number, where it is no unit.
    public static func building(
      block: String, name: String, nameEnglish: String, street: Wording, number: String, unit: String,
      entrance: String
    ) -> Wording? {
      var english: [String] = []
      var chinese = ""
      if !block.isEmpty {
        english.append("building \(digits(block))")
        chinese = hasSuffix(block, ["栋", "幢", "楼", "座"]) ? block : "\(block)栋"
      } else if !name.isEmpty {
        english.append(nameEnglish.isEmpty ? name : nameEnglish)
        chinese = name
      } else if !number.isEmpty {
        let (local, other) = (street.chinese, street.english)
        let isHan = local.unicodeScalars.last.map { $0.value >= 0x2E80 } ?? false
        let figure = digits(number)
        english.append(other.isEmpty ? "number \(figure)" : "\(other) \(figure)")
        chinese =
          isHan || local.isEmpty
          ? "\(local)\(number)\(hasSuffix(number, ["号", "栋", "幢", "楼", "座"]) ? "" : "号")"
          : "\(local) \(number)"
      }
      if !unit.isEmpty {
        english.append("unit \(digits(unit))")
        chinese += hasSuffix(unit, ["单元", "门"]) ? unit : "\(unit)单元"
      } else if !entrance.isEmpty {
        english.append("entrance \(entrance)")
        chinese += hasSuffix(entrance, ["门", "入口", "口"]) ? entrance : "\(entrance)号门"
      }
      return english.isEmpty ? nil : Wording(en: english.joined(separator: ", "), zh: chinese)
    }

    /// `3` of `3栋`, `3号` or `3号楼`; what has no such number stays.
    private static func digits(_ text: String) -> String {
      for suffix in ["号楼", "单元", "号", "栋", "幢", "楼", "座"]
      where text.hasSuffix(suffix) && text.count > suffix.count {
        return String(text.dropLast(suffix.count))
      }
      return text
    }

    private static func hasSuffix(_ text: String, _ suffixes: [String]) -> Bool {
      suffixes.contains { text.hasSuffix($0) }
    }
  }
}
