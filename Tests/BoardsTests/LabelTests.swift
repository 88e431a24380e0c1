import Foundation
import Testing

@testable import Boards

@Suite struct LabelTests {
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `placed labels never overlap`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var placer = LabelPlacer(bounds: SheetBox(x: 0, y: 0, width: 200, height: 150))
    for _ in 0..<120 {
      let candidates = (0..<6).map { _ in
        LabelBox(
          centre: SheetPoint(
            x: .random(in: 0...200, using: &random), y: .random(in: 0...150, using: &random)),
          width: .random(in: 2...40, using: &random), height: .random(in: 2...12, using: &random),
          angle: Bool.random(using: &random) ? 0 : .random(in: -1.5...1.5, using: &random))
      }
      _ = placer.place(candidates)
    }
    #expect(placer.placed.count > 10)
    for (row, box) in placer.placed.enumerated() {
      #expect(box.corners.allSatisfy(placer.bounds.contains))
      for other in placer.placed[..<row] {
        #expect(!box.overlaps(other), "seed \(seed): \(box) and \(other)")
      }
    }
  }

  @Test func `turned boxes overlap where their ground does`() {
    let bar = LabelBox(centre: SheetPoint(x: 0, y: 0), width: 20, height: 2, angle: .pi / 4)
    #expect(bar.overlaps(LabelBox(centre: SheetPoint(x: 5, y: 5), width: 1, height: 1)))
    #expect(!bar.overlaps(LabelBox(centre: SheetPoint(x: 5, y: -5), width: 1, height: 1)))
    let upright = LabelBox(centre: SheetPoint(x: 0, y: 0), width: 2, height: 2)
    #expect(!upright.overlaps(LabelBox(centre: SheetPoint(x: 2, y: 0), width: 2, height: 2)))
  }

  @Test func `the first free place is taken`() {
    var placer = LabelPlacer(bounds: SheetBox(x: 0, y: 0, width: 100, height: 100))
    let places = [10.0, 12, 40].map { LabelBox(centre: SheetPoint(x: $0, y: 10), width: 8, height: 8) }
    #expect(placer.place(places) == 0)
    #expect(placer.place(places) == 2)
    #expect(placer.place(places) == nil)
  }

  @Test func `a label would rather not cover what is to be avoided`() {
    var placer = LabelPlacer(bounds: SheetBox(x: 0, y: 0, width: 100, height: 100))
    let places = [10.0, 40].map { LabelBox(centre: SheetPoint(x: $0, y: 10), width: 8, height: 8) }
    placer.avoid(places[0])
    #expect(placer.place(places) == 1)
  }

  @Test(arguments: Palette.signPairs.indices)
  func `signs are told apart without colours`(pair: Int) {
    let (ink, ground) = Palette.signPairs[pair]
    #expect(ink.contrast(to: ground) >= 4.5, "\(ink.hex) on \(ground.hex)")
  }

  @Test func `areas are told apart without colours`() {
    #expect(Palette.inside.contrast(to: Palette.outside) > 1.2)
    #expect(Palette.building.contrast(to: Palette.inside) > 1.2)
  }
}
