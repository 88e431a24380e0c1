import CDeflate

/// Unpacks whole zlib blocks; one per thread.
@safe final class Inflater {
  private let handle = unsafe libdeflate_alloc_decompressor()
  /// What was unpacked last, at the start; longer than that.
  private(set) var output: [UInt8] = []

  deinit { unsafe libdeflate_free_decompressor(handle) }

  /// Unpacks `packed`, which must become exactly `size` bytes, into ``output``.
  ///
  /// - Returns: false when it does not.
  func inflate(_ packed: Span<UInt8>, size: Int) -> Bool {
    if output.count < size { output = [UInt8](repeating: 0, count: size) }
    guard let handle = unsafe handle else { return false }
    // Proof: libdeflate reads the span's bytes only and writes at most `size`, which `output` has.
    let result = unsafe packed.withUnsafeBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        unsafe libdeflate_zlib_decompress(
          handle, source.baseAddress, source.count, target.baseAddress, size, nil)
      }
    }
    return result == LIBDEFLATE_SUCCESS
  }
}

/// Packs whole zlib blocks; one per thread.
@safe final class Deflater {
  private let handle = unsafe libdeflate_alloc_compressor(6)

  deinit { unsafe libdeflate_free_compressor(handle) }

  /// The packed form of `bytes`; the same bytes always give the same form.
  func deflate(_ bytes: [UInt8]) -> [UInt8] {
    guard let handle = unsafe handle else { return [] }
    let bound = unsafe libdeflate_zlib_compress_bound(handle, bytes.count)
    // Proof: libdeflate writes at most `bound` bytes and says how many.
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      unsafe count = bytes.withUnsafeBytes { source in
        unsafe libdeflate_zlib_compress(handle, source.baseAddress, source.count, target.baseAddress, bound)
      }
    }
  }
}
