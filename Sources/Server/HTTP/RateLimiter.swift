import NIOCore
import Synchronization

/// A bucket of tokens for each client: full at first, refilled steadily, a request takes some.
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var filledAt: NIODeadline
  }

  private let perSecond: Double
  private let burst: Double
  private let buckets = Mutex<[String: Bucket]>([:])
  /// More clients than this are forgotten: those whose buckets are full again.
  private static let mostClients = 50_000

  /// - Parameters:
  ///   - perSecond: Tokens that flow back each second.
  ///   - burst: Tokens of a full bucket.
  init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = max(burst, 1)
  }

  /// Takes `cost` tokens from the bucket of `client`.
  ///
  /// - Returns: Nil when there were enough, else the seconds until there are.
  func take(_ cost: Double, from client: String, now: NIODeadline = .now()) -> Int? {
    buckets.withLock { buckets in
      if buckets.count >= RateLimiter.mostClients, buckets[client] == nil { forget(&buckets, now) }
      var bucket = buckets[client] ?? Bucket(tokens: burst, filledAt: now)
      bucket.tokens = level(bucket, now)
      bucket.filledAt = now
      defer { buckets[client] = bucket }
      guard bucket.tokens < min(cost, burst) else {
        bucket.tokens -= cost
        return nil
      }
      return max(1, Int(((min(cost, burst) - bucket.tokens) / perSecond).rounded(.up)))
    }
  }

  private func level(_ bucket: Bucket, _ now: NIODeadline) -> Double {
    min(burst, bucket.tokens + Double((now - bucket.filledAt).nanoseconds) / 1e9 * perSecond)
  }

  /// Drops full buckets; all of them where none is full, rather than grow without end.
  private func forget(_ buckets: inout [String: Bucket], _ now: NIODeadline) {
    buckets = buckets.filter { level($0.value, now) < burst }
    if buckets.count >= RateLimiter.mostClients { buckets.removeAll(keepingCapacity: true) }
  }
}
