extension Wording {
  /// What is said about things that a search found.
  public enum Search {
    /// `金沙时代3栋2单元`, `Jinsha Shidai, building 3, unit 2`.
    public static func inside(_ compound: Wording, _ label: Wording) -> Wording {
      let isHan = compound.chinese.unicodeScalars.last.map { $0.value >= 0x2E80 } ?? false
      // Where the estate is the address, it is said once.
      let chinese = label.chinese.hasPrefix(compound.chinese)
      let english = label.english.hasPrefix(compound.english)
      return Wording(
        en: english ? label.english : "\(compound.english), \(label.english)",
        zh: chinese ? label.chinese : compound.chinese + (isHan ? "" : " ") + label.chinese)
    }

    public static func unknownHouse(_ number: String) -> Wording {
      Wording(en: "the map knows no number \(number) here", zh: "地图上此处没有 \(number) 号")
    }

    public static func unknownUnit(_ unit: String) -> Wording {
      Wording(en: "the map knows no unit \(unit) of this building", zh: "地图上这栋楼没有 \(unit) 单元")
    }

    public static func numberInRange(_ numbers: String) -> Wording {
      Wording(en: "on the map this building is number \(numbers)", zh: "地图上这栋楼的门牌是 \(numbers)")
    }
  }
}
