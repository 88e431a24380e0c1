extension Wording {
  /// Something went wrong that is nobody's input.
  public static func internalFailure(_ text: String) -> Wording {
    Wording(
      en: "an internal failure: \(text); please report it with the command that you ran",
      zh: "内部故障：\(text)；请附上所执行的命令反馈给我们")
  }

  /// What is said about questions that cannot be put to the engine.
  public enum Query {
    public static func unknownLanguage(_ word: String) -> Wording {
      Wording(
        en: "there is no language \"\(word)\" here; choose en or zh", zh: "没有语言“\(word)”；可选 en 或 zh")
    }

    public static func unknownDatum(_ word: String) -> Wording {
      Wording(
        en: "there is no datum \"\(word)\"; choose wgs84, gcj02 or bd09",
        zh: "没有坐标系“\(word)”；可选 wgs84、gcj02 或 bd09")
    }

    public static func outOfRange(_ option: String, _ found: String, _ allowed: String) -> Wording {
      Wording(
        en: "\(option) is \(found); give a number from \(allowed.replacing("...", with: " to "))",
        zh: "\(option) 为 \(found)；请给出 \(allowed.replacing("...", with: " 至 ")) 之间的数")
    }

    public static func malformedClosure(_ text: String) -> Wording {
      Wording(
        en:
          "\"\(text)\" cannot be closed or opened; give node/1, way/1 or an area of three coordinates or more",
        zh: "“\(text)”不能封闭或开放；请给出 node/1、way/1，或由至少三个坐标围成的区域")
    }

    public static func nothingToClose(_ text: String) -> Wording {
      Wording(
        en: "\(text) is no gate, street or area with streets in this city; check the id or the coordinates",
        zh: "本城没有 \(text) 对应的大门、道路或含道路的区域；请检查编号或坐标")
    }

    public static func missingEnd(_ key: String) -> Wording {
      Wording(
        en: "\(key) is missing; give LON,LAT, an OSM id such as node/1, an address or a name",
        zh: "缺少 \(key)；请给出“经度,纬度”、OSM 编号（如 node/1）、地址或名称")
    }

    public static func malformedLine(_ byte: Int) -> Wording {
      Wording(
        en:
          "the line is not JSON: it goes wrong at byte \(byte); give one object such as {\"from\":\"13.3,52.6\",\"to\":\"way/1\"}",
        zh: "该行不是 JSON：第 \(byte) 字节处有误；请给出一个对象，例如 {\"from\":\"106.4,29.5\",\"to\":\"way/1\"}")
    }

    public static let lineNotObject = Wording(
      en: "the line is not a JSON object; give one such as {\"from\":\"13.3,52.6\",\"to\":\"way/1\"}",
      zh: "该行不是 JSON 对象；请给出例如 {\"from\":\"106.4,29.5\",\"to\":\"way/1\"}")

    public static func unknownKey(_ key: String) -> Wording {
      let known =
        "from, to, by, pass, depart, return, geometry, alternatives, datum, language, close, open, id"
      return Wording(en: "there is no key \"\(key)\"; known are \(known)", zh: "没有键“\(key)”；可用的有 \(known)")
    }

    public static func tooManyTargets(_ found: Int, _ limit: Int) -> Wording {
      Wording(
        en: "\(found) things are closed or opened for one question; give at most \(limit)",
        zh: "一次请求封闭或开放了 \(found) 处；最多 \(limit) 处")
    }

    public static func tooManyCorners(_ found: Int, _ limit: Int) -> Wording {
      Wording(
        en: "the areas closed or opened have \(found) corners in all; draw them with at most \(limit)",
        zh: "所封闭或开放的区域共有 \(found) 个顶点；请用不超过 \(limit) 个顶点绘制")
    }

    public static func wrongValue(_ key: String, _ expected: String) -> Wording {
      Wording(
        en: "the value of \"\(key)\" is of the wrong kind; allowed are \(expected)",
        zh: "“\(key)”的取值类型不对；可用 \(expected)")
    }
  }
}
