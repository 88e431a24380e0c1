extension Wording {
  /// Sentences about networks and their hierarchies.
  public enum Hierarchies {
    /// The shortcuts of a network would take all memory.
    public static func tooManyShortcuts(nodes: Int, limit: Int) -> Wording {
      Wording(
        en: "the network of \(nodes) nodes is more tangled than streets can be: it needs more than \(limit) "
          + "shortcuts; check that the map is one of streets",
        zh: "这个有 \(nodes) 个节点的路网比真实道路更加错综：所需捷径超过 \(limit) 条；请确认地图确实是道路地图")
    }
  }
}
