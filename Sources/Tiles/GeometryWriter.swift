/// Turns points into the commands of the vector tile specification.
struct GeometryWriter {
  private(set) var commands: [UInt32] = []
  /// Where each feature's commands end.
  private(set) var ends: [Int] = []
  private var cursor = PixelPoint(x: 0, y: 0)

  private static let moveTo: UInt32 = 1
  private static let lineTo: UInt32 = 2
  private static let closePath: UInt32 = 7

  mutating func clear() {
    commands.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    cursor = PixelPoint(x: 0, y: 0)
  }

  var count: Int { ends.count }

  /// The commands of feature `row`.
  func commands(_ row: Int) -> ArraySlice<UInt32> { commands[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

  /// Ends a feature.
  mutating func finishFeature() {
    ends.append(commands.count)
    cursor = PixelPoint(x: 0, y: 0)
  }

  mutating func add(point: PixelPoint) {
    command(GeometryWriter.moveTo, 1)
    move(point)
  }

  /// Adds a line of two points or more.
  mutating func add(line: [PixelPoint]) {
    add(path: line)
  }

  /// Adds a ring of three points or more, the first not repeated.
  mutating func add(ring: [PixelPoint]) {
    add(path: ring)
    command(GeometryWriter.closePath, 1)
  }

  private mutating func add(path: [PixelPoint]) {
    command(GeometryWriter.moveTo, 1)
    move(path[0])
    command(GeometryWriter.lineTo, UInt32(path.count - 1))
    for point in path[1...] { move(point) }
  }

  private mutating func command(_ id: UInt32, _ count: UInt32) { commands.append(count << 3 | id) }

  private mutating func move(_ point: PixelPoint) {
    commands.append(GeometryWriter.zigzag(point.x - cursor.x))
    commands.append(GeometryWriter.zigzag(point.y - cursor.y))
    cursor = point
  }

  private static func zigzag(_ value: Int32) -> UInt32 { UInt32(bitPattern: value << 1 ^ value >> 31) }
}
