extension Wording {
  /// The sentence of an import diagnostic; `kind` is the case's name.
  public static func diagnostic(kind: String, element: String, detail: String) -> Wording {
    guard let make = diagnostics[kind] else {
      return Wording(en: "\(element): \(detail)", zh: "\(element)：\(detail)")
    }
    let (english, chinese) = make(detail)
    return Wording(en: "\(element) \(english)", zh: "\(element) \(chinese)")
  }

  /// ` "a name"` with Chinese quotation marks.
  private static func quoted(_ detail: String) -> String {
    let name = detail.filter { $0 != "\"" && $0 != " " }
    return name.isEmpty ? "" : "“\(name)”"
  }

  private static let diagnostics: [String: @Sendable (String) -> (String, String)] = [
    "missingNodes": {
      ("uses \($0) that the file does not hold; the way was cut there", "引用了文件中没有的 \($0)；该路已在此断开")
    },
    "brokenRelation": { ("is a broken relation: \($0); it was left out", "关系不完整：\($0)；已忽略") },
    "island": {
      ("lies on an island of \($0) nodes that no other street reaches", "位于孤立路网（\($0) 个节点），与其他道路不相通")
    },
    "unreachableBuilding": { ("has no door that can be reached: \($0)", "没有可到达的门：\($0)") },
    "compoundWithoutGate": {
      ("is a compound\($0) with walls but without a gate", "小区\(quoted($0))有围墙但没有大门")
    },
    "unreadableHours": {
      ("has opening hours that cannot be read (\($0)); they count as always open", "开放时间无法识别（\($0)）；按全天开放处理")
    },
    "unreadableCondition": {
      ("has a condition that cannot be read (\($0)); it counts as not in force", "条件限制无法识别（\($0)）；按不生效处理")
    },
    "unreadableTag": { ("has a tag that cannot be read: \($0)", "标签无法识别：\($0)") },
    "conflictingTags": { ("has tags that contradict each other: \($0)", "标签互相矛盾：\($0)") },
    "unmappedOpening": {
      ("crosses \($0) where the map shows no gate", "穿过 \($0)，但地图上没有大门")
    },
    "unsupportedTag": {
      ("has a tag that journeys do not take into account: \($0)", "标签暂不影响路线：\($0)")
    },
    "skippedElement": { ("was skipped: \($0)", "已跳过：\($0)") },
    "unreadableLevel": { ("has a level that cannot be read: \($0)", "楼层无法识别：\($0)") },
    "brokenOutline": { ("has an outline that is not closed: \($0)", "轮廓没有闭合：\($0)") },
    "ambiguousRestriction": {
      (
        "is a turn restriction that fits no single pair of streets: \($0); it was left out",
        "转向限制无法对应到唯一路段：\($0)；已忽略"
      )
    },
  ]
}
