internal import Foundation

/// Writes a sheet as SVG; text stays text.
struct SVGWriter {
  private var lines: [String] = []
  private var clips = 0

  /// The file's text.
  static func text(of sheet: Sheet) -> String {
    var writer = SVGWriter()
    let size = "\(number(sheet.width)) \(number(sheet.height))"
    writer.lines = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(number(sheet.width))mm""#
        + #" height="\#(number(sheet.height))mm" viewBox="0 0 \#(size)" font-family="\#(families)""#
        + #" stroke-linejoin="round" fill-rule="evenodd">"#,
      "<title>\(escaped(sheet.title))</title>",
      ##"<rect width="100%" height="100%" fill="#ffffff"/>"##,
    ]
    for mark in sheet.marks { writer.add(mark) }
    return (writer.lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static let families = FontFamily.list.split(separator: ",").map { "'\($0)'" }.joined(separator: ",")

  private mutating func add(_ mark: Mark) {
    switch mark {
    case .fill(let paths, let ink):
      lines.append(#"<path d="\#(SVGWriter.path(paths))" fill="\#(ink.hex)"/>"#)
    case .stroke(let paths, let pen):
      lines.append(#"<path d="\#(SVGWriter.path(paths))" fill="none" \#(SVGWriter.attributes(pen))/>"#)
    case .text(let lettering): lines.append(SVGWriter.text(lettering))
    case .clip(let paths):
      clips += 1
      lines.append(
        #"<clipPath id="c\#(clips)"><path clip-rule="evenodd" d="\#(SVGWriter.path(paths))"/></clipPath>"#)
      lines.append(#"<g clip-path="url(#c\#(clips))">"#)
    case .endClip: lines.append("</g>")
    }
  }

  private static func attributes(_ pen: Pen) -> String {
    var text = #"stroke="\#(pen.ink.hex)" stroke-width="\#(number(pen.width))""#
    if !pen.dashes.isEmpty {
      text += #" stroke-dasharray="\#(pen.dashes.map(number).joined(separator: " "))""#
    }
    if pen.cap == .round { text += #" stroke-linecap="round""# }
    return text
  }

  private static func text(_ lettering: Lettering) -> String {
    let (x, y) = (number(lettering.origin.x), number(lettering.origin.y))
    var text = #"<text x="\#(x)" y="\#(y)" font-size="\#(number(lettering.style.size))""#
    text += #" textLength="\#(number(lettering.width))" lengthAdjust="spacingAndGlyphs""#
    text += #" fill="\#(lettering.ink.hex)""#
    if lettering.style.isBold { text += #" font-weight="bold""# }
    if lettering.angle != 0 {
      text += #" transform="rotate(\#(number(lettering.angle * 180 / .pi)) \#(x) \#(y))""#
    }
    if lettering.halo > 0 {
      text += ##" stroke="#ffffff" stroke-width="\##(number(2 * lettering.halo))" paint-order="stroke""##
    }
    return text + ">" + escaped(lettering.text) + "</text>"
  }

  private static func path(_ paths: [SheetPath]) -> String {
    paths.map { path in
      "M" + path.points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
        + (path.isClosed ? "Z" : "")
    }.joined()
  }

  /// Hundredths of a millimetre are finer than any printer.
  private static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Text between tags; characters that XML has no place for are left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default:
        let isText = scalar.value >= 0x20 && (scalar.value < 0xFFFE || scalar.value > 0xFFFF)
        if isText { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
