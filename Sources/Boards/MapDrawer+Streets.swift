internal import Dense
internal import Geo
internal import Routing
internal import Streets
internal import Wording

/// A piece of street on the sheet.
struct StreetLine {
  var kind: StreetKind
  var name: TextID
  var points: [SheetPoint]
  /// Below the ground or inside a building.
  var isHidden: Bool

  var path: SheetPath { SheetPath(points, isClosed: false) }
  var isStairs: Bool { kind == .steps || kind == .escalator }
}

extension MapDrawer {
  /// The streets that the map shows; pieces of one way that follow each other are joined.
  func streets() -> [StreetLine] {
    let (network, premises) = (city.network, city.premises)
    var found: Set<SegmentID> = []
    premises.segmentIndex.forEach(in: view.ground) {
      found.insert(premises.pieces[ItemID(rawValue: $0)].segment)
    }
    var lines: [StreetLine] = []
    for segment in found.sorted() where network.length[segment] > .zero {
      let kind = network.kind(segment)
      guard kind != .gate, kind != .square, kind != .ferry, kind != .platform else { continue }
      let flags = network.flags(segment)
      let points = network.geometry[segment].map { view.point(network.geometry.values[$0]) }
      let line = StreetLine(
        kind: kind, name: network.name[segment], points: points,
        isHidden: !flags.isDisjoint(with: [.tunnel, .indoor]) || kind == .corridor)
      if let last = lines.last, last.kind == kind, last.name == line.name, last.isHidden == line.isHidden,
        last.points.last == points.first
      {
        lines[lines.count - 1].points += points.dropFirst()
      } else {
        lines.append(line)
      }
    }
    return lines
  }

  func drawRoads(_ streets: [StreetLine]) {
    let roads = streets.filter { $0.kind.boardWidth > 0 && !$0.isHidden }
    if !roads.isEmpty { used.insert(.road) }
    for (kind, group) in MapDrawer.grouped(roads) {
      writer.sheet.marks.append(
        .stroke(group, Pen(Palette.roadEdge, width(kind) + 0.7 * unit, cap: .round)))
    }
    for (kind, group) in MapDrawer.grouped(roads).reversed() {
      let ink = kind.rawValue >= StreetKind.service.rawValue ? Palette.insideRoad : Palette.road
      writer.sheet.marks.append(.stroke(group, Pen(ink, width(kind), cap: .round)))
    }
  }

  /// Paths, stairs and what lies below the ground; drawn over buildings, since they may lead through.
  func drawPaths(_ streets: [StreetLine]) {
    let hidden = streets.filter(\.isHidden).map(\.path)
    if !hidden.isEmpty {
      used.insert(.underground)
      writer.sheet.marks.append(
        .stroke(hidden, Pen(Palette.path, 0.7 * unit, dashes: [0.9 * unit, 1.1 * unit])))
    }
    let paths = streets.filter {
      $0.kind.boardWidth == 0 && !$0.isHidden && !$0.isStairs && $0.kind != .elevator
    }
    if !paths.isEmpty {
      used.insert(.path)
      writer.sheet.marks.append(.stroke(paths.map(\.path), Pen(Palette.white, 1.7 * unit, cap: .round)))
      writer.sheet.marks.append(
        .stroke(paths.map(\.path), Pen(Palette.path, 0.8 * unit, dashes: [2.4 * unit, 1.2 * unit])))
    }
    let stairs = streets.filter { $0.isStairs && !$0.isHidden }.map(\.path)
    guard !stairs.isEmpty else { return }
    used.insert(.stairs)
    writer.drawStairs(stairs)
  }

  private func width(_ kind: StreetKind) -> Double {
    min(max(kind.boardWidth * view.millimetresPerMetre, 1.8 * unit), 14 * unit)
  }

  /// Lines by kind, the most important kind first.
  private static func grouped(_ streets: [StreetLine]) -> [(StreetKind, [SheetPath])] {
    Dictionary(grouping: streets, by: \.kind).sorted { $0.key.rawValue < $1.key.rawValue }
      .map { ($0.key, $0.value.map(\.path)) }
  }

  // MARK: Names

