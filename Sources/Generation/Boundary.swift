import OSM

/// The district itself: an administrative boundary that says what it is.
enum Boundary {
  static func draw(_ district: DistrictPlan, on canvas: Canvas) {
    let reach = Vector(district.halfWidth + 60, district.halfHeight + 60)
    let corners = [
      Vector(-reach.x, -reach.y), Vector(reach.x, -reach.y), Vector(reach.x, reach.y),
      Vector(-reach.x, reach.y),
    ]
    var nodes: [Int64] = []
    for i in 0..<4 {
      nodes.append(canvas.node(corners[i]))
      nodes += canvas.between(corners[i], corners[(i + 1) % 4], every: 250)
    }
    let way = canvas.way(nodes + [nodes[0]], [("boundary", "administrative")])
    let name = BilingualName(chinese: "砼坪区（合成）", english: "Tongping District (synthetic)")
    canvas.relation(
      [(ElementID(.way, way), "outer")],
      [
        ("type", "boundary"), ("boundary", "administrative"), ("admin_level", "6"),
        ("note", "synthetic: made by kaimen generate; no real place"), ("source", "synthetic"),
      ] + named(name))
  }
}
