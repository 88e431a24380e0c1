public import Dense
public import Geo

/// What the ground of an area is used for, or what covers it.
public enum AreaKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case park, grass, wood, residential, commercial, industrial, education, hospital, farmland, sand, pitch
  case parking, cemetery, construction, railway, military, other
  /// Standing water: a lake, a pond, a basin.
  case water
  /// Flowing water drawn as an area: a river, a canal.
  case river

  /// Whether it is covered by water.
  public var isWater: Bool { self == .water || self == .river }
}

/// What a line of the scenery is.
public enum SceneryLineKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case river, stream, shore, railway

  /// Whether it is the middle or the edge of water.
  public var isWater: Bool { self != .railway }
}

/// An area of the map that nobody asks the way to: land use, water.
///
/// Its outline is a row of ``Scenery/areaRings``.
@frozen public struct Area: BitwiseCopyable, Sendable {
  public var name: TextID
  public var nameEnglish: TextID
  /// The box around its outer ring.
  public var box: BoundingBox
  /// Square metres within its outer ring; never more than that of the row before.
  public var size: UInt32
  /// ``AreaKind`` raw value.
  public var kind: UInt8
  public var reserved: UInt8 = 0
  public var padding: UInt16 = 0

  /// What the area is.
  public var areaKind: AreaKind { AreaKind(rawValue: kind) ?? .other }
}

/// A river, a stream, a shore or a railway.
@frozen public struct SceneryLine: BitwiseCopyable, Sendable {
  public var name: TextID
  public var nameEnglish: TextID
  /// ``SceneryLineKind`` raw value.
  public var kind: UInt8
  public var reserved: UInt8 = 0
  public var padding: UInt16 = 0

  /// What the line is.
  public var lineKind: SceneryLineKind { SceneryLineKind(rawValue: kind) ?? .stream }
}

/// An area of the scenery, the largest first.
@frozen public struct AreaID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// One closed line of an area's outline or of a building's yard.
@frozen public struct RingID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A line of the scenery.
@frozen public struct SceneryLineID: DenseID {
  public let rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What a map shows besides streets and premises, and what only a map asks for.
///
/// Nothing of it decides about ways. Walls and fences are not here: ``ObstacleMap`` has them.
public final class Scenery: Sendable {
  /// Areas by size, the largest first: what a small scale shows are the first rows.
  public let areas: Column<AreaID, Area>
  /// The rings of area `a` are the rows `areaRings[a]..<areaRings[a + 1]` of ``rings``: its outer ring, then holes.
  public let areaRings: Column<AreaID, RingID>
  /// Points of each ring, the first not repeated.
  public let rings: Ragged<RingID, ItemID, Coordinate>
  public let lines: Column<SceneryLineID, SceneryLine>
  public let lineShapes: Ragged<SceneryLineID, ItemID, Coordinate>
  /// The building of each yard, ascending.
  public let yardBuildings: Column<RingID, BuildingID>
  /// The points of each yard, the first not repeated: holes in the outlines of buildings.
  public let yards: Ragged<RingID, ItemID, Coordinate>
  /// Street names that have an English one, ascending, and the English ones.
  public let streetNames: Column<ItemID, TextID>
  public let streetNamesEnglish: Column<ItemID, TextID>
  /// Areas and lines by their boxes.
  public let areaIndex: CellIndex
  public let lineIndex: CellIndex
  /// Gates by position, compounds by their boxes.
  public let gateIndex: CellIndex
  public let compoundIndex: CellIndex

  init(
    areas: Column<AreaID, Area>, areaRings: Column<AreaID, RingID>, rings: Ragged<RingID, ItemID, Coordinate>,
    lines: Column<SceneryLineID, SceneryLine>, lineShapes: Ragged<SceneryLineID, ItemID, Coordinate>,
    yardBuildings: Column<RingID, BuildingID>, yards: Ragged<RingID, ItemID, Coordinate>,
    streetNames: Column<ItemID, TextID>, streetNamesEnglish: Column<ItemID, TextID>, areaIndex: CellIndex,
    lineIndex: CellIndex, gateIndex: CellIndex, compoundIndex: CellIndex
  ) {
    self.areas = areas
    self.areaRings = areaRings
    self.rings = rings
    self.lines = lines
    self.lineShapes = lineShapes
    self.yardBuildings = yardBuildings
    self.yards = yards
    self.streetNames = streetNames
    self.streetNamesEnglish = streetNamesEnglish
    self.areaIndex = areaIndex
    self.lineIndex = lineIndex
    self.gateIndex = gateIndex
    self.compoundIndex = compoundIndex
  }

  /// The rings of `area`, the outer one first.
  @inlinable public func rings(of area: AreaID) -> Range<RingID> {
    areaRings[area]..<areaRings[area.advanced(by: 1)]
  }

  /// The English name of streets called `name`; `.none` where the map has none.
  ///
  /// - Complexity: O(log names).
  public func english(ofStreet name: TextID) -> TextID {
    let row = streetNames.firstRow { $0 >= name }
    guard row < streetNames.count, streetNames[ItemID(row)] == name else { return .none }
    return streetNamesEnglish[ItemID(row)]
  }

  /// The yards of `building`.
  ///
  /// - Complexity: O(log yards).
  public func yards(of building: BuildingID) -> Range<RingID> {
    let first = yardBuildings.firstRow { $0 >= building }
    var last = first
    while last < yardBuildings.count, yardBuildings[RingID(last)] == building { last += 1 }
    return RingID(first)..<RingID(last)
  }
}

extension Column {
  /// The first row that satisfies `isEnough`, which holds for all rows after it; the count where none does.
  ///
  /// - Complexity: O(log rows).
  public func firstRow(where isEnough: (Value) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isEnough(self[Key(middle)]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
