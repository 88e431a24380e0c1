internal import Foundation
internal import Routing
internal import Streets
public import Wording

// The description of the tile set.
extension TileMaker {
  /// TileJSON 3.0 that names tiles below `baseURL`, which ends without slash.
  ///
  /// Name, description and attribution are in `language`; the tiles' addresses carry `revision`, so that they may be kept.
  public func tileJSON(baseURL: String, revision: String? = nil, language: Language = .english) -> [UInt8] {
    let facts = city.tables.facts
    let bounds = facts.bounds
    let attribution = [Wording.Tiles.attribution] + (facts.isSynthetic ? [Wording.Tiles.synthetic] : [])
    let set = TileSet(
      tiles: [baseURL + "/tiles/{z}/{x}/{y}.mvt" + (revision.map { "?v=" + $0 } ?? "")],
      name: Wording.Tiles.name(of: facts.source)[language],
      description: Wording.Tiles.description[language],
      attribution: attribution.map { $0[language] }.joined(separator: " · "), version: facts.version,
      bounds: bounds, center: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2, 14],
      minzoom: TileID.zooms.lowerBound, maxzoom: TileID.zooms.upperBound, vectorLayers: TileSet.layers)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(set)).map { Array($0) } ?? []
  }
}

extension CityFacts {
  /// The day of the import as a version of three numbers.
  fileprivate var version: String {
    let day = importedAt.prefix(10).split(separator: "-").compactMap { Int($0) }
    return day.count == 3 ? day.map(String.init).joined(separator: ".") : "1.0.0"
  }
}

private struct TileSet: Encodable {
  var tilejson = "3.0.0"
  var scheme = "xyz"
  var tiles: [String]
  var name: String
  var description: String
  var attribution: String
  var version: String
  var bounds: [Double]
  var center: [Double]
  var minzoom: Int
  var maxzoom: Int
  var vectorLayers: [Layer]

  enum CodingKeys: String, CodingKey {
    case tilejson, scheme, tiles, name, description, attribution, version, bounds, center, minzoom, maxzoom
    case vectorLayers = "vector_layers"
  }

  struct Layer: Encodable {
    var id: String
    var fields: [String: String]
    var minzoom: Int
    var maxzoom = TileID.zooms.upperBound

    init(_ id: String, from zoom: Int, texts: [TileKey] = [], numbers: [TileKey] = []) {
      self.id = id
      minzoom = zoom
      fields = [:]
      for key in texts { fields[key.word] = "String" }
      for key in numbers { fields[key.word] = "Number" }
    }
  }

  static let layers = [
    Layer("landuse", from: 10, texts: [.kind, .name, .nameEnglish]),
    Layer("water", from: 10, texts: [.kind, .name, .nameEnglish]),
    Layer("compound", from: 13, texts: [.id, .name, .nameEnglish, .kind], numbers: [.walled]),
    Layer("compound_label", from: 14, texts: [.id, .name, .nameEnglish, .kind]),
    Layer("building", from: 14, texts: [.id, .ref, .name, .nameEnglish], numbers: [.levels]),
    Layer("building_label", from: 16, texts: [.ref, .name, .nameEnglish, .houseNumber]),
    Layer(
      "street", from: 10, texts: [.id, .street, .name, .nameEnglish, .access],
      numbers: [.bridge, .tunnel, .indoor, .oneway]),
    Layer("barrier", from: 13, texts: [.kind]),
    Layer(
      "gate", from: 15, texts: [.id, .kind, .rule, .name, .nameEnglish, .compound, .hours],
      numbers: [.inferred]),
    Layer("door", from: 17, texts: [.id, .kind, .label, .ref, .unit, .houseNumber]),
    Layer("place", from: 14, texts: [.id, .kind, .name, .nameEnglish]),
  ]
}
