internal import Geo
internal import Routing
internal import Wording

/// The value of one option, and where it stands.
struct OSRMValue {
  let name: String
  let bytes: ArraySlice<UInt8>
  let position: Int

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// It cannot be read.
  func malformed(_ expected: String) -> OSRMError {
    OSRMError(.invalidQuery, Wording.OSRM.malformedQuery(position, expected))
  }

  /// It can be read but not be meant.
  func outOfRange(_ allowed: String) -> OSRMError {
    OSRMError(.invalidOptions, Wording.OSRM.outOfRange(name, allowed))
  }

  // MARK: Single values

  func flag() throws(OSRMError) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default: throw malformed("true, false")
    }
  }

  func word<Word: RawRepresentable & CaseIterable>() throws(OSRMError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      throw malformed(Word.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return word
  }

  func number() throws(OSRMError) -> Double {
    guard let number = OSRMValue.number(bytes) else { throw malformed("a number") }
    return number
  }

  func count() throws(OSRMError) -> Int {
    guard let count = OSRMValue.count(bytes) else { throw malformed("a whole number") }
    return count
  }

  /// A decimal number without exponent.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    guard bytes.count <= 40, bytes.allSatisfy({ "-.0123456789".utf8.contains($0) }) else { return nil }
    return Double(String(decoding: bytes, as: UTF8.self))
  }

  private static func count(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9, bytes.allSatisfy({ "0123456789".utf8.contains($0) }) else {
      return nil
    }
    return Int(String(decoding: bytes, as: UTF8.self))
  }

  // MARK: Lists

  private func items(_ separator: UnicodeScalar) -> [ArraySlice<UInt8>] {
    bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
  }

  func counts() throws(OSRMError) -> [Int] {
    var found: [Int] = []
    for item in items(";") {
      guard let count = OSRMValue.count(item) else { throw malformed("whole numbers between ;") }
      found.append(count)
    }
    return found
  }

  func numbers() throws(OSRMError) -> [Double] {
    var found: [Double] = []
    for item in items(";") {
      guard let number = OSRMValue.number(item) else { throw malformed("numbers between ;") }
      found.append(number)
    }
    return found
  }

  /// Metres; nil where none or `unlimited` is given.
  func radiuses() throws(OSRMError) -> [Double?] {
    var found: [Double?] = []
    for item in items(";") {
      if item.isEmpty || item.elementsEqual("unlimited".utf8) {
        found.append(nil)
      } else if let number = OSRMValue.number(item) {
        guard number >= 0 else { throw outOfRange(">= 0") }
        found.append(number)
      } else {
        throw malformed("metres or unlimited between ;")
      }
    }
    return found
  }

  /// `degrees,range`.
  func bearings() throws(OSRMError) -> [BearingRange?] {
    var found: [BearingRange?] = []
    for item in items(";") {
      if item.isEmpty {
        found.append(nil)
        continue
      }
      let parts = item.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard parts.count == 2, let degrees = OSRMValue.count(parts[0]), let range = OSRMValue.count(parts[1])
      else { throw malformed("bearing,range between ;") }
      guard degrees <= 360, range <= 180 else { throw outOfRange("bearings of 0 to 360, ranges of 0 to 180") }
      found.append(BearingRange(degrees: Double(degrees), range: Double(range)))
    }
    return found
  }

  func hints() throws(OSRMError) -> [[UInt8]?] {
    var found: [[UInt8]?] = []
    for item in items(";") {
      guard item.allSatisfy({ OSRMHint.isLetter($0) || $0 == UInt8(ascii: "=") }),
        item.isEmpty || item.count >= 8
      else { throw malformed("hints of an answer between ;") }
      found.append(item.isEmpty ? nil : Array(item))
    }
    return found
  }

  /// How many sides of the street were named; walkers reach both.
  func approaches() throws(OSRMError) -> Int {
    let all = items(";")
    let known = ["", "curb", "unrestricted", "opposite"]
    guard all.allSatisfy({ known.contains(String(decoding: $0, as: UTF8.self)) }) else {
      throw malformed("curb, unrestricted, opposite between ;")
    }
    return all.count
  }

  func annotations(_ known: [(String, OSRMRequest.Annotations)]) throws(OSRMError) -> OSRMRequest.Annotations
  {
    var found: OSRMRequest.Annotations = []
    for item in items(",") {
      guard let one = known.first(where: { item.elementsEqual($0.0.utf8) }) else {
        throw malformed(known.map(\.0).joined(separator: ", "))
      }
      found.formUnion(one.1)
    }
    return found
  }
}
