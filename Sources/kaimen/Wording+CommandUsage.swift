public import Wording

extension Wording {
  /// What is said about wrong use of the command line.
  public enum Usage {
    /// The parser's own message, followed by where to read on.
    public static func invalid(_ message: String, _ command: String) -> Wording {
      var help = command.isEmpty ? "kaimen --help" : "kaimen \(command) --help"
      var text = message.split(separator: "\n").first.map(String.init) ?? message
      if text.hasPrefix("Error: ") { text = String(text.dropFirst(7)) }
      if text.hasSuffix(".") { text.removeLast() }
      if text == "Unexpected argument '\(command)'" {
        text = "Unknown command '\(command)'"
        help = "kaimen --help"
      }
      text = text.replacing(". Did you mean ", with: "; did you mean ").replacing("'?", with: "'")
      return Wording(en: "\(lowercased(text)); see `\(help)`", zh: "\(chinese(text))；请查看 `\(help)`")
    }

    private static func lowercased(_ text: String) -> String {
      text.prefix(1).lowercased() + text.dropFirst()
    }

    /// The parser speaks English only; these are its sentences.
    private static func chinese(_ text: String) -> String {
      let patterns = [
        ("Missing expected argument ", "缺少参数 "), ("Missing value for ", "缺少取值："),
        ("Unknown option ", "未知选项 "),
        ("Unexpected argument ", "多余的参数 "), ("The value ", "无效的取值："), ("Unknown command ", "未知命令 "),
      ]
      for (start, translation) in patterns where text.hasPrefix(start) {
        return translation
          + text.dropFirst(start.count).replacing(" is invalid for ", with: "，用于 ")
          .replacing("; did you mean ", with: "，您是否要用 ")
      }
      return "命令行有误（\(text)）"
    }

    public static func unknownModel(_ word: String) -> Wording {
      Wording(
        en: "there is no city \"\(word)\" to imitate; choose --like shapingba",
        zh: "没有可仿照的城市“\(word)”；请用 --like shapingba")
    }

    public static func wrongMapExtension(_ path: String) -> Wording {
      Wording(
        en: "\(path) has no ending that says its format; name it .osm.pbf or .osm",
        zh: "\(path) 的扩展名不能表明格式；请用 .osm.pbf 或 .osm")
    }

    public static func outputIsMap(_ path: String) -> Wording {
      Wording(
        en: "\(path) is the map itself and would be written over; choose another -o",
        zh: "\(path) 就是地图文件本身，会被覆盖；请用 -o 另选文件")
    }

    public static func noExample(_ path: String) -> Wording {
      Wording(
        en:
          "\(path) has no door or building that a rider can reach 1 to 3 km from a street or restaurant; give --from and --to",
        zh: "\(path) 中没有距街道或餐馆 1 至 3 公里且骑手可达的门或建筑；请给出 --from 和 --to")
    }

    public static func cannotPrint(_ reason: String) -> Wording {
      Wording(
        en:
          "the answer cannot be written to standard output: \(reason); free some space or send it elsewhere",
        zh: "无法写到标准输出：\(reason)；请腾出空间或改用其他输出")
    }

    public static func cannotRead(_ path: String) -> Wording {
      Wording(
        en: "\(path) cannot be read; check the name and the permissions", zh: "无法读取 \(path)；请检查文件名和权限")
    }

    public static func noPoints(_ path: String) -> Wording {
      Wording(
        en: "\(path) names no place; give one a line: LON,LAT, an OSM id or an address",
        zh: "\(path) 中没有地点；请每行写一个“经度,纬度”、OSM 编号或地址")
    }

    public static func unknownWord(_ option: String, _ found: String, _ allowed: [String]) -> Wording {
      Wording(
        en: "there is no \(option) \"\(found)\"; choose \(allowed.joined(separator: ", "))",
        zh: "\(option) 没有“\(found)”这一项；可选 \(allowed.joined(separator: "、"))")
    }

    public static let twoFormats = Wording(
      en: "--json and --geojson exclude each other; give one of them", zh: "--json 与 --geojson 不能同时使用；请只给一个")

    public static let exampleWithEnds = Wording(
      en: "--example chooses both ends itself; leave out --from and --to, or --example",
      zh: "--example 会自行选择起点和终点；请去掉 --from 和 --to，或去掉 --example")

    /// What is wrong with a line of a file of places.
    public static func malformedPoint(_ file: String, _ line: Int, _ problem: Wording) -> Wording {
      Wording(
        en: "line \(line) of \(file): \(problem.english)", zh: "\(file) 第 \(line) 行：\(problem.chinese)")
    }

    public static func brokenHierarchy(_ path: String, _ problem: String) -> Wording {
      Wording(
        en: "\(path) is damaged: \(problem); run `kaimen import` again",
        zh: "\(path) 已损坏：\(problem)；请重新运行 `kaimen import`")
    }

    public static func alternative(_ number: Int) -> Wording {
      Wording(en: "Alternative \(number)", zh: "备选路线 \(number)")
    }
  }
}
