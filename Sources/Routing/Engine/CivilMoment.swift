internal import OSM

/// Moments that stand for all others.
enum CivilMoment {
  /// For rules that do not depend on time.
  static let any = CivilTime(seconds: 0)
}
