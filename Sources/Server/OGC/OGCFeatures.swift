import Geo
import OSM
import Queries

/// The features of one collection by their rows; JSON is made for those only that somebody is shown.
protocol OGCFeatures: Sendable {
  var collection: OGCCollection { get }
  var count: Int { get }
  func element(_ row: Int) -> ElementID
  func touches(_ box: BoundingBox, _ row: Int) -> Bool
  /// When it was looked at last; nil for never, and for what nobody inspects.
  func inspected(_ row: Int) -> CivilDay?
  func geometry(_ row: Int) -> JSON
  /// The value of one of the collection's properties.
  func value(_ name: String, _ row: Int) -> JSON
  /// The values of all of them, in their order.
  func values(_ row: Int) -> [JSON]
}

extension OGCFeatures {
  func inspected(_ row: Int) -> CivilDay? { nil }

  func values(_ row: Int) -> [JSON] { collection.properties.map { value($0.name, row) } }

  func accepts(_ row: Int, _ question: OGCQuestion) -> Bool {
    if let boxes = question.boxes, !boxes.contains(where: { touches($0, row) }) { return false }
    // What has no time fits every time, as the standard has it.
    if let days = question.days, let day = inspected(row), !days.contains(day) { return false }
    return question.filters.allSatisfy { $0.accepts(value($0.name, row)) }
  }

  /// How many features `question` asks for, and the rows of those on its page.
  ///
  /// - Complexity: O(features), or O(page) where it asks for all.
  func find(_ question: OGCQuestion) -> (matched: Int, rows: [Int]) {
    if question.takesAll {
      let first = min(question.offset, count)
      return (count, Array(first..<min(first + question.limit, count)))
    }
    var (matched, rows) = (0, [Int]())
    for row in 0..<count where accepts(row, question) {
      if matched >= question.offset, rows.count < question.limit { rows.append(row) }
      matched += 1
    }
    return (matched, rows)
  }
}

/// The ids of the features of a collection: `node-12`; `way-5.2` for the second feature of an element.
struct OGCIndex: Sendable {
  private var first: [ElementID: Int] = [:]
  /// Further features of the same element.
  private var more: [ElementID: [Int]] = [:]

  /// - Complexity: O(features).
  init(_ features: any OGCFeatures) {
    first.reserveCapacity(features.count)
    for row in 0..<features.count {
      let element = features.element(row)
      if first[element] == nil { first[element] = row } else { more[element, default: []].append(row) }
    }
  }

  /// The id of `row`, which shows `element`.
  func id(_ row: Int, _ element: ElementID) -> String {
    let id = "\(element.kind.word)-\(element.number)"
    guard first[element] != row, let place = more[element]?.firstIndex(of: row) else { return id }
    return id + ".\(place + 2)"
  }

  /// The row with this id; nil where there is none.
  func row(_ id: String) -> Int? {
    guard let match = id.wholeMatch(of: /([a-z]+)-(-?[0-9]+)(?:\.([0-9]+))?/),
      let element = ElementID("\(match.output.1)/\(match.output.2)")
    else { return nil }
    guard let text = match.output.3 else { return first[element] }
    guard let place = Int(text), let rows = more[element], (2..<rows.count + 2).contains(place) else {
      return nil
    }
    return rows[place - 2]
  }
}
