import Foundation
import Geo
import OSM
import Queries
import Wording

/// Which features of a collection somebody asks for.
///
/// - SeeAlso: OGC 17-069r4, OGC API - Features - Part 1: Core, section 7.15
struct OGCQuestion: Sendable {
  static let mostFeatures = 10_000
  static let usualFeatures = 10
  static let keys = ["limit", "offset", "bbox", "datetime", "f", "language"]

  /// One value that a property shall have.
  struct Filter: Sendable {
    var name: String
    var value: JSON

    func accepts(_ found: JSON) -> Bool {
      if case .array(let values) = found { return values.contains(value) }
      if case .number(let wanted) = value { return found.double == wanted }
      return found == value
    }
  }

  var limit: Int
  var offset: Int
  /// Boxes of which a feature shall touch one; nil for everywhere.
  var boxes: [BoundingBox]?
  /// Days on one of which a feature shall have been inspected, if it ever was.
  var days: ClosedRange<CivilDay>?
  var filters: [Filter]

  /// Reads the parameters of `query`; `zone` is where days begin.
  ///
  /// - Throws: ``Problem`` that says what is allowed.
  init(_ query: Query, _ collection: OGCCollection, zone: TimeZone) throws {
    limit = min(
      try query.number("limit", usual: OGCQuestion.usualFeatures, 1...Int.max), OGCQuestion.mostFeatures)
    offset = try query.number("offset", usual: 0, 0...1_000_000_000)
    boxes = try query["bbox"].map { try OGCQuestion.boxes($0) }
    days = try query["datetime"].map { try OGCQuestion.days($0, zone) }
    filters = try collection.properties.compactMap { property in
      guard property.isQueryable, let text = query[property.name] else { return nil }
      return Filter(name: property.name, value: try OGCQuestion.value(text, property))
    }
  }

  /// All keys that the features of `collection` are asked for by.
  static func keys(of collection: OGCCollection) -> [String] {
    keys + collection.properties.filter(\.isQueryable).map(\.name)
  }

  /// Whether every feature fits.
  var takesAll: Bool { boxes == nil && days == nil && filters.isEmpty }

  private static func value(_ text: String, _ property: OGCProperty) throws(Problem) -> JSON {
    func wrong(_ allowed: String) -> Problem {
      Problem(.badRequest, Wording.Server.malformedValue(property.name, text.printable, allowed: allowed))
    }
    switch property.form {
    case .text, .words, .sentence: return .string(text)
    case .flag:
      // GDAL asks for its integers.
      guard let flag = ["true": true, "1": true, "false": false, "0": false][text] else {
        throw wrong("true, false")
      }
      return .bool(flag)
    case .count:
      guard let number = Int(text) else { throw wrong("1, 2, 3, …") }
      return .int(number)
    case .number:
      guard let number = Double(text), number.isFinite else { throw wrong("0, 1.5, -1, …") }
      return .number(number)
    case .day:
      guard let day = CivilDay(text) else { throw wrong("2026-11-21") }
      return .string("\(day)")
    }
  }

  // MARK: Space

  /// `west,south,east,north`, or with heights, of which nothing here has any; west of the antimeridian may be the east.
  private static func boxes(_ text: String) throws(Problem) -> [BoundingBox] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.filter { $0 != " " }) }.filter(\.isFinite)
    let wrong = Problem(
      .badRequest,
      Wording.Server.malformedValue(
        "bbox", text.printable, allowed: "WEST,SOUTH,EAST,NORTH; WEST,SOUTH,LOW,EAST,NORTH,HIGH"))
    guard numbers.count == parts.count, numbers.count == 4 || numbers.count == 6 else { throw wrong }
    let half = numbers.count / 2
    let (west, south, east, north) = (numbers[0], numbers[1], numbers[half], numbers[half + 1])
    guard abs(west) <= 180, abs(east) <= 180, abs(south) <= 90, abs(north) <= 90, south <= north,
      half == 2 || numbers[2] <= numbers[5]
    else { throw wrong }
    func box(_ west: Double, _ east: Double) -> BoundingBox {
      BoundingBox(
        southWest: Coordinate(longitude: west, latitude: south),
        northEast: Coordinate(longitude: east, latitude: north))
    }
    return west <= east ? [box(west, east)] : [box(west, 180), box(-180, east)]
  }

  // MARK: Time

  /// An instant, or two of them with a slash between; `..` or nothing for an open end.
  private static func days(_ text: String, _ zone: TimeZone) throws(Problem) -> ClosedRange<CivilDay> {
    let wrong = Problem(
      .badRequest,
      Wording.Server.malformedValue(
        "datetime", text.printable,
        allowed: "2026-11-21, 2026-11-21T08:00:00Z, 2026-11-01/2026-11-30, 2026-11-01/.., ../2026-11-30"))
    let ends = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = ends.first, let last = ends.last, ends.count <= 2 else { throw wrong }
    let isOpen = [first, last].map { ends.count == 2 && ($0.isEmpty || $0 == "..") }
    guard let from = isOpen[0] ? CivilDay(number: .min) : day(String(first), zone),
      let until = isOpen[1] ? CivilDay(number: .max) : day(String(last), zone), from <= until
    else { throw wrong }
    return from...until
  }

  /// The day of the city in which a moment lies: `2026-11-21`, `2026-11-21T08:00:00.5Z`, `2026-11-21T08:00:00+08:00`.
  private static func day(_ text: String, _ zone: TimeZone) -> CivilDay? {
    // GDAL writes a day as the beginning of a moment.
    if let day = CivilDay(text.hasSuffix("T") ? String(text.dropLast()) : text) { return day }
    let pattern = /([0-9-]{10})[Tt]([0-9:]{8})(?:\.[0-9]+)?(?:[Zz]|([-+ ])([0-9]{2}):([0-9]{2}))/
    guard let match = text.wholeMatch(of: pattern),
      let time = CivilTime("\(match.output.1)T\(match.output.2)")
    else { return nil }
    var seconds = time.seconds
    if let sign = match.output.3, let hours = match.output.4.flatMap({ Int64($0) }),
      let minutes = match.output.5.flatMap({ Int64($0) })
    {
      guard hours < 24, minutes < 60 else { return nil }
      // A plus that nobody wrote as %2B arrives as a space.
      seconds += (sign == "-" ? 1 : -1) * (hours * 3600 + minutes * 60)
    }
    return CivilTime(Date(timeIntervalSince1970: Double(seconds)), in: zone).civilDay
  }
}
