public import OSM
public import Wording

extension Wording {
  /// What import, info, check and generate tell people.
  public enum Report {
    // MARK: Numbers

    /// `1.2 MB`.
    static func size(_ bytes: Int) -> String {
      let value = Double(bytes)
      if value >= 1e9 { return "\(tenths(value / 1e9)) GB" }
      if value >= 1e6 { return "\(tenths(value / 1e6)) MB" }
      return value >= 1e3 ? "\(tenths(value / 1e3)) kB" : "\(bytes) B"
    }

    static func tenths(_ value: Double) -> String {
      let whole = Int((value * 10).rounded())
      return "\(whole / 10).\(whole % 10)"
    }

    /// `12.3 s`, `45 ms`.
    static func time(_ seconds: Double) -> String {
      seconds >= 1 ? "\(tenths(seconds)) s" : "\(Int((seconds * 1000).rounded())) ms"
    }

    /// `1,234,567`.
    static func grouped(_ number: Int) -> String {
      var digits = Array(String(number.magnitude))
      var place = digits.count - 3
      while place > 0 {
        digits.insert(",", at: place)
        place -= 3
      }
      return (number < 0 ? "-" : "") + String(digits)
    }

    // MARK: Import

    public static func imported(_ city: String, bytes: Int, seconds: Double) -> Wording {
      Wording(
        en: "\(city): \(size(bytes)), made in \(time(seconds))",
        zh: "\(city)：\(size(bytes))，用时 \(time(seconds))")
    }

    public static func network(nodes: Int, segments: Int) -> Wording {
      Wording(
        en: "\(grouped(nodes)) nodes, \(grouped(segments)) pieces of street",
        zh: "路网节点 \(grouped(nodes)) 个、路段 \(grouped(segments)) 条")
    }

    public static func premises(
      gates: Int, compounds: Int, buildings: Int, doors: Int, places: Int, addresses: Int
    ) -> Wording {
      Wording(
        en: "\(grouped(gates)) gates, \(grouped(compounds)) compounds, \(grouped(buildings)) buildings, "
          + "\(grouped(doors)) mapped doors, \(grouped(places)) places, \(grouped(addresses)) addresses",
        zh: "大门 \(grouped(gates)) 座、小区 \(grouped(compounds)) 个、建筑 \(grouped(buildings)) 栋、"
          + "已标注的门 \(grouped(doors)) 扇、场所 \(grouped(places)) 处、地址 \(grouped(addresses)) 条")
    }

    private static let stages: [String: (english: String, chinese: String)] = [
      "read": ("reading", "读取"), "ways": ("ways", "道路"), "walls": ("walls", "围墙"),
      "segments": ("segments", "路段"),
      "premises": ("premises", "场所"), "order": ("ordering", "排序"), "doors": ("doors", "楼门"),
      "hierarchy": ("hierarchy", "层次"), "write": ("writing", "写入"), "streets": ("streets", "街道"),
      "blocks": ("blocks", "街区"), "places": ("places", "场所"), "writing": ("writing", "写入"),
    ]

    public static func stage(_ name: String, seconds: Double) -> Wording {
      let words = stages[name] ?? (name, name)
      return Wording(en: "\(words.english) \(time(seconds))", zh: "\(words.chinese) \(time(seconds))")
    }

    /// One line on the terminal: stage, share, rate, time left.
    public static func progress(_ name: String, share: Double?, count: Int, elapsed: Double) -> Wording {
      let words = stages[name] ?? (name, name)
      var facts: [(String, String)] = []
      if let share { facts.append(("\(Int((share * 100).rounded())) %", "\(Int((share * 100).rounded()))%")) }
      if count > 0, elapsed > 0.2 {
        let rate = grouped(Int(Double(count) / elapsed))
        facts.append(("\(rate) a second", "每秒 \(rate)"))
      }
      if let share, share > 0.05, share < 1, elapsed > 0.5 {
        let left = time(elapsed * (1 - share) / share)
        facts.append(("\(left) left", "剩余 \(left)"))
      }
      return Wording(
        en: ([words.english] + facts.map(\.0)).joined(separator: ", "),
        zh: ([words.chinese] + facts.map(\.1)).joined(separator: "，"))
    }

