/// The colours of a board.
///
/// Each means what it means by its brightness, its pattern or its line as well, so that a printer without
/// colours loses nothing.
enum Palette {
  static let black = Ink(0x111111)
  static let white = Ink(0xFFFFFF)
  /// Text of second rank.
  static let grey = Ink(0x4A4A4A)
  /// Lines of tables.
  static let rule = Ink(0x9A9A9A)
  /// The ground outside the compound, and inside.
  static let outside = Ink(0xE4E6E8)
  static let inside = Ink(0xFFFFFF)
  /// Buildings of the compound, and others.
  static let building = Ink(0xF6D9A6)
  static let otherBuilding = Ink(0xCDD1D5)
  static let buildingEdge = Ink(0x2B2B2B)
  static let road = Ink(0xFFFFFF)
  static let insideRoad = Ink(0xDCE3EC)
  static let roadEdge = Ink(0x6F7780)
  static let path = Ink(0x5A6068)
  static let stairs = Ink(0x222222)
  static let green = Ink(0xDDEBD0)
  static let greenLine = Ink(0x9DB98A)
  static let water = Ink(0xD3E5F4)
  static let waterLine = Ink(0x6D9CC4)
  static let wall = Ink(0x1E1E1E)
  /// Signs: what is allowed, what is not, and where one stands.
  static let sign = Ink(0x17447F)
  static let forbidden = Ink(0xB3181B)
  static let here = Ink(0xC81E1E)
  /// Head of the sheet.
  static let head = Ink(0x17447F)

  /// Pairs of colours that must be told apart by their brightness alone: signs and letters on their grounds.
  static let signPairs: [(Ink, Ink)] = [
    (black, white), (black, building), (black, outside), (grey, white), (white, sign), (white, head),
    (forbidden, white), (white, here), (stairs, white), (wall, outside), (wall, inside), (path, white),
    (buildingEdge, building), (roadEdge, road),
  ]
}
