internal import Dense
internal import Foundation
internal import Geo
internal import Routing
internal import Streets
internal import Wording

// Labels, the most important first: where one is, gates, building numbers, signs, units, street names.
extension MapDrawer {
  func drawLabels(_ streets: [StreetLine]) {
    let discs = facts.gates.map { placeDisc($0) }
    let order = facts.gates.indices.sorted { isHere($0) && !isHere($1) }
    for row in order where isHere(row) { drawPlate(facts.gates[row], at: discs[row]) }
    drawNumbers()
    for row in order where !isHere(row) { drawPlate(facts.gates[row], at: discs[row]) }
    for (gate, disc) in zip(facts.gates, discs) { drawDisc(gate, at: disc) }
    drawPlaces()
    drawLifts(streets)
    drawUnits()
    drawStreetNames(streets)
  }

  private func isHere(_ row: Int) -> Bool { facts.gates[row].id == here?.id }

  // MARK: Gates

  private func radius(_ gate: BoardGate) -> Double { (gate.id == here?.id ? 6.5 : 4.6) * unit }

  /// The middle of a gate's disc: at the gate, or beside it where another stands.
  private func placeDisc(_ gate: BoardGate) -> SheetPoint {
    let (place, radius) = (view.point(gate.position), radius(gate))
    let turns = (0..<8).map { Double($0) * .pi / 4 }
    let around = turns.flatMap { angle in [2.1, 3.2].map { place + .polar(angle, $0 * radius) } }
    let places = [place] + around
    let boxes = places.map { LabelBox(centre: $0, width: 2 * radius, height: 2 * radius) }
    guard let row = placer.place(boxes) else {
      placer.take(boxes[0])
      return place
    }
    return places[row]
  }

  private func drawDisc(_ gate: BoardGate, at centre: SheetPoint) {
    let (place, radius) = (view.point(gate.position), radius(gate))
    let isHere = gate.id == here?.id
    if place != centre {
      writer.sheet.line([place, centre], Pen(Palette.black, 0.7 * unit))
      writer.sheet.fill(SheetPath(circle: place, radius: unit), Palette.black)
    }
    writer.disc(gate.letter, at: centre, radius: radius, isHere: isHere, isShut: gate.sign.isShut)
  }

  /// The name of a gate and its signs, near its disc.
  private func drawPlate(_ gate: BoardGate, at disc: SheetPoint) {
    let isHere = gate.id == here?.id
    let plate = GatePlate(gate, isHere: isHere, writer)
    let (_, outward) = ring.nearestEdge(to: view.point(gate.position))
    let places = plate.places(around: disc, radius: radius(gate), outward: outward)
    guard let row = placer.place(places.map { LabelBox($0) }) else { return }
    let box = places[row]
    writer.sheet.line([disc, box.nearest(to: disc)], Pen(isHere ? Palette.here : Palette.black, 0.8 * unit))
    plate.draw(in: box, writer)
  }

  // MARK: Places

  private func drawPlaces() {
    let index = city.premises.placeIndex
    var found: Set<PlaceID> = []
    index.forEach(in: view.ground) { found.insert(PlaceID(rawValue: $0)) }
    for id in found.sorted() {
      guard let symbol = places.symbols[id] else { continue }
      let place = view.point(city.premises.places[id].position)
      if view.box.contains(place), drawSymbol(symbol, at: place) {
        used.insert(
          symbol == .station ? .station : symbol == .toilet ? .toilet : symbol == .charger ? .charger : .bay)
      }
    }
  }

  private func drawLifts(_ streets: [StreetLine]) {
    var spots = streets.filter { $0.kind == .elevator }.map(\.path.centroid)
    city.tables.scenery.gateIndex.forEach(in: view.ground) { row in
      let gate = city.premises.gates[GateID(rawValue: row)]
      if gate.kind == BarrierKind.lift.rawValue { spots.append(view.point(gate.position)) }
    }
    for spot in spots where view.box.contains(spot) && drawSymbol(.lift, at: spot) { used.insert(.lift) }
  }

  /// Draws a symbol at a place, or beside it with a line; false where there is no room.
  private func drawSymbol(_ symbol: Symbol, at place: SheetPoint) -> Bool {
    let side = 6 * unit
    let turns = (0..<8).map { (Double($0) - 2) * .pi / 4 }
    var centres = [place]
    for far in [0.9, 1.5] { centres += turns.map { place + .polar($0, far * side) } }
    guard let row = placer.place(centres.map { LabelBox(centre: $0, width: side, height: side) }) else {
      return false
    }
    if row > 0 {
      writer.sheet.line([place, centres[row]], Pen(Palette.black, 0.5 * unit))
      writer.sheet.fill(SheetPath(circle: place, radius: 0.7 * unit), Palette.black)
    }
    let corner = centres[row] - SheetPoint(x: side / 2, y: side / 2)
    writer.plate(symbol, in: SheetBox(x: corner.x, y: corner.y, width: side, height: side))
    return true
  }

  // MARK: Doors

  /// Writes the units of doors before them, where a building has several.
  private func drawUnits() {
    for (building, outline) in zip(facts.buildings, outlines) where building.doors.count > 1 {
      for door in building.doors where !door.unit.isEmpty && door.unit.count <= 6 {
        let (tip, outward) = outline.nearestEdge(to: view.point(door.position))
        for cap in [3.6, 2.8, 2.2] {
          let style = TextStyle(cap: cap * unit, isBold: true)
          let width = writer.ruler.width(door.unit, style)
          let aside = SheetPoint(x: -outward.y, y: outward.x)
          let reach = abs(outward.x) * width / 2 + abs(outward.y) * style.cap / 2
          let centres = [
            tip + outward * (2.6 * unit + reach),
            tip + outward * (unit + reach) + aside * (1.4 * unit + width),
            tip + outward * (unit + reach) - aside * (1.4 * unit + width),
          ]
          let boxes = centres.map {
            LabelBox(centre: $0, width: width + 0.6 * unit, height: style.cap + 0.8 * unit)
          }
          guard let row = placer.place(boxes) else { continue }
          writer.centred(door.unit, at: centres[row], style, halo: 0.5 * unit)
          break
        }
      }
    }
  }
}

