import Dense
import Foundation
import Testing
import Wording

@Suite struct ColumnFileTests {
  private struct RowID: DenseID { let rawValue: UInt32 }
  private struct Pair: BitwiseCopyable, Equatable, Sendable {
    var low: UInt32
    var high: UInt32
  }

  private let scratch: ScratchFolder
  private let path: String
  init() throws {
    scratch = try ScratchFolder()
    path = scratch.file("a.kaimen")
  }

  private func writeSample(_ path: String, version: UInt32 = 3) throws {
    let writer = try ColumnFileWriter(path: path, version: version)
    try writer.write("numbers", [1, 2, 3] as [Int64])
    try writer.write("none", [] as [UInt16])
    try writer.write("pairs", [Pair(low: 1, high: 2), Pair(low: 3, high: 4)].span)
    try writer.write("header", text: "{\"名\":\"沙坪坝\"}")
    try writer.write("copy", Column<RowID, UInt8>([7, 8]))
    try writer.finish()
  }

  private func refusal(
    _ path: String, version: UInt32 = 3, _ verification: ColumnFile.Verification = .always
  ) -> ColumnFileError? {
    do throws(ColumnFileError) {
      _ = try ColumnFile(path: path, version: version, verification: verification)
      return nil
    } catch { return error }
  }

