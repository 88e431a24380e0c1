internal import CCairo
internal import CQrencode
internal import Foundation

// Every call of cairo, Pango and libqrencode is in this file.
//
// Proof for all of them: the handles are made in the initialisers below, checked there, owned by one object and
// released once, by its `deinit`; none leaves the file. Cairo and Pango never return nil from constructors (they
// return an object in an error state, which later calls pass over), and the objects are used by one thread at a time,
// since the classes are not Sendable.

/// Measures and keeps lines of text; one thread's.
@safe
final class TextRuler {
  /// Lines are laid out at this size and scaled when drawn, so that one layout serves all sizes.
  static let layoutSize = 100.0
  /// No memory for more lines than a few boards have.
  private static let mostKept = 4000

  private struct Key: Hashable {
    var text: String
    var isBold: Bool
  }

  private let context: OpaquePointer
  private let fonts: [OpaquePointer]
  private var layouts: [Key: OpaquePointer] = unsafe [:]

  init() {
    unsafe context = pango_font_map_create_context(pango_cairo_font_map_get_default())
    let options = unsafe cairo_font_options_create()
    // The same widths on paper and on screen, at any size.
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    unsafe pango_cairo_context_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
    unsafe pango_context_set_round_glyph_positions(context, 0)
    unsafe pango_context_set_language(context, pango_language_from_string("zh-cn"))
    unsafe fonts = [PANGO_WEIGHT_NORMAL, PANGO_WEIGHT_BOLD].map { weight in
      let font = unsafe pango_font_description_new()
      unsafe pango_font_description_set_family(font, FontFamily.list)
      unsafe pango_font_description_set_weight(font, weight)
      unsafe pango_font_description_set_absolute_size(font, TextRuler.layoutSize * Double(PANGO_SCALE))
      return unsafe font!
    }
  }

  deinit {
    forget()
    unsafe fonts.forEach { unsafe pango_font_description_free($0) }
    unsafe g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// The width of `text` in millimetres.
  func width(_ text: String, _ style: TextStyle) -> Double {
    var (width, height) = (Int32(0), Int32(0))
    unsafe pango_layout_get_size(layout(text, style.isBold), &width, &height)
    return Double(width) / Double(PANGO_SCALE) / TextRuler.layoutSize * style.size
  }

  /// The laid out line; the ruler keeps it at least until the next call.
  fileprivate func layout(_ text: String, _ isBold: Bool) -> OpaquePointer {
    let key = Key(text: text, isBold: isBold)
    if let known = unsafe layouts[key] { return unsafe known }
    if unsafe layouts.count >= TextRuler.mostKept { forget() }
    let made = unsafe pango_layout_new(context)!
    unsafe pango_layout_set_font_description(made, fonts[isBold ? 1 : 0])
    unsafe pango_layout_set_single_paragraph_mode(made, 1)
    unsafe pango_layout_set_text(made, text, Int32(text.utf8.count))
    unsafe setLatin(made, text)
    unsafe layouts[key] = made
    return unsafe made
  }

  /// Takes Latin letters from a font of their own.
  ///
  /// Cairo 1.16 cannot thin out a subset of Noto Sans CJK that has Latin and Chinese glyphs together: a PDF is
  /// 0.9 MB larger for it.
  private func setLatin(_ layout: OpaquePointer, _ text: String) {
    let list = unsafe pango_attr_list_new()
    var (start, end) = (0, 0)
    for scalar in text.unicodeScalars {
      let next = end + UTF8.width(scalar)
      if scalar.value >= 0x2000 {
        if start < end { unsafe addLatin(list, start, end) }
        start = next
      }
      end = next
    }
    if start < end { unsafe addLatin(list, start, end) }
    unsafe pango_layout_set_attributes(layout, list)
    unsafe pango_attr_list_unref(list)
  }

  private func addLatin(_ list: OpaquePointer?, _ start: Int, _ end: Int) {
    let family = unsafe pango_attr_family_new(FontFamily.latin)!
    unsafe family.pointee.start_index = UInt32(start)
    unsafe family.pointee.end_index = UInt32(end)
    // The list owns the attribute from now on.
    unsafe pango_attr_list_insert(list, family)
  }

  private func forget() {
    unsafe layouts.values.forEach { unsafe g_object_unref(UnsafeMutableRawPointer($0)) }
    unsafe layouts.removeAll()
  }
}

/// The fonts of boards.
enum FontFamily {
  static let list = "Noto Sans CJK SC,Noto Sans,Liberation Sans,DejaVu Sans"
  static let latin = "Liberation Sans,Noto Sans,DejaVu Sans,Noto Sans CJK SC"
}

/// What a drawing becomes.
enum CanvasKind {
  case pdf(title: String, date: String)
  case png(dotsPerInch: Double)
}

/// Draws sheets with cairo into the bytes of a file; one thread's.
@safe
final class CairoCanvas {
  private let kind: CanvasKind
  private let ruler: TextRuler
  private let sink = ByteSink()
  private let surface: OpaquePointer
  private let cairo: OpaquePointer
  private var isFinished = false

  /// Collects what cairo writes.
  private final class ByteSink {
    var bytes: [UInt8] = []
  }

