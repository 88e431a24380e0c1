internal import Wording

/// A part of the panel beside the map.
protocol PanelBlock {
  /// Millimetres that it needs, `width` wide, everything in it `scale` times as large as usual.
  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double
  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter)
}

extension SheetWriter {
  /// The height of a block's heading.
  func headingHeight(_ scale: Double) -> Double { 10 * unit * scale }

  /// Writes the heading of a block; its line is as wide as the block.
  ///
  /// - Returns: Where the block goes on.
  func heading(_ words: Wording, in box: SheetBox, _ scale: Double) -> Double {
    let unit = unit * scale
    let base = box.y + 5.6 * unit
    let width = text(
      words.chinese, at: SheetPoint(x: box.x, y: base), TextStyle(cap: 4.4 * unit, isBold: true),
      Palette.head, most: box.width * 0.5)
    text(
      words.english, at: SheetPoint(x: box.x + width + 3 * unit, y: base), TextStyle(cap: 3.2 * unit),
      Palette.grey, most: box.width - width - 3 * unit)
    let y = box.y + 7.8 * unit
    sheet.line([SheetPoint(x: box.x, y: y), SheetPoint(x: box.right, y: y)], Pen(Palette.head, 0.7 * unit))
    return box.y + 10 * unit
  }

  /// Writes Chinese over English, the two in the middle of a row.
  func pair(
    _ words: Wording, at x: Double, middle: Double, most: Double, cap: Double, isBold: Bool = false
  ) {
    let isOne = words.chinese == words.english
    let small = cap * 0.74
    let gap = cap * 0.62
    let first = isOne ? middle + cap / 2 : middle - (small + gap - cap) / 2 - cap * 0.02
    text(
      words.chinese, at: SheetPoint(x: x, y: first), TextStyle(cap: cap, isBold: isBold), Palette.black,
      most: most)
    guard !isOne else { return }
    text(
      words.english, at: SheetPoint(x: x, y: first + gap + small), TextStyle(cap: small), Palette.grey,
      most: most)
  }

  /// A thin line below a row.
  func rule(_ x: Double, _ y: Double, _ width: Double) {
    sheet.line([SheetPoint(x: x, y: y), SheetPoint(x: x + width, y: y)], Pen(Palette.rule, 0.25 * unit))
  }
}

/// The gates of a compound, and who gets in by them.
struct GatesBlock: PanelBlock {
  let gates: [BoardGate]
  let here: BoardGate?

  /// Many gates stand in two columns, without the words.
  private var columns: Int { gates.count > 9 ? 2 : 1 }

  private func lines(_ gate: BoardGate) -> [String] {
    gate.sign.hours.map { $0.chinese == $0.english ? $0.chinese : "\($0.chinese) · \($0.english)" }
  }

  private func height(_ gate: BoardGate) -> Double { 14 + 4.6 * Double(lines(gate).count) }

  /// The gates of each column.
  private var parts: [ArraySlice<BoardGate>] {
    let most = (gates.count + columns - 1) / columns
    return stride(from: 0, to: gates.count, by: max(most, 1)).map { gates[$0..<min($0 + most, gates.count)] }
  }

  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double {
    let tallest = parts.map { $0.reduce(0) { $0 + height($1) } }.max() ?? 0
    return writer.headingHeight(scale) + tallest * writer.unit * scale
  }

  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter) {
    let top = writer.heading(Wording.Boards.gates, in: box, scale)
    let unit = writer.unit * scale
    let gap = 4 * unit
    let width = (box.width + gap) / Double(columns) - gap
    for (place, part) in parts.enumerated() {
      let x = box.x + Double(place) * (width + gap)
      var y = top
      for gate in part {
        let height = height(gate) * unit
        draw(gate, in: SheetBox(x: x, y: y, width: width, height: height), unit, writer)
        writer.rule(x, y + height, width)
        y += height
      }
    }
  }

  private func draw(_ gate: BoardGate, in box: SheetBox, _ unit: Double, _ writer: SheetWriter) {
    let middle = box.y + 7 * unit
    writer.disc(
      gate.letter, at: SheetPoint(x: box.x + 5.5 * unit, y: middle), radius: 4.4 * unit,
      isHere: gate.id == here?.id, isShut: gate.sign.isShut)
    let side = 8.6 * unit
    let signs = 3 * side * 1.18
    let rest = box.width - 12.5 * unit - signs - side - 2 * unit
    let nameWidth = columns > 1 ? max(rest, 8 * unit) : rest * 0.44
    writer.pair(
      gate.name, at: box.x + 12 * unit, middle: middle, most: nameWidth - 1.5 * unit, cap: 3.8 * unit,
      isBold: true)
    var x = box.x + 12.5 * unit + nameWidth
    for (mode, sign) in zip(GateSign.modes, gate.sign.signs) {
      writer.draw(sign, for: mode, in: SheetBox(x: x, y: middle - side / 2, width: side, height: side))
      x += side * 1.18
    }
    let entry = SheetBox(x: x + 0.4 * unit, y: middle - side / 2, width: side, height: side)
    writer.draw(
      gate.sign.entrySymbol, in: entry.inset(0.9 * unit), Palette.black)
    if columns == 1 {
      writer.pair(
        gate.sign.entryWording, at: x + side + unit, middle: middle, most: box.right - x - side - unit,
        cap: 3.4 * unit)
    }
    for (row, line) in lines(gate).enumerated() {
      writer.text(
        line, at: SheetPoint(x: box.x + 12 * unit, y: box.y + (16 + 4.6 * Double(row)) * unit),
        TextStyle(cap: 2.6 * unit), Palette.black, most: box.width - 12 * unit)
    }
  }
}

/// Places near the gate.
struct NearbyBlock: PanelBlock {
  let places: [NearbyPlace]

  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double {
    writer.headingHeight(scale) + 11 * Double(places.count) * writer.unit * scale
  }

  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter) {
    var y = writer.heading(Wording.Boards.nearby, in: box, scale)
    let unit = writer.unit * scale
    for place in places {
      let middle = y + 5.5 * unit
      let side = 8 * unit
      writer.plate(place.symbol, in: SheetBox(x: box.x, y: middle - side / 2, width: side, height: side))
      let walk = Wording.Boards.walk(minutes: place.minutes, metres: place.metres, eighth: place.eighth)
      let half = (box.width - 19 * unit) / 2
      writer.pair(place.name, at: box.x + 10 * unit, middle: middle, most: half - unit, cap: 3.4 * unit)
      let centre = SheetPoint(x: box.x + 14 * unit + half, y: middle)
      arrow(at: centre, .polar(Double(place.eighth) * .pi / 4 - .pi / 2, 3.4 * unit), unit, writer)
      writer.pair(
        walk, at: centre.x + 5 * unit, middle: middle, most: half - unit, cap: 3.4 * unit, isBold: true)
      writer.rule(box.x, y + 11 * unit, box.width)
      y += 11 * unit
    }
  }

  private func arrow(at centre: SheetPoint, _ half: SheetPoint, _ unit: Double, _ writer: SheetWriter) {
    let across = SheetPoint(x: -half.y, y: half.x) * 0.6
    let neck = centre + half * 0.1
    writer.sheet.line([centre - half, neck], Pen(Palette.black, 1.3 * unit))
    writer.sheet.fill(SheetPath([centre + half, neck + across, neck - across]), Palette.black)
  }
}