  @Test func `columns come back as they were written`() throws {
    try writeSample(path)
    for verification in [ColumnFile.Verification.always, .whenChanged, .never] {
      let file = try ColumnFile(path: path, version: 3, verification: verification)
      #expect(file.names == ["numbers", "none", "pairs", "header", "copy"])
      #expect(try file.column("numbers", by: RowID.self, of: Int64.self).values == [1, 2, 3])
      #expect(try file.column("none", by: RowID.self, of: UInt16.self).count == 0)
      #expect(
        try file.column("pairs", by: RowID.self, of: Pair.self)[RowID(rawValue: 1)] == Pair(low: 3, high: 4))
      #expect(try file.text("header") == "{\"名\":\"沙坪坝\"}")
      #expect(try file.bytes("copy") == [7, 8])
      #expect(file.has("pairs") && !file.has("other"))
    }
    #expect(scratch.names == ["a.kaimen"])
  }

  @Test func `a column outlives the file object`() throws {
    try writeSample(path)
    let column = try ColumnFile(path: path, version: 3).column("numbers", by: RowID.self, of: Int64.self)
    try FileManager.default.removeItem(atPath: path)
    #expect(column.values == [1, 2, 3])
  }

  @Test func `a file without columns is a file`() throws {
    try ColumnFileWriter(path: path, version: 1).finish()
    #expect(try ColumnFile(path: path, version: 1, verification: .always).names.isEmpty)
  }

  @Test func `absent columns and rows of another size are refused`() throws {
    try writeSample(path)
    let file = try ColumnFile(path: path, version: 3)
    let missing = #expect(throws: ColumnFileError.self) { try file.bytes("other") }
    #expect(
      missing?.description == "\(path) is damaged: column other is missing; run `kaimen import` again")
    let stride = #expect(throws: ColumnFileError.self) {
      try file.column("numbers", by: RowID.self, of: UInt32.self)
    }
    #expect(
      stride?.description
        == "\(path) is damaged: column numbers has rows of 8 bytes, not 4; run `kaimen import` again")
  }

  @Test func `every changed byte is noticed`() throws {
    try writeSample(path)
    let whole = try readBytes(path)
    for index in whole.indices {
      for flip in [UInt8(1), 0x80, 0xFF] {
        var bytes = whole
        bytes[index] ^= flip
        let other = try scratch.write(bytes, to: "b.kaimen")
        #expect(refusal(other) != nil, "byte \(index) xor \(flip)")
        // The copy carries another date and number, so the usual check notices, too.
        #expect(refusal(other, .whenChanged) != nil, "byte \(index) xor \(flip)")
        _ = refusal(other, .never)
      }
    }
  }

  @Test func `every truncation and any garbage behind the end is noticed`() throws {
    try writeSample(path)
    let whole = try readBytes(path)
    for length in whole.indices {
      let other = try scratch.write(Array(whole[..<length]), to: "b.kaimen")
      #expect(refusal(other, .never) != nil, "\(length) bytes")
    }
    let longer = try scratch.write(whole + [0], to: "c.kaimen")
    #expect(
      refusal(longer, .never)
        == .damaged(path: longer, .wrongSize(found: whole.count + 1, expected: whole.count)))
  }

  @Test func `an untouched file is trusted, a written or copied one is verified`() throws {
    let writer = try ColumnFileWriter(path: path, version: 3)
    try writer.write("numbers", [UInt8](repeating: 1, count: 64))
    try writer.finish()
    #expect(refusal(path, .whenChanged) == nil)
    let damaged = ColumnFileError.damaged(path: path, .checksum(column: "numbers"))
    // In place, as a careless program would: the date changes.
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try handle.seek(toOffset: 70)
    try handle.write(contentsOf: Data([2]))
    try handle.close()
    #expect(refusal(path, .whenChanged) == damaged)
    #expect(refusal(path, .never) == nil)
  }

  @Test func `each refusal is one sentence`() throws {
    try writeSample(path)
    #expect(
      refusal(path, version: 4)?.description
        == "\(path) was written by layout 3, this program reads layout 4; run `kaimen import` again")
    let text = try scratch.write(Array("hello".utf8), to: "t")
    #expect(
      refusal(text)?.description
        == "\(text) is not a Kaimen city file; make one with `kaimen import MAP -o CITY.kaimen`")
    let empty = try scratch.write([], to: "e")
    #expect(refusal(empty) == .notACity(path: empty))
    #expect(
      refusal("/none/x")?.description
        == "cannot open /none/x: No such file or directory; check the name and the permissions")
    #expect(refusal(scratch.path)?.description.contains("Is a directory") == true)
    let cut = try scratch.write(Array(try readBytes(path).dropLast(3)), to: "cut")
    let size = try readBytes(path).count
    #expect(
      refusal(cut)?.wording.chinese
        == "\(cut) 已损坏：文件有 \(size - 3) 字节，而文件头记录为 \(size) 字节；请重新运行 `kaimen import`")
  }

  @Test func `two writers of one file exclude each other`() throws {
    let first = try ColumnFileWriter(path: path, version: 3)
    let error = #expect(throws: ColumnFileError.self) { try ColumnFileWriter(path: path, version: 3) }
    #expect(
      error?.description == "another import is writing \(path); wait for it or choose another -o")
    try first.finish()
    #expect(scratch.names == ["a.kaimen"])
    try writeSample(path)
    #expect(refusal(path) == nil)
  }

  @Test func `an unfinished file leaves nothing, and the old one stays`() throws {
    try writeSample(path)
    do {
      let writer = try ColumnFileWriter(path: path, version: 9)
      try writer.write("numbers", [1])
      #expect(scratch.names == ["a.kaimen", "a.kaimen.part"])
    }
    #expect(scratch.names == ["a.kaimen"])
    #expect(refusal(path) == nil)
  }

  @Test func `what a crashed writer left is written over`() throws {
    _ = try scratch.write([UInt8](repeating: 9, count: 5000), to: "a.kaimen.part")
    try writeSample(path)
    #expect(refusal(path) == nil)
    #expect(scratch.names == ["a.kaimen"])
  }

  @Test func `folders that are not there are refused before anything is written`() {
    let error = #expect(throws: ColumnFileError.self) { try ColumnFileWriter(path: "/none/a", version: 1) }
    #expect(
      error?.description == "cannot write /none/a: No such file or directory; "
        + "check the folder and its permissions or choose another -o")
  }

  @Test(arguments: ["/dev/null", "/tmp"]) func `devices and folders are not replaced`(path: String) {
    let error = #expect(throws: ColumnFileError.self) { try ColumnFileWriter(path: path, version: 1) }
    #expect(
      error?.description
        == "\(path) is a folder or device and cannot be replaced by a file; choose another -o")
  }

  @Test func `a full disk is one sentence and nothing is left`() async {
    await #expect(processExitsWith: .success) {
      // A limit on file size stops writing midway, as a full disk does.
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit)
      signal(SIGXFSZ, SIG_IGN)
      let scratch = try ScratchFolder()
      let path = scratch.file("a.kaimen")
      let writer = try ColumnFileWriter(path: path, version: 1)
      let error = #expect(throws: ColumnFileError.self) {
        try writer.write("numbers", [UInt64](repeating: 1, count: 10_000))
      }
      precondition(
        error?.description == "there is no space left to write \(path); nothing was kept: "
          + "free some space or choose another -o")
      precondition(scratch.names.isEmpty)
    }
  }
}
