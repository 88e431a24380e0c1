internal import OSM
internal import Queries
internal import Wording

/// What a column of a registry file means: where its cells go in an edit, and how they are read.
struct RegistryColumn: Hashable {
  /// How a cell is read.
  enum Form: Hashable {
    case text
    case count
    /// Parts between `;` or `、`.
    case list
    /// What the map calls such a place, or a kind's name.
    case kind
    /// Kinds of places, by id or name.
    case kinds
    /// A day, also as spreadsheets write it: `2026/11/1`.
    case day
    /// Yes or no, in either language.
    case flag
    /// One of some words, or several of them.
    case word(Words)
    case words(Words)
    /// Several words, of which these have names.
    case terms(Words)
  }

  /// The words of a column: those of edits, and what people call them.
  struct Words: Hashable, ExpressibleByDictionaryLiteral {
    private let pairs: [[String]]

    init(dictionaryLiteral elements: (String, String)...) { pairs = elements.map { [$0.0, $0.1] } }

    /// The word of edits that `cell` means; nil for none.
    func meaning(of cell: String) -> String? {
      pairs.first { $0.contains(cell) || $0[1] == cell.lowercased() }?[1]
    }

    /// All of them, in the language that `cell` seems to be in.
    func allowed(insteadOf cell: String) -> String {
      let isChinese = cell.unicodeScalars.contains { $0.value >= 0x2E80 }
      var seen: Set<String> = []
      let first = pairs.filter { seen.insert($0[1]).inserted }
      return first.map { $0[isChinese ? 0 : 1] }.joined(separator: isChinese ? "、" : ", ")
    }
  }

  /// Where its cells go.
  enum Place: Hashable {
    case target, action, longitude, latitude, outline, why
    case property(String)
    case item(String)
    /// Of a gate's rule: who may pass with a vehicle.
    case who(String)
    case rule(String)
    /// `ebike nobody Mo-Fr 07:00-09:00`, several separated by `|`.
    case exceptions
  }

  var place: Place
  var form: Form

  /// The key of an edit, as its errors name it, that the column speaks of.
  var key: String {
    switch place {
    case .target: "target"
    case .action: "action"
    case .longitude: "longitude"
    case .latitude: "latitude"
    case .outline: "outline"
    case .why: "why"
    case .property(let key), .rule(let key): key
    case .item(let id): "checklist." + id
    case .who(let mode): "who." + mode
    case .exceptions: "except"
    }
  }

  /// The column called `header`, in either language; nil for none.
  static func named(_ header: String, kinds: PlaceKinds) -> RegistryColumn? {
    let name = header.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    if let known = byName[name] ?? byName[name.lowercased()] { return known }
    for prefix in ["checklist.", "checklist:", "检查.", "检查:", "检查："] where name.hasPrefix(prefix) {
      let word = String(name.dropFirst(prefix.count))
      return RegistryColumn(place: .item(item(word, kinds) ?? word), form: .flag)
    }
    return item(name, kinds).map { RegistryColumn(place: .item($0), form: .flag) }
  }

  /// The item of some checklist that people call `word`.
  private static func item(_ word: String, _ kinds: PlaceKinds) -> String? {
    for kind in kinds.all {
      if let item = kind.items.first(where: { $0.id == word || $0.name.chinese == word }) { return item.id }
    }
    return nil
  }

