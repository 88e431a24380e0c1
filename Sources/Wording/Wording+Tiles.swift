extension Wording {
  /// What is said about map tiles.
  public enum Tiles {
    public static func wrongZoom(_ found: Int, allowed: (least: Int, greatest: Int)) -> Wording {
      Wording(
        en:
          "there are no tiles of zoom \(found); ask for zoom \(allowed.least) to \(allowed.greatest) and stretch those",
        zh: "没有缩放级别 \(found) 的瓦片；请使用 \(allowed.least) 至 \(allowed.greatest) 级并自行缩放")
    }

    public static func wrongPosition(zoom: Int, x: Int, y: Int, greatest: Int) -> Wording {
      Wording(
        en: "there is no tile \(zoom)/\(x)/\(y); at zoom \(zoom) column and row go from 0 to \(greatest)",
        zh: "没有瓦片 \(zoom)/\(x)/\(y)；在级别 \(zoom)，列号和行号为 0 至 \(greatest)")
    }

    /// The name of the tile set of the city made from `source`.
    public static func name(of source: String) -> Wording {
      Wording(en: "Kaimen: \(source)", zh: "Kaimen：\(source)")
    }

    public static let description = Wording(
      en: "streets, buildings, gates and doors of one city", zh: "一座城市的道路、建筑、大门与楼门")

    public static let attribution = Wording(en: "© OpenStreetMap contributors", zh: "© OpenStreetMap 贡献者")
    public static let synthetic = Wording(en: "invented city, no real place", zh: "虚构城市，非真实地点")
  }
}
