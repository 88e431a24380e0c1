#if canImport(Glibc)
  import Glibc
#endif

/// What the operating system calls error `code`, in its own words.
package func systemMessage(for code: Int32) -> String {
  // Proof: strerror returns a NUL-terminated text for every code; it is copied at once.
  unsafe String(cString: strerror(code))
}
