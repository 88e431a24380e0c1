public import OSM

/// The paper a board is printed on.
public enum Paper: String, CaseIterable, Sendable {
  case a3 = "A3"
  case a2 = "A2"
  case a1 = "A1"

  /// Millimetres.
  var shortSide: Double {
    switch self {
    case .a3: 297
    case .a2: 420
    case .a1: 594
    }
  }

  var longSide: Double {
    switch self {
    case .a3: 420
    case .a2: 594
    case .a1: 841
    }
  }

  /// How large letters and symbols are, in relation to A2.
  var unit: Double { shortSide / Paper.a2.shortSide }
}

/// The format of a board's file.
public enum BoardFormat: String, CaseIterable, Sendable {
  case pdf, svg, png

  /// Whether one file has room for several boards.
  public var holdsPages: Bool { self == .pdf }
}

/// How boards are made.
public struct BoardOptions: Sendable {
  public var paper = Paper.a2
  public var format = BoardFormat.pdf
  /// Of pictures.
  public var dotsPerInch = 150.0
  /// The day printed on the board; gates count as they are on that day at half past twelve.
  public var day: CivilDay
  /// Where the service is reached by the phones that scan the code.
  public var url = "http://127.0.0.1:8080"

  public init(day: CivilDay) { self.day = day }
}

/// A file of one or, where the format has pages, several boards.
public struct BoardFile: Sendable {
  public var bytes: [UInt8]
  /// `A`, the gate at which the board stands; nil where the file has all boards, or the compound no gates.
  public var gate: String?
  /// How many boards it holds.
  public var pages: Int
}
