public import Geo
public import Streets

/// A node where a search may start or end, and the time it costs to get there from the true end.
@frozen public struct Seed: BitwiseCopyable, Hashable, Sendable {
  public var node: NodeID
  public var offset: Milliseconds

  @inlinable public init(_ node: NodeID, _ offset: Milliseconds = .zero) {
    self.node = node
    self.offset = offset
  }
}

/// The best connection that a query found.
public struct Connection: Hashable, Sendable {
  /// Total time with the offsets of both ends.
  public var time: Milliseconds
  /// Which of the given sources it starts from.
  public var source: Int
  /// Which of the given targets it ends at.
  public var target: Int

  public init(time: Milliseconds, source: Int, target: Int) {
    self.time = time
    self.source = source
    self.target = target
  }
}
