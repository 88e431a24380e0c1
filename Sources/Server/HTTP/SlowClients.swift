import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections of clients that send a request, or take an answer, too slowly, and those that an answer closes.
///
/// One timer per connection, checked every few seconds; nothing is allocated per request. A connection that waits between
/// requests is left to the idle timeout of the server. Not thread-safe: it lives on its channel's event loop.
final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private enum State {
    /// No request yet, or the last one is over.
    case waiting(since: NIODeadline)
    case receiving(since: NIODeadline)
    case answering
    /// The last answer is out and the client still sends: what comes is dropped until it has read what it was told.
    case leaving
  }

  /// How long a client may go on sending once it has its last answer.
  ///
  /// Closed at once, TCP would reset the connection, and the answer be lost to whoever listens only after sending.
  private static let farewell = TimeAmount.seconds(2)

  private let patience: TimeAmount
  private let idle: TimeAmount
  private var state = State.waiting(since: .now())
  /// The answer to a request may end before the request does.
  private var isAnswered = true
  /// Whether the answer being written says that none will follow.
  private var isLast = false
  private var unwritableSince: NIODeadline?
  private var timer: RepeatedTask?

  /// - Parameters:
  ///   - patience: How long a request may take to arrive, and an answer to be taken.
  ///   - idle: How long a connection may wait for its next request, its head included.
  init(patience: TimeAmount, idle: TimeAmount) {
    self.patience = patience
    self.idle = idle
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let interval = TimeAmount.nanoseconds(max(min(patience, idle).nanoseconds / 4, 50_000_000))
    let channel = context.channel
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      if handler.value.isTooSlow(at: .now()) { channel.close(mode: .all, promise: nil) }
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  private func isTooSlow(at now: NIODeadline) -> Bool {
    if let unwritableSince, now - unwritableSince > patience { return true }
    switch state {
    case .waiting(let since): return now - since > idle
    case .receiving(let since): return now - since > patience
    case .answering, .leaving: return false
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    if case .leaving = state {
      if case .end = part { context.close(promise: nil) }
      return
    }
    switch part {
    case .head:
      state = .receiving(since: .now())
      isAnswered = false
    case .body: break
    case .end: state = isAnswered ? .waiting(since: .now()) : .answering
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head): isLast = head.headerFields[.connection] == "close"
    case .body: break
    case .end:
      isAnswered = true
      if case .answering = state { state = .waiting(since: .now()) }
      if isLast { return writeLast(context: context, data: data, promise: promise) }
    }
    context.write(data, promise: promise)
  }

  /// Writes the end of an answer after which the connection is closed, as the answer says.
  private func writeLast(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let written = promise ?? context.eventLoop.makePromise(of: Void.self)
    let (channel, handler) = (context.channel, NIOLoopBound(self, eventLoop: context.eventLoop))
    written.futureResult.whenComplete { _ in handler.value.leave(channel) }
    context.writeAndFlush(data, promise: written)
  }

  /// Closes `channel`, or only its way out while the client still sends.
  private func leave(_ channel: any Channel) {
    guard case .receiving = state else { return channel.close(mode: .all, promise: nil) }
    state = .leaving
    channel.close(mode: .output, promise: nil)
    channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(mode: .all, promise: nil) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    unwritableSince = context.channel.isWritable ? nil : unwritableSince ?? .now()
    context.fireChannelWritabilityChanged()
  }
}
