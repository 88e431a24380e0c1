import Dense
import FuzzShared
import Glibc

/// A column file: opened as it is, then with its checksums put right, so that what lies behind them
/// is reached; all columns are read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var file = bytes(start, count)
  open(file, .always)
  open(file, .never)
  guard file.count >= 64 else { return 0 }
  let table = number(file, at: 16, size: 8)
  for (index, byte) in [UInt8](repeating: 0, count: 8).enumerated() { file[24 + index] = byte }
  put(UInt32(file.count), at: 24, in: &file)
  if table >= 64, table <= UInt64(file.count) { put(crc(file[Int(table)...]), at: 48, in: &file) }
  put(crc(file[..<60]), at: 60, in: &file)
  open(file, .always)
  open(file, .never)
  return 0
}

// In memory where the system has such a folder: thousands of files a second.
private let path = (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + "/kaimen-fuzz-\(getpid())"

private func open(_ bytes: [UInt8], _ verification: ColumnFile.Verification) {
  let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  precondition(write(descriptor, bytes, bytes.count) == bytes.count)
  close(descriptor)
  guard let file = try? ColumnFile(path: path, version: 1, verification: verification) else { return }
  for name in file.names {
    let all = (try? file.bytes(name)) ?? []
    precondition(all.count <= bytes.count)
    if let column = try? file.column(name, by: ItemID.self, of: UInt64.self) {
      precondition(column.values.count == column.count)
    }
  }
}

private func number(_ bytes: [UInt8], at offset: Int, size: Int) -> UInt64 {
  bytes[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

private func put(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
  for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * byte)) }
}

private func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var value: UInt32 = .max
  for byte in bytes {
    value ^= UInt32(byte)
    for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
  return ~value
}
