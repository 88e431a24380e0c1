internal import Dense
internal import Geo
internal import Routing
internal import Streets

// Land use, water, and what else covers the ground.
extension TileMaker {
  /// Square units (16 make two pixels of most screens each way) below which an area is left out.
  private func leastArea(_ zoom: Int) -> Double {
    switch zoom {
    case ...10: 1600
    case 11: 1200
    case 12: 800
    case 13: 300
    case 14: 100
    default: 16
    }
  }

  /// The areas that are large enough and may lie in the tile.
  private func findAreas(_ canvas: inout TileCanvas) {
    let scenery = city.tables.scenery
    let unit = canvas.frame.metresPerUnit
    let least = leastArea(canvas.frame.zoom) * unit * unit
    if canvas.frame.zoom <= TileMaker.lastZoomOfScan {
      canvas.found.clear(count: scenery.areas.count)
      for row in 0..<scenery.areas.firstRow(where: { Double($0.size) < least })
      where scenery.areas[AreaID(row)].box.intersects(canvas.frame.box) {
        canvas.found.insert(UInt32(row))
      }
    } else {
      canvas.search(scenery.areaIndex, count: scenery.areas.count)
    }
  }

  /// Up to this zoom few areas are large enough, so that looking at all of them is quicker than the index.
  private static let lastZoomOfScan = 12

  func addAreas(to canvas: inout TileCanvas) {
    findAreas(&canvas)
    drawAreas(&canvas, isWater: false)
    canvas.finishLayer("landuse")
  }

  func addWater(to canvas: inout TileCanvas) {
    // The areas are still those that were found for the layer before.
    drawAreas(&canvas, isWater: true)
    let scenery = city.tables.scenery
    canvas.search(scenery.lineIndex, count: scenery.lines.count)
    let leastKind = canvas.frame.zoom < 13 ? SceneryLineKind.river : .stream
    for row in canvas.found.rows {
      let id = SceneryLineID(row)
      let line = scenery.lines[id]
      guard line.lineKind.isWater, line.lineKind != .stream || leastKind == .stream else { continue }
      drawLine(id, &canvas) { layer in
        let word = line.lineKind == .shore ? "water" : "\(line.lineKind)"
        layer.set(.kind, code: line.kind | 128, word: word)
        layer.set(name: line.name, english: line.nameEnglish)
      }
    }
    canvas.finishLayer("water")
  }

  private func drawAreas(_ canvas: inout TileCanvas, isWater: Bool) {
    let scenery = city.tables.scenery
    let least = leastArea(canvas.frame.zoom)
    let unit = canvas.frame.metresPerUnit
    for row in canvas.found.rows {
      let id = AreaID(row)
      let area = scenery.areas[id]
      guard area.areaKind.isWater == isWater, Double(area.size) >= least * unit * unit,
        area.box.intersects(canvas.frame.box)
      else { continue }
      canvas.shaper.begin()
      for ring in scenery.rings(of: id) {
        canvas.shaper.add(ring: scenery.rings[ring], of: scenery.rings.values)
      }
      canvas.shaper.finishArea(leastTurn: 2 * least / 4)
      guard canvas.shaper.geometry.count > 0 else { continue }
      canvas.layer.beginFeature()
      canvas.layer.set(.kind, code: area.kind, word: "\(area.areaKind)")
      canvas.layer.set(name: area.name, english: area.nameEnglish)
      canvas.addShaped(.polygon)
    }
  }

  private func drawLine(
    _ id: SceneryLineID, _ canvas: inout TileCanvas, attributes: (inout LayerWriter) -> Void
  ) {
    let shapes = city.tables.scenery.lineShapes
    canvas.shaper.begin()
    for row in shapes[id] { canvas.shaper.append(shapes.values[row]) }
    canvas.shaper.close()
    canvas.shaper.finishLines()
    guard canvas.shaper.geometry.count > 0 else { return }
    canvas.layer.beginFeature()
    attributes(&canvas.layer)
    canvas.addShaped(.line)
  }

  // MARK: Barriers

  /// Walls, fences and hedges as lines; railways, which help to find one's way, from smaller scales on.
  func addBarriers(to canvas: inout TileCanvas) {
    guard canvas.frame.zoom >= 13 else { return }
    addRailways(&canvas)
    if canvas.frame.zoom >= 15 { addWalls(&canvas) }
    canvas.finishLayer("barrier")
  }

  private func addRailways(_ canvas: inout TileCanvas) {
    let scenery = city.tables.scenery
    canvas.search(scenery.lineIndex, count: scenery.lines.count)
    for row in canvas.found.rows {
      let id = SceneryLineID(row)
      guard scenery.lines[id].lineKind == .railway else { continue }
      drawLine(id, &canvas) { $0.set(.kind, code: ObstacleKind.railway.rawValue, word: "railway") }
    }
  }

  /// The pieces of obstacles in the tile, those that follow each other joined to lines.
  private func addWalls(_ canvas: inout TileCanvas) {
    let obstacles = city.tables.obstacles
    canvas.search(obstacles.index, count: obstacles.starts.count)
    var last: (row: Int, kind: ObstacleKind)?
    for row in canvas.found.rows {
      let id = ObstacleID(row)
      let mark = obstacles.marks[id]
      guard !mark.isArea, mark.kind.isBarrier else { continue }
      let isNext = last.map { $0.row == row - 1 && obstacles.previous[id] == ObstacleID(row - 1) } ?? false
      if !isNext {
        if let last { finishWall(last.kind, &canvas) }
        canvas.shaper.begin()
        canvas.shaper.append(obstacles.starts[id])
      }
      canvas.shaper.append(obstacles.ends[id])
      last = (row, mark.kind)
    }
    if let last { finishWall(last.kind, &canvas) }
  }

  private func finishWall(_ kind: ObstacleKind, _ canvas: inout TileCanvas) {
    canvas.shaper.close()
    canvas.shaper.finishLines()
    guard canvas.shaper.geometry.count > 0 else { return }
    canvas.layer.beginFeature()
    canvas.layer.set(.kind, code: kind.rawValue, word: "\(kind)")
    canvas.addShaped(.line)
  }
}

extension ObstacleKind {
  /// Whether the map draws it as a barrier of its own.
  fileprivate var isBarrier: Bool {
    switch self {
    case .wall, .fence, .hedge, .cliff, .other: true
    case .building, .water, .railway: false
    }
  }
}