    public static func timeZone(_ name: String, isGuessed: Bool) -> Wording {
      Wording(
        en: "time zone \(name)"
          + (isGuessed ? ", guessed from the position; import with --timezone to correct it" : ""),
        zh: "时区 \(name)" + (isGuessed ? "（按位置推测；如有误，导入时请加 --timezone）" : ""))
    }

    public static let noDiagnostics = Wording(en: "nothing odd in the map", zh: "地图中没有发现问题")

    public static func diagnostics(_ count: Int, city: String) -> Wording {
      Wording(
        en: (count == 1 ? "1 thing is" : "\(grouped(count)) things are")
          + " odd in the map; `kaimen check \(city)` lists \(count == 1 ? "it" : "them"):",
        zh: "地图中有 \(grouped(count)) 处问题，用 `kaimen check \(city)` 查看全部：")
    }

    private static let severities: [String: (english: String, chinese: String)] = [
      "note": ("note", "提示"), "warning": ("warning", "警告"), "error": ("error", "错误"),
    ]

    private static let kinds: [String: (english: String, chinese: String)] = [
      "missingNodes": ("ways with missing nodes", "缺少节点的道路"),
      "brokenRelation": ("broken relations", "不完整的关系"),
      "island": ("islands of streets", "孤立路网"), "unreachableBuilding": ("unreachable buildings", "无法到达的建筑"),
      "compoundWithoutGate": ("compounds without a gate", "没有大门的小区"),
      "unreadableHours": ("unreadable opening hours", "无法识别的开放时间"),
      "unreadableCondition": ("unreadable conditions", "无法识别的条件限制"),
      "unreadableTag": ("unreadable tags", "无法识别的标签"), "conflictingTags": ("conflicting tags", "互相矛盾的标签"),
      "unmappedOpening": ("ways through walls without a gate", "穿墙而无大门的道路"),
      "unsupportedTag": ("tags not taken into account", "暂不影响路线的标签"),
      "skippedElement": ("skipped elements", "已跳过的元素"), "unreadableLevel": ("unreadable levels", "无法识别的楼层"),
      "brokenOutline": ("broken outlines", "未闭合的轮廓"),
      "ambiguousRestriction": ("ambiguous turn restrictions", "含糊的转向限制"),
    ]

    public static func severity(_ word: String) -> Wording {
      let words = severities[word] ?? (word, word)
      return Wording(en: words.english, zh: words.chinese)
    }

    /// `12 × warning unreadableHours: unreadable opening hours`.
    public static func count(_ count: Int, _ severity: String, _ kind: String) -> Wording {
      let words = kinds[kind] ?? (kind, kind)
      let said = Report.severity(severity)
      return Wording(
        en: "\(grouped(count)) × \(said.english) \(kind): \(words.english)",
        zh: "\(grouped(count)) × \(said.chinese) \(kind)：\(words.chinese)")
    }

    // MARK: Info

    public static func cityHeadline(_ path: String, bytes: Int) -> Wording {
      Wording(en: "\(path): a city of \(size(bytes))", zh: "\(path)：城市文件，\(size(bytes))")
    }

    public static let synthetic = Wording(
      en: "  SYNTHETIC: made by `kaimen generate`, not a real place", zh: "  虚构：由 `kaimen generate` 生成，并非真实地点"
    )

    public static func source(_ name: String, importedAt: String) -> Wording {
      Wording(en: "made from \(name), imported \(importedAt)", zh: "来源 \(name)，导入于 \(importedAt)")
    }

    public static func elements(_ nodes: Int, _ ways: Int, _ relations: Int) -> Wording {
      Wording(
        en: "the map has \(grouped(nodes)) nodes, \(grouped(ways)) ways, \(grouped(relations)) relations",
        zh: "地图含节点 \(grouped(nodes)) 个、路径 \(grouped(ways)) 条、关系 \(grouped(relations)) 个")
    }

    public static func bounds(_ edges: [Double]) -> Wording {
      let text = edges.map { "\($0)" }.joined(separator: ",")
      return Wording(en: "west, south, east, north: \(text)", zh: "西、南、东、北：\(text)")
    }

