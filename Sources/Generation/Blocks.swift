/// Decides what stands on each block, and has it drawn.
struct Blocks {
  let scene: Scene
  let scale: Double

  /// Draws all blocks in random order; `progress` is told the share done.
  func draw(_ blocks: [Polygon], progress: (Double) -> Void) {
    var random = Random(seed: scene.seed, stream: 5, key: 0)
    let order = random.shuffled(Array(blocks.indices))
    var institutions = random.shuffled(Institution.allCases.flatMap(wanted))
    let compounds = max(3, Int((840 * scale).rounded()))
    var flaws = Flaw.allCases[...]
    for (done, row) in order.enumerated() {
      let block = blocks[row]
      if done % 256 == 0 { progress(Double(done) / Double(order.count)) }
      if let institution = institutions.last,
        var drawer = CompoundDrawer(scene: scene, block: block, number: done, institution: institution)
      {
        institutions.removeLast()
        drawer.draw()
      } else if scene.count.compounds < compounds,
        var drawer = CompoundDrawer(scene: scene, block: block, number: scene.count.compounds)
      {
        drawer.draw(flaw: scene.count.compounds > 0 ? flaws.popFirst() : nil)
      } else {
        drawRest(block, done, &random)
      }
    }
  }

  private func wanted(_ institution: Institution) -> [Institution] {
    Array(repeating: institution, count: max(1, Int((institution.share * scale).rounded())))
  }

  private func drawRest(_ block: Polygon, _ number: Int, _ random: inout Random) {
    let share = random.unit()
    if share < 0.1 {
      var green = GreenBlock(scene: scene, block: block, number: number)
      green.drawPark()
    } else if share < 0.22 {
      var green = GreenBlock(scene: scene, block: block, number: number)
      green.drawSlope()
    } else {
      var street = StreetBlock(scene: scene, block: block, number: number)
      street.draw()
    }
  }
}