  /// Writes the names of streets along them, each once or, on long streets, twice.
  func drawStreetNames(_ streets: [StreetLine]) {
    let named = streets.filter { $0.name != .none && !$0.isHidden && $0.path.length > 15 * unit }
    let lines = Dictionary(grouping: named, by: \.name).sorted { $0.key < $1.key }
    for (name, lines) in lines {
      let english = city.tables.scenery.english(ofStreet: name)
      guard let words = BoardFacts.name(name, english, in: city) else { continue }
      let both = words.english == words.chinese ? words.chinese : "\(words.chinese)  \(words.english)"
      for text in both == words.chinese ? [both] : [both, words.chinese] {
        let spots = lines.flatMap { self.spots(for: text, along: $0) }.sorted { $0.bend < $1.bend }
        guard let row = placer.place(spots.map(\.box)) else { continue }
        draw(text, at: spots[row].box)
        break
      }
    }
  }

  private var nameStyle: TextStyle { TextStyle(cap: 3.2 * unit) }

  /// Places for `text` on a line, the straightest first.
  private func spots(for text: String, along line: StreetLine) -> [(box: LabelBox, bend: Double)] {
    let width = writer.ruler.width(text, nameStyle)
    let path = line.path
    let length = path.length
    guard length > width * 1.05 else { return [] }
    return stride(from: width / 2, through: length - width / 2, by: 6 * unit).flatMap {
      middle -> [(box: LabelBox, bend: Double)] in
      let (a, b) = (path.point(at: middle - width / 2), path.point(at: middle + width / 2))
      let centre = (a + b) * 0.5
      let bend = (path.point(at: middle) - centre).length
      guard bend < 1.5 * unit, (b - a).length > 0.97 * width else { return [] }
      var direction = (b - a).unit
      if direction.x < -1e-6 || abs(direction.x) <= 1e-6 && direction.y > 0 { direction = direction * -1 }
      let aside = SheetPoint(x: direction.y, y: -direction.x)
      return offsets(line).map { offset in
        let box = LabelBox(
          centre: centre + aside * offset, width: width + unit, height: nameStyle.cap * 1.5,
          angle: direction.angle)
        return (box, bend)
      }
    }
  }

  /// How far from a line's middle its name may stand: on it, but beside stairs, whose steps nobody could tell from letters.
  private func offsets(_ line: StreetLine) -> [Double] {
    let beside = SheetWriter.stairsWidth / 2 * unit + nameStyle.cap
    return line.isStairs ? [beside, -beside] : [0]
  }

  private func draw(_ text: String, at box: LabelBox) {
    let width = writer.ruler.width(text, nameStyle)
    let start = box.centre - .polar(box.angle, width / 2) + .polar(box.angle + .pi / 2, nameStyle.cap / 2)
    writer.sheet.marks.append(
      .text(
        Lettering(
          text: text, origin: start, width: width, style: nameStyle, ink: Palette.black, angle: box.angle,
          halo: 0.5 * unit)))
  }
}

extension SheetWriter {
  fileprivate static let stairsWidth = 3.2

  /// Draws stairs: a band with its steps across.
  func drawStairs(_ lines: [SheetPath]) {
    sheet.marks.append(.stroke(lines, Pen(Palette.stairs, SheetWriter.stairsWidth * unit)))
    sheet.marks.append(.stroke(lines, Pen(Palette.white, 2.5 * unit)))
    sheet.marks.append(.stroke(lines, Pen(Palette.stairs, 2.6 * unit, dashes: [0.5 * unit, 0.8 * unit])))
  }
}

extension SheetPath {
  /// The point that lies `distance` along the line.
  func point(at distance: Double) -> SheetPoint {
    var left = distance
    for (a, b) in zip(points, points.dropFirst()) {
      let length = (b - a).length
      if left <= length, length > 0 { return a + (b - a) * (max(left, 0) / length) }
      left -= length
    }
    return points.last ?? SheetPoint(x: 0, y: 0)
  }
}

extension StreetKind {
  /// Metres from kerb to kerb, as boards draw it; 0 for what is drawn as a path.
  var boardWidth: Double {
    switch self {
    case .motorway, .trunk: 16
    case .primary, .secondary: 13
    case .motorwayLink, .trunkLink, .primaryLink, .secondaryLink, .tertiary: 9
    case .tertiaryLink, .unclassified, .residential, .livingStreet: 7
    case .service, .driveway, .parkingAisle: 4.5
    case .pedestrian: 5
    default: 0
    }
  }
}
