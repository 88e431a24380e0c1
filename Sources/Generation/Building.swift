/// A building drawn on a plot.
struct Building: Sendable {
  let plot: Plot
  let way: Int64
  /// Doors on the outline, by local `x`.
  let doors: [(x: Double, node: Int64)]
  let axes: (x: Vector, y: Vector)
  let centre: Vector

  /// The ground point at an offset from the middle, in plan metres along the building's axes.
  func ground(_ offset: Vector) -> Vector { centre + axes.x * offset.x + axes.y * offset.y }
}

/// What a building looks like from above, within its plot; the front is always straight.
enum Footprint: CaseIterable, Sendable {
  case slab, notched, winged, cross

  /// Corners after the front edge, anticlockwise from its right end, for half width `w` and half depth `d`.
  func corners(_ w: Double, _ d: Double) -> [Vector] {
    switch self {
    case .slab: [Vector(w, d), Vector(-w, d)]
    case .notched:
      [
        Vector(w, d), Vector(w * 0.3, d), Vector(w * 0.3, d * 0.55), Vector(-w * 0.3, d * 0.55),
        Vector(-w * 0.3, d), Vector(-w, d),
      ]
    case .winged: [Vector(w, d), Vector(w * 0.2, d), Vector(w * 0.2, d * 0.3), Vector(-w, d * 0.3)]
    case .cross:
      [
        Vector(w, d * 0.5), Vector(w * 0.6, d * 0.5), Vector(w * 0.6, d), Vector(-w * 0.6, d),
        Vector(-w * 0.6, d * 0.5), Vector(-w, d * 0.5),
      ]
    }
  }
}

/// Draws buildings on plots of one frame.
struct BuildingDrawer {
  let frame: LocalFrame
  let canvas: Canvas

  /// Whether the right-angled building keeps its distance where the land bends the plot askew.
  ///
  /// `bounds`, in local coordinates, is what all corners must stay inside.
  func fits(_ plot: Plot, in bounds: Polygon) -> Bool {
    let terrain = canvas.terrain
    let middle = frame.plan(plot.centre)
    let axes = terrain.axes(at: middle, along: frame.axis)
    let centre = terrain.ground(middle)
    let half = Vector(plot.x.upperBound - plot.centre.x, plot.y.upperBound - plot.centre.y)
    return [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].allSatisfy { sx, sy in
      let corner = frame.local(
        terrain.plan(centre + axes.x * (half.x * sx) + axes.y * (half.y * sy)))
      let moved = corner - (plot.centre + Vector(half.x * sx, half.y * sy))
      return abs(moved.x) < 2.8 && abs(moved.y) < 2.8 && bounds.contains(corner)
    }
  }

  /// Draws a building with doors at the given shares of its front.
  func draw(
    _ plot: Plot, _ footprint: Footprint, doors: [(share: Double, tags: [Tag])], tags: [Tag]
  ) -> Building {
    let middle = frame.plan(plot.centre)
    let axes = canvas.terrain.axes(at: middle, along: frame.axis)
    let centre = canvas.terrain.ground(middle)
    let w = (plot.x.upperBound - plot.x.lowerBound) / 2
    let d = (plot.y.upperBound - plot.y.lowerBound) / 2
    func node(_ p: Vector, _ tags: [Tag] = []) -> Int64 {
      canvas.node(ground: centre + axes.x * p.x + axes.y * p.y, tags)
    }
    let first = node(Vector(-w, -d))
    var outline = [first]
    var drawn: [(x: Double, node: Int64)] = []
    for door in doors {
      let x = w * (2 * door.share - 1)
      let id = node(Vector(x, -d), door.tags)
      outline.append(id)
      drawn.append((plot.centre.x + x, id))
    }
    outline.append(node(Vector(w, -d)))
    outline += footprint.corners(w, d).map { node($0) }
    let way = canvas.way(outline + [first], tags)
    return Building(plot: plot, way: way, doors: drawn, axes: axes, centre: centre)
  }
}

extension Grounds {
  func drawBuilding(
    _ plot: Plot, _ footprint: Footprint, doors: [(share: Double, tags: [Tag])], tags: [Tag]
  ) -> Building {
    BuildingDrawer(frame: frame, canvas: canvas).draw(plot, footprint, doors: doors, tags: tags)
  }
}