  /// All columns but those of checklists, with the names by which one may call them, in the order of an export.
  static let all: [(names: [String], column: RegistryColumn)] = [
    (["target", "id", "对象", "地图编号"], .init(place: .target, form: .text)),
    (["action", "操作"], .init(place: .action, form: .word(actions))),
    (["code", "编号"], .init(place: .property("code"), form: .text)),
    (["name", "名称"], .init(place: .property("name"), form: .text)),
    (["nameEnglish", "name_en", "英文名", "英文名称"], .init(place: .property("nameEnglish"), form: .text)),
    (["aliases", "别名"], .init(place: .property("aliases"), form: .list)),
    (["longitude", "lon", "lng", "经度"], .init(place: .longitude, form: .text)),
    (["latitude", "lat", "纬度"], .init(place: .latitude, form: .text)),
    (["outline", "wkt", "WKT", "geometry", "边界", "轮廓"], .init(place: .outline, form: .text)),
    (["placeKind", "类型"], .init(place: .property("placeKind"), form: .kind)),
    (["kinds", "类别", "场景类型"], .init(place: .property("kinds"), form: .kinds)),
    (["status", "状态"], .init(place: .property("status"), form: .word(statuses))),
    (["hours", "营业时间", "开放时段"], .init(place: .property("hours"), form: .text)),
    (["capacity", "容量", "数量"], .init(place: .property("capacity"), form: .count)),
    (["services", "服务"], .init(place: .property("services"), form: .terms(services))),
    (["price", "最低价", "价格"], .init(place: .property("price"), form: .count)),
    (["operator", "运营单位", "物业"], .init(place: .property("operator"), form: .text)),
    (["department", "主管部门", "部门"], .init(place: .property("department"), form: .text)),
    (["contact", "联系方式", "电话"], .init(place: .property("contact"), form: .text)),
    (["inspected", "检查日期", "验收日期"], .init(place: .property("inspected"), form: .day)),
    (["inspector", "检查人", "验收人"], .init(place: .property("inspector"), form: .text)),
    (["entrance", "入口类型"], .init(place: .property("entrance"), form: .text)),
    (["unit", "单元"], .init(place: .property("unit"), form: .text)),
    (["number", "楼栋号", "门牌"], .init(place: .property("number"), form: .text)),
    (["level", "楼层"], .init(place: .property("level"), form: .text)),
    (["levels", "层数"], .init(place: .property("levels"), form: .count)),
    (["barrier", "形式"], .init(place: .property("barrier"), form: .text)),
    (["use", "用途"], .init(place: .property("use"), form: .text)),
    (["rule.foot", "步行"], .init(place: .who("foot"), form: .word(whos))),
    (["rule.ebike", "电动车", "电动自行车"], .init(place: .who("ebike"), form: .word(whos))),
    (["rule.bicycle", "自行车"], .init(place: .who("bicycle"), form: .word(whos))),
    (["rule.motorcycle", "摩托车"], .init(place: .who("motorcycle"), form: .word(whos))),
    (["rule.car", "汽车"], .init(place: .who("car"), form: .word(whos))),
    (["rule.hours", "开放时间"], .init(place: .rule("hours"), form: .text)),
    (["rule.entry", "进入方式"], .init(place: .rule("entry"), form: .word(entries))),
    (["rule.delay", "延误", "延误秒"], .init(place: .rule("delay"), form: .count)),
    (["rule.weather", "天气", "天气放行"], .init(place: .rule("weather"), form: .words(weathers))),
    (["rule.except", "例外"], .init(place: .exceptions, form: .text)),
    (["why", "说明", "备注"], .init(place: .why, form: .text)),
  ]

  private static let byName: [String: RegistryColumn] = Dictionary(
    all.flatMap { entry in entry.names.map { ($0, entry.column) } }, uniquingKeysWith: { first, _ in first })

  private static let actions: Words = ["新增": "add", "修改": "change", "删除": "remove"]
  private static let statuses: Words = [
    "规划": "planned", "建设中": "building", "在建": "building", "开放": "open", "营业": "open", "暂停": "suspended",
    "关闭": "closed",
  ]
  static let vehicles: Words = [
    "步行": "foot", "电动车": "ebike", "电动自行车": "ebike", "自行车": "bicycle", "摩托车": "motorcycle", "汽车": "car",
  ]
  static let whos: Words = [
    "任何人": "anyone", "所有人": "anyone", "外卖": "delivery", "配送": "delivery", "访客": "visitor", "登记": "registered",
    "通行证": "badge", "骑手证": "badge", "居民": "resident", "业主": "resident", "员工": "staff", "禁止": "nobody",
    "无": "nobody", "推行": "pushing", "下车推行": "pushing",
  ]
  private static let services: Words = [
    "饮水": "water", "饮用水": "water", "卫生间": "toilet", "厕所": "toilet", "充电": "charging", "微波炉": "microwave",
    "空调": "air-conditioning", "急救药箱": "first-aid", "急救箱": "first-aid", "无线网络": "wifi", "WiFi": "wifi",
    "座位": "seats", "书报": "reading", "阅读": "reading", "餐食": "meals", "用餐": "meals",
  ]
  private static let weathers: Words = ["暴雨": "rain", "大雨": "rain", "台风": "typhoon"]
  private static let entries: Words = [
    "敞开": "open", "保安放行": "guard", "保安": "guard", "门卫": "guard", "二维码": "qr", "登记": "register", "扫码": "qr",
    "门禁码": "code", "刷证": "badge", "刷卡": "badge",
    "电话": "call", "呼叫": "call", "不明": "unknown",
  ]

  static let flags: [String: Bool] = [
    "yes": true, "true": true, "1": true, "y": true, "x": true, "是": true, "有": true, "√": true, "✓": true,
    "✔": true, "合格": true, "no": false, "false": false, "0": false, "n": false, "否": false, "无": false,
    "没有": false, "×": false, "✗": false, "不合格": false,
  ]
}
