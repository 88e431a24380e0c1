internal import Foundation
public import OSM
public import Queries
internal import SwiftCSV
public import Wording

/// A file of places, compounds, gates or doors, read row by row: each row an edit, or what is wrong with it.
public struct RegistryTable: Sendable {
  /// What the rows of a file are.
  public enum Content: String, Sendable, CaseIterable {
    case places, compounds, gates, doors

    /// The kind of an edit that a row is.
    public var kind: MapEdit.Kind {
      switch self {
      case .places: .place
      case .compounds: .compound
      case .gates: .gate
      case .doors: .door
      }
    }
  }

  /// One row of the file.
  public struct Row: Sendable {
    /// Counted as a spreadsheet counts: the header is row 1.
    ///
    /// Features of GeoJSON count from 1.
    public var number: Int
    /// The members of an edit.
    public var edit: JSON
    /// Whether what it does not say of a rule stays as it is.
    public var isPartial = false
  }

  /// What the file calls the keys of an edit.
  private var headers: [String: String] = [:]
  public var rows: [Row] = []
  public var problems: [RowProblem] = []

  /// What is wrong with a row.
  public struct RowProblem: Sendable, Equatable {
    public var row: Int
    public var wording: Wording

    public init(row: Int, wording: Wording) { (self.row, self.wording) = (row, wording) }
  }

  public static let mostRows = 500_000

  /// Reads a file: GeoJSON where it begins with a brace, else CSV in UTF-8.
  ///
  /// - Throws: ``RegistryFileError`` where the file as a whole cannot be read; what is wrong with single rows is in
  ///   ``problems``.
  public init(_ bytes: [UInt8], content: Content, kinds: PlaceKinds) throws(RegistryFileError) {
    let start = bytes.first { !" \t\r\n".utf8.contains($0) }
    if start == UInt8(ascii: "{") {
      try readFeatures(bytes, content)
    } else {
      try readCells(bytes, content, kinds)
    }
  }

  // MARK: GeoJSON

  private mutating func readFeatures(_ bytes: [UInt8], _ content: Content) throws(RegistryFileError) {
    let json: JSON
    do { json = try JSONReader.read(bytes[...]) } catch { throw .malformedJSON(at: error.offset) }
    guard case .array(let features)? = json["features"] else { throw .notFeatures }
    guard features.count <= RegistryTable.mostRows else {
      throw .tooManyRows(features.count, limit: RegistryTable.mostRows)
    }
    for (row, feature) in features.enumerated() {
      guard case .object(let properties)? = feature["properties"] ?? .object([JSON.Member]()) else {
        continue
      }
      let target = feature["id"] ?? feature["properties"]?["target"] ?? .null
      // A rule's keys come under one key; what the answers of the service add is left out.
      let ignored = ["target", "action", "why", "id"]
      rows.append(
        Row(
          number: row + 1,
          edit: [
            "kind": .string(content.kind.rawValue), "action": feature["properties"]?["action"] ?? .null,
            "target": target, "geometry": feature["geometry"] ?? .null,
            "properties": .object(properties.filter { !ignored.contains($0.key) }),
            "why": feature["properties"]?["why"] ?? .null,
          ]))
    }
  }

  // MARK: CSV

  private mutating func readCells(
    _ bytes: [UInt8], _ content: Content, _ kinds: PlaceKinds
  ) throws(RegistryFileError) {
    if bytes.contains(0) || bytes.starts(with: "PK".utf8) { throw .notText }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    let delimiter = RegistryTable.delimiter(text)
    if let row = RegistryTable.rowOfStrayQuote(text, delimiter) { throw .strayQuote(row: row) }
    let table: CSV<Enumerated>
    do {
      table = try CSV<Enumerated>(string: text, delimiter: delimiter, loadColumns: false)
    } catch {
      throw .malformedCSV("\(error)")
    }
    guard table.rows.count <= RegistryTable.mostRows else {
      throw .tooManyRows(table.rows.count, limit: RegistryTable.mostRows)
    }
    var columns: [RegistryColumn] = []
    for header in table.header {
      guard let column = RegistryColumn.named(header, kinds: kinds) else {
        throw .unknownColumn(String(header.prefix(80)), known: RegistryColumn.all.map { $0.names[0] })
      }
      if columns.contains(column) { throw .columnTwice(String(header.prefix(80))) }
      columns.append(column)
      headers[column.key] = header.filter { $0 != "\u{FEFF}" }
    }
    for (row, cells) in table.rows.enumerated() where cells.contains(where: { !$0.isEmpty }) {
      // Short rows are filled up by the library.
      let count = cells.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
      if count > columns.count {
        let wording = Wording.Registry.tooManyCells(count, columns: columns.count)
        problems.append(RowProblem(row: row + 2, wording: wording))
        continue
      }
      do {
        let edit = try RowReader(content: content, headers, columns, cells, kinds).edit()
        rows.append(Row(number: row + 2, edit: edit, isPartial: true))
      } catch {
        problems.append(RowProblem(row: row + 2, wording: error.wording))
      }
    }
  }

