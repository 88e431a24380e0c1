extension Wording {
  /// What is printed on map boards, and said about them.
  public enum Boards {
    // MARK: Head and foot

    public static let title = Wording(en: "Rider map", zh: "骑手友好地图")
    public static let youAreHere = Wording(en: "You are here", zh: "您在此处")
    public static let compound = Wording(en: "Compound", zh: "小区")
    public static let attribution = Wording(
      en: "Map © OpenStreetMap contributors, ODbL", zh: "地图 © OpenStreetMap 贡献者，ODbL")
    public static let synthetic = Wording(en: "SYNTHETIC: no such place exists", zh: "虚构：并无此地")
    public static let syntheticTag = Wording(en: "SYNTHETIC", zh: "虚构")
    public static let scan = Wording(en: "Scan to be led to the door", zh: "扫码导航到门")

    /// `Made 2026-11-21`.
    public static func made(_ day: String) -> Wording { Wording(en: "Made \(day)", zh: "制作日期 \(day)") }

    /// `Scale 1 : 850 on A2`.
    public static func scale(_ denominator: Int, _ paper: String) -> Wording {
      Wording(en: "Scale 1 : \(denominator) on \(paper)", zh: "\(paper) 比例尺 1 : \(denominator)")
    }

    public static func metres(_ count: Int) -> Wording { Wording(en: "\(count) m", zh: "\(count) 米") }

    // MARK: Headings

    public static let gates = Wording(en: "Gates", zh: "出入口")
    public static let walks = Wording(en: "Minutes on foot from here", zh: "从此处步行（分钟）")
    public static let buildings = Wording(en: "Buildings", zh: "楼栋")
    public static let nearby = Wording(en: "Nearby", zh: "附近")
    public static let legend = Wording(en: "Legend", zh: "图例")

    /// What follows where not all fit.
    public static func more(_ count: Int) -> Wording {
      Wording(en: "and \(count) more: scan the code", zh: "另有 \(count) 项，请扫码")
    }

    public static let unreachable = "–"

    // MARK: Ways in

    /// `Gate A`.
    public static func gate(_ letter: String) -> Wording { Wording(en: "Gate \(letter)", zh: "\(letter) 门") }

    public static let onFoot = Wording(en: "On foot", zh: "步行")
    public static let ebike = Wording(en: "E-bike", zh: "电动车")
    public static let car = Wording(en: "Car", zh: "汽车")

    public static let allowed = Wording(en: "May enter", zh: "可进")
    public static let forbidden = Wording(en: "May not enter", zh: "禁止")
    public static let timed = Wording(en: "At times", zh: "限时")
    public static let withPass = Wording(en: "With a pass", zh: "凭证")
    public static let pushed = Wording(en: "Pushed", zh: "推行")
    public static let unknown = Wording(en: "Ask", zh: "不详")

    /// What one does to get in.
    public static func entry(_ kind: String) -> Wording {
      switch kind {
      case "open": Wording(en: "Open", zh: "直接进入")
      case "guard": Wording(en: "Tell the guard", zh: "告知门卫")
      case "register": Wording(en: "Register", zh: "登记")
      case "code": Wording(en: "Door code", zh: "门禁密码")
      case "qr": Wording(en: "Scan the QR code", zh: "扫码")
      case "call": Wording(en: "Call the resident", zh: "呼叫住户")
      case "badge": Wording(en: "Show a badge", zh: "刷卡")
      default: Wording(en: "Rule unknown", zh: "规则不详")
      }
    }

    public static let closedGate = Wording(en: "Closed", zh: "不开放")

    /// Opening hours as the map has them, in words that both languages know.
    public static func hours(_ text: String) -> Wording {
      Wording(en: days(text, .english), zh: days(text, .chinese))
    }

    /// `E-bike: no 07:00-09:00`; `condition` as the map has it: `no @ (07:00-09:00)`.
    public static func condition(_ who: Wording?, _ condition: String) -> Wording {
      let parts = condition.split(separator: "@", maxSplits: 1).map { trimmed($0) }
      guard parts.count == 2 else { return Wording(en: condition, zh: condition) }
      let isClosed = ["no", "private"].contains(parts[0])
      let english = (isClosed ? "not " : "only ") + days(parts[1], .english)
      let chinese = (isClosed ? "禁行 " : "可行 ") + days(parts[1], .chinese)
      guard let who else { return Wording(en: english, zh: chinese) }
      return Wording(en: "\(who.english) \(english)", zh: "\(who.chinese)\(chinese)")
    }

    private static func trimmed(_ text: Substring) -> String {
      var text = text.drop { $0 == " " || $0 == "(" }
      while let last = text.last, " );".contains(last) { text.removeLast() }
      return String(text)
    }

    private static func days(_ text: String, _ language: Language) -> String {
      var result = text.replacing(",", with: ", ").replacing(",  ", with: ", ")
      let words = language == .english ? englishDays : chineseDays
      for (word, name) in words { result = result.replacing(word, with: name) }
      return result.replacing("-", with: "–")
    }

    private static let englishDays = [
      ("Mo-Su", "daily"), ("24/7", "day and night"), ("PH", "holidays"), ("off", "closed"),
    ]
    private static let chineseDays = [
      ("Mo-Su", "每天"), ("24/7", "全天"), ("PH", "节假日"), ("off", "不开"), ("Mo", "周一"), ("Tu", "周二"), ("We", "周三"),
      ("Th", "周四"), ("Fr", "周五"), ("Sa", "周六"), ("Su", "周日"),
    ]

    // MARK: Places

    public static let station = Wording(en: "Rest station", zh: "驿站")
    public static let toilet = Wording(en: "Toilet", zh: "厕所")
    public static let charger = Wording(en: "Charging", zh: "充换电")
    public static let bay = Wording(en: "E-bike bay", zh: "骑手车位")
    public static let lift = Wording(en: "Lift", zh: "电梯")
    public static let stairs = Wording(en: "Stairs", zh: "台阶")
    public static let door = Wording(en: "Door, with its unit", zh: "楼门及单元号")
    public static let guessedDoor = Wording(en: "Door, assumed", zh: "推测的楼门")
    public static let road = Wording(en: "Road", zh: "车行道")
    public static let path = Wording(en: "Path", zh: "步行道")
    public static let wall = Wording(en: "Wall", zh: "围墙")
    public static let edge = Wording(en: "Edge, no wall mapped", zh: "边界（无围墙数据）")
    public static let building = Wording(en: "Building and its number", zh: "楼栋及楼号")
    public static let underground = Wording(en: "Underground", zh: "地下")

    /// `3 min, 210 m north-east`; `eighth` counts the directions clockwise from north.
    public static func walk(minutes: Int, metres: Int, eighth: Int) -> Wording {
      Wording(
        en: "\(minutes) min, \(metres) m \(english[eighth & 7])",
        zh: "\(minutes) 分钟，\(chinese[eighth & 7]) \(metres) 米")
    }

    private static let english = [
      "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
    ]
    private static let chinese = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"]
  }
}

