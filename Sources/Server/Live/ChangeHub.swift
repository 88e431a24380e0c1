import OSM
import Queries
import Routing
import Store
import Synchronization

/// Tells all who listen what has changed, as it happens.
final class ChangeHub: Sendable {
  /// Something that happened, ready to be sent.
  struct Message: Sendable {
    /// Nil for what is not stored.
    var sequence: Int64?
    var kind: String
    /// One line of JSON.
    var data: String
  }

  private struct State {
    var listeners: [Int: AsyncStream<Message>.Continuation] = [:]
    /// How many of these each client has.
    var clients: [String: Int] = [:]
    var next = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let limit: Int
  private let perClient: Int
  /// A listener that is further behind is let go; it comes back and catches up.
  static let longestQueue = 256

  /// - Parameters:
  ///   - limit: Listeners at the same time.
  ///   - perClient: Of these, those of one client; 0 for any number.
  init(limit: Int, perClient: Int = 0) { (self.limit, self.perClient) = (limit, perClient) }

  /// Number of listeners.
  var count: Int { state.withLock { $0.listeners.count } }

  /// All messages from now on; nil where too many listen already, all told or of `client`, or the server is stopping.
  func listen(_ client: String = ClientName.local) -> AsyncStream<Message>? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Message.self, bufferingPolicy: .bufferingOldest(ChangeHub.longestQueue))
    let number: Int? = state.withLock { state in
      let own = state.clients[client, default: 0]
      guard !state.isClosed, state.listeners.count < limit, perClient == 0 || own < perClient else {
        return nil
      }
      state.next += 1
      state.clients[client] = own + 1
      state.listeners[state.next] = continuation
      return state.next
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in
      self?.leave(number, client)
    }
    return stream
  }

  /// How often `client` listens, where it may not more often.
  func limit(reachedBy client: String) -> Int? {
    let own = state.withLock { $0.clients[client, default: 0] }
    return perClient > 0 && own >= perClient ? own : nil
  }

  private func leave(_ number: Int, _ client: String) {
    state.withLock { state in
      guard state.listeners.removeValue(forKey: number) != nil else { return }
      let left = state.clients[client, default: 1] - 1
      state.clients[client] = left > 0 ? left : nil
    }
  }

  /// Sends `message` to all; never waits.
  func send(_ message: Message) {
    let all = state.withLock { Array($0.listeners.values) }
    for listener in all {
      if case .dropped = listener.yield(message) { listener.finish() }
    }
  }

  /// Ends all streams, and those asked for later.
  func close() {
    let all = state.withLock { state in
      state.isClosed = true
      return Array(state.listeners.values)
    }
    for listener in all { listener.finish() }
  }
}

extension ChangeHub.Message {
  /// What is public of a stored event: never who sent a report, or what it says.
  init?(_ event: ChangeEvent, in city: City) {
    guard event.kind.rawValue.hasPrefix("closure.") else { return nil }
    sequence = event.sequence
    kind = event.kind.rawValue
    var members: [JSON.Member] = [
      JSON.Member(key: "sequence", value: .int(Int(event.sequence))),
      JSON.Member(key: "time", value: .string("\(event.time)")),
      JSON.Member(key: "kind", value: .string(kind)),
      JSON.Member(key: "id", value: .string(event.object)),
    ]
    if let text = event.after ?? event.before, let closure = try? JSONReader.read(Array(text.utf8)[...]),
      case .object(let facts) = closure
    {
      var shown = facts.filter { $0.key != "createdBy" }
      if case .string(let target)? = closure["target"], let element = ElementID(target) {
        shown.append(JSON.Member(key: "name", value: JSON(city.name(of: .element(element)))))
      }
      members.append(JSON.Member(key: "closure", value: .object(shown)))
    }
    data = JSON.object(members).text
  }
}
