import Foundation
import Geo

/// An event of the sun that opening hours may name.
enum SunEvent: UInt8, Sendable {
  /// Centre of the sun 6° below the horizon, rising: civil dawn.
  case dawn
  /// Upper edge at the horizon, with refraction: centre 0.833° below it.
  case sunrise
  case sunset
  case dusk

  var isMorning: Bool { self == .dawn || self == .sunrise }
  var zenith: Double { self == .sunrise || self == .sunset ? 90.833 : 96 }
}

/// When the sun rises and sets, by the low-precision formulas of the NOAA solar calculator.
///
/// Good to about a minute between the polar circles.
/// - SeeAlso: Meeus, "Astronomical Algorithms", chapters 25 and 28.
enum SunTimes {
  /// Minutes after local midnight of `day` at which `event` happens at `position`.
  ///
  /// Where the sun does not cross that height on `day`: when it stays above, the morning event is
  /// 0 and the evening event 1,440 (light all day); when it stays below, both are noon (no light).
  ///
  /// Local clocks are `utcOffset` seconds ahead of universal time on that day.
  static func minutes(
    of event: SunEvent, on day: CivilDay, at position: Coordinate, utcOffset: Int
  ) -> Int {
    // Two rounds: the sun moves on between noon and the event.
    var universal = 720 - 4 * position.longitude
    for _ in 0..<2 {
      let sun = Sun(dayFraction: Double(day.number) + universal / 1440)
      let latitude = position.latitude * .pi / 180
      let cosine =
        (cos(event.zenith * .pi / 180) - sin(latitude) * sin(sun.declination))
        / (cos(latitude) * cos(sun.declination))
      if !(cosine <= 1) { return 720 }
      if cosine < -1 { return event.isMorning ? 0 : 1440 }
      let halfDay = acos(cosine) * 180 / .pi * 4
      let noon = 720 - 4 * position.longitude - sun.equationOfTime
      universal = event.isMorning ? noon - halfDay : noon + halfDay
    }
    let local = (universal + Double(utcOffset) / 60).rounded().truncatingRemainder(dividingBy: 1440)
    guard local.isFinite else { return 720 }
    return Int(local < 0 ? local + 1440 : local)
  }

  /// Where the sun stands, as the two numbers that matter here.
  private struct Sun {
    /// Radians north of the equator.
    var declination: Double
    /// Minutes that a sundial is ahead of the clock.
    var equationOfTime: Double

    /// - Parameter dayFraction: Days of universal time since 1970-01-01T00:00.
    init(dayFraction: Double) {
      let radian = Double.pi / 180
      let t = (dayFraction - 10_957.5) / 36_525  // centuries since J2000.0
      let meanLongitude = (280.46646 + t * (36_000.76983 + t * 0.0003032)) * radian
      let meanAnomaly = (357.52911 + t * (35_999.05029 - 0.0001537 * t)) * radian
      let eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
      let centre =
        sin(meanAnomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + sin(2 * meanAnomaly) * (0.019993 - 0.000101 * t) + sin(3 * meanAnomaly) * 0.000289
      let node = (125.04 - 1934.136 * t) * radian
      let longitude = meanLongitude + (centre - 0.00569 - 0.00478 * sin(node)) * radian
      let obliquity = (23.4392911 - 0.0130042 * t + 0.00256 * cos(node)) * radian
      declination = asin(sin(obliquity) * sin(longitude))
      let y = tan(obliquity / 2) * tan(obliquity / 2)
      let radians =
        y * sin(2 * meanLongitude) - 2 * eccentricity * sin(meanAnomaly)
        + 4 * eccentricity * y * sin(meanAnomaly) * cos(2 * meanLongitude)
        - 0.5 * y * y * sin(4 * meanLongitude)
        - 1.25 * eccentricity * eccentricity * sin(2 * meanAnomaly)
      equationOfTime = 4 * radians / radian
    }
  }
}