extension Wording.Boards {
  // MARK: What cannot be done

  public static func unknownCompound(_ text: String, _ similar: [String]) -> Wording {
    if similar.isEmpty {
      return Wording(
        en: "the city has no compound \"\(text)\"; give its name or its OSM id, such as way/12, or --all",
        zh: "城市中没有小区“\(text)”；请给出名称或 OSM 编号（如 way/12），或用 --all")
    }
    let (english, chinese) = (similar.joined(separator: ", "), similar.joined(separator: "、"))
    return Wording(
      en: "the city has no compound \"\(text)\"; the nearest names are \(english)",
      zh: "城市中没有小区“\(text)”；相近的有：\(chinese)")
  }

  public static func ambiguousCompound(_ text: String, _ ids: [String]) -> Wording {
    Wording(
      en: "\"\(text)\" is the name of \(ids.count) compounds; give one of \(ids.joined(separator: ", "))",
      zh: "有 \(ids.count) 个小区名为“\(text)”；请给出其中之一：\(ids.joined(separator: "、"))")
  }

  public static func unknownGate(_ text: String, _ known: [String]) -> Wording {
    if known.isEmpty {
      return Wording(
        en: "the compound has no gate \"\(text)\": the map shows none; leave out --gate",
        zh: "该小区没有出入口“\(text)”：地图上一个也没有；请去掉 --gate")
    }
    let (english, chinese) = (known.joined(separator: ", "), known.joined(separator: "、"))
    return Wording(
      en: "the compound has no gate \"\(text)\"; it has \(english)",
      zh: "该小区没有出入口“\(text)”；现有 \(chinese)")
  }

