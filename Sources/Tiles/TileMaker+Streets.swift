internal import Dense
internal import Geo
internal import OSM
internal import Routing
internal import Streets

extension TileMaker {
  func addStreets(to canvas: inout TileCanvas) {
    if canvas.frame.zoom <= StreetChains.lastZoom {
      let chains = chains
      for chain in chains.chains where chain.box.intersects(canvas.frame.box) {
        canvas.shaper.begin()
        for part in chains.parts[chain.parts] { append(part.run, isReversed: part.isReversed, &canvas) }
        finish(chain.label, name: chain.name, &canvas)
      }
    } else {
      for run in findRuns(&canvas) { draw(run, &canvas) }
    }
    canvas.finishLayer("street")
  }

  /// What of the streets shown at this zoom may lie in the tile.
  private func findRuns(_ canvas: inout TileCanvas) -> [StreetRun] {
    let (network, pieces) = (city.network, city.premises.pieces)
    let (zoom, box) = (canvas.frame.zoom, canvas.frame.box)
    canvas.found.clear(count: network.length.count)
    city.premises.segmentIndex.forEach(in: box) { piece in
      canvas.found.insert(pieces[ItemID(rawValue: piece)].segment.rawValue)
    }
    var joined = StreetRuns(network)
    for row in canvas.found.rows {
      let segment = SegmentID(row)
      if labels.leastZoom(network.segmentClass[segment]) <= zoom { joined.add(segment) }
    }
    joined.finish()
    return joined.runs
  }

  private func draw(_ run: StreetRun, _ canvas: inout TileCanvas) {
    guard let label = labels.label(run.first, in: city) else { return }
    canvas.shaper.begin()
    append(run, isReversed: false, &canvas)
    finish(label, name: city.network.name[run.first], way: way(of: run, canvas.frame.zoom), &canvas)
  }

  /// The way that a run belongs to; where one looks closely enough to point at it.
  private func way(of run: StreetRun, _ zoom: Int) -> PackedElement? {
    let number = city.network.osmID[run.first]
    return zoom >= 16 && number > 0 ? PackedElement(ElementID(.way, number)) : nil
  }

  private func append(_ run: StreetRun, isReversed: Bool, _ canvas: inout TileCanvas) {
    let places = city.network.geometry.values
    let points = run.points(city.network)
    if isReversed {
      for row in points.reversed() { canvas.shaper.append(places[row]) }
    } else {
      for row in points { canvas.shaper.append(places[row]) }
    }
  }

  /// Writes the line collected; a street for one direction is drawn in that direction.
  private func finish(
    _ label: StreetLabel, name: TextID, way: PackedElement? = nil, _ canvas: inout TileCanvas
  ) {
    canvas.shaper.close()
    if label.oneWay == .against { canvas.shaper.reverse() }
    canvas.shaper.finishLines()
    guard canvas.shaper.geometry.count > 0 else { return }
    set(label, name: name, &canvas.layer)
    if let way { canvas.layer.set(.id, way) }
    canvas.addShaped(.line)
  }

  private func set(_ label: StreetLabel, name: TextID, _ layer: inout LayerWriter) {
    let flags = StreetFlags(rawValue: label.flags)
    layer.beginFeature()
    layer.set(.street, code: label.word.rawValue, word: "\(label.word)")
    layer.set(.access, code: label.access.rawValue, word: "\(label.access)")
    layer.set(name: name, english: city.tables.scenery.english(ofStreet: name))
    layer.set(.bridge, flag: flags.contains(.bridge))
    layer.set(.tunnel, flag: flags.contains(.tunnel))
    layer.set(.indoor, flag: flags.contains(.indoor))
    layer.set(.oneway, flag: label.oneWay != .both)
  }
}
