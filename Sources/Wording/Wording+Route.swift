extension Wording {
  public static func outsideCity(_ text: String, city: String) -> Wording {
    Wording(
      en:
        "\(text) lies outside the city, which covers \(city) (west,south,east,north); give a point inside it",
      zh: "\(text) 不在本城范围内（西,南,东,北：\(city)）；请给出范围内的点")
  }

  public static func swappedCoordinate(_ text: String) -> Wording {
    Wording(
      en:
        "\(text) looks like latitude,longitude; coordinates are longitude,latitude here: swap the two numbers",
      zh: "\(text) 像是“纬度,经度”；此处的顺序是“经度,纬度”，请交换两个数字")
  }

  public static func malformedCoordinate(_ text: String) -> Wording {
    Wording(
      en:
        "\"\(text)\" is not a coordinate; give LON,LAT in degrees such as 106.45,29.54, with longitude -180 to 180 "
        + "and latitude -90 to 90",
      zh: "“\(text)”不是坐标；请按“经度,纬度”给出度数，例如 106.45,29.54（经度 -180 至 180，纬度 -90 至 90）")
  }

  public static func noStreetNearby(_ text: String) -> Wording {
    Wording(
      en: "no street that this mode may use lies within 300 m of \(text); choose a point nearer to a street",
      zh: "\(text) 周围 300 米内没有该出行方式可用的道路；请选择离道路更近的点")
  }

  public static func unknownElement(_ text: String) -> Wording {
    Wording(
      en:
        "\(text) is no door, gate, building, place or street of this city; check the id or give a coordinate",
      zh: "本城没有 \(text) 对应的门、大门、建筑、场所或道路；请检查编号或改用坐标")
  }

  public static func unknownAddress(_ text: String, similar: [String]) -> Wording {
    let english =
      similar.isEmpty ? "give a coordinate or an id" : "did you mean \(similar.joined(separator: "; "))?"
    let chinese = similar.isEmpty ? "请改用坐标或编号" : "您是否要找：\(similar.joined(separator: "；"))？"
    return Wording(en: "no address or name matches \"\(text)\"; \(english)", zh: "找不到“\(text)”；\(chinese)")
  }

  public static func bareStreet(_ name: String) -> Wording {
    Wording(
      en: "\(name) is a street; add a house number or give a coordinate",
      zh: "\(name)是一条街道；请加上门牌号或改用坐标")
  }

  public static func unknownNumber(_ street: String, _ number: String, _ nearest: [String]) -> Wording {
    guard !nearest.isEmpty else {
      return Wording(
        en: "\(street) has no house numbers in this map, so number \(number) is unknown; give a coordinate",
        zh: "地图没有\(street)的门牌号，找不到 \(number) 号；请改用坐标")
    }
    return Wording(
      en:
        "\(street) has no number \(number) in this map; the nearest known are \(nearest.joined(separator: ", "))",
      zh: "地图中\(street)没有 \(number) 号；最接近的有 \(nearest.joined(separator: "、"))")
  }

  public static func unknownUnit(_ house: String, _ unit: String, _ known: [String]) -> Wording {
    Wording(
      en: "\(house) has no unit \(unit) in this map; known there are \(known.joined(separator: ", "))",
      zh: "地图中 \(house) 没有 \(unit) 单元；已知的有 \(known.joined(separator: "、"))")
  }

  public static func unknownPass(_ name: String, known: [String]) -> Wording {
    Wording(
      en: "there is no pass \"\(name)\"; known passes are \(known.joined(separator: ", "))",
      zh: "没有名为“\(name)”的通行证；可用的有：\(known.joined(separator: "、"))")
  }

  public static func unknownMode(_ name: String) -> Wording {
    Wording(
      en: "there is no mode \"\(name)\"; choose foot, ebike, bicycle, motorcycle or car",
      zh: "没有“\(name)”这种出行方式；可选 foot、ebike、bicycle、motorcycle、car")
  }

  public static func malformedTime(_ text: String) -> Wording {
    Wording(
      en: "\"\(text)\" is no date and time; give the city's local time as 2026-11-21T12:30",
      zh: "“\(text)”不是有效的日期时间；请按 2026-11-21T12:30 的格式给出本地时间")
  }

  public static func unknownPlaceKind(_ kind: String, _ similar: [String], _ count: Int) -> Wording {
    let (english, chinese) =
      similar.isEmpty
      ? ("", "")
      : ("; did you mean \(similar.joined(separator: ", "))?", "；您是否要找 \(similar.joined(separator: "、"))？")
    return Wording(
      en: "this city has no place of kind \"\(kind)\"\(english.isEmpty ? ";" : english) "
        + "`kaimen info` lists \(count == 1 ? "the only kind" : "all \(count) kinds")",
      zh: "本城没有“\(kind)”类场所\(chinese.isEmpty ? "；" : chinese)`kaimen info` 列出全部 \(count) 类")
  }

  public static func skippedTime(_ text: String) -> Wording {
    Wording(
      en: "\(text) does not exist in this city: the clocks go forward then; give a time an hour later",
      zh: "本城没有 \(text) 这一时刻：当时钟表拨快；请给出晚一小时的时间")
  }

  public static func farTime(_ text: String) -> Wording {
    Wording(
      en: "\(text) is too far away; give a date of the years 1970 to 2100",
      zh: "\(text) 太远；请给出 1970 至 2100 年间的日期")
  }

  public static func malformedElement(_ text: String) -> Wording {
    Wording(
      en: "\"\(text)\" is no OSM id; give the kind and a number such as node/1, way/1 or relation/1",
      zh: "“\(text)”不是 OSM 编号；请给出类别和数字，例如 node/1、way/1 或 relation/1")
  }

  public static func longPlace(_ found: Int, _ limit: Int) -> Wording {
    Wording(
      en: "a place of \(found) bytes is no address; give LON,LAT, node/1 or an address of at most \(limit)",
      zh: "地点文字有 \(found) 字节，不是地址；请给出不超过 \(limit) 字节的“经度,纬度”、OSM 编号或地址")
  }

  /// What an end is called when it is a bare spot.
  public static let spot = Wording(en: "the spot", zh: "该地点")
}
