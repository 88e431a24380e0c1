public import Dense
public import Geo
public import Streets
public import Wording

/// A journey's line, and which piece of it lies on which street.
public struct JourneyTrace: Sendable {
  /// A stretch of the way or the walk at an end.
  public struct Piece: Sendable {
    /// Rows of ``JourneyTrace/points``.
    public var first: Int
    public var last: Int
    public var length: Millimetres
    public var time: Milliseconds
    public var movement: MovementWord
    /// Nil for walks at the ends.
    public var arc: ArcID?
  }

  public var points: [Coordinate]
  public var pieces: [Piece]
}

extension JourneyWriter {
  /// The journey in words, and its line piece by piece.
  ///
  /// The rows of both are those of the same points.
  /// - Complexity: O(points of the way).
  public func writeTraced(_ found: FoundJourney) -> (journey: Journey, trace: JourneyTrace) {
    var draft = JourneyDraft(writer: self, found: found)
    draft.draw()
    let trace = JourneyTrace(draft)
    draft.describe()
    return (draft.finish(), trace)
  }

  /// Only the line.
  public func trace(_ found: FoundJourney) -> JourneyTrace {
    var draft = JourneyDraft(writer: self, found: found)
    draft.draw()
    return JourneyTrace(draft)
  }
}

extension JourneyTrace {
  init(_ draft: JourneyDraft) {
    points = draft.points
    pieces = draft.moves.map { move in
      Piece(
        first: move.first, last: max(move.first, move.last), length: move.length, time: move.time,
        movement: move.movement,
        arc: move.stretch < 0 ? nil : draft.found.path.stretches[move.stretch].arc)
    }
  }
}

extension Network {
  /// A number for a row of ``geometry``: where streets meet, the same for all of them.
  ///
  /// It is good for one city file only; OSM's node ids are not kept there.
  public func pointNumber(_ segment: SegmentID, row: ItemID) -> Int {
    let rows = geometry[segment]
    let first = arcs.values[arcs[segment].lowerBound]
    if row == rows.lowerBound { return tail[first].index }
    if row == rows.upperBound.advanced(by: -1) { return head[first].index }
    return coordinate.count + row.index
  }
}