    public static func extras(hasElevation: Bool, holidays: ClosedRange<Int>?) -> Wording {
      let years = holidays.map { ("\($0.lowerBound)", "\($0.upperBound)") }
      return Wording(
        en: (hasElevation ? "with elevation" : "without elevation") + ", "
          + (years.map { "with public holidays from \($0) to \($1)" } ?? "without public holidays"),
        zh: (hasElevation ? "含高程" : "不含高程") + "，"
          + (years.map { "含 \($0) 至 \($1) 年法定节假日" } ?? "不含法定节假日"))
    }

    private static let rows: [String: (english: String, chinese: String)] = [
      "nodes": ("nodes", "路网节点"), "segments": ("pieces of street", "路段"), "arcs": ("arcs", "有向弧"),
      "hierarchyArcs": ("arcs of the hierarchy", "层次弧"), "gates": ("gates", "大门"),
      "searchArcs": ("arcs that a search looks at, on average", "每次搜索平均查看的弧"),
      "compounds": ("compounds", "小区"),
      "buildings": ("buildings", "建筑"), "doors": ("mapped doors", "已标注的门"), "places": ("places", "场所"),
      "addresses": ("addresses", "地址"), "bays": ("parking bays", "停车点"), "rules": ("rules", "通行规定"),
    ]

    public static func row(_ name: String, _ count: Int) -> Wording {
      let words = rows[name] ?? (name, name)
      let english =
        count == 1 && words.english.hasSuffix("s") ? String(words.english.dropLast()) : words.english
      return Wording(en: "\(grouped(count)) \(english)", zh: "\(words.chinese) \(grouped(count))")
    }

    public static func passes(_ asked: [String], known: [String]) -> Wording {
      let none = asked.isEmpty
      return Wording(
        en: (none ? "no gate asks for a pass" : "passes that gates ask for: \(asked.joined(separator: ", "))")
          + "; known are \(known.joined(separator: ", "))",
        zh: (none ? "没有大门要求通行证" : "大门要求的通行证：\(asked.joined(separator: "、"))")
          + "；可用的有 \(known.joined(separator: "、"))")
    }

    public static func kinds(_ list: [(String, Int)]) -> Wording {
      let text = list.map { "\($0.0) \(grouped($0.1))" }.joined(separator: ", ")
      return Wording(
        en: list.isEmpty ? "no places" : "kinds of places: \(text)",
        zh: list.isEmpty ? "没有场所" : "场所类别：\(text)")
    }

    public static func profile(
      _ mode: String, topSpeed: Double, pushing: Double?, parking: (Double, Double)?
    ) -> Wording {
      var english = "\(mode): at most \(tenths(topSpeed)) km/h"
      var chinese = "\(mode)：最高 \(tenths(topSpeed)) km/h"
      if let pushing {
        english += ", pushed at \(tenths(pushing)) km/h"
        chinese += "，推行 \(tenths(pushing)) km/h"
      }
      if let parking {
        english += ", left in \(Int(parking.0)) s at a bay and \(Int(parking.1)) s at the roadside"
        chinese += "，停车点停放 \(Int(parking.0)) 秒、路边 \(Int(parking.1)) 秒"
      }
      return Wording(en: english, zh: chinese)
    }

    /// ` 4.8 km/h`.
    public static func speed(_ value: Double) -> String {
      let text = tenths(value)
      return String(repeating: " ", count: max(0, 5 - text.count)) + text + " km/h"
    }

    // MARK: Check, reach, nearest

    public static func checked(_ city: String, diagnostics: Int) -> Wording {
      Wording(
        en: "\(city) is whole; \(diagnostics == 1 ? "1 thing" : "\(grouped(diagnostics)) things") listed",
        zh: "\(city) 完好；列出 \(grouped(diagnostics)) 条")
    }

    public static func reached(doors: Int, minutes: Double) -> Wording {
      let limit = minutes == minutes.rounded() ? "\(Int(minutes))" : tenths(minutes)
      return Wording(
        en: "\(doors == 1 ? "1 door" : "\(grouped(doors)) doors") within \(limit) min",
        zh: "\(limit) 分钟内可到达 \(grouped(doors)) 扇门")
    }

