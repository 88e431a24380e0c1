import Foundation
import Places
import Store
import Wording

/// A picture that somebody sent, without what cameras write beside it: position, time, owner.
struct Photo: Sendable {
  enum Format: String, Sendable {
    case jpeg = "jpg"
    case png
  }

  let format: Format
  let width: Int
  let height: Int
  /// The picture with nothing but what one needs to draw it.
  let bytes: [UInt8]

  private static let mostMegapixels = 24

  /// Reads a JPEG or PNG.
  ///
  /// - Throws: ``Problem`` for what is neither, broken, or of too many pixels.
  init(_ bytes: [UInt8]) throws(Problem) {
    let read: (format: Format, size: (width: Int, height: Int), bytes: [UInt8])?
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      read = JPEGStripper(bytes).strip().map { (.jpeg, $0.size, $0.bytes) }
    } else if bytes.starts(with: PNGStripper.signature) {
      read = PNGStripper(bytes).strip().map { (.png, $0.size, $0.bytes) }
    } else {
      throw Problem(.badRequest, Wording.Registry.noImage)
    }
    guard let read, read.size.width > 0, read.size.height > 0 else {
      throw Problem(.badRequest, Wording.Registry.brokenImage)
    }
    let megapixels = (read.size.width * read.size.height + 999_999) / 1_000_000
    guard megapixels <= Photo.mostMegapixels else {
      throw Problem(.tooLarge, Wording.Registry.hugeImage(megapixels, limit: Photo.mostMegapixels))
    }
    (format, self.bytes) = (read.format, read.bytes)
    (width, height) = (read.size.width, read.size.height)
  }
}

/// Keeps the segments of a JPEG that draw it, and which way is up.
///
/// - SeeAlso: ITU-T T.81, annex B; Exif 2.3, section 4.6
private struct JPEGStripper {
  private let input: [UInt8]
  private var at = 2

  init(_ input: [UInt8]) { self.input = input }

  /// Nil where it is broken.
  func strip() -> (size: (width: Int, height: Int), bytes: [UInt8])? {
    var copy = self
    return copy.run()
  }

  private mutating func run() -> (size: (width: Int, height: Int), bytes: [UInt8])? {
    var output: [UInt8] = [0xFF, 0xD8]
    var size: (width: Int, height: Int)?
    while let (marker, body) = segment() {
      switch marker {
      case 0xE1:
        // Without it a picture taken upright would lie on its side.
        if let turn = orientation(body) { output += JPEGStripper.exif(turn) }
        continue
      case 0xE0, 0xE2, 0xEE: break
      case 0xE0...0xEF, 0xFE: continue
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard body.count >= 6 else { return nil }
        let b = Array(body.prefix(5))
        size = (Int(b[3]) << 8 | Int(b[4]), Int(b[1]) << 8 | Int(b[2]))
      default: break
      }
      output += [0xFF, marker, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 0xFF)] + body
      if marker == 0xDA {
        guard let size, let end = lastMarker() else { return nil }
        // What follows the end is no picture: some cameras hide a second one there.
        return ((size.width, size.height), output + input[at..<end])
      }
    }
    return nil
  }

  /// The next marker and what belongs to it; nil where there is none.
  private mutating func segment() -> (marker: UInt8, body: ArraySlice<UInt8>)? {
    while at + 1 < input.count, input[at] == 0xFF, input[at + 1] == 0xFF { at += 1 }
    guard at + 3 < input.count, input[at] == 0xFF else { return nil }
    let marker = input[at + 1]
    let length = Int(input[at + 2]) << 8 | Int(input[at + 3])
    guard length >= 2, at + 2 + length <= input.count else { return nil }
    defer { at += 2 + length }
    return (marker, input[(at + 4)..<(at + 2 + length)])
  }

  /// Just after the first end-of-image marker, scans between included.
  private func lastMarker() -> Int? {
    var row = at
    while row + 1 < input.count {
      if input[row] == 0xFF, input[row + 1] == 0xD9 { return row + 2 }
      row += 1
    }
    return nil
  }

  /// 1 to 8 as Exif counts; nil where it is not said.
  private func orientation(_ body: ArraySlice<UInt8>) -> UInt8? {
    let data = Array(body)
    guard data.starts(with: Array("Exif\0\0".utf8)), data.count > 14 else { return nil }
    let tiff = Array(data[6...])
    let isLittle = tiff[0] == UInt8(ascii: "I")
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset + count <= tiff.count else { return nil }
      let bytes = tiff[offset..<(offset + count)]
      return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let first = number(4, 4), let count = number(first, 2) else { return nil }
    for entry in 0..<min(count, 200) {
      let place = first + 2 + entry * 12
      if number(place, 2) == 0x0112, let value = number(place + 8, 2), (1...8).contains(value) {
        return UInt8(value)
      }
    }
    return nil
  }

  /// An Exif segment that says nothing but which way is up.
  private static func exif(_ orientation: UInt8) -> [UInt8] {
    let tiff: [UInt8] = [
      0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
    ]
    let body = Array("Exif\0\0".utf8) + tiff
    return [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body
  }
}

/// Keeps the chunks of a PNG that draw it.
///
/// - SeeAlso: W3C Portable Network Graphics specification, sections 5 and 11
private struct PNGStripper {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let kept = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD",
  ]
  private let input: [UInt8]

  init(_ input: [UInt8]) { self.input = input }

  /// Nil where it is broken.
  func strip() -> (size: (width: Int, height: Int), bytes: [UInt8])? {
    var (at, output) = (8, PNGStripper.signature)
    var size: (width: Int, height: Int)?
    while at + 12 <= input.count {
      let length = number(at)
      guard length <= input.count - at - 12 else { return nil }
      let name = String(decoding: input[(at + 4)..<(at + 8)], as: UTF8.self)
      if name == "IHDR", length == 13 {
        let (width, height) = (number(at + 8), number(at + 12))
        guard width < 1 << 20, height < 1 << 20 else { return nil }
        size = (width, height)
      }
      if PNGStripper.kept.contains(name) { output += input[at..<(at + 12 + length)] }
      at += 12 + length
      if name == "IEND" { return size.map { ($0, output) } }
    }
    return nil
  }

  private func number(_ at: Int) -> Int { input[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
}

/// The pictures of places: files of the data directory.
struct PhotoFolder: Sendable {
  let path: String

  init(data: DataDirectory) { path = data.path + "/photos" }

  /// Keeps `photo`; returns its name once it is on the disk.
  ///
  /// - Throws: Errors of the file system; then nothing is left.
  func add(_ photo: Photo) throws -> String {
    let name = StoreID.new("p") + "." + photo.format.rawValue
    let target = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let draft = target + ".part"
    guard
      FileManager.default.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: draft)
    else { throw CocoaError(.fileWriteUnknown) }
    do {
      try file.write(contentsOf: Data(photo.bytes))
      try file.synchronize()
      try file.close()
      try FileManager.default.moveItem(atPath: draft, toPath: target)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
    return name
  }

  /// Whether `name` is one that ``add(_:)`` gives.
  static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].hasPrefix("p_") && parts[0].utf8.count < 40
      && parts[0].dropFirst(2).utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
      && Photo.Format(rawValue: String(parts[1])) != nil
  }

  /// The picture called `name`; nil where there is none.
  func photo(_ name: String) -> (bytes: [UInt8], type: String)? {
    guard PhotoFolder.isName(name), let data = FileManager.default.contents(atPath: path + "/" + name) else {
      return nil
    }
    return (Array(data), name.hasSuffix("png") ? "image/png" : "image/jpeg")
  }
}
