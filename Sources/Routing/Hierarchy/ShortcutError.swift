public import Wording

/// A network that is too tangled for a hierarchy: its shortcuts would take all memory.
public struct ShortcutError: WordedError, Equatable {
  /// Nodes of the network.
  public var nodeCount: Int
  /// How many arcs its hierarchy may have.
  public var limit: Int

  public var wording: Wording { .Hierarchies.tooManyShortcuts(nodes: nodeCount, limit: limit) }

  /// Sixty times the joins of nodes, where cities need two to four; always enough for small networks.
  ///
  /// `neighbours` counts each join from both ends.
  static func limit(neighbours: Int) -> Int { max(2_000_000, neighbours / 2 * 60) }
}
