public import Geo

/// Lines as text: differences of rounded coordinates in base 64, as OSRM and Google write them.
///
/// - SeeAlso: https://developers.google.com/maps/documentation/utilities/polylinealgorithm
public enum PolylineCode {
  /// Digits after the point.
  public enum Precision: Int32, Sendable {
    case five = 100
    case six = 10
    /// Units of a ``Coordinate`` in one step of the last digit.
    var unit: Int32 { rawValue }
  }

  /// Appends the text of a line to `bytes`; backslashes are escaped for JSON.
  ///
  /// - Complexity: O(points).
  public static func encode(
    _ points: some Sequence<Coordinate>, _ precision: Precision, escapedInto bytes: inout [UInt8]
  ) {
    var last = (latitude: Int32(0), longitude: Int32(0))
    for point in points {
      let here = (
        latitude: rounded(point.latitudeE7, precision), longitude: rounded(point.longitudeE7, precision)
      )
      append(here.latitude - last.latitude, to: &bytes)
      append(here.longitude - last.longitude, to: &bytes)
      last = here
    }
  }

  /// Halves go away from zero.
  private static func rounded(_ value: Int32, _ precision: Precision) -> Int32 {
    let half = precision.unit / 2
    return (value + (value < 0 ? -half : half)) / precision.unit
  }

  private static func append(_ difference: Int32, to bytes: inout [UInt8]) {
    var rest = UInt32(bitPattern: difference < 0 ? ~(difference << 1) : difference << 1)
    while true {
      let isLast = rest < 0x20
      let byte = UInt8(rest & 0x1F | (isLast ? 0 : 0x20)) + 63
      if byte == UInt8(ascii: "\\") { bytes.append(byte) }
      bytes.append(byte)
      if isLast { return }
      rest >>= 5
    }
  }

  /// The points of a text; nil where it is none, or leads off the Earth.
  public static func decode(_ bytes: some Sequence<UInt8>, _ precision: Precision) -> [Coordinate]? {
    var points: [Coordinate] = []
    var (latitude, longitude, first) = (Int64(0), Int64(0), Int64?.none)
    var (value, shift) = (UInt64(0), UInt64(0))
    for byte in bytes {
      guard byte >= 63, byte < 127, shift <= 30 else { return nil }
      value |= UInt64((byte - 63) & 0x1F) << shift
      shift += 5
      guard byte - 63 < 0x20 else { continue }
      let difference = Int64(value >> 1) ^ -Int64(value & 1)
      (value, shift) = (0, 0)
      if let north = first {
        latitude += north
        longitude += difference
        let (x, y) = (longitude * Int64(precision.unit), latitude * Int64(precision.unit))
        guard x.magnitude <= 1_800_000_000, y.magnitude <= 900_000_000 else { return nil }
        points.append(Coordinate(longitudeE7: Int32(x), latitudeE7: Int32(y)))
        first = nil
      } else {
        first = difference
      }
    }
    return shift == 0 && first == nil ? points : nil
  }
}
