/// Something measured or reported that only its newest value matters of: how many bays are free, the weather.
public struct StoredReading: Hashable, Sendable {
  /// Of what: an OSM element, or `district`.
  public var object: String
  /// What was read, such as `occupancy`.
  public var name: String
  public var value: String
  public var time: UTCInstant
  public var by: String

  public init(object: String, name: String, value: String, time: UTCInstant = .now, by: String) {
    self.object = object
    self.name = name
    self.value = value
    self.time = time
    self.by = by
  }
}
