import OSM

extension AreaKind {
  /// What a closed way or a multipolygon with these tags covers; nil for what a map does not fill.
  ///
  /// Buildings are drawn as such, and what lies under the ground or a roof is not seen.
  init?(tags: TagView) {
    if tags.affirms(.building) || tags.affirms(.tunnel) || tags.affirms(.covered) { return nil }
    if tags[.location] == "underground" { return nil }
    let kind =
      AreaKind(water: tags) ?? AreaKind(leisure: tags[.leisure]) ?? AreaKind(amenity: tags)
      ?? AreaKind(landuse: tags[.landuse]) ?? AreaKind(natural: tags[.natural]) ?? AreaKind(square: tags)
    guard let kind else { return nil }
    self = kind
  }

  private init?(water tags: TagView) {
    let isArea =
      tags[.natural] == "water" || tags[.landuse] == "basin" || tags[.landuse] == "reservoir"
      || tags[.waterway] == "riverbank" || tags[.waterway] == "dock" || tags[.leisure] == "swimming_pool"
    guard isArea else { return nil }
    let isFlowing =
      tags[.waterway] == "riverbank" || ["river", "canal", "stream"].contains(tags[.water] ?? "")
    self = isFlowing ? .river : .water
  }

  private init?(leisure value: String?) {
    switch value {
    case "park", "garden", "dog_park", "playground", "common", "recreation_ground", "village_green":
      self = .park
    case "golf_course", "horse_riding": self = .grass
    case "pitch", "track", "sports_centre", "stadium", "ice_rink": self = .pitch
    default: return nil
    }
  }

  private init?(amenity tags: TagView) {
    switch tags[.amenity] {
    case "school", "university", "college", "kindergarten": self = .education
    case "hospital", "clinic": self = .hospital
    case "grave_yard": self = .cemetery
    case "parking", "motorcycle_parking", "bicycle_parking":
      guard tags[.parking] == nil || tags[.parking] == "surface" else { return nil }
      self = .parking
    default: return nil
    }
  }

  private init?(landuse value: String?) {
    switch value {
    case "recreation_ground", "village_green": self = .park
    case "grass", "meadow", "greenfield", "flowerbed": self = .grass
    case "forest": self = .wood
    case "residential": self = .residential
    case "commercial", "retail": self = .commercial
    case "industrial", "depot", "port", "quarry", "landfill": self = .industrial
    case "education": self = .education
    case "farmland", "farmyard", "allotments", "orchard", "vineyard", "plant_nursery",
      "greenhouse_horticulture":
      self = .farmland
    case "cemetery": self = .cemetery
    case "construction", "brownfield": self = .construction
    case "railway": self = .railway
    case "military": self = .military
    case "religious", "garages", "civic_admin", "institutional": self = .other
    default: return nil
    }
  }

  private init?(natural value: String?) {
    switch value {
    case "wood": self = .wood
    case "grassland", "heath", "scrub", "wetland", "fell": self = .grass
    case "sand", "beach", "shingle": self = .sand
    case "bare_rock", "scree": self = .other
    default: return nil
    }
  }

  /// Squares: paved ground that one walks on.
  private init?(square tags: TagView) {
    let highways = ["pedestrian", "footway", "service", "path", "living_street"]
    guard tags.affirms(.area), highways.contains(tags[.highway] ?? "") else { return nil }
    self = .other
  }
}

extension SceneryLineKind {
  /// What a way with these tags draws as a line; nil for all others.
  init?(tags: TagView) {
    if tags.affirms(.tunnel) || tags.affirms(.covered) { return nil }
    switch tags[.waterway] {
    case "river", "canal": self = .river
    case "stream", "ditch", "drain": self = .stream
    default:
      if tags[.natural] == "coastline" {
        self = .shore
      } else if ["rail", "light_rail", "subway", "narrow_gauge", "tram", "monorail"].contains(
        tags[.railway] ?? "")
      {
        self = .railway
      } else {
        return nil
      }
    }
  }
}
