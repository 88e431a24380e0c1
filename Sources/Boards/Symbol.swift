/// A pictogram.
enum Symbol: Hashable, Sendable, CaseIterable {
  case walker, ebike, car
  case open, `guard`, register, code, qr, call, badge, shut, question
  case station, toilet, charger, bay, lift, stairs
  case clock, card

  /// Letters instead of a picture.
  var letters: String? {
    switch self {
    case .toilet: "WC"
    case .bay: "P"
    case .question: "?"
    default: nil
    }
  }

  /// What is filled, in a square of side 1; areas within areas are holes.
  var areas: [SheetPath] {
    switch self {
    case .walker: [.dot(0.56, 0.13, 0.1)]
    case .ebike: [.at(0.08, 0.2, 0.36, 0.2, 0.36, 0.44, 0.08, 0.44)]
    case .car:
      [
        .at(
          0.04, 0.7, 0.05, 0.52, 0.24, 0.46, 0.36, 0.26, 0.68, 0.26, 0.8, 0.46, 0.94, 0.52, 0.96, 0.7),
        .dot(0.26, 0.72, 0.11), .dot(0.75, 0.72, 0.11),
      ]
    case .guard:
      [
        .dot(0.5, 0.34, 0.15), .at(0.28, 0.2, 0.34, 0.06, 0.66, 0.06, 0.72, 0.2),
        .at(0.16, 0.94, 0.2, 0.64, 0.38, 0.54, 0.62, 0.54, 0.8, 0.64, 0.84, 0.94),
      ]
    case .code: Symbol.keys
    case .qr: Symbol.finders
    case .call: [.dot(0.24, 0.24, 0.14), .dot(0.76, 0.76, 0.14)]
    case .badge: [.dot(0.29, 0.42, 0.09), .at(0.15, 0.68, 0.2, 0.56, 0.38, 0.56, 0.43, 0.68)]
    case .station:
      [
        .at(0.5, 0.06, 0.96, 0.46, 0.84, 0.46, 0.84, 0.94, 0.16, 0.94, 0.16, 0.46, 0.04, 0.46),
        .at(0.34, 0.5, 0.62, 0.5, 0.58, 0.8, 0.38, 0.8),
      ]
    case .charger: [.at(0.6, 0.04, 0.2, 0.56, 0.46, 0.56, 0.38, 0.96, 0.8, 0.4, 0.54, 0.4)]
    case .lift: [.at(0.32, 0.2, 0.5, 0.44, 0.14, 0.44), .at(0.68, 0.8, 0.5, 0.56, 0.86, 0.56)]
    case .open, .register, .shut, .stairs, .clock, .card, .toilet, .bay, .question: []
    }
  }

  /// Nine keys.
  private static let keys: [SheetPath] = {
    var keys: [SheetPath] = []
    for y in [0.2, 0.5, 0.8] {
      for x in [0.2, 0.5, 0.8] { keys.append(.dot(x, y, 0.1)) }
    }
    return keys
  }()

  /// The three large squares of a QR code, and some small ones.
  private static let finders: [SheetPath] = {
    var squares: [SheetPath] = [
      .square(0.58, 0.58, 0.12), .square(0.78, 0.78, 0.12), .square(0.78, 0.58, 0.08),
    ]
    for (x, y) in [(0.1, 0.1), (0.58, 0.1), (0.1, 0.58)] {
      squares += [.square(x, y, 0.32), .square(x + 0.07, y + 0.07, 0.18), .square(x + 0.12, y + 0.12, 0.08)]
    }
    return squares
  }()

  /// What is drawn with a broad pen, in a square of side 1.
  var lines: [SheetPath] {
    switch self {
    case .walker:
      [
        .line(0.54, 0.27, 0.47, 0.56), .line(0.47, 0.56, 0.62, 0.72, 0.66, 0.94),
        .line(0.47, 0.56, 0.4, 0.74, 0.25, 0.93), .line(0.54, 0.29, 0.36, 0.38, 0.29, 0.54),
        .line(0.54, 0.29, 0.65, 0.44, 0.78, 0.48),
      ]
    case .ebike:
      [
        .dot(0.22, 0.73, 0.15), .dot(0.79, 0.73, 0.15), .line(0.22, 0.73, 0.26, 0.5, 0.48, 0.52, 0.5, 0.68),
        .line(0.5, 0.68, 0.64, 0.66, 0.68, 0.24, 0.56, 0.2), .line(0.67, 0.36, 0.79, 0.73),
      ]
    case .open:
      [
        .line(0.6, 0.1, 0.92, 0.1, 0.92, 0.9, 0.6, 0.9), .line(0.06, 0.5, 0.64, 0.5),
        .line(0.42, 0.28, 0.64, 0.5, 0.42, 0.72),
      ]
    case .register:
      [
        .at(0.16, 0.1, 0.84, 0.1, 0.84, 0.92, 0.16, 0.92), .line(0.32, 0.34, 0.68, 0.34),
        .line(0.32, 0.52, 0.68, 0.52), .line(0.32, 0.7, 0.54, 0.7),
      ]
    case .call: [.line(0.2, 0.26, 0.32, 0.54, 0.46, 0.68, 0.74, 0.8)]
    case .badge:
      [
        .at(0.05, 0.22, 0.95, 0.22, 0.95, 0.8, 0.05, 0.8), .line(0.55, 0.42, 0.82, 0.42),
        .line(0.55, 0.6, 0.82, 0.6),
      ]
    case .shut: [.line(0.15, 0.15, 0.85, 0.85), .line(0.85, 0.15, 0.15, 0.85)]
    case .lift: [.at(0.03, 0.03, 0.97, 0.03, 0.97, 0.97, 0.03, 0.97)]
    case .stairs:
      [.line(0.04, 0.9, 0.27, 0.9, 0.27, 0.65, 0.5, 0.65, 0.5, 0.4, 0.73, 0.4, 0.73, 0.15, 0.97, 0.15)]
    case .clock: [.line(0.5, 0.2, 0.5, 0.52, 0.74, 0.62)]
    case .card: [.at(0.14, 0.28, 0.86, 0.28, 0.86, 0.74, 0.14, 0.74), .line(0.14, 0.44, 0.86, 0.44)]
    case .guard, .code, .qr, .car, .station, .toilet, .charger, .bay, .question: []
    }
  }
}

extension SheetPath {
  /// An area through points given as x, y, x, y.
  fileprivate static func at(_ numbers: Double...) -> SheetPath {
    SheetPath(pairs(numbers))
  }

  fileprivate static func line(_ numbers: Double...) -> SheetPath {
    SheetPath(pairs(numbers), isClosed: false)
  }

  fileprivate static func dot(_ x: Double, _ y: Double, _ radius: Double) -> SheetPath {
    SheetPath(circle: SheetPoint(x: x, y: y), radius: radius)
  }

  fileprivate static func square(_ x: Double, _ y: Double, _ side: Double) -> SheetPath {
    SheetPath(box: SheetBox(x: x, y: y, width: side, height: side))
  }

  private static func pairs(_ numbers: [Double]) -> [SheetPoint] {
    stride(from: 0, to: numbers.count - 1, by: 2).map { SheetPoint(x: numbers[$0], y: numbers[$0 + 1]) }
  }

  /// The same, from the square of side 1 into `box`.
  func fitted(into box: SheetBox) -> SheetPath {
    SheetPath(
      points.map { SheetPoint(x: box.x + $0.x * box.width, y: box.y + $0.y * box.height) }, isClosed: isClosed
    )
  }
}
