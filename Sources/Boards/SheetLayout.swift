/// Where the parts of a board stand on its sheet.
struct SheetLayout: Sendable {
  let width: Double
  let height: Double
  let head: SheetBox
  let map: SheetBox
  /// Columns of the panel, each filled from its top.
  let columns: [SheetBox]
  let foot: SheetBox

  /// A layout whose panel takes `panelShare` of the sheet's length.
  init(_ paper: Paper, isLandscape: Bool, panelShare: Double) {
    width = isLandscape ? paper.longSide : paper.shortSide
    height = isLandscape ? paper.shortSide : paper.longSide
    let unit = paper.unit
    let margin = 12 * unit
    let page = SheetBox(x: margin, y: margin, width: width - 2 * margin, height: height - 2 * margin)
    head = SheetBox(x: page.x, y: page.y, width: page.width, height: 34 * unit)
    foot = SheetBox(x: page.x, y: page.bottom - 6 * unit, width: page.width, height: 6 * unit)
    let gap = 7 * unit
    let top = head.bottom + gap * 0.7
    let body = SheetBox(x: page.x, y: top, width: page.width, height: foot.y - 3 * unit - top)
    if isLandscape {
      let panel = panelShare * body.width
      map = SheetBox(x: body.x, y: body.y, width: body.width - panel - gap, height: body.height)
      columns = [SheetBox(x: body.right - panel, y: body.y, width: panel, height: body.height)]
    } else {
      let panel = panelShare * body.height
      map = SheetBox(x: body.x, y: body.y, width: body.width, height: body.height - panel - gap)
      let column = (body.width - 2 * gap) / 3
      columns = (0..<3).map {
        SheetBox(
          x: body.x + Double($0) * (column + gap), y: body.bottom - panel, width: column, height: panel)
      }
    }
  }
}