  /// An error of a row's edit, in the words of the file.
  public func named(_ error: EditError) -> EditError { error.renamed(headers) }

  /// What stands most often in the first line.
  private static func delimiter(_ text: String) -> CSVDelimiter {
    let head = text.prefix { !$0.isNewline }
    let counts = [CSVDelimiter.comma, .semicolon, .tab].map { mark in
      (mark: mark, count: head.count { $0 == mark.rawValue })
    }
    return counts.max { $0.count < $1.count }?.mark ?? .comma
  }
}

extension RegistryTable {
  /// The first row with a quotation mark that neither begins nor ends a cell and is not written twice; nil where all is
  /// well.
  ///
  /// A mark that is never closed would take all rows after it for one cell.
  /// - Complexity: O(length).
  fileprivate static func rowOfStrayQuote(_ text: String, _ delimiter: CSVDelimiter) -> Int? {
    enum Place { case start, plain, quoteInPlain, quoted, afterQuote }
    let separator = delimiter.rawValue.unicodeScalars.first ?? ","
    var (place, row, opened) = (Place.start, 1, 1)
    var last: Unicode.Scalar = "\n"
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      let isEnd = scalar == separator || scalar == "\n" || scalar == "\r"
      switch (place, scalar) {
      case (.start, "\""): (place, opened) = (.quoted, row)
      case (.plain, "\""): place = .quoteInPlain
      case (.quoteInPlain, "\""): place = .plain
      case (.quoteInPlain, _): return row
      case (.quoted, "\""): place = .afterQuote
      case (.afterQuote, "\""): place = .quoted
      case (.quoted, _): continue
      case (_, _) where isEnd:
        place = .start
        if scalar == "\r" || scalar == "\n" && last != "\r" { row += 1 }
      case (.start, _), (.afterQuote, _):
        if scalar == "\u{FEFF}" || scalar.properties.isWhitespace { continue }
        if place == .afterQuote { return opened }
        place = .plain
      case (.plain, _): continue
      }
    }
    return place == .quoted ? opened : place == .quoteInPlain ? row : nil
  }
}

/// Reads the cells of one row into the members of an edit.
private struct RowReader {
  private let content: RegistryTable.Content
  private let headers: [String: String]
  private let columns: [RegistryColumn]
  private let cells: [String]
  private let kinds: PlaceKinds

  init(
    content: RegistryTable.Content, _ headers: [String: String], _ columns: [RegistryColumn],
    _ cells: [String], _ kinds: PlaceKinds
  ) {
    (self.content, self.headers, self.columns, self.cells) = (content, headers, columns, cells)
    self.kinds = kinds
  }

  /// The column's own name in the file.
  private func name(_ column: RegistryColumn) -> String { headers[column.key] ?? column.key }

