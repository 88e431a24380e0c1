import CBzip2
import CZlib

/// A stream of bytes, handed out piece by piece.
protocol ChunkSource: AnyObject {
  /// Bytes of the underlying file consumed so far.
  var bytesRead: Int { get }
  /// Fills the start of `buffer`, and says how far; 0 at the end.
  func next(into buffer: inout [UInt8]) throws(OSMReadError.Problem) -> Int
}

/// The size of a piece.
let chunkSize = 256 * 1024

/// The bytes of a source as they are.
final class PlainChunks: ChunkSource {
  private let source: ByteSource
  private(set) var bytesRead = 0

  init(_ source: ByteSource) { self.source = source }

  func next(into buffer: inout [UInt8]) throws(OSMReadError.Problem) -> Int {
    let end = min(bytesRead + chunkSize, source.count)
    let count = end - bytesRead
    try source.read(bytesRead..<end, into: &buffer)
    bytesRead = end
    return count
  }
}

/// What one step of unpacking did.
struct UnpackStep {
  enum Outcome {
    case more, endOfStream, damaged
  }

  var consumed: Int
  var produced: Int
  var outcome: Outcome
}

/// A decompressor that is fed and emptied in steps.
protocol StreamUnpacker: AnyObject {
  /// The format's name, for messages.
  var format: String { get }
  /// Unpacks from `packed[from..<to]` into all of `output`.
  func step(_ packed: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> UnpackStep
  /// Gets ready for another stream behind the one that ended; false when that is impossible.
  func restart() -> Bool
}

/// The unpacked bytes of a gzip or bzip2 source, which may be several streams in a row.
final class UnpackedChunks: ChunkSource {
  private let plain: PlainChunks
  private let unpacker: any StreamUnpacker
  private var packed: [UInt8] = []
  private var rest = 0..<0
  private var isBetweenStreams = false

  init(_ source: ByteSource, _ unpacker: any StreamUnpacker) {
    plain = PlainChunks(source)
    self.unpacker = unpacker
  }

  var bytesRead: Int { plain.bytesRead - rest.count }

  func next(into buffer: inout [UInt8]) throws(OSMReadError.Problem) -> Int {
    if buffer.count < chunkSize { buffer = [UInt8](repeating: 0, count: chunkSize) }
    while true {
      if rest.isEmpty { rest = 0..<(try plain.next(into: &packed)) }
      if rest.isEmpty {
        guard isBetweenStreams else { throw .truncated(byte: bytesRead) }
        return 0
      }
      if isBetweenStreams {
        // Tape tools pad with zeros; they are no stream.
        if packed[rest.lowerBound] == 0 {
          rest = (rest.lowerBound + 1)..<rest.upperBound
          continue
        }
        guard unpacker.restart() else { throw damaged }
        isBetweenStreams = false
      }
      let step = unpacker.step(packed, rest, into: &buffer)
      rest = (rest.lowerBound + step.consumed)..<rest.upperBound
      switch step.outcome {
      case .damaged: throw damaged
      case .endOfStream: isBetweenStreams = true
      case .more: break
      }
      if step.produced > 0 { return step.produced }
      if step.consumed == 0 && step.outcome == .more { throw damaged }
    }
  }

  private var damaged: OSMReadError.Problem { .corruptStream(byte: bytesRead, format: unpacker.format) }
}

/// Unpacks gzip.
@safe final class GzipUnpacker: StreamUnpacker {
  let format = "gzip"
  // zlib remembers the address of its stream, so it must not move.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  init() {
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, 16 for the gzip header.
    _ = unsafe inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func restart() -> Bool { unsafe inflateReset(stream) == Z_OK }

  func step(_ packed: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> UnpackStep {
    // Proof: zlib reads at most avail_in and writes at most avail_out bytes, which are the rests of
    // the two arrays; both pointers are used only inside this call.
    unsafe packed.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress! + range.lowerBound)
        unsafe stream.pointee.avail_in = UInt32(range.count)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        return unsafe UnpackStep(
          consumed: range.count - Int(stream.pointee.avail_in),
          produced: target.count - Int(stream.pointee.avail_out),
          outcome: status == Z_STREAM_END ? .endOfStream : status == Z_OK ? .more : .damaged)
      }
    }
  }
}

/// Unpacks bzip2.
@safe final class Bzip2Unpacker: StreamUnpacker {
  let format = "bzip2"
  // libbz2 remembers the address of its stream, so it must not move.
  private let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)

  init() {
    unsafe stream.initialize(to: bz_stream())
    unsafe BZ2_bzDecompressInit(stream, 0, 0)
  }

  deinit {
    unsafe BZ2_bzDecompressEnd(stream)
    unsafe stream.deallocate()
  }

  func restart() -> Bool {
    unsafe BZ2_bzDecompressEnd(stream)
    unsafe stream.initialize(to: bz_stream())
    return unsafe BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK
  }

  func step(_ packed: [UInt8], _ range: Range<Int>, into output: inout [UInt8]) -> UnpackStep {
    // Proof: as for zlib.
    unsafe packed.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBytes { target in
        let text = unsafe UnsafeRawPointer(source.baseAddress! + range.lowerBound)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: text.assumingMemoryBound(to: CChar.self))
        unsafe stream.pointee.avail_in = UInt32(range.count)
        unsafe stream.pointee.next_out = target.baseAddress!.assumingMemoryBound(to: CChar.self)
        unsafe stream.pointee.avail_out = UInt32(target.count)
        let status = unsafe BZ2_bzDecompress(stream)
        return unsafe UnpackStep(
          consumed: range.count - Int(stream.pointee.avail_in),
          produced: target.count - Int(stream.pointee.avail_out),
          outcome: status == BZ_STREAM_END ? .endOfStream : status == BZ_OK ? .more : .damaged)
      }
    }
  }
}
