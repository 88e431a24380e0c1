import Dense
import Geo
import OSM
import People
import Places
import Routing
import Store
import Streets

/// Finds what things of a city belong to: the compounds around them, places themselves, and departments in charge.
struct CityExtent {
  let city: City
  let facts: Registry
  /// Where a way or node of the map runs or lies.
  var pointsOf: (ElementID) -> [Coordinate] = { _ in [] }

  /// Metres: gates and doors lie on an outline, or a little off.
  static let nearness = 5.0

  /// What an edit touches.
  ///
  /// The outline of a compound is nobody's own: by drawing it larger one would take what lies around.
  func extent(of edit: MapEdit) -> Extent {
    let departments = departments(of: edit)
    let isOutline = edit.kind == .compound && (edit.action != .change || edit.shape != nil)
    if isOutline || edit.action == .remove && isCompound(edit.target) {
      return Extent([[]], departments: departments)
    }
    let own = edit.target.map { parts(of: $0) } ?? []
    return Extent(own + edit.points.map { part(at: $0) }, departments: departments)
  }

  /// The departments in charge of what `edit` changes, and that which it puts in charge: nobody takes a place from another.
  ///
  /// What has none of its own is in the charge of the compound's around it.
  func departments(of edit: MapEdit) -> Set<String> {
    departments(of: edit.target, edit.points, new: edit.facts.department)
  }

  /// The same for an edit that is kept: also for what it has added, and for who was in charge before, where it is undone.
  func departments(of edit: StoredEdit, isUndone: Bool = false) -> Set<String> {
    guard let read = try? MapEdit(edit) else { return [] }
    let target = read.target ?? edit.element
    let now = departments(of: target, read.points, new: read.facts.department)
    guard isUndone, let target else { return now }
    var former = facts
    former.remove(edit.id, of: target)
    return now.union([former[target]?.department].compactMap(\.self))
  }

  private func departments(of target: ElementID?, _ points: [Coordinate], new: String?) -> Set<String> {
    if let own = target.flatMap({ facts[$0]?.department }) { return Set([own, new].compactMap(\.self)) }
    // Whoever adds a place of the own department does so wherever it is.
    if target == nil, let new { return [new] }
    var around = target.map { city.compounds(of: $0) } ?? []
    for point in points + (target.map(pointsOf) ?? []) {
      around.formUnion(city.compounds(at: point, within: CityExtent.nearness))
    }
    let departments = around.compactMap { facts[city.premises.compounds[$0].element.id]?.department }
    return Set(departments + [new].compactMap(\.self))
  }

  /// A place or compound as the registry knows it.
  func extent(of element: ElementID) -> Extent {
    Extent(parts(of: element), departments: departments(of: element, [], new: nil))
  }

  private func isOfOtherDepartment(_ place: ElementID, than compound: CompoundID) -> Bool {
    guard let own = facts[place]?.department, compound != .none else { return false }
    return facts[city.premises.compounds[compound].element.id]?.department != own
  }

  private func isCompound(_ id: ElementID?) -> Bool {
    guard let element = id.map({ PackedElement($0) }) else { return false }
    return city.premises.compounds.ids.contains { city.premises.compounds[$0].element == element }
  }

  /// What a closure touches.
  func extent(of target: StoredClosure.Target) -> Extent {
    switch target {
    case .element(let id): Extent(parts(of: id))
    case .area(let ring): Extent(ring.map { part(at: $0) })
    }
  }

  /// The compounds that hold `point`, or whose outline is near.
  ///
  /// - Complexity: O(compounds).
  private func part(at point: Coordinate) -> Set<Belonging> {
    Set(city.compounds(at: point, within: CityExtent.nearness).map(belonging))
  }

  private func belonging(_ compound: CompoundID) -> Belonging {
    .compound("\(city.premises.compounds[compound].element.id)")
  }

  /// What the parts of an element belong to; one part that belongs to nothing where the city does not have it.
  private func parts(of id: ElementID) -> [Set<Belonging>] {
    let premises = city.premises
    let element = PackedElement(id)
    var parts: [Set<Belonging>] = []
    func add(_ position: Coordinate, _ compound: CompoundID) {
      var part = self.part(at: position)
      if compound != .none { part.insert(belonging(compound)) }
      parts.append(part)
    }
    for gate in city.gates(of: .element(id)) {
      add(premises.gates[gate].position, premises.gates[gate].compound)
    }
    for row in premises.doors.ids where premises.doors[row].element == element {
      add(premises.doors[row].position, premises.doors[row].compound)
    }
    for row in premises.places.ids where premises.places[row].element == element {
      add(premises.places[row].position, premises.places[row].compound)
      // A place of another department is not that of who looks after the ground.
      if isOfOtherDepartment(id, than: premises.places[row].compound) { parts[parts.count - 1] = [] }
      parts[parts.count - 1].insert(.place("\(id)"))
    }
    for row in premises.buildings.ids where premises.buildings[row].element == element {
      parts += premises.outlines[row].map { part(at: premises.outlines.values[$0]) }
    }
    if isCompound(id) { parts.append([.compound("\(id)"), .place("\(id)")]) }
    // A gate that is inferred is called by its way, which leads on.
    if !parts.isEmpty, id.kind != .way { return parts }
    let points = city.arcs(of: .element(id)).flatMap { arc in
      let rows = city.network.geometry[city.network.heading[arc].segment]
      return rows.map { city.network.geometry.values[$0] }
    }
    parts += Set(points).map { part(at: $0) }
    return parts.isEmpty ? [[]] : parts
  }
}

extension District {
  /// What things of the city belong to now.
  var extents: CityExtent { CityExtent(city: city.city, facts: registry.registry, pointsOf: desk.points) }
}
