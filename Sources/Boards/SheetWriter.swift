internal import Streets

/// Draws text and symbols on a sheet; one thread's.
final class SheetWriter {
  var sheet: Sheet
  let ruler: TextRuler
  /// How large everything is in relation to A2.
  let unit: Double

  /// Where text begins from its place.
  enum Alignment { case left, middle, right }

  init(_ sheet: Sheet, ruler: TextRuler, unit: Double) {
    self.sheet = sheet
    self.ruler = ruler
    self.unit = unit
  }

  /// Writes a line; where it is longer than `most` millimetres, smaller.
  ///
  /// - Returns: Its width.
  @discardableResult
  func text(
    _ text: String, at place: SheetPoint, _ style: TextStyle, _ ink: Ink = Palette.black,
    _ alignment: Alignment = .left, most: Double = .infinity, halo: Double = 0
  ) -> Double {
    guard !text.isEmpty else { return 0 }
    var style = style
    var width = ruler.width(text, style)
    if width > most, width > 0 {
      style.size *= most / width
      width = most
    }
    let shift =
      switch alignment {
      case .left: 0.0
      case .middle: width / 2
      case .right: width
      }
    let origin = SheetPoint(x: place.x - shift, y: place.y)
    sheet.marks.append(
      .text(Lettering(text: text, origin: origin, width: width, style: style, ink: ink, halo: halo)))
    return width
  }

  /// Writes capitals and digits in the middle of a place.
  func centred(
    _ text: String, at place: SheetPoint, _ style: TextStyle, _ ink: Ink = Palette.black,
    most: Double = .infinity, halo: Double = 0
  ) {
    let width = ruler.width(text, style)
    let cap = style.cap * min(1, width > 0 ? most / width : 1)
    self.text(
      text, at: SheetPoint(x: place.x, y: place.y + cap / 2), style, ink, .middle, most: most, halo: halo)
  }

  /// Draws a pictogram.
  func draw(_ symbol: Symbol, in box: SheetBox, _ ink: Ink) {
    if let letters = symbol.letters {
      centred(letters, at: box.centre, TextStyle(cap: box.height * 0.78, isBold: true), ink, most: box.width)
      return
    }
    let areas = symbol.areas.map { $0.fitted(into: box) }
    let lines = symbol.lines.map { $0.fitted(into: box) }
    if symbol == .qr || symbol == .station || areas.count == 1 {
      sheet.marks.append(.fill(areas, ink))
    } else {
      for area in areas { sheet.fill(area, ink) }
    }
    if !lines.isEmpty { sheet.marks.append(.stroke(lines, Pen(ink, box.height * 0.09, cap: .round))) }
  }

  /// A pictogram on a plate of its own.
  func plate(_ symbol: Symbol, in box: SheetBox, _ ground: Ink = Palette.sign) {
    let path = SheetPath(box: box, radius: box.height * 0.16)
    sheet.shape(path, ground, edge: Pen(Palette.white, box.height * 0.06))
    draw(symbol, in: box.inset(box.height * 0.16), Palette.white)
  }

  /// What a gate says to one way of moving.
  func draw(_ sign: ModeSign, for mode: Mode, in box: SheetBox) {
    let symbol: Symbol = mode == .foot ? .walker : mode == .car ? .car : .ebike
    guard sign != .no else {
      sheet.shape(
        SheetPath(box: box, radius: box.height * 0.16), Palette.white,
        edge: Pen(Palette.grey, box.height * 0.045))
      draw(symbol, in: box.inset(box.height * 0.14), Palette.grey)
      let (from, to) = (SheetPoint(x: box.x, y: box.y), SheetPoint(x: box.right, y: box.bottom))
      sheet.line([from, to], Pen(Palette.white, box.height * 0.22))
      sheet.line([from, to], Pen(Palette.forbidden, box.height * 0.12))
      return
    }
    sheet.fill(SheetPath(box: box, radius: box.height * 0.16), Palette.sign)
    draw(symbol, in: box.inset(box.height * 0.14), Palette.white)
    guard let note = sign.note else { return }
    let radius = box.height * 0.26
    let centre = SheetPoint(x: box.right - radius * 0.55, y: box.bottom - radius * 0.55)
    sheet.shape(
      SheetPath(circle: centre, radius: radius), Palette.white, edge: Pen(Palette.black, radius * 0.18))
    let side = radius * 1.3
    draw(
      note, in: SheetBox(x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side),
      Palette.black)
  }
}

extension ModeSign {
  /// The small sign at the corner of the large one.
  var note: Symbol? {
    switch self {
    case .free, .no: nil
    case .push: .walker
    case .timed: .clock
    case .pass: .card
    case .unknown: .question
    }
  }
}

extension Symbol {
  /// How one gets in.
  init(_ entry: EntryKind) {
    switch entry {
    case .open: self = .open
    case .guard: self = .guard
    case .register: self = .register
    case .code: self = .code
    case .qr: self = .qr
    case .call: self = .call
    case .badge: self = .badge
    case .unknown: self = .question
    }
  }
}
