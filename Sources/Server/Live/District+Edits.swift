import Logging
import NIOPosix
import OSM
import Places
import Queries
import Routing
import Store
import Streets
import Synchronization
import Wording

extension District {
  /// Keeps `edit`; one that is accepted is made to the city in the background.
  ///
  /// - Parameters:
  ///   - edit: What is to be kept.
  ///   - base: The newest edit of the same thing that its author had seen; nil where nobody says.
  /// - Returns: The edit as it is kept, once it is durable.
  /// - Throws: ``Problem`` where somebody else was quicker; `StoreError`.
  func add(_ edit: StoredEdit, base: String?) async throws -> StoredEdit {
    guard let base, let target = edit.target else { return try await addAll([edit])[0] }
    return try await decisions.answer { [self] in
      var last = EditQuery(status: .accepted, target: target, order: .acceptance, limit: 1)
      last.isBackwards = true
      if let newest = try await store.edits(last).first?.edit, newest.id != base {
        throw Problem(.conflict, Wording.Edits.overtaken(newest.id))
      }
      return try await addAll([edit])[0]
    }
  }

  /// Keeps all of `edits` or none; those that are accepted are made to the city in the background.
  @discardableResult
  func addAll(_ edits: [StoredEdit]) async throws -> [StoredEdit] {
    let edits = try await replaced(by: edits)
    let kept = try await unsettling(edits.filter { $0.status == .accepted }) {
      try await health.watching { try await store.addEdits(edits) }
    }
    let accepted = kept.filter { $0.edit.status == .accepted }
    registry.accept(accepted.map(\.edit))
    await searches.look(self)
    await rule(accepted.map(\.edit))
    for one in accepted.suffix(District.mostAnnounced) { announce(one.event) }
    await make(accepted.map(\.edit))
    return kept.map(\.edit)
  }

  /// `edits`, those that are accepted with what they replace.
  ///
  /// While a city is being made of other edits of their things, what the map says of these is not known.
  private func replaced(by edits: [StoredEdit]) async throws -> [StoredEdit] {
    let (facts, live, made) = (registry.registry, city.city, await maker.numbers.made)
    let unsettled = unsettled.withLock { $0.filter { made < $0.value } }
    let name = { @Sendable [desk] (edit: StoredEdit, later: [StoredEdit]?) in
      var edit = edit
      if edit.status == .accepted {
        edit.before = desk.before(edit, facts, live: live, isMapKnown: later != nil, later: later ?? [])
      }
      return edit
    }
    if edits.count >= District.mostRuledAtOnce {
      return try await OwnThread.run {
        edits.map { name($0, $0.target.map { unsettled[$0] == nil } ?? true ? [] : nil) }
      }
    }
    var named: [StoredEdit] = []
    for edit in edits {
      let isSettled = edit.target.map { unsettled[$0] == nil } ?? true
      named.append(name(edit, isSettled ? [] : try await unmade(edit.target ?? "")))
    }
    return named
  }

  /// The accepted edits of `target` that the live city was not made with, as they came into force; nil where it was made with
  /// one that has been taken back since.
  private func unmade(_ target: String) async throws -> [StoredEdit]? {
    var last = EditQuery(target: target, order: .acceptance, limit: District.mostRuledAtOnce)
    last.isBackwards = true
    let edits = try await store.edits(last).map(\.edit)
    if edits.contains(where: { $0.status == .undone && desk.isMade($0.id) }) { return nil }
    return edits.reversed().filter {
      $0.status == .accepted && !desk.isMade($0.id) && desk.problem(of: $0.id) == nil
    }
  }

  /// Lets `store` keep `edits`, or a verdict on them.
  ///
  /// What the map says of their things is not known until a city has been made after that; rules of gates are at once.
  private func unsettling<Answer>(
    _ edits: [StoredEdit], _ store: () async throws -> Answer
  ) async throws -> Answer {
    let changes = edits.filter { $0.kind != MapEdit.Kind.rule.rawValue && $0.target != nil && $0.changesMap }
    let targets = changes.compactMap(\.target)
    await note(targets)
    let answer = try await store()
    // The city of the request before may have been made of what was kept before.
    await note(targets)
    return answer
  }

  private func note(_ targets: [String]) async {
    if targets.isEmpty { return }
    let (next, made) = await maker.numbers
    unsettled.withLock { unsettled in
      if unsettled.count > District.mostUnsettled { unsettled = unsettled.filter { made < $0.value } }
      for target in targets { unsettled[target] = next }
    }
  }

  /// Those that no longer matter are forgotten once there are more.
  private static let mostUnsettled = 10_000

  /// Of a file with more edits, listeners are told of the last ones: they ask for the others.
  private static let mostAnnounced = 100

  /// Accepts, rejects or takes back an edit.
  ///
  /// - Parameters:
  ///   - id: The edit.
  ///   - status: What becomes of it.
  ///   - seen: The edit of the same thing, accepted since it was proposed, that is to be replaced.
  ///   - actor: Who decides.
  ///   - why: The reason.
  /// - Throws: `StoreError.unknownEdit`, `StoreError.decided`; ``Problem`` and `EditError` for what cannot be accepted.
  func decide(_ id: String, _ status: StoredEdit.Status, seen: String?, by actor: String, why: String?)
    async throws
  {
    let from: Set<StoredEdit.Status> = status == .undone ? [.accepted] : [.pending]
    if status == .accepted, let edit = try await store.edit(id), edit.status == .pending {
      // It may have to wait for a map; verdicts of others do not wait for it.
      _ = try await check(MapEdit(edit))
    }
    let (event, decided) = try await decisions.answer { [self] in
      if status == .accepted { try await checkOvertaken(id, seen: seen) }
      let known = try await store.edit(id).map { [$0] } ?? []
      var edits = status == .accepted ? known : []
      for row in edits.indices { edits[row].status = .accepted }
      let before = try await replaced(by: edits).first?.before
      let event = try await unsettling(status == .rejected ? [] : known) {
        try await health.watching {
          try await store.decideEdit(id, status, from: from, by: actor, why: why, before: before)
        }
      }
      let decided = try await store.edit(id)
      if status == .accepted, let decided { registry.accept([decided]) }
      return (event, decided)
    }
    guard status != .rejected, let edit = decided else { return }
    if status == .undone { registry.takeBack(edit) }
    await searches.look(self)
    if status == .accepted { await rule([edit]) } else { await takeBackRule(edit) }
    announce(event)
    await make([edit])
  }

