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
}