  func edit() throws(EditError) -> JSON {
    var (target, action, why) = (JSON.null, JSON.null, JSON.null)
    var properties: [JSON.Member] = []
    var (who, rule, items): ([JSON.Member], [JSON.Member], [JSON.Member]) = ([], [], [])
    var (longitude, latitude): (Double?, Double?)
    var geometry = JSON.null
    for (column, padded) in zip(columns, cells) {
      let cell = padded.trimmed
      if cell.isEmpty { continue }
      let value = try value(column, cell)
      switch column.place {
      case .target: target = value
      case .action: action = value
      case .why: why = value
      case .longitude: longitude = try degrees(column, cell)
      case .latitude: latitude = try degrees(column, cell)
      case .outline: geometry = try outline(column, cell)
      case .property(let key):
        properties.append(JSON.Member(key: key, value: value))
        // A kind's name says both what it is on the map and what it is to the registry.
        if column.form == .kind, value != .string(cell), !columns.contains(where: { $0.form == .kinds }) {
          properties.append(JSON.Member(key: "kinds", value: .array([value])))
        }
      case .item(let id): items.append(JSON.Member(key: id, value: value))
      case .who(let mode): who.append(JSON.Member(key: mode, value: value))
      case .rule(let key): rule.append(JSON.Member(key: key, value: value))
      case .exceptions:
        rule.append(JSON.Member(key: "except", value: value == .null ? .null : try exceptions(column, cell)))
      }
    }
    if let longitude, let latitude {
      geometry = ["type": "Point", "coordinates": .array([.number(longitude), .number(latitude)])]
    }
    if !items.isEmpty { properties.append(JSON.Member(key: "checklist", value: .object(items))) }
    if !who.isEmpty { rule.append(JSON.Member(key: "who", value: .object(who))) }
    if !rule.isEmpty { properties.append(JSON.Member(key: "rule", value: .object(rule))) }
    return [
      "kind": .string(content.kind.rawValue), "action": action, "target": target, "geometry": geometry,
      "properties": .object(properties), "why": why,
    ]
  }

  /// A lone hyphen takes away what was said.
  private func value(_ column: RegistryColumn, _ cell: String) throws(EditError) -> JSON {
    if cell == "-" { return .null }
    switch column.form {
    case .text: return .string(cell)
    case .count:
      guard let number = Int(cell) ?? Double(cell).flatMap({ Int(exactly: $0) }) else {
        throw .malformed(key: name(column), found: String(cell.prefix(80)), allowed: "0, 1, 2…")
      }
      return .int(number)
    case .list: return .strings(RowReader.parts(cell))
    case .kind: return .string(try kind(cell, column))
    case .kinds: return .strings(RowReader.parts(cell).map { kinds.id(called: $0) ?? $0 })
    case .day: return .string(RowReader.day(cell) ?? cell)
    case .terms(let words): return .strings(try terms(cell, words, column))
    case .words(let words):
      return .strings(
        try RowReader.parts(cell).map { part throws(EditError) in try word(part, of: words, column) })
    case .flag:
      guard let flag = RegistryColumn.flags[cell.lowercased()] else {
        throw .malformed(key: name(column), found: String(cell.prefix(80)), allowed: "yes, no, 是, 否")
      }
      return .bool(flag)
    case .word(let words): return .string(try word(cell, of: words, column))
    }
  }

  private func word(
    _ cell: String, of words: RegistryColumn.Words, _ column: RegistryColumn
  ) throws(EditError) -> String {
    if let word = words.meaning(of: cell) { return word }
    throw .malformed(
      key: name(column), found: String(cell.prefix(80)), allowed: words.allowed(insteadOf: name(column)))
  }

  /// What is not among `words` is a word of its own.
  private func terms(
    _ cell: String, _ words: RegistryColumn.Words, _ column: RegistryColumn
  ) throws(EditError) -> [String] {
    try RowReader.parts(cell).map { part throws(EditError) in
      if let known = words.meaning(of: part) { return known }
      if part.wholeMatch(of: /[a-z0-9_-]+/) != nil { return part }
      throw .malformed(
        key: name(column), found: String(part.prefix(80)),
        allowed: words.allowed(insteadOf: part) + ", a-z0-9-_")
    }
  }

  /// The id of a kind that people call so, or a word as maps have them, such as `pharmacy`.
  private func kind(_ cell: String, _ column: RegistryColumn) throws(EditError) -> String {
    if let kind = kinds.id(called: cell) { return kind }
    // What the map has already stays as it is.
    let isKnown = zip(columns, cells).contains { $0.place == .target && !$1.isEmpty }
    if isKnown || cell.wholeMatch(of: /[a-z0-9_:-]+/) != nil { return cell }
    throw .malformed(
      key: name(column), found: String(cell.prefix(80)),
      allowed: kinds.all.map(\.name.chinese).joined(separator: "、") + ", pharmacy…")
  }

