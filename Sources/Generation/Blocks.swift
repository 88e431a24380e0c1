/// Decides what stands on each block, and has it drawn.
struct Blocks {
  let scene: Scene
  let scale: Double

  func draw(_ blocks: [Polygon], progress: (Double) -> Void) {
    var random = Random(seed: scene.seed, stream: 5, key: 0)
    let order = random.shuffled(Array(blocks.indices))
    let wanted = max(3, Int((840 * scale).rounded()))
    var compounds = 0
    for (done, row) in order.enumerated() {
      if compounds < wanted, var drawer = CompoundDrawer(scene: scene, block: blocks[row], number: compounds) {
        compounds += 1
        drawer.draw(flaw: compounds > 1 ? Flaw(rawValue: compounds - 2) : nil)
      }
      if done % 256 == 0 { progress(Double(done) / Double(order.count)) }
    }
  }
}
