extension Wording {
  /// What is said to clients of the OSRM API; they read English unless they ask for Chinese.
  public enum OSRM {
    public static func malformedURL(_ position: Int, _ rest: String) -> Wording {
      Wording(
        en: "URL string malformed close to position \(position): \"\(rest)\"; "
          + "give /{service}/v1/{profile}/{lon},{lat};{lon},{lat}",
        zh: "网址在第 \(position) 个字符附近有误：“\(rest)”；请按 /{service}/v1/{profile}/{lon},{lat};{lon},{lat} 给出")
    }

    public static func malformedQuery(_ position: Int, _ expected: String) -> Wording {
      Wording(
        en: "Query string malformed close to position \(position); allowed there: \(expected)",
        zh: "请求在第 \(position) 个字符附近有误；此处可用：\(expected)")
    }

    public static func unknownOption(_ name: String, _ service: String, _ position: Int, _ known: String)
      -> Wording
    {
      Wording(
        en: "Query string malformed close to position \(position): "
          + "\(service) has no option \"\(name)\"; known are \(known)",
        zh: "请求在第 \(position) 个字符附近有误：\(service) 没有选项“\(name)”；可用的有 \(known)")
    }

    public static func unknownService(_ name: String, _ known: String) -> Wording {
      Wording(
        en: "Service \(name) not found! Known are \(known)", zh: "没有服务“\(name)”；可用的有 \(known)")
    }

    public static func unknownVersion(_ version: String, _ service: String) -> Wording {
      Wording(
        en: "Service \(service) has no version \(version); ask for v1",
        zh: "服务 \(service) 没有版本 \(version)；请用 v1")
    }

    public static func unknownProfile(_ name: String, _ known: String) -> Wording {
      Wording(
        en: "There is no profile \"\(name)\"; choose \(known)", zh: "没有名为“\(name)”的出行方式；可选 \(known)")
    }

    public static let coordinateRange = Wording(
      en: "Invalid coordinate value. Give longitude,latitude in degrees, -180 to 180 and -90 to 90",
      zh: "坐标值无效；请按“经度,纬度”给出度数，经度 -180 至 180，纬度 -90 至 90")

    public static func fewCoordinates(_ found: Int, _ needed: Int) -> Wording {
      Wording(
        en: "Number of coordinates needs to be at least \(needed == 2 ? "two" : "one"); found \(found)",
        zh: "至少需要 \(needed) 个坐标；现有 \(found) 个")
    }

    public static func elementCount(_ option: String, _ found: Int, _ coordinates: Int) -> Wording {
      Wording(
        en: "Number of elements in \(option) size \(found) does not match coordinate size \(coordinates)",
        zh: "\(option) 有 \(found) 项，与 \(coordinates) 个坐标不符")
    }

    public static func outOfRange(_ option: String, _ allowed: String) -> Wording {
      Wording(en: "\(option) must be \(allowed)", zh: "\(option) 须为 \(allowed)")
    }

    public static let exclude = Wording(
      en: "Exclude flag combination is not supported. Leave exclude out; gates and rules decide who may pass",
      zh: "不支持 exclude；请去掉该选项，能否通行由大门和规则决定")

    public static let timestamps = Wording(
      en: "Timestamps need to be monotonically increasing.", zh: "timestamps 须单调递增")

    public static let endWaypoints = Wording(
      en: "First and last coordinates must be specified as waypoints.", zh: "waypoints 须包含首尾坐标")

    public static func tooBig(_ what: String, _ found: Int, _ most: Int) -> Wording {
      Wording(
        en: "Request too big: \(found) \(what), at most \(most) are allowed; split the request",
        zh: "请求过大：\(what) 为 \(found)，最多 \(most)；请拆分请求")
    }

    public static func noSegment(_ row: Int) -> Wording {
      Wording(
        en: "Could not find a matching segment for coordinate \(row); "
          + "coordinates are longitude,latitude and lie within reach of a street of this city",
        zh: "第 \(row) 个坐标附近没有道路（从 0 数起）；坐标为“经度,纬度”，且须靠近本城道路")
    }

    public static let noSegments = Wording(
      en: "Could not find a matching segment for any coordinate.", zh: "所有坐标附近都没有道路")

    public static let noRoute = Wording(
      en:
        "Impossible route between points; a gate on the way may be closed: ask POST /v1/door for the reason",
      zh: "两点之间没有可行路线；途中可能有大门关闭，原因可查询 POST /v1/door")

    public static let noMatch = Wording(
      en: "Could not match the trace. Give larger radiuses or more points", zh: "无法匹配轨迹；请增大 radiuses 或增加点数")

    public static let noTrip = Wording(
      en: "No trips found because input coordinates are not connected.", zh: "各坐标之间不连通，没有可行的行程")

    public static func notImplemented(_ what: String) -> Wording {
      Wording(
        en: "This request is not supported: \(what)", zh: "不支持该请求：\(what)")
    }

    public static func failure(_ text: String) -> Wording {
      Wording(
        en: "An internal failure: \(text); please report it with the request",
        zh: "内部故障：\(text)；请附上请求反馈给我们")
    }
  }
}
