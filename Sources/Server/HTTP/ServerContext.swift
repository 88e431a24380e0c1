import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Wording

/// What is known of a request beside the request: its number, its sender, its words.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The sender's address; nil where there is no socket.
  let remote: SocketAddress?
  /// The language of the answer, from `Accept-Language`.
  var language = Language.english
  /// Names the request in logs and problems.
  var requestID = ""
  /// Names the sender for limits.
  var client = ClientName.local
  /// Knows what the sender may still ask for; nil where that is not limited.
  var limiter: RateLimiter?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remote = source.channel.remoteAddress
  }
}

extension ServerContext {
  /// Takes `cost` tokens from the sender's bucket.
  ///
  /// - Throws: ``Problem`` where there are too few.
  func charge(_ cost: Double) throws(Problem) {
    guard let seconds = limiter?.take(cost, from: client) else { return }
    throw Problem(
      .tooManyRequests, Wording.Server.tooOften(seconds: seconds), headers: [.retryAfter: String(seconds)])
  }
}

extension Request {
  /// The language asked for after the question mark, in which one also learns what is wrong there.
  var askedLanguage: Language? {
    guard let query = uri.query else { return nil }
    let key = "language="
    return query.split(separator: "&").first { $0.hasPrefix(key) }
      .flatMap { Language(rawValue: String($0.dropFirst(key.count))) }
  }

  /// The better liked of the languages that we speak; English where none is named.
  var preferredLanguage: Language {
    guard let field = headers[.acceptLanguage] else { return .english }
    var best = (weight: 0.0, language: Language.english)
    for part in field.utf8.prefix(400).split(separator: UInt8(ascii: ",")) {
      let pieces = String(Substring(part)).split(separator: ";")
      guard let tag = pieces.first?.drop(while: { $0 == " " }).lowercased() else { continue }
      let language: Language? = tag.hasPrefix("zh") ? .chinese : tag.hasPrefix("en") ? .english : nil
      let weight = pieces.dropFirst().lazy.map { $0.filter { $0 != " " } }
        .first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
      if let language, weight ?? 1 > best.weight { best = (weight ?? 1, language) }
    }
    return best.language
  }
}
