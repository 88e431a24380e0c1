public import Dense
public import Geo

/// The connectors of all doors.
public struct DoorConnectors: Sendable {
  let table: Ragged<DoorID, ConnectorID, Connector>
  let bends: Column<ItemID, Coordinate>

  init(
    doors: [Door], obstacles: ObstacleMap, openingGates: [GateID], draft: StreetDraft, classifier: WayClassifier,
    pieces: SegmentPieces, threads: Int, progress: @Sendable (Double) -> Void
  ) {
    table = Ragged(doors.map { _ in [] })
    bends = Column([])
  }
}
