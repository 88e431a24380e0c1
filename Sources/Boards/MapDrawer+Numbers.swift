internal import Foundation

// The numbers of buildings.
extension MapDrawer {
  /// Heights of capitals on A2 in millimetres; from 10 on they are read at 2 m.
  private static let caps = [18.0, 15, 12.5, 10, 8, 6.5, 5, 4, 3.2]

  /// Writes each number into its building, as large as most buildings allow, else beside it.
  func drawNumbers() {
    let rows = facts.buildings.indices.filter { !facts.buildings[$0].label.isEmpty }
    guard !rows.isEmpty else { return }
    let usual = usualCap(rows)
    var left: [Int] = []
    // Large buildings have room anyway; small ones choose first.
    for row in rows.sorted(by: { area($0) < area($1) }) where !drawInside(row, usual) { left.append(row) }
    for row in left where !drawBeside(row, usual) { drawAnywhere(row) }
  }

  private func area(_ row: Int) -> Double {
    let bounds = outlines[row].bounds
    return bounds.width * bounds.height
  }

  /// The size that four of five short labels have room for.
  private func usualCap(_ rows: [Int]) -> Double {
    let short = rows.filter { facts.buildings[$0].label.count <= 4 }
    guard !short.isEmpty else { return 6.5 }
    return MapDrawer.caps.first { cap in
      let fitting = short.count { row in
        !placesInside(outlines[row], size(facts.buildings[row].label, cap)).isEmpty
      }
      return Double(fitting) >= 0.8 * Double(short.count)
    } ?? 4
  }

  private func style(_ cap: Double) -> TextStyle { TextStyle(cap: cap * unit, isBold: true) }

  private func size(_ text: String, _ cap: Double) -> (width: Double, height: Double) {
    let style = style(cap)
    return (writer.ruler.width(text, style) + 0.8 * unit, style.cap * 1.08 + 0.8 * unit)
  }

  /// Middles of boxes that lie within the outline but for a little of their corners, the best first.
  private func placesInside(_ outline: SheetPath, _ size: (width: Double, height: Double)) -> [LabelBox] {
    let (bounds, middle) = (outline.bounds, outline.centroid)
    guard size.width < bounds.width + 1, size.height < bounds.height + 1 else { return [] }
    let steps = (1...11).map { Double($0) / 12 }
    let grid = steps.flatMap { down in
      steps.map { SheetPoint(x: bounds.x + bounds.width * $0, y: bounds.y + bounds.height * down) }
    }
    let fitting = ([middle] + grid).filter { centre in
      let inner = LabelBox(centre: centre, width: size.width * 0.84, height: size.height * 0.84)
      return outline.surrounds(centre) && inner.corners.allSatisfy(outline.surrounds)
    }
    let sorted = fitting.sorted { ($0 - middle).length < ($1 - middle).length }
    return sorted.prefix(40).map { LabelBox(centre: $0, width: size.width, height: size.height) }
  }

  /// A number inside may shrink to four fifths of the usual size, a name as far as it can be read.
  private func drawInside(_ row: Int, _ usual: Double) -> Bool {
    let label = facts.buildings[row].label
    let least = label.count <= 4 ? min(usual, max(usual * 0.62, 5)) : 2.4
    let caps = (MapDrawer.caps + [2.6]).filter { $0 <= usual && $0 >= least - 0.2 }
    for cap in caps {
      let places = placesInside(outlines[row], size(label, cap))
      guard let found = placer.place(places) else { continue }
      writer.centred(label, at: places[found].centre, style(cap), halo: 0.35 * unit)
      return true
    }
    return false
  }

  /// Writes a number beside its building, with a line that leads to it.
  private func drawBeside(_ row: Int, _ usual: Double) -> Bool {
    let (label, outline) = (facts.buildings[row].label, outlines[row])
    guard outline.points.contains(where: view.box.contains) else { return false }
    let caps = label.count <= 4 ? [min(usual, 10), min(usual, 6.5), 4] : [3.2, 2.4]
    for cap in caps {
      let size = size(label, cap)
      let (width, height) = (size.width + 1.6 * unit, size.height + 1.6 * unit)
      let bounds = outline.bounds
      let turns = (0..<16).map { SheetPoint.polar(Double($0) * .pi / 8, 1) }
      let reach = SheetPoint(x: (bounds.width + width) / 2, y: (bounds.height + height) / 2)
      let places = [2.5, 6, 10, 15].flatMap { gap in
        turns.map { turn in
          let (x, y) = (turn.x * (reach.x + gap * unit), turn.y * (reach.y + gap * unit))
          return bounds.centre + SheetPoint(x: x, y: y)
        }
      }
      let boxes = places.map { LabelBox(centre: $0, width: width, height: height) }
      guard let found = placer.place(boxes) else { continue }
      let centre = places[found]
      let box = SheetBox(x: centre.x - width / 2, y: centre.y - height / 2, width: width, height: height)
      writer.sheet.line([outline.nearestEdge(to: centre).place, centre], Pen(Palette.black, 0.6 * unit))
      writer.sheet.shape(
        SheetPath(box: box, radius: 0.8 * unit), Palette.building, edge: Pen(Palette.buildingEdge, 0.4 * unit)
      )
      writer.centred(label, at: centre, style(cap))
      return true
    }
    return false
  }

  /// As a last resort, small and over the edge of the building.
  private func drawAnywhere(_ row: Int) {
    let (label, outline) = (facts.buildings[row].label, outlines[row])
    for cap in [3.2, 2.2, 1.6] {
      let size = size(label, cap)
      let places = [outline.centroid] + outline.points
      let boxes = places.map { LabelBox(centre: $0, width: size.width, height: size.height) }
      guard let found = placer.place(boxes) else { continue }
      writer.centred(label, at: places[found], style(cap), halo: 0.3 * unit)
      return
    }
  }
}
