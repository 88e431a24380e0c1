extension Wording {
  public static func noStreets(_ map: String) -> Wording {
    Wording(
      en: "\(map) holds no street that anybody may use; give an OSM extract with ways tagged highway=*",
      zh: "\(map) 中没有任何可通行的道路；请提供含有 highway=* 道路的 OSM 数据")
  }

  public static func unknownTimeZone(_ name: String) -> Wording {
    Wording(
      en: "there is no time zone \"\(name)\"; give an IANA name such as Asia/Shanghai or Europe/Berlin",
      zh: "没有名为“\(name)”的时区；请使用 IANA 名称，例如 Asia/Shanghai 或 Europe/Berlin")
  }

  public static func noCalendar(_ path: String) -> Wording {
    Wording(
      en: "the calendar \(path) cannot be read; give a JSON file as docs/formats.md describes",
      zh: "无法读取日历文件 \(path)；请提供 docs/formats.md 所述格式的 JSON 文件")
  }
}
