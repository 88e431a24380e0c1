internal import Dense
internal import OSM
public import Streets
public import Wording

extension JourneyWriter {
  /// What journeys call `door`: its building and unit, or its address.
  public func label(of door: DoorID) -> Wording {
    let row = premises.doors[door]
    let choice = DoorChoice(
      door: door, element: row.element.id, isInferred: false, position: row.position, building: row.building)
    return label(choice) ?? Wording.Labels.building
  }

  /// The compound that a door belongs to, if that has a name.
  public func compound(of choice: DoorChoice) -> Wording? {
    guard choice.building != .none else { return nil }
    let compound = premises.buildings[choice.building].compound
    guard compound != .none else { return nil }
    let row = premises.compounds[compound]
    let names = [texts[row.name], texts[row.nameEnglish]].compactMap(\.self)
    guard let first = names.first, let last = names.last else { return nil }
    return Wording(en: last, zh: first)
  }
}
