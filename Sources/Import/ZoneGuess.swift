import Foundation
import Geo

/// Guesses a time zone from a position, for maps that are imported without one.
///
/// Boxes of the places that people try first; everywhere else the nautical zone of the longitude.
enum ZoneGuess {
  private struct Box {
    var zone: String
    var longitude: ClosedRange<Double>
    var latitude: ClosedRange<Double>
  }

  private static let boxes = [
    Box(zone: "Asia/Shanghai", longitude: 73.5...135, latitude: 18...53.6),
    Box(zone: "Europe/London", longitude: -8.2...1.8, latitude: 49.9...61),
    Box(zone: "Europe/Lisbon", longitude: -9.6 ... -6.2, latitude: 36.9...42.2),
    Box(zone: "Europe/Helsinki", longitude: 20.5...31.6, latitude: 53.9...70.1),
    Box(zone: "Europe/Berlin", longitude: -9.3...20.5, latitude: 35.8...71.2),
    Box(zone: "America/Sao_Paulo", longitude: -57.7 ... -34.7, latitude: -33.8 ... -7),
  ]

  /// An IANA name.
  static func zone(at position: Coordinate) -> String {
    let box = boxes.first {
      $0.longitude.contains(position.longitude) && $0.latitude.contains(position.latitude)
    }
    if let box { return box.zone }
    // POSIX names count westwards.
    let hours = Int((position.longitude / 15).rounded())
    return hours == 0 ? "Etc/GMT" : "Etc/GMT\(hours > 0 ? "-" : "+")\(abs(hours))"
  }
}
