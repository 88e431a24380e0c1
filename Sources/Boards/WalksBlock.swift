internal import Wording

/// Minutes on foot to each building.
struct WalksBlock: PanelBlock {
  /// A building's label and the minutes to it; several buildings of one label have a range.
  struct Row: Sendable {
    var label: String
    var minutes: String
  }

  let rows: [Row]
  let heading: Wording
  /// At most this many are listed.
  var limit = Int.max

  init(_ buildings: [BoardBuilding], _ minutes: [Int?], heading: Wording) {
    var order: [String] = []
    var times: [String: [Int?]] = [:]
    for (building, minutes) in zip(buildings, minutes) where !building.label.isEmpty {
      if times[building.label] == nil { order.append(building.label) }
      times[building.label, default: []].append(minutes)
    }
    rows = order.map { Row(label: $0, minutes: WalksBlock.text(times[$0] ?? [])) }
    self.heading = heading
  }

  private static func text(_ minutes: [Int?]) -> String {
    let known = minutes.compactMap(\.self)
    guard let least = known.min(), let most = known.max() else { return Wording.Boards.unreachable }
    return least == most ? "\(least)" : "\(least)–\(most)"
  }

  private static let rowHeight = 9.4

  private var shown: [Row] { Array(rows.prefix(limit)) }

  /// How wide a column must be for most labels, and how many there are.
  private func columns(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Int {
    let unit = writer.unit * scale
    let style = TextStyle(cap: 4.6 * unit, isBold: true)
    let widths = shown.map { writer.ruler.width($0.label, style) }.sorted()
    let typical = widths.isEmpty ? 0 : widths[min(widths.count - 1, widths.count * 9 / 10)]
    let wanted = min(max(typical + 24 * unit, 35 * unit), width)
    return max(1, min(Int((width + 3 * unit) / (wanted + 3 * unit)), shown.count))
  }

  private func lines(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Int {
    let columns = columns(width, scale, writer)
    return (shown.count + columns - 1) / columns + (shown.count < rows.count ? 1 : 0)
  }

  func height(_ width: Double, _ scale: Double, _ writer: SheetWriter) -> Double {
    writer.headingHeight(scale)
      + Double(lines(width, scale, writer)) * WalksBlock.rowHeight * writer.unit * scale
  }

  func draw(in box: SheetBox, _ scale: Double, _ writer: SheetWriter) {
    let top = writer.heading(heading, in: box, scale)
    let unit = writer.unit * scale
    let columns = columns(box.width, scale, writer)
    let lines = (shown.count + columns - 1) / columns
    let gap = 3 * unit
    let width = (box.width + gap) / Double(columns) - gap
    let height = WalksBlock.rowHeight * unit
    for (place, row) in shown.enumerated() {
      let x = box.x + Double(place / lines) * (width + gap)
      let y = top + Double(place % lines) * height
      draw(row, in: SheetBox(x: x, y: y, width: width, height: height), unit, writer)
    }
    if shown.count < rows.count {
      let more = Wording.Boards.more(rows.count - shown.count)
      writer.text(
        "\(more.chinese)  \(more.english)",
        at: SheetPoint(x: box.x, y: top + Double(lines) * height + 6 * unit), TextStyle(cap: 3.2 * unit),
        Palette.black, most: box.width)
    }
  }

  private func draw(_ row: Row, in box: SheetBox, _ unit: Double, _ writer: SheetWriter) {
    let middle = box.centre.y
    let style = TextStyle(cap: 4.6 * unit, isBold: true)
    let natural = writer.ruler.width(row.label, style) + 3 * unit
    let plate = SheetBox(
      x: box.x, y: middle - 3.9 * unit, width: min(max(natural, 11 * unit), box.width - 21 * unit),
      height: 7.8 * unit)
    writer.sheet.shape(
      SheetPath(box: plate, radius: 0.9 * unit), Palette.building,
      edge: Pen(Palette.buildingEdge, 0.35 * unit))
    writer.centred(row.label, at: plate.centre, style, most: plate.width - 2 * unit)
    let right = box.right - 8.5 * unit
    writer.text(
      row.minutes, at: SheetPoint(x: right, y: middle + 2.3 * unit), style, Palette.black, .right,
      most: right - plate.right - unit)
    writer.text(
      "分", at: SheetPoint(x: right + unit, y: middle - 0.1 * unit), TextStyle(cap: 2.4 * unit), Palette.grey)
    writer.text(
      "min", at: SheetPoint(x: right + unit, y: middle + 2.9 * unit), TextStyle(cap: 2 * unit), Palette.grey)
    // Dots lead the eye from the building to its minutes.
    let end = right - writer.ruler.width(row.minutes, style) - 1.5 * unit
    if end - plate.right > 3 * unit {
      writer.sheet.line(
        [
          SheetPoint(x: plate.right + 1.5 * unit, y: middle + 2 * unit),
          SheetPoint(x: end, y: middle + 2 * unit),
        ], Pen(Palette.rule, 0.5 * unit, dashes: [0.5 * unit, 1.3 * unit]))
    }
  }
}
