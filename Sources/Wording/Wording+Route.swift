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

  public static func unknownPlaceKind(_ kind: String, known: [String]) -> Wording {
    Wording(
      en: "this city has no place of kind \"\(kind)\"; kinds are \(known.joined(separator: ", "))",
      zh: "本城没有“\(kind)”类场所；现有类别：\(known.joined(separator: "、"))")
  }

  /// What an end is called when it is a bare spot.
  public static let spot = Wording(en: "the spot", zh: "该地点")
}
