/// What a ``Heap4`` holds: the least comes first.
protocol HeapElement: BitwiseCopyable, Sendable {
  static func precedes(_ a: Self, _ b: Self) -> Bool
}

/// A priority queue of four children a node, which keeps its memory when emptied.
struct Heap4<Element: HeapElement>: Sendable {
  private var elements: [Element] = []

  var isEmpty: Bool { elements.isEmpty }

  mutating func removeAll() { elements.removeAll(keepingCapacity: true) }

  mutating func push(_ element: Element) {
    elements.append(element)
    var row = elements.count - 1
    while row > 0 {
      let parent = (row - 1) >> 2
      guard Element.precedes(element, elements[parent]) else { break }
      elements[row] = elements[parent]
      row = parent
    }
    elements[row] = element
  }

  /// Removes and returns the least element.
  mutating func pop() -> Element? {
    guard let top = elements.first, let last = elements.popLast() else { return nil }
    let count = elements.count
    if count == 0 { return top }
    var row = 0
    while true {
      let first = 4 * row + 1
      guard first < count else { break }
      var least = first
      var child = first + 1
      while child < min(first + 4, count) {
        if Element.precedes(elements[child], elements[least]) { least = child }
        child += 1
      }
      guard Element.precedes(elements[least], last) else { break }
      elements[row] = elements[least]
      row = least
    }
    elements[row] = last
    return top
  }
}
