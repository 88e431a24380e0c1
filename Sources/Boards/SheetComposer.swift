internal import Geo
internal import OSM
internal import Routing
internal import Streets
internal import Wording

/// Puts a board together: head, map, panel, foot; one thread's.
struct SheetComposer {
  let city: City
  let facts: BoardFacts
  let places: PlaceLists
  let ruler: TextRuler
  let options: BoardOptions
  let code: QRCode
  let address: String

  /// What one of the boards says besides the map.
  struct Page {
    var here: BoardGate?
    var minutes: [Int?]
    var nearby: [NearbyPlace]
  }

  /// Landscape or portrait, whichever shows the compound larger.
  func layout() -> SheetLayout {
    let rows = Double(facts.buildings.count + 4 * facts.gates.count)
    let panel = min(max(0.3, 0.27 + rows / 1000), 0.36)
    let layouts = [true, false].map { SheetLayout(options.paper, isLandscape: $0, panelShare: panel) }
    return scale(layouts[0]) <= scale(layouts[1]) ? layouts[0] : layouts[1]
  }

  private var shown: [Coordinate] { facts.ring + facts.gates.map(\.position) }

  private func scale(_ layout: SheetLayout) -> Int { MapView(of: shown, in: layout.map).denominator }

  func sheet(_ page: Page, _ layout: SheetLayout) -> Sheet {
    let title = [facts.name.chinese, page.here?.letter].compactMap(\.self).joined(separator: " ")
    let sheet = Sheet(width: layout.width, height: layout.height, title: title)
    let writer = SheetWriter(sheet, ruler: ruler, unit: options.paper.unit)
    let view = MapView(of: shown, in: layout.map)
    let map = MapDrawer(facts, of: city, places, here: page.here, view: view, writer: writer)
    map.draw()
    drawHead(page, in: layout.head, writer)
    drawPanel(page, map.used, layout, writer)
    drawFoot(view.denominator, in: layout.foot, writer)
    return writer.sheet
  }

  // MARK: Head and foot

  private func drawHead(_ page: Page, in box: SheetBox, _ writer: SheetWriter) {
    let unit = writer.unit
    writer.sheet.fill(SheetPath(box: box, radius: 2 * unit), Palette.head)
    let inner = box.inset(6 * unit)
    let name = facts.name
    let isOne = name.chinese == name.english
    writer.text(
      name.chinese, at: SheetPoint(x: inner.x, y: isOne ? box.centre.y + 6.5 * unit : box.y + 18 * unit),
      TextStyle(cap: 13 * unit, isBold: true), Palette.white, most: box.width * 0.54)
    if !isOne {
      writer.text(
        name.english, at: SheetPoint(x: inner.x, y: box.bottom - 5.6 * unit), TextStyle(cap: 6 * unit),
        Palette.white, most: box.width * 0.54)
    }
    let title = Wording.Boards.title
    if city.tables.facts.isSynthetic { drawTag(Wording.Boards.syntheticTag, in: box, writer) }
    let right = SheetPoint(x: inner.right, y: box.y + 12.5 * unit)
    writer.text(
      "\(title.chinese)  \(title.english)", at: right, TextStyle(cap: 6 * unit, isBold: true), Palette.white,
      .right, most: box.width * 0.35)
    if let here = page.here {
      let (words, gate) = (Wording.Boards.youAreHere, here.name)
      writer.text(
        "\(words.chinese)：\(here.letter) \(gate.chinese)",
        at: SheetPoint(x: inner.right, y: box.y + 21.5 * unit), TextStyle(cap: 4.6 * unit), Palette.white,
        .right, most: box.width * 0.35)
      writer.text(
        "\(words.english): \(here.letter) \(gate.english)",
        at: SheetPoint(x: inner.right, y: box.bottom - 5.6 * unit), TextStyle(cap: 4 * unit), Palette.white,
        .right, most: box.width * 0.35)
    }
  }