  /// `2026/11/1`, `2026.11.1` and `2026年11月1日` as `2026-11-01`; nil for all else.
  private static func day(_ cell: String) -> String? {
    guard let match = cell.wholeMatch(of: /([0-9]{4})[-\/.年]([0-9]{1,2})[-\/.月]([0-9]{1,2})日?/) else {
      return nil
    }
    let parts = [match.output.2, match.output.3].map { $0.count == 1 ? "0" + $0 : String($0) }
    return "\(match.output.1)-\(parts[0])-\(parts[1])"
  }

  private static func parts(_ cell: String) -> [String] {
    cell.split { ";；、|".contains($0) }.map(\.trimmed)
  }

  private func degrees(_ column: RegistryColumn, _ cell: String) throws(EditError) -> Double {
    let limit = column.place == .latitude ? 90.0 : 180.0
    guard let value = Double(cell), abs(value) <= limit else {
      throw .malformed(
        key: name(column), found: String(cell.prefix(80)), allowed: "-\(Int(limit))...\(Int(limit))")
    }
    return value
  }

  /// `POLYGON((106.4 29.5, ...))` or `LINESTRING(...)` or `POINT(...)`.
  private func outline(_ column: RegistryColumn, _ cell: String) throws(EditError) -> JSON {
    let text = cell.trimmed
    let types = ["POLYGON": "Polygon", "LINESTRING": "LineString", "POINT": "Point"]
    guard let open = text.firstIndex(of: "("), text.last(where: { !$0.isWhitespace }) == ")",
      let type = types[text[..<open].filter { !$0.isWhitespace }.uppercased()]
    else {
      throw .malformed(key: name(column), found: String(cell.prefix(80)), allowed: "POLYGON((LON LAT, …))")
    }
    let numbers = text[open...].filter { $0 != "(" && $0 != ")" }
    var points: [JSON] = []
    for pair in numbers.split(separator: ",") {
      let parts = pair.split(separator: " ").compactMap { Double($0) }
      guard parts.count >= 2 else {
        throw .malformed(key: name(column), found: String(pair.prefix(80)), allowed: "LON LAT")
      }
      points.append(.array([.number(parts[0]), .number(parts[1])]))
    }
    let coordinates: JSON =
      type == "Polygon" ? .array([.array(points)]) : type == "Point" ? points.first ?? .null : .array(points)
    return ["type": .string(type), "coordinates": coordinates]
  }

  /// `ebike nobody Mo-Fr 07:00-09:00 | car nobody PH`, `电动车 禁止 Mo-Fr 07:00-09:00`.
  private func exceptions(_ column: RegistryColumn, _ cell: String) throws(EditError) -> JSON {
    var list: [JSON] = []
    for part in cell.split(separator: "|") {
      let words = part.trimmed.split(separator: " ", maxSplits: 2).map(\.trimmed)
      guard words.count == 3 else {
        throw .malformed(
          key: name(column), found: String(part.prefix(80)), allowed: "ebike nobody Mo-Fr 07:00-09:00")
      }
      list.append([
        "vehicle": .string(try word(words[0], of: RegistryColumn.vehicles, column)),
        "who": .string(try word(words[1], of: RegistryColumn.whos, column)), "when": .string(words[2]),
      ])
    }
    return .array(list)
  }
}

/// Why a registry file as a whole cannot be read.
public enum RegistryFileError: WordedError, Equatable {
  case notText
  case notUTF8
  /// A quotation mark within a cell that stands alone, or one that is never closed.
  case strayQuote(row: Int)
  case malformedCSV(String)
  case malformedJSON(at: Int)
  case notFeatures
  case unknownColumn(String, known: [String])
  case columnTwice(String)
  case tooManyRows(Int, limit: Int)

