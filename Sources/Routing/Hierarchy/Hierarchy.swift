public import Dense
public import Streets

/// The topology of a customizable contraction hierarchy: which shortcuts exist, for no metric in particular.
///
/// Nodes are numbered by rank, in a postorder of the elimination tree (see ``NodeOrder``), so that
/// - every arc leads from a lower to a higher number and all heads of a node are its ancestors in the tree,
/// - the descendants of a node are the contiguous range `firstDescendant[node]...node`,
/// - within one root path a node is identified by its ``depth``. Searches therefore keep their state in an
///   array with one row per depth, a few kilobytes, instead of one row per node.
///
/// The arcs that leave `node` upwards are the rows `firstUp[node]..<firstUp[node + 1]`, heads ascending.
/// All tables are columns, made here or mapped from a city file. Immutable, shared by all metrics.
///
/// - SeeAlso: Dibbelt, Strasser, Wagner: "Customizable Contraction Hierarchies", arXiv:1402.0402;
///   docs/decisions/0003-hierarchy-layout.md.
public struct Hierarchy: Sendable {
  /// Rows of the upward adjacency; one row more than nodes.
  public let firstUp: Column<NodeID, UpArcID>
  /// Higher end of each arc.
  public let upHead: Column<UpArcID, NodeID>
  /// Depth of the higher end of each arc.
  public let upDepth: Column<UpArcID, UInt32>
  /// Parent in the elimination tree: the lowest head; `.none` at the root of a component.
  public let parent: Column<NodeID, NodeID>
  /// Number of proper ancestors; 0 at a root.
  public let depth: Column<NodeID, UInt32>
  /// The lowest descendant; the node itself at a leaf.
  public let firstDescendant: Column<NodeID, NodeID>
  /// Rows of the downward adjacency; one row more than nodes.
  public let firstDown: Column<NodeID, ItemID>
  /// The lower ends of the arcs that lead up to a node, ascending.
  public let downTail: Column<ItemID, NodeID>
  /// The arcs that lead up to a node, in the order of ``downTail``.
  public let downArc: Column<ItemID, UpArcID>
  /// Where each input arc lies; `.none` for a loop.
  public let sideOfArc: Column<ArcID, UpArcSideID>
  /// Rows of ``arcsOfSide`` for each side; one row more than sides.
  public let firstArcOfSide: Column<UpArcSideID, ItemID>
  /// The input arcs that lie on each side, ascending; several where streets are parallel.
  public let arcsOfSide: Column<ItemID, ArcID>
  /// One more than the greatest depth: the rows of a search's state; derived.
  public let height: Int

  /// Number of nodes.
  public var nodeCount: Int { parent.count }
  /// Number of arcs of the hierarchy.
  public var upArcCount: Int { upHead.count }
  /// Number of input arcs.
  public var arcCount: Int { sideOfArc.count }

  /// Joins stored columns; their contents must be those of a hierarchy written earlier.
  ///
  /// Checks the shapes and the bounds that cost one pass over the nodes. ``validate()`` proves the rest; the
  /// unchecked loops of this module rely on it for columns that come from outside.
  ///
  /// - Throws: ``HierarchyError/malformed(_:)``.
  /// - Complexity: O(nodes).
  public init(
    firstUp: Column<NodeID, UpArcID>, upHead: Column<UpArcID, NodeID>, upDepth: Column<UpArcID, UInt32>,
    parent: Column<NodeID, NodeID>, depth: Column<NodeID, UInt32>, firstDescendant: Column<NodeID, NodeID>,
    firstDown: Column<NodeID, ItemID>, downTail: Column<ItemID, NodeID>, downArc: Column<ItemID, UpArcID>,
    sideOfArc: Column<ArcID, UpArcSideID>, firstArcOfSide: Column<UpArcSideID, ItemID>,
    arcsOfSide: Column<ItemID, ArcID>
  ) throws(HierarchyError) {
    self.firstUp = firstUp
    self.upHead = upHead
    self.upDepth = upDepth
    self.parent = parent
    self.depth = depth
    self.firstDescendant = firstDescendant
    self.firstDown = firstDown
    self.downTail = downTail
    self.downArc = downArc
    self.sideOfArc = sideOfArc
    self.firstArcOfSide = firstArcOfSide
    self.arcsOfSide = arcsOfSide
    height = depth.withSpan { span in
      var deepest: UInt32 = 0
      for row in span.indices { deepest = max(deepest, span[row]) }
      return span.isEmpty ? 0 : Int(deepest) + 1
    }
    if let problem = shapeProblem() { throw .malformed(problem) }
  }
}

extension Hierarchy {
  /// The lower end of an arc.
  ///
  /// - Complexity: O(log nodes).
  public func tail(of arc: UpArcID) -> NodeID {
    var (low, high) = (0, nodeCount)
    while low < high {
      let middle = (low + high) / 2
      if firstUp[NodeID(middle + 1)] <= arc { low = middle + 1 } else { high = middle }
    }
    return NodeID(low)
  }
}

/// Why a hierarchy could not be made.
public enum HierarchyError: Error, Equatable, CustomStringConvertible {
  /// An arc names a node that does not exist.
  case nodeOutOfBounds(arc: Int, node: UInt32, nodeCount: Int)
  /// The numbering is not a postorder of its elimination tree.
  case notPostordered(node: UInt32)
  /// Stored columns contradict each other.
  case malformed(String)
  /// A metric was made for another network.
  case wrongShape(expectedArcs: Int, foundArcs: Int)

  public var description: String {
    switch self {
    case .nodeOutOfBounds(let arc, let node, let count):
      "arc \(arc) ends at node \(node) but there are \(count) nodes; renumber the arcs with the nodes"
    case .notPostordered(let node):
      "node \(node) breaks the postorder of the elimination tree; number the nodes by NodeOrder.compute"
    case .malformed(let reason):
      "the stored hierarchy is not usable: \(reason); rebuild it with `kaimen import`"
    case .wrongShape(let expected, let found):
      "the metric has \(found) arc times but the hierarchy has \(expected) arcs; it was made for another import"
    }
  }
}
