internal import Dense
public import Wording

extension CityTables {
  /// The street's own name and the English one, which is the same where the map has none.
  ///
  /// - Complexity: O(log names).
  public func streetName(_ name: TextID) -> Wording {
    guard let local = texts[name] else { return .nameless }
    return Wording(en: texts[scenery.english(ofStreet: name)] ?? local, zh: local)
  }
}
