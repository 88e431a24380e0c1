extension Wording {
  /// What the OGC API says to people.
  public enum OGC {
    public static let landing = Wording(en: "Map data of the district", zh: "街区地图数据")
    public static let collections = Wording(en: "Collections", zh: "数据集")
    public static let conformance = Wording(en: "Conformance classes", zh: "符合性声明")
    public static let definition = Wording(
      en: "Definition of this API (OpenAPI 3.0)", zh: "接口定义（OpenAPI 3.0）")
    public static let documentation = Wording(en: "Documentation of this API", zh: "接口说明")
    public static let features = Wording(en: "Features as GeoJSON", zh: "要素（GeoJSON）")
    public static let featuresAsPage = Wording(en: "Features as a page", zh: "要素（网页）")
    public static let asData = Wording(en: "This as JSON", zh: "本页的 JSON")
    public static let asPage = Wording(en: "This as a page", zh: "本页的网页")
    public static let next = Wording(en: "Next page", zh: "下一页")
    public static let previous = Wording(en: "Previous page", zh: "上一页")
    public static let license = Wording(
      en: "Open Database License (ODbL) 1.0", zh: "开放数据库许可协议（ODbL）1.0")

    public static func title(_ city: String) -> Wording {
      Wording(en: "Kaimen: \(city)", zh: "开门：\(city)")
    }

    public static func summary(isSynthetic: Bool) -> Wording {
      let (en, zh) = (
        "Compounds, gates with their rules, doors and places, as OGC API Features.",
        "小区、出入口及其通行规则、楼门与场所，以 OGC API Features 提供。"
      )
      guard isSynthetic else { return Wording(en: en, zh: zh) }
      let made = Boards.synthetic
      return Wording(en: "\(en) \(made.english).", zh: "\(zh)\(made.chinese)。")
    }

    /// What a collection is called.
    public static func name(_ collection: String) -> Wording {
      switch collection {
      case "compounds": Wording(en: "Compounds", zh: "小区")
      case "gates": Wording(en: "Gates", zh: "出入口")
      case "doors": Wording(en: "Doors", zh: "楼门")
      default: Wording(en: "Places", zh: "场所")
      }
    }

    /// What a collection holds.
    public static func about(_ collection: String) -> Wording {
      switch collection {
      case "compounds":
        Wording(
          en: "Walled or named estates, campuses and hospitals, with what the registry knows of them.",
          zh: "住宅小区、校园、医院等院落，以及登记簿中的信息。")
      case "gates":
        Wording(
          en:
            "Gates and barriers: who may pass how and when, how one gets in, and what that takes in seconds.",
          zh: "出入口与障碍：谁可以通行、方式与时间、如何进入，以及所需秒数。")
      case "doors":
        Wording(
          en: "Entrances that one delivers to, with building, unit, level and compound.",
          zh: "送达所至的楼门，含楼号、单元、楼层与所属小区。")
      default:
        Wording(
          en: "Stations, shops, chargers and other places, with what the registry knows of them.",
          zh: "驿站、商店、充换电点等场所，以及登记簿中的信息。")
      }
    }

    public static func shown(_ count: Int, of total: Int) -> Wording {
      Wording(en: "\(count) of \(total) features", zh: "共 \(total) 个要素，本页 \(count) 个")
    }

    public static func unknownCollection(_ name: String, known: [String]) -> Wording {
      Wording(
        en: "there is no collection \"\(name)\"; there are \(known.joined(separator: ", "))",
        zh: "没有数据集“\(name)”；现有 \(known.joined(separator: "、"))")
    }

    public static func unknownFeature(_ id: String, _ collection: String) -> Wording {
      Wording(
        en: "\(collection) has no feature \"\(id)\"; the ids are those that its items show, such as node-12",
        zh: "\(collection) 中没有要素“\(id)”；编号见其要素列表，例如 node-12")
    }
  }
}
