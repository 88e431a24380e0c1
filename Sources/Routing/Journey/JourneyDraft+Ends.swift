internal import Dense
internal import Geo
internal import Streets
internal import Wording

extension JourneyDraft {
  mutating func park() {
    let node = found.path.parkingNode
    let place = node.flatMap { options.mode == .car ? nil : writer.bay(at: $0) }
    let here = max(moves[..<(parkingMove ?? 0)].last?.last ?? 0, 0)
    let row = place.map { writer.premises.places[$0] }
    parking = Journey.Parking(
      position: points[here], place: place,
      element: row?.element.id, capacity: Int(row?.capacity ?? 0),
      name: row.flatMap { writer.texts[$0.name] } ?? "")
    let action = StepAction.park(
      isBay: place != nil, places: Int(row?.capacity ?? 0), name: parking?.name ?? "")
    var made = DraftStep(movement: vehicleMovement, first: here, last: here)
    made.time = found.path.parkingTime
    let time = made.time
    let step = finished(made, action)
    legs.append(Journey.Leg(kind: .park, duration: time, distance: .zero, points: here...here, steps: [step]))
    for row in (parkingMove ?? 0)..<moves.count { moves[row].begins = moves[row].begins + time }
    lastDirected = nil
  }

  mutating func arrive() {
    guard !legs.isEmpty, let last = points.indices.last else { return }
    let goal = writer.goal(found)
    var made = DraftStep(
      movement: options.mode == .foot || parking != nil ? .walk : vehicleMovement,
      first: last, last: last)
    if let row = lastDirected { made.bearingBefore = bearingBefore(moves[row]) }
    made.bearingAfter = made.bearingBefore
    legs[legs.count - 1].steps.append(finished(made, .arrive(goal, side())))
  }

  /// On which side the goal lies, seen from the last street.
  private func side() -> SideWord? {
    guard let walk = moves.last, walk.role == .goal, walk.hasDirection, walk.length < JourneyDraft.shortWalk,
      walk.length > Millimetres(2000), walk.gate == .none,
      let street = moves.dropLast().last(where: { $0.hasDirection }), street.role == .stretch
    else { return nil }
    let angle = turnAngle(from: bearingBefore(street), to: points[street.last].bearing(to: points[walk.last]))
    return abs(angle) < 30 || abs(angle) > 150 ? nil : angle < 0 ? .left : .right
  }

  mutating func addWayBack() {
    let time = found.path.returnTime
    guard time > .zero, let last = points.indices.last else { return }
    var made = DraftStep(movement: .walk, first: last, last: last)
    made.time = time
    let step = finished(made, .wayBack)
    legs.append(
      Journey.Leg(kind: .return, duration: time, distance: .zero, points: last...last, steps: [step]))
  }
}
