import FuzzShared

/// The content of one data block, framed as a raw blob so that no packing stands in the fuzzer's way.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  readAndWalk(frame("OSMHeader", []) + frame("OSMData", bytes(start, count)), name: "fuzz.pbf")
  return 0
}

private func frame(_ type: String, _ block: [UInt8]) -> [UInt8] {
  let blob = [0x0A] + varint(block.count) + block
  let header = [0x0A, UInt8(type.utf8.count)] + Array(type.utf8) + [0x18] + varint(blob.count)
  return [0, 0, 0, UInt8(header.count)] + header + blob
}

private func varint(_ value: Int) -> [UInt8] {
  value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
}
