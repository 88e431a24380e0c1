internal import Dense
internal import Geo
internal import Routing
internal import Streets

// Compounds and buildings.
extension TileMaker {
  func addCompounds(to canvas: inout TileCanvas) {
    guard canvas.frame.zoom >= 13 else { return }
    let premises = city.premises
    canvas.search(city.tables.scenery.compoundIndex, count: premises.compounds.count)
    for row in canvas.found.rows {
      let id = CompoundID(row)
      let compound = premises.compounds[id]
      canvas.shaper.begin()
      canvas.shaper.add(ring: premises.compoundRings[id], of: premises.compoundRings.values)
      canvas.shaper.finishArea(leastTurn: 2 * 16)
      guard canvas.shaper.geometry.count > 0 else { continue }
      set(compound, &canvas.layer)
      canvas.layer.set(.walled, flag: compound.isWalled != 0)
      canvas.addShaped(.polygon)
    }
    canvas.finishLayer("compound")
    if canvas.frame.zoom >= 14 { addCompoundLabels(&canvas) }
  }

  private func set(_ compound: Compound, _ layer: inout LayerWriter) {
    layer.beginFeature()
    layer.set(.id, compound.element)
    let kind = CompoundKind(rawValue: compound.kind) ?? .enclosure
    layer.set(.kind, code: kind.rawValue, word: kind.name)
    layer.set(name: compound.name, english: compound.nameEnglish)
  }

  private func addCompoundLabels(_ canvas: inout TileCanvas) {
    let premises = city.premises
    for row in canvas.found.rows {
      let id = CompoundID(row)
      let compound = premises.compounds[id]
      guard compound.name != .none else { continue }
      var outline = LabelOutline()
      outline.add(premises.compoundRings[id], of: premises.compoundRings.values)
      guard canvas.shapePoint(outline.label) else { continue }
      set(compound, &canvas.layer)
      canvas.addShaped(.point)
    }
    canvas.finishLayer("compound_label")
  }

  func addBuildings(to canvas: inout TileCanvas) {
    guard canvas.frame.zoom >= 14 else { return }
    let (premises, scenery) = (city.premises, city.tables.scenery)
    let leastTurn: Double = canvas.frame.zoom == 14 ? 2 * 48 : canvas.frame.zoom == 15 ? 2 * 16 : 2
    canvas.search(premises.buildingIndex, count: premises.buildings.count)
    for row in canvas.found.rows {
      let id = BuildingID(row)
      let building = premises.buildings[id]
      canvas.shaper.begin()
      canvas.shaper.add(ring: premises.outlines[id], of: premises.outlines.values)
      for yard in scenery.yards(of: id) {
        canvas.shaper.add(ring: scenery.yards[yard], of: scenery.yards.values)
      }
      canvas.shaper.finishArea(leastTurn: leastTurn)
      guard canvas.shaper.geometry.count > 0 else { continue }
      canvas.layer.beginFeature()
      canvas.layer.set(.id, building.element)
      canvas.layer.set(.ref, building.ref)
      canvas.layer.set(name: building.name, english: building.nameEnglish)
      if building.levels > 0 { canvas.layer.set(.levels, number: UInt32(building.levels)) }
      canvas.addShaped(.polygon)
    }
    canvas.finishLayer("building")
    if canvas.frame.zoom >= 16 { addBuildingLabels(&canvas) }
  }

  private func addBuildingLabels(_ canvas: inout TileCanvas) {
    let (premises, scenery) = (city.premises, city.tables.scenery)
    for row in canvas.found.rows {
      let id = BuildingID(row)
      let building = premises.buildings[id]
      guard building.ref != .none || building.name != .none || building.houseNumber != .none else { continue }
      var outline = LabelOutline()
      outline.add(premises.outlines[id], of: premises.outlines.values)
      for yard in scenery.yards(of: id) { outline.add(scenery.yards[yard], of: scenery.yards.values) }
      guard canvas.shapePoint(outline.label) else { continue }
      canvas.layer.beginFeature()
      canvas.layer.set(.ref, building.ref)
      canvas.layer.set(name: building.name, english: building.nameEnglish)
      canvas.layer.set(.houseNumber, building.houseNumber)
      canvas.addShaped(.point)
    }
    canvas.finishLayer("building_label")
  }
}