extension SheetBox {
  /// The point of the box that is nearest to `point`.
  func nearest(to point: SheetPoint) -> SheetPoint {
    SheetPoint(x: min(max(point.x, x), right), y: min(max(point.y, y), bottom))
  }
}

extension SheetWriter {
  /// The disc with a gate's letter.
  func disc(_ letter: String, at centre: SheetPoint, radius: Double, isHere: Bool, isShut: Bool) {
    let path = SheetPath(circle: centre, radius: radius)
    if isHere {
      sheet.fill(SheetPath(circle: centre, radius: radius * 1.16), Palette.black)
      sheet.shape(path, Palette.here, edge: Pen(Palette.white, radius * 0.14))
    } else {
      sheet.shape(
        path, isShut ? Palette.white : Palette.black,
        edge: Pen(isShut ? Palette.black : Palette.white, radius * 0.16))
    }
    centred(
      letter, at: centre, TextStyle(cap: radius * 1.05, isBold: true),
      isShut && !isHere ? Palette.black : Palette.white)
  }
}

/// The small plate beside a gate: its name, and who gets through.
struct GatePlate {
  private let gate: BoardGate
  private let isHere: Bool
  private let size: (width: Double, height: Double)
  private let side: Double
  private let unit: Double
  private let names: (chinese: TextStyle, english: TextStyle)
  private let english: String

  init(_ gate: BoardGate, isHere: Bool, _ writer: SheetWriter) {
    self.gate = gate
    self.isHere = isHere
    unit = writer.unit
    side = 7.4 * unit
    names = (TextStyle(cap: 4.2 * unit, isBold: true), TextStyle(cap: 2.8 * unit))
    english = gate.name.english == gate.name.chinese ? "" : gate.name.english
    let here = Wording.Boards.youAreHere
    let widths = [
      writer.ruler.width(gate.name.chinese, names.chinese), writer.ruler.width(english, names.english),
      4 * 1.12 * side,
      isHere ? writer.ruler.width(here.chinese, GatePlate.hereStyle(unit)) : 0,
      isHere ? writer.ruler.width(here.english, names.chinese) : 0,
    ]
    let head = isHere ? 15 * unit : 0
    let height = head + side + 8.4 * unit + (english.isEmpty ? 0 : 4.4 * unit)
    size = ((widths.max() ?? 0) + 3 * writer.unit, height)
  }

  private static func hereStyle(_ unit: Double) -> TextStyle { TextStyle(cap: 5.4 * unit, isBold: true) }

  /// Boxes around the disc, those outside the compound first.
  func places(around disc: SheetPoint, radius: Double, outward: SheetPoint) -> [SheetBox] {
    let turns = [0.0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8]
    return [1.6, 6, 13, 22].flatMap { gap in
      turns.map { turn in
        let direction = SheetPoint.polar(outward.angle + turn * .pi / 8, 1)
        // How far the middle has to be for the box to clear the disc.
        let byWidth = abs(direction.x) > 1e-6 ? size.width / 2 / abs(direction.x) : .infinity
        let byHeight = abs(direction.y) > 1e-6 ? size.height / 2 / abs(direction.y) : .infinity
        let centre = disc + direction * (radius + gap * unit + min(byWidth, byHeight))
        return SheetBox(
          x: centre.x - size.width / 2, y: centre.y - size.height / 2, width: size.width, height: size.height)
      }
    }
  }

  func draw(in box: SheetBox, _ writer: SheetWriter) {
    let path = SheetPath(box: box, radius: 1.2 * unit)
    writer.sheet.shape(path, Palette.white, edge: Pen(isHere ? Palette.here : Palette.black, 0.6 * unit))
    var y = box.y
    if isHere {
      let head = SheetBox(x: box.x, y: box.y, width: box.width, height: 15 * unit)
      writer.sheet.fill(SheetPath(box: head, radius: 1.2 * unit), Palette.here)
      let here = Wording.Boards.youAreHere
      writer.centred(
        here.chinese, at: SheetPoint(x: box.centre.x, y: y + 4.8 * unit), GatePlate.hereStyle(unit),
        Palette.white)
      writer.centred(
        here.english, at: SheetPoint(x: box.centre.x, y: y + 11.2 * unit), names.chinese, Palette.white)
      y += 15 * unit
    }
    writer.centred(gate.name.chinese, at: SheetPoint(x: box.centre.x, y: y + 3.9 * unit), names.chinese)
    if !english.isEmpty {
      writer.centred(english, at: SheetPoint(x: box.centre.x, y: y + 9.2 * unit), names.english, Palette.grey)
      y += 4.4 * unit
    }
    y += 7.2 * unit
    var x = box.centre.x - 2.2 * side
    for (mode, sign) in zip(GateSign.modes, gate.sign.signs) {
      writer.draw(sign, for: mode, in: SheetBox(x: x, y: y, width: side, height: side))
      x += 1.12 * side
    }
    let entry = SheetBox(x: x, y: y, width: side, height: side).inset(0.4 * unit)
    writer.draw(gate.sign.entrySymbol, in: entry, Palette.black)
  }
}
