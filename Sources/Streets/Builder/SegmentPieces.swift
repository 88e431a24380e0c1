import Dense
import Geo

/// The straight pieces of all segments, with an index over them.
struct SegmentPieces {
  private(set) var rows: [Premises.Piece] = []
  let index: CellIndex

  /// All of a draft that the pieces are made of.
  struct Lines: Sendable {
    fileprivate let points: [Coordinate]
    fileprivate let first: [UInt32]
    fileprivate let length: [Millimetres]

    init(_ draft: StreetDraft) { (points, first, length) = (draft.points, draft.pointFirst, draft.length) }
  }

  init(_ lines: Lines) {
    var starts: [Coordinate] = []
    var ends: [Coordinate] = []
    rows.reserveCapacity(lines.points.count)
    starts.reserveCapacity(lines.points.count)
    ends.reserveCapacity(lines.points.count)
    for segment in lines.length.indices {
      guard lines.length[segment] > .zero else { continue }
      let points = lines.points[Int(lines.first[segment])..<Int(lines.first[segment + 1])]
      var offset = 0.0
      let limit = lines.length[segment].rawValue
      for place in points.startIndex..<(points.endIndex - 1) {
        starts.append(points[place])
        ends.append(points[place + 1])
        rows.append(
          Premises.Piece(
            segment: SegmentID(segment), point: UInt32(place),
            offset: Millimetres(min(Millimetres(metres: offset).rawValue, limit))))
        offset += points[place].distance(to: points[place + 1])
      }
    }
    index = CellIndex(segmentsFrom: starts, to: ends, cellSize: 60)
  }
}
