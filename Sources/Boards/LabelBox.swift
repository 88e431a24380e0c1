internal import Foundation

/// The rectangle that a label covers, turned with it.
struct LabelBox: Hashable, Sendable {
  var centre: SheetPoint
  var halfWidth: Double
  var halfHeight: Double
  /// Clockwise, in radians.
  var angle = 0.0

  init(centre: SheetPoint, width: Double, height: Double, angle: Double = 0) {
    self.centre = centre
    halfWidth = width / 2
    halfHeight = height / 2
    self.angle = angle
  }

  init(_ box: SheetBox) { self.init(centre: box.centre, width: box.width, height: box.height) }

  var corners: [SheetPoint] {
    let (along, across) = (SheetPoint.polar(angle, halfWidth), SheetPoint.polar(angle + .pi / 2, halfHeight))
    return [
      centre - along - across, centre + along - across, centre + along + across, centre - along + across,
    ]
  }

  /// The upright box around it.
  var bounds: SheetBox { SheetPath(corners).bounds }

  /// Whether the two cover common ground; touching is not enough.
  func overlaps(_ other: LabelBox) -> Bool {
    let (mine, others) = (corners, other.corners)
    return ![angle, angle + .pi / 2, other.angle, other.angle + .pi / 2].contains { direction in
      let axis = SheetPoint.polar(direction, 1)
      func extent(_ points: [SheetPoint]) -> (least: Double, most: Double) {
        let along = points.map { $0.x * axis.x + $0.y * axis.y }
        return (along.min() ?? 0, along.max() ?? 0)
      }
      let (a, b) = (extent(mine), extent(others))
      return a.most <= b.least + 1e-9 || b.most <= a.least + 1e-9
    }
  }
}

/// Finds room for labels: each one gets the first of its places where nothing stands yet.
///
/// Who comes first has the choice, so labels come in the order of their importance.
struct LabelPlacer: Sendable {
  /// What labels have to stay inside.
  let bounds: SheetBox
  private(set) var placed: [LabelBox] = []
  /// What labels had better not cover.
  private var soft: [SheetPoint: [LabelBox]] = [:]
  /// Rows of ``placed`` by cells of the sheet.
  private var cells: [SheetPoint: [Int]] = [:]
  private let cell = 12.0

  init(bounds: SheetBox) { self.bounds = bounds }

  /// The first of the places that is free and covers least; nil where none is.
  ///
  /// - Returns: The row of the place; its box is taken from now on.
  mutating func place(_ candidates: [LabelBox]) -> Int? {
    var best: (row: Int, cost: Double)?
    for (row, box) in candidates.enumerated() where isFree(box) {
      let cost = Double(row) * 0.25 + softCost(box)
      if best.map({ cost < $0.cost }) ?? true { best = (row, cost) }
    }
    guard let best else { return nil }
    take(candidates[best.row])
    return best.row
  }

  /// Whether the box lies on the map and overlaps no label.
  func isFree(_ box: LabelBox) -> Bool {
    guard box.corners.allSatisfy(bounds.contains) else { return false }
    return !keys(box).contains { key in cells[key]?.contains { placed[$0].overlaps(box) } ?? false }
  }

  /// Takes a place, free or not.
  mutating func take(_ box: LabelBox) {
    for key in keys(box) { cells[key, default: []].append(placed.count) }
    placed.append(box)
  }

  /// Labels had better not cover `box`.
  mutating func avoid(_ box: LabelBox) {
    for key in keys(box) { soft[key, default: []].append(box) }
  }

  private func softCost(_ box: LabelBox) -> Double {
    keys(box).reduce(0) { sum, key in
      sum + Double(soft[key]?.count { $0.overlaps(box) } ?? 0)
    }
  }

  private func keys(_ box: LabelBox) -> [SheetPoint] {
    let bounds = box.bounds
    let columns = Int((bounds.x / cell).rounded(.down))...Int((bounds.right / cell).rounded(.down))
    let rows = Int((bounds.y / cell).rounded(.down))...Int((bounds.bottom / cell).rounded(.down))
    return rows.flatMap { row in columns.map { SheetPoint(x: Double($0), y: Double(row)) } }
  }
}
