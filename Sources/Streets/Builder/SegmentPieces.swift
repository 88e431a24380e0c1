import Dense
import Geo

/// The straight pieces of all segments, with an index over them.
struct SegmentPieces {
  private(set) var rows: [Premises.Piece] = []
  let index: CellIndex

  init(_ draft: StreetDraft) {
    var starts: [Coordinate] = []
    var ends: [Coordinate] = []
    rows.reserveCapacity(draft.points.count)
    for segment in 0..<draft.segmentCount {
      let points = draft.points(of: segment)
      guard draft.length[segment] > .zero else { continue }
      var offset = 0.0
      let limit = draft.length[segment].rawValue
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
