import FuzzShared
import OSM

/// The text of an `opening_hours` tag.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: bytes(start, count), as: UTF8.self)
  // Replaced by `_ = try? OpeningHours(parsing: text)` once that parser is on this branch.
  precondition(text.utf8.count >= 0)
  return 0
}