  /// Appends what cairo hands over to the sink that was given with the function.
  private static let write: cairo_write_func_t = { closure, data, count in
    guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
    // Proof: the closure is the sink of the canvas, which outlives its surface; cairo gives `count` bytes.
    let sink = unsafe Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
    unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }

  private static let pointsPerMillimetre = 72 / 25.4

  /// A canvas for sheets of one size.
  init(_ kind: CanvasKind, width: Double, height: Double, ruler: TextRuler) {
    self.kind = kind
    self.ruler = ruler
    switch kind {
    case .pdf(let title, let date):
      let scale = CairoCanvas.pointsPerMillimetre
      let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
      unsafe surface = cairo_pdf_surface_create_for_stream(
        CairoCanvas.write, target, width * scale, height * scale)
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Kaimen")
      unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date + "T00:00:00Z")
      unsafe cairo = cairo_create(surface)
      unsafe cairo_scale(cairo, scale, scale)
    case .png(let dots):
      let scale = dots / 25.4
      unsafe surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((width * scale).rounded()), Int32((height * scale).rounded()))
      unsafe cairo = cairo_create(surface)
      unsafe cairo_scale(cairo, scale, scale)
    }
    unsafe cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD)
  }

  deinit {
    unsafe cairo_destroy(cairo)
    unsafe cairo_surface_destroy(surface)
  }

  /// Draws a sheet on a page of its own; a picture has room for one.
  func draw(_ sheet: Sheet) {
    set(Palette.white)
    unsafe cairo_paint(cairo)
    for mark in sheet.marks { draw(mark) }
    unsafe cairo_show_page(cairo)
  }

  /// The bytes of the file.
  ///
  /// - Throws: ``BoardError/cannotDraw(_:)`` with what cairo says.
  func finish() throws(BoardError) -> [UInt8] {
    if !isFinished {
      isFinished = true
      try check(unsafe cairo_status(cairo))
      if case .png = kind {
        let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
        try check(unsafe cairo_surface_write_to_png_stream(surface, CairoCanvas.write, target))
      }
      unsafe cairo_surface_finish(surface)
      try check(unsafe cairo_surface_status(surface))
    }
    return sink.bytes
  }

  private func check(_ status: cairo_status_t) throws(BoardError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw .cannotDraw(unsafe String(cString: cairo_status_to_string(status)))
  }

  private func draw(_ mark: Mark) {
    switch mark {
    case .fill(let paths, let ink):
      trace(paths)
      set(ink)
      unsafe cairo_fill(cairo)
    case .stroke(let paths, let pen):
      trace(paths)
      stroke(pen)
    case .text(let lettering): draw(lettering)
    case .clip(let paths):
      unsafe cairo_save(cairo)
      trace(paths)
      unsafe cairo_clip(cairo)
    case .endClip: unsafe cairo_restore(cairo)
    }
  }

  private func set(_ ink: Ink) { unsafe cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue) }

  private func trace(_ paths: [SheetPath]) {
    for path in paths {
      for (row, point) in path.points.enumerated() {
        if row == 0 {
          unsafe cairo_move_to(cairo, point.x, point.y)
        } else {
          unsafe cairo_line_to(cairo, point.x, point.y)
        }
      }
      if path.isClosed { unsafe cairo_close_path(cairo) }
    }
  }

  private func stroke(_ pen: Pen) {
    set(pen.ink)
    unsafe cairo_set_line_width(cairo, pen.width)
    unsafe cairo_set_line_cap(cairo, pen.cap == .round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    unsafe cairo_set_dash(cairo, pen.dashes, Int32(pen.dashes.count), 0)
    unsafe cairo_stroke(cairo)
  }

  private func draw(_ lettering: Lettering) {
    let line = unsafe pango_layout_get_line_readonly(
      ruler.layout(lettering.text, lettering.style.isBold), 0)
    let scale = lettering.style.size / TextRuler.layoutSize
    unsafe cairo_save(cairo)
    unsafe cairo_translate(cairo, lettering.origin.x, lettering.origin.y)
    unsafe cairo_rotate(cairo, lettering.angle)
    unsafe cairo_scale(cairo, scale, scale)
    if lettering.halo > 0 {
      unsafe cairo_move_to(cairo, 0, 0)
      unsafe pango_cairo_layout_line_path(cairo, line)
      stroke(Pen(Palette.white, 2 * lettering.halo / scale))
    }
    unsafe cairo_move_to(cairo, 0, 0)
    set(lettering.ink)
    unsafe pango_cairo_show_layout_line(cairo, line)
    unsafe cairo_restore(cairo)
  }
}

/// A QR code: dark and light squares.
struct QRCode: Sendable {
  /// Squares along each side.
  let size: Int
  /// Row by row; true where it is dark.
  let isDark: [Bool]

  /// The smallest code of `text` that survives a quarter of its area being dirty or scratched.
  ///
  /// - Throws: ``BoardError/addressTooLong(_:)`` where no code holds it.
  init(_ text: String) throws(BoardError) {
    guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q) else {
      throw .addressTooLong(text)
    }
    size = Int(unsafe code.pointee.width)
    // Proof: the library gives width × width bytes; the lowest bit of each is the colour of its square.
    isDark = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 != 0 }
    unsafe QRcode_free(code)
  }
}