  /// A word in a frame, in the middle of the head.
  private func drawTag(_ words: Wording, in box: SheetBox, _ writer: SheetWriter) {
    let unit = writer.unit
    let (width, height) = (34 * unit, 18 * unit)
    let frame = SheetBox(
      x: box.x + box.width * 0.595 - width / 2, y: box.centre.y - height / 2, width: width, height: height)
    writer.sheet.stroke(SheetPath(box: frame, radius: 2 * unit), Pen(Palette.white, 0.8 * unit))
    let x = frame.centre.x
    writer.centred(
      words.chinese, at: SheetPoint(x: x, y: frame.y + 6.4 * unit), TextStyle(cap: 5.6 * unit, isBold: true),
      Palette.white, most: width - 2 * unit)
    writer.centred(
      words.english, at: SheetPoint(x: x, y: frame.y + 13.6 * unit), TextStyle(cap: 3.2 * unit),
      Palette.white,
      most: width - 2 * unit)
  }

  private func drawFoot(_ denominator: Int, in box: SheetBox, _ writer: SheetWriter) {
    let style = TextStyle(cap: 2.7 * writer.unit)
    var words = [Wording.Boards.attribution]
    if city.tables.facts.isSynthetic { words.insert(Wording.Boards.synthetic, at: 0) }
    let left = words.map { "\($0.chinese)  \($0.english)" }.joined(separator: "   ·   ")
    let right = [
      Wording.Boards.scale(denominator, options.paper.rawValue), Wording.Boards.made("\(options.day)"),
    ].map { "\($0.chinese)  \($0.english)" }.joined(separator: "   ·   ")
    writer.text(
      left, at: SheetPoint(x: box.x, y: box.bottom - 1.5 * writer.unit), style, Palette.black,
      most: box.width * 0.58)
    writer.text(
      right, at: SheetPoint(x: box.right, y: box.bottom - 1.5 * writer.unit), style, Palette.black, .right,
      most: box.width * 0.4)
  }

  // MARK: Panel

  private func drawPanel(_ page: Page, _ used: Set<LegendItem>, _ layout: SheetLayout, _ writer: SheetWriter)
  {
    let heading = page.here == nil ? Wording.Boards.buildings : Wording.Boards.walks
    let walks = WalksBlock(facts.buildings, page.minutes, heading: heading)
    let gates = GatesBlock(gates: facts.gates, here: page.here)
    let nearby = NearbyBlock(places: page.nearby)
    var first: [any PanelBlock] = walks.rows.isEmpty ? [] : [walks]
    var second: [any PanelBlock] = facts.gates.isEmpty ? [] : [gates]
    if !page.nearby.isEmpty {
      if facts.gates.count > 5, walks.rows.count < 24 { first.append(nearby) } else { second.append(nearby) }
    }
    let third: [any PanelBlock] = [
      LegendBlock(used: used, gates: facts.gates), CodeBlock(code: code, address: address),
    ]
    if layout.columns.count == 1 {
      fill(layout.columns[0], with: first + second + third, writer)
    } else {
      for (column, blocks) in zip(layout.columns, [first, second, third]) {
        fill(column, with: blocks, writer)
      }
    }
  }

  private static let scales = [1.3, 1.2, 1.1, 1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.54, 0.48, 0.42, 0.36]

  /// Draws blocks one below the other, as large as the column allows.
  private func fill(_ column: SheetBox, with blocks: [any PanelBlock], _ writer: SheetWriter) {
    let gap = 5 * writer.unit
    func total(_ blocks: [any PanelBlock], _ scale: Double) -> Double {
      blocks.reduce(gap * Double(blocks.count - 1)) { $0 + $1.height(column.width, scale, writer) }
    }
    var blocks = blocks
    let smallest = SheetComposer.scales[SheetComposer.scales.count - 1]
    while total(blocks, smallest) > column.height,
      let row = blocks.firstIndex(where: { $0 is WalksBlock }), var walks = blocks[row] as? WalksBlock,
      min(walks.limit, walks.rows.count) > 4
    {
      walks.limit = min(walks.limit, walks.rows.count) - 2
      blocks[row] = walks
    }
    let scale = SheetComposer.scales.first { total(blocks, $0) <= column.height } ?? smallest
    let spare = max(0, column.height - total(blocks, scale))
    let between = blocks.count > 1 ? min(spare / Double(blocks.count - 1), 14 * writer.unit) : 0
    var y = column.y
    for block in blocks {
      let height = block.height(column.width, scale, writer)
      block.draw(in: SheetBox(x: column.x, y: y, width: column.width, height: height), scale, writer)
      y += height + gap + between
    }
  }
}
