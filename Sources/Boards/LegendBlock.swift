internal import Streets
internal import Wording

/// What the signs and lines of this board mean.
struct LegendBlock: PanelBlock {
  private enum Item {
    case map(LegendItem)
    case sign(ModeSign)
  }

  private let items: [Item]

  init(used: Set<LegendItem>, gates: [BoardGate]) {
    let signs = Set(gates.flatMap(\.sign.signs))
    let order: [ModeSign] = [.free, .timed, .pass, .push, .unknown, .no]
    items =
      LegendItem.allCases.filter(used.contains).map { .map($0) }
      + order.filter(signs.contains).map { .sign($0) }
  }

  private static let rowHeight = 8.6

  private func columns(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Int {
    max(1, Int(width / (50 * writer.unit * scale)))
  }

  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double {
    let columns = columns(width, scale, writer)
    let lines = (items.count + columns - 1) / columns
    return writer.headingHeight(scale) + Double(lines) * LegendBlock.rowHeight * writer.unit * scale
  }

  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter) {
    let top = writer.heading(Wording.Boards.legend, in: box, scale)
    let unit = writer.unit * scale
    let columns = columns(box.width, scale, writer)
    let lines = max(1, (items.count + columns - 1) / columns)
    let (width, height) = (box.width / Double(columns), LegendBlock.rowHeight * unit)
    for (place, item) in items.enumerated() {
      let x = box.x + Double(place / lines) * width
      let y = top + Double(place % lines) * height
      let swatch = SheetBox(x: x, y: y + 1.2 * unit, width: 10 * unit, height: 6.2 * unit)
      draw(item, in: swatch, unit, writer)
      writer.pair(
        words(item), at: x + 12.5 * unit, middle: swatch.centre.y, most: width - 14 * unit, cap: 3 * unit)
    }
  }

  private func draw(_ item: Item, in box: SheetBox, _ unit: Double, _ writer: SheetWriter) {
    let square = SheetBox(x: box.centre.x - box.height / 2, y: box.y, width: box.height, height: box.height)
    switch item {
    case .sign(let sign): writer.draw(sign, for: .ebike, in: square)
    case .map(let item):
      if let symbol = item.symbol {
        writer.plate(symbol, in: square)
      } else {
        draw(item, in: box, unit, writer)
      }
    }
  }

  private func draw(_ item: LegendItem, in box: SheetBox, _ unit: Double, _ writer: SheetWriter) {
    let middle = box.centre
    let line = [SheetPoint(x: box.x, y: middle.y), SheetPoint(x: box.right, y: middle.y)]
    switch item {
    case .building:
      writer.sheet.shape(SheetPath(box: box), Palette.building, edge: Pen(Palette.buildingEdge, 0.45 * unit))
      writer.centred("3", at: middle, TextStyle(cap: 4.4 * unit, isBold: true))
    case .door, .guessedDoor:
      let half = 1.8 * unit
      let arrow = SheetPath([
        SheetPoint(x: middle.x, y: middle.y - half), SheetPoint(x: middle.x + half, y: middle.y + half),
        SheetPoint(x: middle.x - half, y: middle.y + half),
      ])
      writer.sheet.shape(
        arrow, item == .door ? Palette.black : Palette.white, edge: Pen(Palette.black, 0.35 * unit))
      if item == .door {
        writer.centred(
          "2", at: SheetPoint(x: middle.x + 4 * unit, y: middle.y), TextStyle(cap: 3.2 * unit, isBold: true))
      }
    case .road:
      writer.sheet.line(line, Pen(Palette.roadEdge, 4.2 * unit))
      writer.sheet.line(line, Pen(Palette.insideRoad, 3.4 * unit))
    case .path: writer.sheet.line(line, Pen(Palette.path, 0.8 * unit, dashes: [2.4 * unit, 1.2 * unit]))
    case .stairs: writer.drawStairs([SheetPath(line, isClosed: false)])
    case .underground:
      writer.sheet.line(line, Pen(Palette.path, 0.7 * unit, dashes: [0.9 * unit, 1.1 * unit]))
    case .wall: writer.sheet.line(line, Pen(Palette.wall, 1.1 * unit))
    case .edge:
      writer.sheet.line(
        line, Pen(Palette.wall, 0.8 * unit, dashes: [4 * unit, 1.6 * unit, 0.8 * unit, 1.6 * unit]))
    case .lift, .bay, .charger, .station, .toilet: break
    }
  }

  private func words(_ item: Item) -> Wording {
    switch item {
    case .sign(let sign): sign.wording
    case .map(let item): item.wording
    }
  }
}

extension LegendItem {
  var symbol: Symbol? {
    switch self {
    case .lift: .lift
    case .bay: .bay
    case .charger: .charger
    case .station: .station
    case .toilet: .toilet
    default: nil
    }
  }

  var wording: Wording {
    switch self {
    case .building: Wording.Boards.building
    case .door: Wording.Boards.door
    case .guessedDoor: Wording.Boards.guessedDoor
    case .road: Wording.Boards.road
    case .path: Wording.Boards.path
    case .stairs: Wording.Boards.stairs
    case .underground: Wording.Boards.underground
    case .wall: Wording.Boards.wall
    case .edge: Wording.Boards.edge
    case .lift: Wording.Boards.lift
    case .bay: Wording.Boards.bay
    case .charger: Wording.Boards.charger
    case .station: Wording.Boards.station
    case .toilet: Wording.Boards.toilet
    }
  }
}

/// The code that opens the compound on a phone.
struct CodeBlock: PanelBlock {
  let code: QRCode
  let address: String

  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double { 48 * writer.unit * scale }

  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter) {
    let unit = writer.unit * scale
    let side = 44 * unit
    // Four squares of white around the code, as the standard asks for.
    let square = side / Double(code.size + 8)
    let origin = SheetPoint(x: box.x + 4 * square, y: box.y + 2 * unit + 4 * square)
    var areas: [SheetPath] = []
    for row in 0..<code.size {
      var column = 0
      while column < code.size {
        let start = column
        while column < code.size, code.isDark[row * code.size + column] { column += 1 }
        if column > start {
          areas.append(
            SheetPath(
              box: SheetBox(
                x: origin.x + Double(start) * square, y: origin.y + Double(row) * square,
                width: Double(column - start) * square, height: square * 1.01)))
        }
        column += 1
      }
    }
    let plate = SheetBox(x: box.x, y: box.y + 2 * unit, width: side, height: side)
    writer.sheet.shape(SheetPath(box: plate), Palette.white, edge: Pen(Palette.black, 0.4 * unit))
    for area in areas { writer.sheet.fill(area, Palette.black) }
    let x = box.x + side + 5 * unit
    let most = box.right - x
    let scan = Wording.Boards.scan
    let middle = plate.centre.y
    writer.text(
      scan.chinese, at: SheetPoint(x: x, y: middle - 4 * unit), TextStyle(cap: 5.4 * unit, isBold: true),
      Palette.black, most: most)
    writer.text(
      scan.english, at: SheetPoint(x: x, y: middle + 4 * unit), TextStyle(cap: 3.8 * unit), Palette.grey,
      most: most)
    writer.text(
      address, at: SheetPoint(x: x, y: middle + 12 * unit), TextStyle(cap: 2.6 * unit), Palette.grey,
      most: most)
  }
}
