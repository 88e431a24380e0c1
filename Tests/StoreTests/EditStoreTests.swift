import Foundation
import Store
import Testing

/// Edits in every store.
@Suite struct EditStoreTests {
  private static func edit(_ id: String, _ action: String = "add", target: String? = nil) -> StoredEdit {
    StoredEdit(
      id: id, kind: "gate", action: action, target: target,
      geometry: #"{"type":"Point","coordinates":[1,2]}"#,
      properties: #"{"name":"东门 <b>'; DROP TABLE edit"}"#, why: "seen", status: .accepted,
      createdAt: UTCInstant(milliseconds: 1_795_235_400_000), createdBy: "token")
  }

  @Test(arguments: Backend.allCases)
  func `an edit comes back as it was added, with a number of its own`(_ backend: Backend) async throws {
    let store = try backend.make()
    let (first, event) = try await store.addEdit(Self.edit("e_1"))
    #expect(first.object == 1)
    #expect(event.kind == .editAdded)
    #expect(event.after?.contains("\"object\":1") == true)
    var said = Self.edit("e_2", "change", target: "way/7")
    #expect(try await store.addEdit(said).edit.object == 2, "a line drawn anew has points of its own")
    (said.id, said.geometry) = ("e_4", nil)
    #expect(try await store.addEdit(said).edit.object == 0)
    #expect(try await store.addEdit(Self.edit("e_3")).edit.object == 3)
    #expect(try await store.edit("e_1") == first)
    #expect(try await store.edit("e_9") == nil)
    await #expect(throws: StoreError.duplicate("e_1")) { try await store.addEdit(Self.edit("e_1")) }
  }

  @Test(arguments: Backend.allCases)
  func `edits are found by time, status and target`(_ backend: Backend) async throws {
    let store = try backend.make()
    for id in ["e_1", "e_2", "e_3"] {
      try await store.addEdit(Self.edit(id, "change", target: "node/\(id.count)"))
    }
    try await store.addEdit(Self.edit("e_44", "remove", target: "way/9"))
    let all = try await store.edits(EditQuery())
    #expect(all.map(\.edit.id) == ["e_1", "e_2", "e_3", "e_44"])
    #expect(try await store.edits(EditQuery(since: all[1].sequence)).map(\.edit.id) == ["e_3", "e_44"])
    #expect(try await store.edits(EditQuery(target: "way/9")).map(\.edit.id) == ["e_44"])
    #expect(try await store.edits(EditQuery(limit: 1)).map(\.edit.id) == ["e_1"])
    let newest = EditQuery(order: .newest, limit: 3)
    #expect(try await store.edits(newest).map(\.edit.id) == ["e_44", "e_3", "e_2"])
    let older = EditQuery(before: all[1].sequence, order: .newest)
    #expect(try await store.edits(older).map(\.edit.id) == ["e_1"])
    let between = EditQuery(since: all[0].sequence, before: all[3].sequence)
    #expect(try await store.edits(between).map(\.edit.id) == ["e_2", "e_3"])
    let some = EditQuery(ids: ["e_44", "e_1", "e_9"], order: .newest)
    #expect(try await store.edits(some).map(\.edit.id) == ["e_44", "e_1"])
    #expect(try await store.edits(EditQuery(ids: [])).isEmpty)
    try await store.decideEdit("e_2", .undone, from: [.accepted], by: "officer", why: "wrong gate")
    #expect(try await store.edits(.accepted).map(\.edit.id) == ["e_1", "e_3", "e_44"])
    #expect(try await store.edits(EditQuery(status: .undone)).map(\.edit.id) == ["e_2"])
  }

  @Test(arguments: Backend.allCases)
  func `accepted edits come in the order in which they were accepted`(_ backend: Backend) async throws {
    let store = try backend.make()
    var late = Self.edit("e_1", "change", target: "node/1")
    late.status = .pending
    try await store.addEdit(late)
    let soon = try await store.addEdit(Self.edit("e_2", "change", target: "node/1"))
    #expect(soon.edit.accepted == soon.event.sequence)
    #expect(try await store.edit("e_1")?.accepted == 0)
    let event = try await store.decideEdit("e_1", .accepted, from: [.pending], by: "officer", why: nil)
    #expect(try await store.edit("e_1")?.accepted == event.sequence)
    #expect(try await store.edits(.accepted).map(\.edit.id) == ["e_2", "e_1"])
    #expect(try await store.edits(EditQuery(status: .accepted)).map(\.edit.id) == ["e_1", "e_2"])
    let first = EditQuery(order: .acceptance, limit: 1)
    #expect(try await store.edits(first).map(\.edit.id) == ["e_2"])
    var last = EditQuery(status: .accepted, target: "node/1", order: .acceptance, limit: 1)
    last.isBackwards = true
    #expect(try await store.edits(last).map(\.edit.id) == ["e_1"])
    (last.limit, last.acceptedSince) = (5, soon.edit.accepted - 1)
    #expect(try await store.edits(last).map(\.edit.id) == ["e_1", "e_2"])
    last.acceptedSince = soon.edit.accepted
    #expect(try await store.edits(last).map(\.edit.id) == ["e_1"])
    (last.acceptedSince, last.order) = (0, .oldest)
    #expect(try await store.edits(last).map(\.edit.id) == ["e_2", "e_1"])
    (last.target, last.targets) = (nil, ["node/1", "way/1"])
    #expect(try await store.edits(last).map(\.edit.id) == ["e_2", "e_1"])
    last.targets = ["node/2"]
    #expect(try await store.edits(last).isEmpty)
    (last.target, last.targets) = ("node/1", nil)
    last.order = .newest
    #expect(try await store.edits(last).map(\.edit.id) == ["e_1", "e_2"])
  }

  @Test(arguments: Backend.allCases)
  func `what was added has its adding in its history`(_ backend: Backend) async throws {
    let store = try backend.make()
    let added = try await store.addEdit(Self.edit("e_1")).edit
    try await store.addEdit(Self.edit("e_2", "change", target: "node/-5"))
    try await store.addEdit(Self.edit("e_3", "change", target: "node/6"))
    let query = EditQuery(target: "node/-5", object: added.object)
    #expect(try await store.edits(query).map(\.edit.id) == ["e_1", "e_2"])
    #expect(try await store.edits(EditQuery(target: "node/-5")).map(\.edit.id) == ["e_2"])
  }

  @Test(arguments: Backend.allCases)
  func `what has been decided is not decided again, and its history is kept`(_ backend: Backend) async throws
  {
    let store = try backend.make()
    var edit = Self.edit("e_1")
    edit.status = .pending
    try await store.addEdit(edit)
    let event = try await store.decideEdit("e_1", .accepted, from: [.pending], by: "officer", why: nil)
    #expect(event.kind == .editAccepted)
    #expect(event.before?.contains("pending") == true)
    #expect(event.after?.contains("accepted") == true)
    await #expect(throws: StoreError.decided("e_1", status: .accepted)) {
      try await store.decideEdit("e_1", .rejected, from: [.pending], by: "officer", why: nil)
    }
    await #expect(throws: StoreError.unknownEdit("e_2")) {
      try await store.decideEdit("e_2", .rejected, from: [.pending], by: "officer", why: nil)
    }
    #expect(try await store.events(of: "e_1").map(\.kind) == [.editAdded, .editAccepted])
    #expect(try await store.events(of: "e_2").isEmpty)
  }
}
