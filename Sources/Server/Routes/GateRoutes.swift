import Dense
import Hummingbird
import OSM
import Places
import Queries
import Routing
import Streets
import Wording

/// One gate, and the gates of a compound.
struct GateRoutes {
  let district: District

  private static let mostGates = 200

  func add(to table: inout RouteTable) {
    table.on(.get, "/v1/gates/{type}/{number}", one)
    table.on(.get, "/v1/places/{type}/{number}/gates", gates)
  }

  @Sendable private func one(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let text = try context.parameters.require("type") + "/" + context.parameters.require("number")
    let ground = RuleTest.Ground(district)
    guard let element = ElementID(text), let gate = ground.city.gates(of: .element(element)).first else {
      throw Problem(.notFound, Wording.RuleTests.unknownGate(text.printable))
    }
    let mayEdit = try await district.caller(of: request).mayEdit(element, in: district)
    let view = try GateView(gate, on: ground).json(language, datum)
    return .json(view.adding("mayEdit", .bool(mayEdit)), language, for: request)
  }

  /// The gates of the compound that the place is or lies in: mapped ones first.
  @Sendable private func gates(_ request: Request, _ context: ServerContext) async throws -> Response {
    let query = try Query(request, known: ["datum", "language"])
    let (datum, language) = (try query.datum, try query.language ?? context.language)
    let text = try context.parameters.require("type") + "/" + context.parameters.require("number")
    let ground = RuleTest.Ground(district)
    guard let element = ElementID(text), let place = district.city.places[element] else {
      throw Problem(.notFound, Wording.Registry.unknownPlace(text.printable))
    }
    let compound = place.compound ?? place.place.map { ground.city.premises.places[$0].compound }
    let found = compound.map { GateRoutes.gates(of: $0, in: ground.city) } ?? []
    let json = try await district.heavy.run { _ in
      JSON.object([
        "compound": .string(
          compound.flatMap { $0 == .none ? nil : "\(ground.city.premises.compounds[$0].element.id)" }),
        "gates": .array(try found.map { try GateView($0, on: ground).json(language, datum) }),
      ])
    }
    return .json(json, language, for: request)
  }

  private static func gates(of compound: CompoundID, in city: City) -> [GateID] {
    guard compound != .none else { return [] }
    let premises = city.premises
    let all = premises.compoundGates[compound].map { premises.compoundGates.values[$0] }.filter { gate in
      BarrierKind(rawValue: premises.gates[gate].kind)?.isGate ?? false
    }
    let mapped = all.filter { premises.gates[$0].isInferred == 0 }
    return Array((mapped + all.filter { premises.gates[$0].isInferred != 0 }).prefix(mostGates))
  }
}
