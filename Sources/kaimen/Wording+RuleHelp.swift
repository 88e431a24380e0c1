public import Wording

extension Wording.Help {
  public static let rule = Wording(
    en: "What somebody would be told at a gate.", zh: "某人在某个大门会被如何告知。")
  public static let ruleDetails = Wording(
    en: """
      By the rule that the gate has, or by one that nobody has saved yet. Routes lead through the gate exactly where \
      the answer says that one gets through.

      Examples:
        kaimen rule town.kaimen node/1 --by ebike --pass badge --at 2026-11-20T18:20 --weather heavy-rain
        kaimen rule town.kaimen node/1 --by ebike --rule '{"who":{"ebike":"badge"},"hours":"06:00-23:00"}'
      """,
    zh: """
      按大门现有规则判断，或按尚未保存的规则判断。路线是否穿过该大门与此答案完全一致。

      示例：
        kaimen rule town.kaimen node/1 --by ebike --pass badge --at 2026-11-20T18:20 --weather heavy-rain
        kaimen rule town.kaimen node/1 --by ebike --rule '{"who":{"ebike":"badge"},"hours":"06:00-23:00"}'
      """)
  public static let ruleGate = Wording(
    en: "The gate, such as node/1; may be left out with --rule.", zh: "大门编号，例如 node/1；给出 --rule 时可省略。")
  public static let ruleText = Wording(
    en: "A rule in place of the gate's own, as edits write it.", zh: "代替大门现有规则的规则，写法与编辑相同。")
  public static let ruleBy = Wording(
    en: "foot (usual), pushing, ebike, bicycle, motorcycle or car.",
    zh: "foot（默认）、pushing（推行）、ebike、bicycle、motorcycle 或 car。")
  public static let ruleAt = Wording(
    en: "Local time, such as 2026-11-20T18:20; else now.", zh: "本地时间，例如 2026-11-20T18:20；默认为现在。")
  public static let ruleWeather = Wording(
    en: "none (usual), heavy-rain or typhoon.", zh: "none（默认）、heavy-rain（大雨）或 typhoon（台风）。")
}
