import Dense
import FuzzShared
import Glibc

/// A column file, or a list of forgeries of a real city, in which one then travels.
///
/// The file is opened as it is, then with its checksums put right, so that what lies behind them is reached; all
/// columns are read.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = bytes(start, count)
  guard input.starts(with: "KAIMEN".utf8) else {
    ForgedCity.travel(edits: input)
    return 0
  }
  open(input, .always)
  open(input, .never)
  var file = ForgedFile(input)
  file.seal()
  open(file.bytes, .always)
  open(file.bytes, .never)
  return 0
}

private let path = scratchPath("file")

private func open(_ bytes: [UInt8], _ verification: ColumnFile.Verification) {
  writeFile(bytes, to: path)
  guard let file = try? ColumnFile(path: path, version: 1, verification: verification) else { return }
  for name in file.names {
    let all = (try? file.bytes(name)) ?? []
    precondition(all.count <= bytes.count)
    if let column = try? file.column(name, by: ItemID.self, of: UInt64.self) {
      precondition(column.values.count == column.count)
    }
  }
}
