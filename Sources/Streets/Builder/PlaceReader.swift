import Dense
import Geo
import OSM

/// Something one may look for, being built.
struct PlaceDraft {
  var element: ElementID
  var position: Coordinate
  var kind: String
  var name: TextID
  var nameEnglish: TextID
  var hours: TextID
  var capacity: UInt32

  /// Whether its tags let in whoever comes by.
  var isPublic: Bool

  /// Whether a rider may leave an e-bike there.
  var isBay: Bool { isPublic && ["rider_bay", "bicycle_parking", "motorcycle_parking"].contains(kind) }
}

extension StreetBuilder {
  /// Reads places from tagged nodes and closed ways.
  mutating func collectPlaces() -> [PlaceDraft] {
    var places: [PlaceDraft] = []
    var check = TagCheck(map: map)
    let concerned = PlaceKind.filter(map)
    for row in map.data.taggedNodes.indices {
      let tags = map.tags(taggedNode: row)
      guard tags.hasAny(concerned), let kind = PlaceKind.read(tags) else { continue }
      let vertex = Int(map.data.taggedNodes[row])
      let id = ElementID(.node, map.data.nodeIDs[vertex])
      if tags.has(.capacity) { check.door(tags, id, &diagnostics) }
      places.append(place(id, at: map.data.nodeCoordinates[vertex], kind, tags))
    }
    for row in map.data.wayIDs.indices {
      let tags = map.tags(way: row)
      guard tags.hasAny(concerned), let kind = PlaceKind.read(tags), let centre = centre(ofWay: row) else {
        continue
      }
      places.append(place(ElementID(.way, map.data.wayIDs[row]), at: centre, kind, tags))
    }
    return places
  }

  private mutating func place(
    _ element: ElementID, at position: Coordinate, _ kind: String, _ tags: TagView
  ) -> PlaceDraft {
    var (name, english) = (
      texts.intern(tags, .name, or: .nameChinese), texts.intern(tags, .nameEnglish)
    )
    if kind == PlaceKind.metroEntrance, let exit = MetroExit(tags) {
      name = texts.intern(exit.name(tags[.name] ?? tags[.nameChinese]))
      english = texts.intern(exit.english(tags[.nameEnglish]))
    }
    return PlaceDraft(
      element: element, position: position, kind: kind, name: name, nameEnglish: english,
      hours: texts.intern(tags, .openingHours),
      capacity: tags[.capacity].flatMap { UInt32($0) } ?? 0, isPublic: isPublic(tags))
  }

  private func isPublic(_ tags: TagView) -> Bool {
    guard let access = tags[.access].flatMap(Access.init(list:)) else { return true }
    return access.permissionOnWay(hasPass: false) == .through || access == .destination || access == .delivery
  }

  /// The middle of a way's points.
  func centre(ofWay row: Int) -> Coordinate? {
    let nodes = map.nodes(way: row).filter { $0 != .max }
    guard nodes.count >= 2 else { return nil }
    return BoundingBox(around: nodes.map { map.data.nodeCoordinates[Int($0)] }).centre
  }
}

/// The number of a metro station's entrance, by which people know it: maps give it the name of the station only.
private struct MetroExit {
  private let number: String

  init?(_ tags: TagView) {
    guard let number = tags[.ref], (1...4).contains(number.count), !number.contains(" ") else { return nil }
    self.number = number
  }

  /// `沙坪坝站1口`, `Turmstraße (1)`.
  func name(_ station: String?) -> String? {
    station.map { name in
      if isSaid(in: name) { return name }
      let isChinese = name.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
      return isChinese ? name + number + "口" : "\(name) (\(number))"
    }
  }

  /// `Shapingba Station Exit 1`.
  func english(_ station: String?) -> String? {
    station.map { isSaid(in: $0) ? $0 : "\($0) Exit \(number)" }
  }

  /// Whether the name ends in a number of an exit, this one or another; a place may be called 两路口.
  private func isSaid(in name: String) -> Bool {
    name == number || name.hasSuffix(" " + number)
      || name.wholeMatch(of: /.*[0-9A-Za-z]号?(?:出入口|出口|口)/) != nil
      || name.wholeMatch(of: /(?:.* )?(?:Exit|Entrance) [0-9A-Za-z]+/) != nil
  }
}

/// Which tags make a place.
enum PlaceKind {
  /// What riders call an exit.
  static let metroEntrance = "subway_entrance"
  private static let keys: [TagKey] = [
    .kaimenKind, .amenity, .shop, .tourism, .leisure, .office, .healthcare,
  ]
  private static let ignored: Set<String> = [
    "bench", "waste_basket", "vending_machine", "grit_bin", "parking_space", "parking_entrance",
    "hunting_stand",
    "post_box", "recycling", "clock", "telephone", "loading_dock", "information", "swimming_pool", "garden",
    "pitch", "track", "picnic_table", "no", "vacant", "bbq", "lounger", "outdoor_seating",
  ]

  /// The keys that make a place.
  static func filter(_ map: TaggedMap) -> KeyFilter {
    KeyFilter((keys + [.railway]).map(\.text), in: map.data.strings)
  }

  /// The kind of place that these tags name, or nil.
  static func read(_ tags: TagView) -> String? {
    for key in keys {
      if let value = tags[key], !ignored.contains(value) { return value }
    }
    switch tags[.railway] {
    case metroEntrance: return metroEntrance
    // "station" alone is where riders rest.
    case "station", "halt": return "railway_station"
    default: return nil
    }
  }
}
