internal import Dense
public import Geo
public import OSM
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

  /// What people call a door or a building, and where it is; nil for what the city has no such thing of.
  ///
  /// - Complexity: O(log n) for n elements in the city, once it has its index.
  public func landmark(_ element: ElementID) -> (label: Wording, position: Coordinate)? {
    let index = city.elementIndex
    if let door = index.door(of: PackedElement(element)) {
      return (label(of: door), premises.doors[door].position)
    }
    guard let building = index.buildings(of: PackedElement(element)).first else { return nil }
    let row = premises.buildings[building]
    let choice = DoorChoice(
      door: .none, element: element, isInferred: true, position: row.centre, building: building)
    return (label(choice) ?? Wording.Labels.building, row.centre)
  }

  /// The compound that a door belongs to, if that has a name.
  public func compound(of choice: DoorChoice) -> Wording? {
    guard choice.building != .none else { return nil }
    let compound = premises.buildings[choice.building].compound
    guard compound != .none else { return nil }
    let row = premises.compounds[compound]
    return texts.names(row.name, row.nameEnglish)
  }
}
