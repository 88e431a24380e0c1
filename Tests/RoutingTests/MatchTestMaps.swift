import Dense
import Foundation
import Geo
import Import
import Routing
import Streets
import Synchronization

/// Real maps beside the checkout for tests of snapping and matching, imported once per run.
enum MatchTestMaps {
  /// The maps that are here; none where the checkout stands alone.
  static var available: [String] {
    let names = ["berlin-reinickendorf", "monaco"]
    return names.filter { FileManager.default.fileExists(atPath: map($0)) }
  }

  private static func map(_ name: String) -> String { "/work/shared/data/osm/\(name).osm.pbf" }

  /// Tests run beside each other: one imports, the others wait.
  private static let importing = Mutex(())

  static func city(_ name: String) throws -> City {
    try importing.withLock { _ in try imported(name) }
  }

  private static func imported(_ name: String) throws -> City {
    let folder = FileManager.default.temporaryDirectory.appending(path: "kaimen-match-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: name + ".kaimen").path
    if !FileManager.default.fileExists(atPath: path) {
      _ = try CityImport.run(ImportOptions(map: map(name), output: path))
    }
    return try City(path: path)
  }
}

/// A small generator whose seed is printed with every failure.
struct MatchRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }

  /// Normally distributed around zero: Box and Muller.
  mutating func gauss(_ sigma: Double) -> Double {
    let radius = (-2 * log(Double.random(in: 1e-12..<1, using: &self))).squareRoot()
    return sigma * radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }

  /// A place up to 60 m beside some junction.
  mutating func place(in city: City) -> Coordinate {
    let nodes = city.network.coordinate
    let node = nodes[NodeID(Int.random(in: 0..<nodes.count, using: &self))]
    return node.moved(
      east: Double.random(in: -60...60, using: &self), north: Double.random(in: -60...60, using: &self))
  }
}
