import Foundation
import Import
import OSM
import Routing

/// Real maps beside the checkout, imported once per run.
enum TestMaps {
  /// Pairs per map: few in ordinary runs, a thousand with KAIMEN_HEAVY=1.
  static var pairs: Int { ProcessInfo.processInfo.environment["KAIMEN_HEAVY"] == "1" ? 1000 : 120 }

  static let names = [
    "berlin-reinickendorf.osm.pbf", "prague.osm.pbf", "helsinki.osm.pbf", "monaco.osm.pbf",
    "chongqing-central.osm.pbf", "shenzhen.osm", "mannheim.osm.pbf", "porto-alegre.osm.pbf",
  ]

  /// The maps that are here; none where the checkout stands alone.
  static var available: [String] {
    guard folder != nil else {
      print("no ../shared/data: tests on real maps are skipped")
      return []
    }
    return names
  }

  static var folder: URL? {
    var place = URL(filePath: #filePath)
    for _ in 0..<8 {
      place.deleteLastPathComponent()
      let data = place.appending(path: "shared/data/osm")
      if FileManager.default.fileExists(atPath: data.path) { return data }
    }
    let fallback = URL(filePath: "/work/shared/data/osm")
    return FileManager.default.fileExists(atPath: fallback.path) ? fallback : nil
  }

  static func scratch(_ name: String) -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kaimen-tests-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appending(path: name).path
  }

  static func city(_ map: String) throws -> City {
    let path = scratch(map + ".kaimen")
    if !FileManager.default.fileExists(atPath: path), let folder {
      _ = try CityImport.run(ImportOptions(map: folder.appending(path: map).path, output: path))
    }
    return try City(path: path)
  }
}

/// A small generator whose seed is printed with every failure.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