  /// Asks for a city with `edits`: soon, unless they hold already.
  private func make(_ edits: [StoredEdit]) async {
    let changes = edits.filter(\.changesMap)
    if changes.isEmpty { return }
    if changes.allSatisfy({ $0.status == .accepted ? isApplied($0) : isTakenBack($0) }) {
      await maker.requestLater(self)
    } else {
      await maker.request(self)
    }
  }

  /// Lets the new rules of gates hold at once; the city that is made anew later has them from its map.
  private func rule(_ edits: [StoredEdit]) async {
    guard edits.count <= District.mostRuledAtOnce else { return }
    await rule(
      edits.compactMap { edit in desk.tags(ruledBy: edit).map { RuledGate(edit: edit.id, gate: $0) } })
  }

  private func rule(_ gates: [RuledGate]) async {
    if gates.isEmpty { return }
    try? await changes.run { [self] in
      guard let fresh = city.ruling(gates.map(\.gate)) else { return }
      ruled.withLock { ruled in
        ruled.removeAll { former in gates.contains { $0.edit == former.edit } }
        ruled += gates
      }
      fresh.takeWorkers(of: city)
      replaceCity(with: fresh)
    }
  }

  /// Gives the gate that `edit` was a rule of the one that it has without it, at once.
  private func takeBackRule(_ edit: StoredEdit) async {
    guard let read = try? MapEdit(edit), read.isRule, let target = edit.target, let gate = read.target else {
      return
    }
    let made = EditQuery(status: .accepted, ids: desk.edits(of: gate), limit: .max)
    let later = EditQuery(status: .accepted, target: target, limit: .max)
    guard let known = try? await store.edits(made) + store.edits(later) else { return }
    let own = Dictionary(known.map { ($0.edit.id, $0.edit) }) { one, _ in one }.values
    guard let tags = desk.tags(of: gate, with: own.sorted { $0.accepted < $1.accepted }) else { return }
    await rule([RuledGate(edit: edit.id, isUndone: true, gate: tags)])
  }

  /// Whether gates have rules, or have them no longer, that the city was not made with.
  var hasRulesToMake: Bool { ruled.withLock { !$0.isEmpty } }

  /// Whether questions are answered without an undone edit already.
  private func isTakenBack(_ edit: StoredEdit) -> Bool {
    ruled.withLock { $0.contains { $0.edit == edit.id && $0.isUndone } }
  }

  /// Whether questions are answered by an accepted edit already.
  func isApplied(_ edit: StoredEdit) -> Bool {
    desk.isMade(edit.id) || !edit.changesMap
      || desk.problem(of: edit.id) == nil
        && ruled.withLock { $0.contains { $0.edit == edit.id && !$0.isUndone } }
  }

  /// More rules than this come with the city that is made anew.
  private static let mostRuledAtOnce = 50

  private func announce(_ event: ChangeEvent) {
    hub.send(
      ChangeHub.Message(
        sequence: event.sequence, kind: event.kind.rawValue,
        data: JSON.object(["kind": .string(event.kind.rawValue), "edit": .string(event.object)]).text))
  }

  /// Makes the city anew with all accepted edits and answers from it.
  ///
  /// Where nobody waits for it, on one processor only.
  func remake(isUrgent: Bool = true) async {
    do {
      try await cities.run { [self] in
        let edits = try await store.edits(.accepted).map(\.edit)
        let workers = city.idleCount
        let fresh = try await OwnThread.run(isUrgent: isUrgent) { [desk] in
          let edited = try desk.city(with: edits, threads: isUrgent ? Parallel.processors : 1)
          let city = try LiveCity(city: edited.city)
          try city.warm(workers: workers, threads: isUrgent ? Parallel.processors : 1)
          return (city: city, made: edited.made)
        }
        try await install(fresh.city, fresh.made)
      }
    } catch {
      logger.error("the city could not be made anew: \(error)")
    }
  }
}

extension District {
  /// Makes in the background what the first answers did not need, once the server answers.
  func settle() {
    Task {
      try? await OwnThread.run { [self] in
        try? city.prepare()
        // Whoever searches meanwhile waits for it: there is no former one.
        Courtesy.$isModest.withValue(false) { city.prepareSearch(registry.registry.names) }
        if desk.toKeep != nil { _ = try? desk.editor() }
      }
      await maker.saveLater(self)
    }
  }

  /// Keeps the city with its edits for the next start.
  func saveEdited() async {
    guard let edited = desk.toKeep else { return }
    do {
      try await OwnThread.run { [folder = data.path] in
        try EditedCity(in: folder).save(edited.city, of: edited.file, edited.ids)
      }
    } catch {
      logger.warning("the city with its edits could not be kept for the next start: \(error)")
    }
  }
}

extension StoredEdit {
  /// Whether the map is another one after it; also where it cannot be read, so that somebody is told.
  var changesMap: Bool { (try? MapEdit(self))?.changesMap ?? true }
}
