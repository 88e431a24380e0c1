import FuzzShared

/// A whole PBF file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  readAndWalk(bytes(start, count), name: "fuzz")
  return 0
}
