internal import Foundation
internal import Wording

// The scale bar and the arrow to the north.
extension MapDrawer {
  func drawScaleAndNorth() {
    let (width, height) = (66 * unit, 13 * unit)
    let box = view.box.inset(3 * unit)
    let left = SheetBox(x: box.x, y: box.bottom - height, width: width, height: height)
    let right = SheetBox(x: box.right - width, y: left.y, width: width, height: height)
    drawScale(in: freer(left, right))
    let side = 17 * unit
    let north = SheetBox(x: box.right - side, y: box.y, width: side, height: side * 1.25)
    let other = SheetBox(x: box.x, y: box.y, width: side, height: side * 1.25)
    drawNorth(in: freer(north, other))
  }

  /// The box that less of the compound lies under; the first where it makes no difference.
  private func freer(_ first: SheetBox, _ second: SheetBox) -> SheetBox {
    func covered(_ box: SheetBox) -> Int {
      let steps = (0...8).map { Double($0) / 8 }
      let spots = steps.flatMap { down in
        steps.map { SheetPoint(x: box.x + box.width * $0, y: box.y + box.height * down) }
      }
      let around = box.inset(-8 * unit)
      let gates = facts.gates.filter { around.contains(view.point($0.position)) }
      return spots.filter(ring.surrounds).count + 40 * gates.count
    }
    return covered(second) < covered(first) ? second : first
  }

  private func plate(_ box: SheetBox) {
    placer.take(LabelBox(box.inset(-0.5 * unit)))
    writer.sheet.shape(
      SheetPath(box: box, radius: 1.5 * unit), Palette.white, edge: Pen(Palette.black, 0.4 * unit))
  }

  private func drawScale(in box: SheetBox) {
    plate(box)
    let metres = [5, 10, 20, 50, 100, 200, 500, 1000, 2000]
    let most = box.width - 12 * unit
    let length = metres.last { Double($0) * view.millimetresPerMetre <= most } ?? 5
    let bar = Double(length) * view.millimetresPerMetre
    let (x, y) = (box.centre.x - bar / 2, box.y + 8 * unit)
    for part in 0..<4 {
      let piece = SheetBox(x: x + bar * Double(part) / 4, y: y, width: bar / 4, height: 2 * unit)
      writer.sheet.shape(
        SheetPath(box: piece), part.isMultiple(of: 2) ? Palette.black : Palette.white,
        edge: Pen(Palette.black, 0.35 * unit))
    }
    let style = TextStyle(cap: 3 * unit, isBold: true)
    writer.text("0", at: SheetPoint(x: x, y: box.y + 6 * unit), style, Palette.black, .middle)
    writer.text(
      "\(Wording.Boards.metres(length).english)", at: SheetPoint(x: x + bar, y: box.y + 6 * unit), style,
      Palette.black, .middle)
  }

  private func drawNorth(in box: SheetBox) {
    plate(box)
    let middle = box.centre.x
    let (top, bottom) = (box.y + 8.5 * unit, box.bottom - 2 * unit)
    let wing = 4.6 * unit
    let notch = bottom - 3 * unit
    writer.sheet.fill(
      SheetPath([
        SheetPoint(x: middle, y: top), SheetPoint(x: middle - wing, y: bottom),
        SheetPoint(x: middle, y: notch),
      ]), Palette.black)
    writer.sheet.stroke(
      SheetPath([
        SheetPoint(x: middle, y: top), SheetPoint(x: middle + wing, y: bottom),
        SheetPoint(x: middle, y: notch),
      ]), Pen(Palette.black, 0.5 * unit))
    writer.centred(
      "北 N", at: SheetPoint(x: middle, y: box.y + 4.8 * unit), TextStyle(cap: 4.2 * unit, isBold: true))
  }
}
