public import Dense

/// Everything in a city that one cannot walk through, as straight segments, and the openings in it.
///
/// The segments of one line or area lie in consecutive rows, in order; areas have their inside to
/// the left. Made by ``ObstacleMapBuilder``; storable as its columns.
public struct ObstacleMap: Sendable {
  public let starts: Column<ObstacleID, Coordinate>
  public let ends: Column<ObstacleID, Coordinate>
  public let marks: Column<ObstacleID, ObstacleMark>
  /// The number of the line or building that the segment came from.
  public let owners: Column<ObstacleID, UInt32>
  /// The segment of the same line that ends where this one starts, or none.
  public let previous: Column<ObstacleID, ObstacleID>
  public let index: CellIndex

  public let openings: Column<OpeningID, Coordinate>
  /// The line or building that may be passed there; ``anyOwner`` for all.
  public let openingOwners: Column<OpeningID, UInt32>
  /// 1 where the opening leads through a wall, fence or the like; 0 where it leads only into areas.
  public let openingIsPassage: Column<OpeningID, UInt8>
  public let openingIndex: CellIndex

  /// The owner of openings that let pass every obstacle.
  public static var anyOwner: UInt32 { .max }
  /// How far from an opening one may cross, in metres: a passage of usual width, less what rounding moves.
  public static var openingRadius: Double { 0.95 }

  /// Puts together a map from its stored columns; see ``check()``.
  public init(
    starts: Column<ObstacleID, Coordinate>, ends: Column<ObstacleID, Coordinate>,
    marks: Column<ObstacleID, ObstacleMark>, owners: Column<ObstacleID, UInt32>,
    previous: Column<ObstacleID, ObstacleID>, index: CellIndex, openings: Column<OpeningID, Coordinate>,
    openingOwners: Column<OpeningID, UInt32>, openingIsPassage: Column<OpeningID, UInt8>,
    openingIndex: CellIndex
  ) {
    self.starts = starts
    self.ends = ends
    self.marks = marks
    self.owners = owners
    self.previous = previous
    self.index = index
    self.openings = openings
    self.openingOwners = openingOwners
    self.openingIsPassage = openingIsPassage
    self.openingIndex = openingIndex
  }

  /// A map without obstacles.
  public static var empty: ObstacleMap { ObstacleMapBuilder().build() }

  /// Whether the columns fit together.
  ///
  /// - Complexity: O(columns); once per opened file.
  public func check() -> Bool {
    let count = starts.count
    let sizes = [ends.count, marks.count, owners.count, previous.count]
    return sizes.allSatisfy { $0 == count } && openingOwners.count == openings.count
      && openingIsPassage.count == openings.count && index.check(itemCount: count)
      && openingIndex.check(itemCount: openings.count)
      && previous.withSpan { span in
        span.indices.allSatisfy { span[$0] == .none || Int(span[$0].rawValue) < count }
      }
  }

  /// The straight line of one obstacle.
  @inlinable public func segment(_ id: ObstacleID) -> Segment { Segment(starts[id], ends[id]) }
}