  public var wording: Wording {
    switch self {
    case .notText: Wording.Registry.notText
    case .strayQuote(let row): Wording.Registry.strayQuote(row: row)
    case .notUTF8: Wording.Registry.notUTF8
    case .malformedCSV(let reason): Wording.Registry.malformedCSV(reason)
    case .malformedJSON(let byte): Wording.Server.malformedBody(byte)
    case .notFeatures: Wording.Registry.notFeatures
    case .unknownColumn(let name, let known): Wording.Registry.unknownColumn(name, known: known)
    case .columnTwice(let name): Wording.Registry.columnTwice(name)
    case .tooManyRows(let count, let limit): Wording.Registry.tooManyRows(count, limit: limit)
    }
  }
}

extension RegistryTable {
  /// Things as CSV that can be read in again, with a byte order mark, without which Excel takes it for another encoding.
  ///
  /// Only columns that have something in them are written.
  public static func csv(
    _ things: [(element: ElementID, geometry: JSON, properties: JSON)], kinds: PlaceKinds
  ) -> String {
    let items = kinds.all.flatMap { $0.items.map(\.id) }
    var seen: Set<String> = []
    let checklists = items.filter { seen.insert($0).inserted }.map { id in
      (name: "checklist." + id, column: RegistryColumn(place: .item(id), form: .flag))
    }
    let all = RegistryColumn.all.map { (name: $0.names[0], column: $0.column) } + checklists
    let cells = things.map { thing in
      all.map { $0.column.cell(thing.element, thing.geometry, thing.properties) }
    }
    let used = all.indices.filter { row in row == 0 || cells.contains { !$0[row].isEmpty } }
    let lines = [used.map { all[$0].name }] + cells.map { line in used.map { line[$0] } }
    return "\u{FEFF}" + lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell as RFC 4180 has it; what a spreadsheet would take for a formula gets a blank before it.
  private static func quoted(_ cell: String) -> String {
    let isFormula = "=+@\t".contains(cell.first ?? " ") || (cell.first == "-" && Double(cell) == nil)
    let cell = isFormula ? " " + cell : cell
    guard cell.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" || $0 == " " }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

extension RegistryColumn {
  /// What stands in the cell of a thing.
  fileprivate func cell(_ element: ElementID, _ geometry: JSON, _ properties: JSON) -> String {
    let rule = properties["rule"]
    switch place {
    case .target: return "\(element)"
    case .action, .why: return ""
    case .longitude: return RegistryColumn.degrees(geometry, 0)
    case .latitude: return RegistryColumn.degrees(geometry, 1)
    case .outline: return RegistryColumn.outline(geometry)
    case .property(let key): return RegistryColumn.text(properties[key])
    case .item(let id): return RegistryColumn.text(properties["checklist"]?[id])
    case .who(let mode): return RegistryColumn.text(rule?["who"]?[mode])
    case .rule(let key): return RegistryColumn.text(rule?[key])
    case .exceptions:
      guard case .array(let list)? = rule?["except"] else { return "" }
      return list.map { one in
        ["vehicle", "who", "when"].map { RegistryColumn.text(one[$0]) }.joined(separator: " ")
      }.joined(separator: " | ")
    }
  }

  private static func text(_ value: JSON?) -> String {
    switch value {
    case .string(let text): text
    case .int(let number): "\(number)"
    case .bool(let flag): flag ? "yes" : "no"
    case .array(let items): items.map { text($0) }.joined(separator: ";")
    default: ""
    }
  }

  private static func degrees(_ geometry: JSON, _ row: Int) -> String {
    guard geometry["type"] == .string("Point"), case .array(let numbers)? = geometry["coordinates"],
      numbers.count > row, let value = numbers[row].double
    else { return "" }
    return "\(value)"
  }

  private static func outline(_ geometry: JSON) -> String {
    guard geometry["type"] == .string("Polygon"), case .array(let rings)? = geometry["coordinates"],
      case .array(let points)? = rings.first
    else { return "" }
    let pairs = points.compactMap { point -> String? in
      guard case .array(let numbers) = point, numbers.count >= 2, let x = numbers[0].double,
        let y = numbers[1].double
      else { return nil }
      return "\(x) \(y)"
    }
    return "POLYGON((" + pairs.joined(separator: ",") + "))"
  }
}
