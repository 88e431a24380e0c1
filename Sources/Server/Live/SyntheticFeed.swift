import Dense
import OSM
import Routing
import Store
import Streets

/// Says how full the bays and chargers of a made-up city are, as a real district's would be told by their operators.
///
/// Nothing of it is stored, and what somebody reports goes before it.
struct SyntheticFeed: Sendable {
  /// Minutes between two reports of a place.
  static let interval = 5

  private let city: City
  private static let kinds: Set<String> = ["charging_site", "battery_swap", "rider_bay"]

  /// Nil for a city that is not made up.
  init?(_ city: City) {
    guard city.tables.facts.isSynthetic else { return nil }
    self.city = city
  }

  /// How full each place is at `time`: fuller at noon and in the evening, each place in its own way.
  ///
  /// - Complexity: O(places).
  func reports(at time: CivilTime, _ now: UTCInstant = .now) -> [ElementID: Occupancy] {
    let places = city.premises.places
    let (share, turn) = (
      SyntheticFeed.share(of: time.minuteOfDay), time.seconds / Int64(SyntheticFeed.interval * 60)
    )
    var reports: [ElementID: Occupancy] = [:]
    for id in places.ids {
      let place = places[id]
      guard place.capacity > 0, let kind = city.texts[place.kind], SyntheticFeed.kinds.contains(kind) else {
        continue
      }
      let (element, of) = (place.element.id, Int(place.capacity))
      let taken = min(max(share + SyntheticFeed.noise(element.number, turn) * 0.35, 0), 1)
      reports[element] = Occupancy(free: of - Int((Double(of) * taken).rounded()), of: of, time: now)
    }
    return reports
  }

  /// Of all bays so many are taken at this minute of the day.
  private static func share(of minute: Int) -> Double {
    let hours: [Double] = [
      0.35, 0.3, 0.3, 0.3, 0.3, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.75, 0.8, 0.7, 0.6, 0.6, 0.65, 0.8, 0.85,
      0.75, 0.6,
      0.5, 0.45, 0.4,
    ]
    let (hour, part) = (minute / 60 % 24, Double(minute % 60) / 60)
    return hours[hour] * (1 - part) + hours[(hour + 1) % 24] * part
  }

  /// Between −1 and 1, the same for the same numbers.
  private static func noise(_ place: Int64, _ turn: Int64) -> Double {
    var state = UInt64(bitPattern: place &* 0x2545_F491_4F6C_DD1D &+ turn / 3)
    state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((state ^ state >> 31) >> 11) / Double(1 << 52) - 1
  }
}