  public static let noCompounds = Wording(
    en: "the city has no compounds, so there are no boards to print; choose another city",
    zh: "该城市没有小区，因此没有可打印的地图；请换一个城市")

  public static func cannotDraw(_ reason: String) -> Wording {
    Wording(
      en: "the board cannot be drawn: \(reason); try another --paper or format",
      zh: "无法绘制地图：\(reason)；请换一种 --paper 或格式")
  }

  public static func addressTooLong(_ text: String) -> Wording {
    Wording(
      en: "no QR code holds an address of \(text.utf8.count) bytes; give a shorter --url",
      zh: "二维码容不下 \(text.utf8.count) 字节的地址；请用更短的 --url")
  }

  public static func malformedURL(_ text: String) -> Wording {
    Wording(
      en: "\"\(text)\" is no address of a service; write --url http://HOST:PORT",
      zh: "“\(text)”不是服务地址；请写成 --url http://主机:端口")
  }

  public static let compoundOrAll = Wording(
    en: "name one compound or give --all, one of the two", zh: "请指定一个小区，或使用 --all，二者取一")

  public static let gateOfAll = Wording(
    en: "--gate belongs to one compound; leave out --all", zh: "--gate 只用于单个小区；请去掉 --all")

  public static let severalFormats = Wording(
    en: "--pdf, --svg and --png exclude each other; give one of them", zh: "--pdf、--svg 与 --png 只能选一个")

  public static func otherEnding(flag: String, ending: String) -> Wording {
    Wording(
      en:
        "--\(flag) and a file that ends in .\(ending) contradict each other; leave the flag out or call the file .\(flag)",
      zh: "--\(flag) 与扩展名 .\(ending) 不一致；请去掉该选项，或改用扩展名 .\(flag)")
  }

  public static func unknownEnding(_ ending: String) -> Wording {
    Wording(
      en:
        "a board cannot be written as .\(ending); end the file in .pdf, .svg or .png, or say --pdf, --svg or --png",
      zh: "无法把图写成 .\(ending) 文件；请使用 .pdf、.svg 或 .png，或给出 --pdf、--svg、--png")
  }

  /// A board that is printed with an address that no phone reaches.
  public static func ownURL(_ url: String) -> Wording {
    Wording(
      en:
        "The code on the board opens \(url), this machine only; give the address that phones reach with --url.",
      zh: "图上的二维码指向 \(url)，仅本机可用；请用 --url 给出手机可访问的地址。")
  }

  public static func malformedDay(_ text: String) -> Wording {
    Wording(
      en: "\"\(text)\" is no date; write it like 2026-11-21", zh: "“\(text)”不是日期；请写成 2026-11-21 的形式")
  }

  /// `12 boards of 5 compounds in boards, 3.1 MB`.
  public static func written(boards: Int, compounds: Int, path: String, bytes: Int) -> Wording {
    let megabytes = Double(bytes / 10_000) / 100
    let (board, compound) = (boards == 1 ? "board" : "boards", compounds == 1 ? "compound" : "compounds")
    return Wording(
      en: "\(boards) \(board) of \(compounds) \(compound) in \(path), \(megabytes) MB",
      zh: "\(compounds) 个小区的 \(boards) 张地图，已写入 \(path)，\(megabytes) MB")
  }

  /// The stage of a long run.
  public static let drawing = "boards"
}
