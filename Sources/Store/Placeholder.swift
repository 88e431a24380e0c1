public import Geo
public import OSM
public import Streets
public import Wording
public import Foundation
import Synchronization
public struct UTCInstant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public var milliseconds: Int64
  public static var now: UTCInstant { UTCInstant(Date()) }
  public init(_ d: Date) { milliseconds = Int64(d.timeIntervalSince1970 * 1000) }
  public var description: String { Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601) }
  public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}
public enum StoreID { public static func new(_ p: String) -> String { p + "_\(UInt64.random(in: 0 ... .max))" } }
public struct StoredClosure: Hashable, Sendable {
  public enum Target: Hashable, Sendable { case element(ElementID), area([Coordinate]) }
  public enum Effect: String, Sendable { case closes, opens }
  public var id: String, target: Target, effect: Effect, modes: ModeSet, from: CivilTime?, until: CivilTime?, reason: String?
  public var createdAt: UTCInstant, createdBy: String
  public init(id: String, target: Target, effect: Effect, modes: ModeSet, from: CivilTime?, until: CivilTime?, reason: String?, createdAt: UTCInstant, createdBy: String) {
    (self.id, self.target, self.effect, self.modes, self.from, self.until, self.reason, self.createdAt, self.createdBy) = (id, target, effect, modes, from, until, reason, createdAt, createdBy) }
}
public struct StoredReport: Hashable, Sendable {
  public var id: String, position: Coordinate, kind: String, text: String, element: ElementID?, createdAt: UTCInstant, language: Language
  public init(id: String, position: Coordinate, kind: String, text: String, element: ElementID?, createdAt: UTCInstant, language: Language) {
   (self.id, self.position, self.kind, self.text, self.element, self.createdAt, self.language) = (id, position, kind, text, element, createdAt, language) }
}
public struct ChangeEvent: Hashable, Sendable {
  public struct Kind: RawRepresentable, Hashable, Sendable { public var rawValue: String; public init(rawValue: String) { self.rawValue = rawValue } }
  public var sequence: Int64, time: UTCInstant, kind: Kind, object: String, before: String?, after: String?, actor: String, why: String?
}
public enum StoreError: WordedError, Equatable { case unknownClosure(String), duplicate(String), full(String), unwritable(String, String), busy(String), closed
  public var wording: Wording { Wording(en: "\(self)", zh: "") } }
public protocol Store: Sendable {
  func closures() async throws(StoreError) -> [StoredClosure]
  func addClosure(_ closure: StoredClosure) async throws(StoreError) -> ChangeEvent
  func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError) -> ChangeEvent
  func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent]
  func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent
  func reports(limit: Int) async throws(StoreError) -> [StoredReport]
  func events(after: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent]
  func lastSequence() async throws(StoreError) -> Int64
  func close() async throws(StoreError)
}
public final class StoreMemory: Store {
  struct S { var list: [StoredClosure] = []; var seq: Int64 = 0; var events: [ChangeEvent] = [] }
  let state = Mutex(S())
  public init() {}
  func ev(_ k: String, _ o: String, _ s: inout S) -> ChangeEvent { s.seq += 1; let e = ChangeEvent(sequence: s.seq, time: .now, kind: .init(rawValue: k), object: o, before: nil, after: nil, actor: "", why: nil); s.events.append(e); return e }
  public func closures() async throws(StoreError) -> [StoredClosure] { state.withLock { $0.list } }
  public func addClosure(_ c: StoredClosure) async throws(StoreError) -> ChangeEvent { state.withLock { $0.list.append(c); return ev("closure.added", c.id, &$0) } }
  public func liftClosure(_ id: String, by actor: String, why: String?) async throws(StoreError) -> ChangeEvent { state.withLock { $0.list.removeAll { $0.id == id }; return ev("closure.lifted", id, &$0) } }
  public func expireClosures(at now: CivilTime) async throws(StoreError) -> [ChangeEvent] { [] }
  public func addReport(_ report: StoredReport) async throws(StoreError) -> ChangeEvent { state.withLock { ev("report.added", report.id, &$0) } }
  public func reports(limit: Int) async throws(StoreError) -> [StoredReport] { [] }
  public func events(after: Int64, limit: Int) async throws(StoreError) -> [ChangeEvent] { state.withLock { $0.events.filter { $0.sequence > after } } }
  public func lastSequence() async throws(StoreError) -> Int64 { 0 }
  public func close() async throws(StoreError) {}
}