    public static func more(_ count: Int) -> Wording {
      Wording(
        en: "and \(grouped(count)) more; --json lists all", zh: "另有 \(grouped(count)) 扇；加 --json 列出全部")
    }

    /// `4:05`, minutes and seconds.
    static func clock(_ seconds: Double) -> String {
      let whole = Int(seconds.rounded())
      let rest = whole % 60
      return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }

    public static func nothingNear(_ kind: String, onlyOpen: Bool) -> Wording {
      Wording(
        en: "no \(kind) \(onlyOpen ? "that is open " : "")can be reached",
        zh: "没有可到达的\(onlyOpen ? "营业中的 " : " ")\(kind)")
    }

    public static func nothingFound(_ text: String) -> Wording {
      Wording(en: "nothing called \"\(text)\"", zh: "没有找到“\(text)”")
    }

    /// `node/1  Lanchong Manor, building 1, unit 2 (door), 310 m`.
    public static func found(
      _ name: Wording, id: String, kind: String, metres: Double?, openness: Openness, doubt: Wording?
    ) -> Wording {
      var english = "\(id)  \(name.english) (\(kind))"
      var chinese = "\(id)  \(name.chinese)（\(kind)）"
      if let metres {
        english += ", \(Int(metres.rounded())) m"
        chinese += "，\(Int(metres.rounded())) 米"
      }
      if let isOpen = openness.isOpen {
        english += isOpen ? ", open" : ", closed now"
        chinese += isOpen ? "，营业中" : "，现已关门"
      }
      if let doubt = openness.doubt {
        english += ", " + doubt.english
        chinese += "，" + doubt.chinese
      }
      if let doubt {
        english += "; \(doubt.english)"
        chinese += "；\(doubt.chinese)"
      }
      return Wording(en: english, zh: chinese)
    }

    /// Which registries are near, for who asks without one.
    public static func mapOnly(_ found: [String]) -> Wording {
      Wording(
        en:
          "Gates have the rules of the map. For those of a registry: --data \(found.joined(separator: " or --data ")).",
        zh: "出入口规则取自地图。要采用登记簿的规则：--data \(found.joined(separator: " 或 --data "))。")
    }

    /// `4:05, 310 m: City Pharmacy (node/1), open, 12 places`.
    public static func near(
      _ name: String?, id: String, seconds: Double, metres: Double, openness: Openness, hours: String?,
      capacity: Int
    ) -> Wording {
      let length = Int(metres.rounded())
      var english = "\(clock(seconds)), \(length) m: " + (name.map { "\($0) (\(id))" } ?? id)
      var chinese = "\(clock(seconds))，\(length) 米：" + (name.map { "\($0)（\(id)）" } ?? id)
      if let isOpen = openness.isOpen {
        english += isOpen ? ", open on arrival" : ", closed on arrival"
        chinese += isOpen ? "，到达时营业" : "，到达时已关门"
      }
      if let hours {
        english += " (\(hours))"
        chinese += "（\(hours)）"
      }
      if let doubt = openness.doubt {
        english += ", " + doubt.english
        chinese += "，" + doubt.chinese
      }
      if capacity > 0 {
        english += ", \(capacity) places"
        chinese += "，\(capacity) 位"
      }
      return Wording(en: english, zh: chinese)
    }

    // MARK: Generate

    public static func generated(_ path: String, nodes: Int, ways: Int, relations: Int, bytes: Int) -> Wording
    {
      Wording(
        en:
          "\(path): \(size(bytes)), synthetic; \(grouped(nodes)) nodes, \(grouped(ways)) ways, \(grouped(relations)) relations",
        zh:
          "\(path)：\(size(bytes))，虚构；节点 \(grouped(nodes)) 个、路径 \(grouped(ways)) 条、关系 \(grouped(relations)) 个")
    }

    public static func tiles(_ count: Int, _ folder: String) -> Wording {
      Wording(
        en:
          "heights in \(count == 1 ? "1 tile" : "\(count) tiles") under \(folder); import with --elevation \(folder)",
        zh: "高程共 \(count) 幅，存于 \(folder)；导入时请加 --elevation \(folder)")
    }
  }
}
