import CCairo
import Foundation

/// A picture in levels of grey.
struct Picture {
  let width: Int
  let height: Int
  /// 0 to 255, row by row.
  let grey: [UInt8]

  init(png: [UInt8]) throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "kaimen-picture-\(UUID().uuidString).png")
    try Data(png).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let surface = cairo_image_surface_create_from_png(path.path)
    defer { cairo_surface_destroy(surface) }
    cairo_surface_flush(surface)
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    var levels: [UInt8] = []
    levels.reserveCapacity(width * height)
    if let data = cairo_image_surface_get_data(surface) {
      for y in 0..<height {
        for x in 0..<width {
          let pixel = data + (y * stride + 4 * x)
          levels.append(UInt8((Int(pixel[0]) + 2 * Int(pixel[1]) + Int(pixel[2])) / 4))
        }
      }
    }
    grey = levels
  }

  /// The mean difference of blocks of eight by eight pixels.
  func difference(from other: Picture) -> Double {
    let (mine, others) = (blocks, other.blocks)
    guard mine.count == others.count, !mine.isEmpty else { return .infinity }
    return zip(mine, others).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(mine.count)
  }

  private var blocks: [Double] {
    stride(from: 0, to: height - 7, by: 8).flatMap { y in
      stride(from: 0, to: width - 7, by: 8).map { x in block(x, y) }
    }
  }

  private func block(_ x: Int, _ y: Int) -> Double {
    var sum = 0
    for row in y..<(y + 8) {
      for column in x..<(x + 8) { sum += Int(grey[row * width + column]) }
    }
    return Double(sum) / 64
  }
}
