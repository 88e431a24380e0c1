extension Wording {
  /// What the service tells its clients and whoever starts it.
  public enum Server {
    // MARK: Requests

    public static func unknownPath(_ path: String) -> Wording {
      Wording(
        en: "there is nothing at \(path); /docs/api lists what there is", zh: "\(path) 不存在；可用的接口见 /docs/api")
    }

    public static func wrongMethod(_ method: String, allowed: [String]) -> Wording {
      Wording(
        en: "\(method) is not possible here; use \(allowed.joined(separator: ", "))",
        zh: "此处不能使用 \(method)；请用 \(allowed.joined(separator: "、"))")
    }

    public static func bodyTooLarge(limit: Int) -> Wording {
      Wording(
        en: "the body is larger than the \(limit) bytes allowed; send less at a time",
        zh: "请求体超过上限 \(limit) 字节；请减少每次发送的数据")
    }

    public static let brokenBody = Wording(
      en: "the body broke off or is not framed as HTTP/1.1 asks; send it again whole",
      zh: "请求体中断，或不符合 HTTP/1.1 的分帧要求；请完整地重新发送")

    public static let noHost = Wording(
      en: "the header Host is missing or there are several; HTTP/1.1 asks for exactly one: send it once",
      zh: "缺少 Host 头，或有多个；HTTP/1.1 要求有且只有一个")

    public static func longTarget(_ found: Int, limit: Int) -> Wording {
      Wording(
        en: "path and query have \(found) bytes, more than the \(limit) allowed; ask in parts",
        zh: "路径与参数共 \(found) 字节，超过上限 \(limit)；请分批查询")
    }

    public static func largeHead(_ found: Int, limit: Int) -> Wording {
      Wording(
        en: "the header fields have \(found) bytes, more than the \(limit) allowed; send fewer or shorter",
        zh: "请求头共 \(found) 字节，超过上限 \(limit)；请减少或缩短请求头")
    }

    public static func malformedBody(_ byte: Int) -> Wording {
      Wording(
        en: "the body is not JSON: it goes wrong at byte \(byte); send one JSON object",
        zh: "请求体不是 JSON：第 \(byte) 字节处有误；请发送一个 JSON 对象")
    }

    public static let bodyNotObject = Wording(
      en: "the body is not a JSON object; send one such as {\"from\":[106.4,29.5],\"to\":\"way/1\"}",
      zh: "请求体不是 JSON 对象；请发送例如 {\"from\":[106.4,29.5],\"to\":\"way/1\"}")

    public static func unknownKey(_ key: String, known: [String]) -> Wording {
      Wording(
        en: "there is no key \"\(key)\" here; known are \(known.joined(separator: ", "))",
        zh: "此处没有键“\(key)”；可用的有 \(known.joined(separator: "、"))")
    }

    public static func missing(_ key: String, example: String) -> Wording {
      Wording(
        en: "\(key) is missing; give it, such as \(example)", zh: "缺少 \(key)；请给出，例如 \(example)")
    }

    public static func malformedValue(_ key: String, _ found: String, allowed: String) -> Wording {
      Wording(
        en: "\(key) is \"\(found)\"; allowed is \(allowed)", zh: "\(key) 为“\(found)”；允许 \(allowed)")
    }

    public static func tooMany(_ key: String, _ found: Int, limit: Int) -> Wording {
      Wording(
        en: "\(key) has \(found) entries, more than the \(limit) allowed in one request; ask in parts",
        zh: "\(key) 有 \(found) 项，超过单次请求的上限 \(limit)；请分批查询")
    }

    public static func tooOften(seconds: Int) -> Wording {
      Wording(
        en: "too many requests from this address; try again in \(seconds) s",
        zh: "来自该地址的请求过多；请在 \(seconds) 秒后重试")
    }

    public static func tooLong(seconds: Int) -> Wording {
      Wording(
        en: "the answer took longer than \(seconds) s; ask for less, or try again later",
        zh: "处理时间超过 \(seconds) 秒；请缩小查询范围或稍后重试")
    }

    public static let busy = Wording(
      en: "the server is busy; try again in a moment", zh: "服务器繁忙；请稍后重试")

    public static let failure = Wording(
      en: "something went wrong here, not with the request; try again, and report it with the request's id",
      zh: "服务器内部出错，并非请求有误；请重试，并附上请求编号反馈")

    public static func unknownClosure(_ id: String) -> Wording {
      Wording(
        en: "there is no closure \(id), or it was lifted already; GET /v1/closures lists those that stand",
        zh: "没有封闭记录 \(id)，或已解除；GET /v1/closures 列出现有的封闭")
    }

    public static func malformedTarget(_ found: String) -> Wording {
      Wording(
        en: "target is \(found); give \"node/1\", \"way/1\" or a GeoJSON Polygon with one ring",
        zh: "target 为 \(found)；请给出 \"node/1\"、\"way/1\" 或只有一个环的 GeoJSON Polygon")
    }

    public static func endsBeforeStart(from: String, until: String) -> Wording {
      Wording(
        en: "until (\(until)) is not after from (\(from)); give a later end",
        zh: "until（\(until)）不晚于 from（\(from)）；请给出更晚的结束时间")
    }

    public static func isOver(until: String, now: String) -> Wording {
      Wording(
        en: "until (\(until)) is past already, it is \(now) in the city; give a later end",
        zh: "until（\(until)）已经过去，本城现在是 \(now)；请给出更晚的结束时间")
    }

    public static func tooManyClosures(_ limit: Int) -> Wording {
      Wording(
        en: "\(limit) closures stand already, the most there may be; lift some first",
        zh: "现有封闭已达上限 \(limit) 条；请先解除一些")
    }

    public static func tooManyListeners(_ count: Int) -> Wording {
      Wording(
        en:
          "this client listens \(count) times already, which is all that client-listeners allows; end one first",
        zh: "此客户端已有 \(count) 个监听连接，已达 client-listeners 上限；请先结束其中一个")
    }

    public static func tooManyReports(_ limit: Int) -> Wording {
      Wording(
        en:
          "\(limit) reports are kept already, the most there may be; tell whoever runs the server to raise max-reports",
        zh: "已有 \(limit) 条反馈，达到上限；请告知服务管理者调高 max-reports")
    }

    public static let noRoom = Wording(
      en: "there is no room left on the server's disk, nothing was stored; free some and try again",
      zh: "服务器磁盘已满，未作任何保存；请腾出空间后重试")

    public static let cannotStore = Wording(
      en: "the server cannot store at the moment, nothing was stored; try again, its log says why",
      zh: "服务器暂时无法保存，未作任何保存；请重试，原因见服务器日志")

    public static func staleCity(_ problem: Wording) -> Wording {
      Wording(
        en: "the city stays as it was: \(problem.english)", zh: "城市数据保持不变：\(problem.chinese)")
    }

    // MARK: Titles of problems

    public static let badRequest = Wording(en: "The request is not valid", zh: "请求无效")
    public static let unauthorized = Wording(en: "Not allowed without signing in", zh: "需要登录或令牌")
    public static let forbidden = Wording(en: "Not allowed for this account", zh: "此账户无权操作")
    public static let noFeed = Wording(
      en: "synthetic-occupancy is for synthetic cities only; this one is not",
      zh: "synthetic-occupancy 仅用于虚构城市；当前城市不是")

    public static let notFound = Wording(en: "Not found", zh: "未找到")
    public static let methodNotAllowed = Wording(en: "Method not allowed", zh: "请求方法不允许")
    public static let conflict = Wording(en: "Conflict", zh: "冲突")
    public static let tooLarge = Wording(en: "Too large", zh: "内容过大")
    public static let targetTooLong = Wording(en: "The address is too long", zh: "地址过长")
    public static let headTooLarge = Wording(en: "The header fields are too large", zh: "请求头过大")
    public static let unprocessable = Wording(en: "Cannot be answered as asked", zh: "无法按此请求作答")
    public static let tooManyRequests = Wording(en: "Too many requests", zh: "请求过多")
    public static let internalError = Wording(en: "Internal error", zh: "内部错误")
    public static let unavailable = Wording(en: "Not available now", zh: "暂时不可用")
    public static let insufficientStorage = Wording(en: "No room left", zh: "存储空间不足")

    // MARK: Starting

    public static func portInUse(_ port: Int) -> Wording {
      Wording(
        en: "port \(port) is in use by another program; stop it or choose another with --port",
        zh: "端口 \(port) 已被其他程序占用；请停止该程序，或用 --port 另选端口")
    }

    public static func cannotListen(_ address: String, _ reason: String) -> Wording {
      Wording(
        en: "cannot listen at \(address): \(reason); choose another --host or --port",
        zh: "无法监听 \(address)：\(reason)；请用 --host 或 --port 另选地址")
    }

    public static func dataInUse(_ path: String) -> Wording {
      Wording(
        en: "\(path) is in use by another server; stop it or choose another directory with --data",
        zh: "\(path) 正被另一个服务使用；请停止它，或用 --data 另选目录")
    }

    public static func backupExists(_ path: String) -> Wording {
      Wording(
        en: "\(path) exists already; give the name of a folder that is to be made",
        zh: "\(path) 已存在；请给出一个新目录的名称")
    }

    public static func cannotUseData(_ path: String, _ reason: String) -> Wording {
      Wording(
        en: "the data directory \(path) cannot be used: \(reason); choose another with --data",
        zh: "无法使用数据目录 \(path)：\(reason)；请用 --data 另选目录")
    }

    public static func noPages(_ path: String) -> Wording {
      Wording(
        en:
          "\(path) holds no pages (no index.html); give the folder Web with --web, or --web none for no pages",
        zh: "\(path) 中没有网页（缺少 index.html）；请用 --web 指定 Web 目录，或用 --web none 不提供网页")
    }

    public static func unknownSetting(_ key: String, known: [String]) -> Wording {
      Wording(
        en: "there is no setting \"\(key)\"; known are \(known.joined(separator: ", "))",
        zh: "没有设置项“\(key)”；可用的有 \(known.joined(separator: "、"))")
    }

    /// What is wrong, after where: `kaimen.yaml: …`.
    public static func settings(at place: String, _ wrong: Wording) -> Wording {
      Wording(en: "\(place): \(wrong[.english])", zh: "\(place)：\(wrong[.chinese])")
    }

    public static func malformedSetting(_ key: String, _ found: String, allowed: String) -> Wording {
      Wording(
        en: "the setting \(key) is \"\(found)\"; allowed is \(allowed)",
        zh: "设置项 \(key) 为“\(found)”；允许 \(allowed)")
    }

    public static func unreadableSettings(_ path: String, _ reason: String) -> Wording {
      Wording(
        en: "the settings in \(path) cannot be read: \(reason); write one `key: value` a line",
        zh: "无法读取 \(path) 中的设置：\(reason)；请每行写一个 `键: 值`")
    }

    public static func settings(_ lines: String) -> Wording {
      Wording(en: "Settings: \(lines)", zh: "设置：\(lines)")
    }

    public static func token(_ token: String, path: String) -> Wording {
      Wording(
        en: "Token for closing gates (shown this once, kept in \(path)): \(token)",
        zh: "用于封闭大门的令牌（仅显示这一次，保存在 \(path)）：\(token)")
    }

    public static func tokenIsOpen(_ path: String) -> Wording {
      Wording(
        en: "others on this machine can read \(path); run: chmod 600 \(path)",
        zh: "本机其他用户可以读取 \(path)；请执行：chmod 600 \(path)")
    }

    public static func ready(_ address: String, city: String) -> Wording {
      Wording(en: "Kaimen serves \(city) at \(address)", zh: "开门已启动：\(city)，地址 \(address)")
    }

    public static let stopped = Wording(en: "Kaimen has stopped.", zh: "开门已停止。")

    public static func cityReplaced(_ source: String) -> Wording {
      Wording(en: "The city was replaced: \(source)", zh: "已换用新的城市数据：\(source)")
    }

    public static func closuresElsewhere(_ count: Int) -> Wording {
      Wording(
        en: "\(count) closures fit nothing in this city file and wait for one that they fit",
        zh: "有 \(count) 条封闭在该城市文件中找不到对应对象，将保留待用")
    }
  }
}
