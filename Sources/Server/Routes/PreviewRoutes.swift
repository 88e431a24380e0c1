import Hummingbird
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Synchronization
import Wording

/// What a rider would be told before and after edits that nobody has made yet.
struct PreviewRoutes {
  let district: District

  private static let mostEdits = 5

  func add(to table: inout RouteTable) { table.on(.post, "/v1/preview", preview) }

  /// `{"edits":[…]}` beside the keys of `/v1/door`; answers `{"before": journey, "after": journey}`.
  @Sendable private func preview(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.charge(Request.heavyCost * 2)
    let members = try await district.object(of: request)
    let rest = JSON.object(members.filter { $0.key != "edits" })
    var (language, id) = (context.language, JSON?.none)
    do {
      let question = try RouteRequest.read(Array(rest.text.utf8)[...], language: &language, id: &id)
      guard case .array(let list)? = members.last(where: { $0.key == "edits" })?.value,
        (1...PreviewRoutes.mostEdits).contains(list.count)
      else {
        throw Problem(
          .badRequest, Wording.Server.missing("edits", example: "[{\"kind\":\"rule\",…}] (1...5)"))
      }
      let edits = try list.map { try MapEdit($0) }
      let answer = try await district.preview(edits, question)
      return .json(
        ["before": .raw(answer.before), "after": .raw(answer.after)], language, for: request)
    } catch { throw Problem.said(error, in: language) }
  }
}

extension District {
  /// The journey asked for in the city as it is, and as `edits` would make it.
  ///
  /// One after the other: each may make a city.
  ///
  /// - Throws: `EditError` where an edit does not fit; what is wrong with the question.
  func preview(_ edits: [MapEdit], _ question: RouteRequest) async throws -> (before: String, after: String) {
    let live = city
    for edit in edits { for point in edit.points { try live.city.checkInside(point) } }
    return try await previews.answer { [self] in
      let isBack = edits.contains(where: \.takesBack)
      let accepted = isBack ? try await store.edits(.accepted).map(\.edit).filter(isApplied) : []
      return try await heavy.run { [self] _ in
        let before = try live.withWorker { try $0.session.answer(question).json(question.format) }
        let changed = try desk.city(trying: edits, on: live.city, accepted: accepted)
        let after = try Session(city: ruled(changed, but: edits)).answer(question).json(question.format)
        return (before, after)
      }
    }
  }

  /// `city` with the rules that hold although no city has been made of them yet, but for gates of which `edits` speak.
  private func ruled(_ city: City, but edits: [MapEdit]) -> City {
    let said = edits.filter { $0.action == .remove || !$0.tags.isEmpty || !$0.clears.isEmpty }
    let targets = Set(said.compactMap(\.target))
    let gates = ruled.withLock { $0.map(\.gate) }.filter { gate in
      !targets.contains(gate.element) && !city.gates(of: .element(gate.element)).isEmpty
    }
    return gates.isEmpty ? city : city.ruling(gates)?.city ?? city
  }
}
