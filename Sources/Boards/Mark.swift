internal import Foundation

/// A colour of the printed sheet.
struct Ink: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double

  /// A colour from three hexadecimal bytes.
  init(_ hex: UInt32) {
    red = Double(hex >> 16 & 255) / 255
    green = Double(hex >> 8 & 255) / 255
    blue = Double(hex & 255) / 255
  }

  /// `#3060a0`.
  var hex: String {
    let digits = [red, green, blue].map { share in
      let byte = String(Int((share * 255).rounded()), radix: 16)
      return byte.count < 2 ? "0" + byte : byte
    }
    return "#" + digits.joined()
  }

  /// How bright a printer without colours makes it, 0 to 1.
  var luminance: Double {
    func linear(_ share: Double) -> Double {
      share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// The contrast to another colour, 1 to 21, as WCAG defines it.
  func contrast(to other: Ink) -> Double {
    let (bright, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
    return (bright + 0.05) / (dark + 0.05)
  }
}

/// How a line is drawn.
struct Pen: Hashable, Sendable {
  var ink: Ink
  /// Millimetres.
  var width: Double
  /// Lengths of dashes and gaps in millimetres; none for a solid line.
  var dashes: [Double] = []
  var cap = Cap.butt

  /// What the ends of lines and dashes look like.
  enum Cap: Sendable { case butt, round }

  init(_ ink: Ink, _ width: Double, dashes: [Double] = [], cap: Cap = .butt) {
    self.ink = ink
    self.width = width
    self.dashes = dashes
    self.cap = cap
  }
}

/// How letters look.
struct TextStyle: Hashable, Sendable {
  /// The height of the font in millimetres; capitals are ``capShare`` of it.
  var size: Double
  var isBold = false

  /// The height of capitals and digits in relation to the font's size, in Liberation Sans.
  static let capShare = 0.716

  init(size: Double, isBold: Bool = false) {
    self.size = size
    self.isBold = isBold
  }

  /// The style whose capitals are `cap` millimetres high.
  init(cap: Double, isBold: Bool = false) { self.init(size: cap / TextStyle.capShare, isBold: isBold) }

  var cap: Double { size * TextStyle.capShare }
}

/// A line of text on the sheet.
struct Lettering: Hashable, Sendable {
  var text: String
  /// The left end of its base line.
  var origin: SheetPoint
  /// Millimetres from end to end.
  var width: Double
  var style: TextStyle
  var ink: Ink
  /// Clockwise, in radians, around ``origin``.
  var angle = 0.0
  /// Width of the white edge around the letters in millimetres; 0 for none.
  var halo = 0.0
}

/// One thing drawn on the sheet; later marks cover earlier ones.
enum Mark: Hashable, Sendable {
  /// Fills areas by the even-odd rule.
  case fill([SheetPath], Ink)
  case stroke([SheetPath], Pen)
  case text(Lettering)
  /// From here to the matching ``endClip`` nothing is drawn outside the areas.
  case clip([SheetPath])
  case endClip
}

/// A finished sheet, before it becomes a file.
struct Sheet: Sendable {
  /// Millimetres.
  var width: Double
  var height: Double
  var title: String
  var marks: [Mark] = []
  /// Where labels of the map stand; no two of them overlap.
  var labels: [LabelBox] = []

  mutating func fill(_ path: SheetPath, _ ink: Ink) { marks.append(.fill([path], ink)) }
  mutating func stroke(_ path: SheetPath, _ pen: Pen) { marks.append(.stroke([path], pen)) }
  mutating func line(_ points: [SheetPoint], _ pen: Pen) {
    marks.append(.stroke([SheetPath(points, isClosed: false)], pen))
  }

  /// Fills an area and draws its edge.
  mutating func shape(_ path: SheetPath, _ ink: Ink, edge: Pen) {
    fill(path, ink)
    stroke(path, edge)
  }

  /// Fills what of areas lies in `box` with parallel lines, `gap` millimetres apart, running up to the right or
  /// across; areas may reach far beyond the sheet.
  mutating func hatch(_ paths: [SheetPath], in box: SheetBox, _ pen: Pen, gap: Double, isSlanted: Bool) {
    let bounds = SheetPath(paths.flatMap(\.points)).bounds.intersection(box)
    guard bounds.width > 0, bounds.height > 0 else { return }
    marks.append(.clip(paths))
    // Counted from the sheet's corner, so that areas side by side are hatched alike.
    let rise = isSlanted ? bounds.width : 0
    var y = (bounds.y / gap).rounded(.down) * gap
    var lines: [SheetPath] = []
    while y < bounds.bottom + rise {
      lines.append(
        SheetPath(
          [SheetPoint(x: bounds.x, y: y), SheetPoint(x: bounds.right, y: y - rise)], isClosed: false))
      y += gap
    }
    marks.append(.stroke(lines, pen))
    marks.append(.endClip)
  }
}
