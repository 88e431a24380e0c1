import NIOCore
import NIOHTTPTypes
import Synchronization

/// Counts what each client has at the same time.
final class ClientCounter: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  private let limit: Int

  /// - Parameter limit: What one client may have; 0 for any number.
  init(limit: Int) { self.limit = limit }

  /// One more for `client`, who gives it back by ``leave(_:)``; false where it has as many as it may.
  func enter(_ client: String) -> Bool {
    counts.withLock { counts in
      let count = counts[client, default: 0]
      guard limit == 0 || count < limit else { return false }
      counts[client] = count + 1
      return true
    }
  }

  func leave(_ client: String) {
    counts.withLock { counts in
      let count = counts[client, default: 0]
      counts[client] = count > 1 ? count - 1 : nil
    }
  }
}

/// Closes a new connection of a client that has as many as it may already, without a word.
///
/// Not thread-safe: it lives on its channel's event loop.
final class ConnectionLimit: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private let counter: ClientCounter
  private var hasBegun = false

  init(_ counter: ClientCounter) { self.counter = counter }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard !hasBegun else { return }
    hasBegun = true
    let (counter, client) = (counter, ClientName.of(context.channel.remoteAddress))
    guard counter.enter(client) else { return context.close(promise: nil) }
    context.channel.closeFuture.whenComplete { _ in counter.leave(client) }
  }
}
