import Foundation
import Geo
import Testing
import Wording

private let sharedTiles = "/work/shared/data/elevation"

@Suite struct ElevationTests {
  /// A folder of its own, removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  /// A 3″ tile whose height is the number of its column, with a void at the south-west corner.
  private func tile() -> Data {
    var bytes = Data(capacity: 2 * 1201 * 1201)
    for row in 0..<1201 {
      for column in 0..<1201 {
        let value = row == 1200 && column == 0 ? Int16.min : Int16(column)
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
      }
    }
    return bytes
  }

  @Test func `heights are interpolated between samples`() throws {
    try withFolder { folder in
      try tile().write(to: URL(filePath: folder + "/S30W052.hgt"))
      let model = try ElevationModel(directory: folder)
      let middle = model.elevation(at: Coordinate(longitude: -52 + 600.25 / 1200, latitude: -29.5))
      #expect(abs(try #require(middle) - 600.25) < 0.001)
      #expect(model.elevation(at: Coordinate(longitude: -50.5, latitude: -29.5)) == nil)
      // At the void itself there is nothing; beside it the other corners are used.
      #expect(model.elevation(at: Coordinate(longitude: -52, latitude: -30)) == nil)
      let beside = try #require(
        model.elevation(at: Coordinate(longitude: -52 + 0.5 / 1200, latitude: -30 + 0.5 / 1200)))
      #expect(beside > 0 && beside < 1)
      #expect(model.problems.isEmpty)
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: sharedTiles + "/N43E007.hgt.zip"), "no shared data"))
  func `Monaco rises from the sea to the mountain`() throws {
    let model = try ElevationModel(directory: sharedTiles)
    let harbour = try #require(model.elevation(at: Coordinate(longitude: 7.4262, latitude: 43.7350)))
    let mountain = try #require(model.elevation(at: Coordinate(longitude: 7.3985, latitude: 43.7455)))
    #expect(harbour < 30 && mountain > 350 && mountain < 700)
    model.releaseTiles()
    #expect(model.elevation(at: Coordinate(longitude: 7.4262, latitude: 43.7350)) == harbour)
    #expect(model.elevation(at: berlin) == nil)
  }

  @Test func `each broken folder or tile has its sentence`() throws {
    #expect(throws: ElevationError.folderUnreadable(path: "/nowhere")) {
      try ElevationModel(directory: "/nowhere")
    }
    try withFolder { folder in
      try Data("hello".utf8).write(to: URL(filePath: folder + "/readme.txt"))
      #expect(throws: ElevationError.folderEmpty(path: folder)) { try ElevationModel(directory: folder) }
      let zip = folder + "/N29E106.hgt.zip"
      try Data("not a zip".utf8).write(to: URL(filePath: zip))
      #expect(throws: ElevationError.archiveDamaged(path: zip)) { try ElevationModel(directory: folder) }
      try FileManager.default.removeItem(atPath: zip)
      let short = folder + "/N29E106.hgt"
      try Data([1, 2, 3]).write(to: URL(filePath: short))
      let error = #expect(throws: ElevationError.self) { try ElevationModel(directory: folder) }
      #expect(error == .tileWrongSize(path: short, bytes: 3))
      #expect(error?.description.contains("has 3 bytes") == true)
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: sharedTiles + "/N43E007.hgt.zip"), "no shared data"))
  func `a damaged archive is a problem, not a crash`() throws {
    let whole = try Data(contentsOf: URL(filePath: sharedTiles + "/N43E007.hgt.zip"))
    var random = SeededGenerator(seed: 11)
    for _ in 0..<40 {
      try withFolder { folder in
        var torn = whole
        for _ in 0..<20 {
          let place = Int.random(in: 0..<torn.count, using: &random)
          torn[[place, place % 60, torn.count - 1 - place % 120].randomElement(using: &random)!] = .random(
            in: 0...255, using: &random)
        }
        try torn.write(to: URL(filePath: folder + "/N43E007.hgt.zip"))
        guard let model = try? ElevationModel(directory: folder) else { return }
        let height = model.elevation(at: Coordinate(longitude: 7.5, latitude: 43.5))
        #expect(height == nil || model.problems.isEmpty)
      }
    }
  }
}
