extension Wording {
  /// What is said about accounts, rights and badges.
  public enum People {
    // MARK: Names and passwords

    public static func wrongName(_ found: String, longest: Int) -> Wording {
      Wording(
        en: "the name \"\(found)\" cannot be used: give 1 to \(longest) letters, digits or signs on one line",
        zh: "名称“\(found)”不可用：请用 1 到 \(longest) 个字母、数字或符号，不换行")
    }

    public static func shortPassword(_ least: Int) -> Wording {
      Wording(
        en: "the password is too short: take at least \(least) characters, such as four words",
        zh: "密码太短：至少 \(least) 个字符，例如由四个词组成")
    }

    public static func longPassword(_ most: Int) -> Wording {
      Wording(
        en: "the password is too long: at most \(most) characters are allowed",
        zh: "密码太长：最多 \(most) 个字符")
    }

    public static let easyPassword = Wording(
      en: "the password is easily guessed: use more different characters, and leave out the name",
      zh: "密码太容易猜到：请使用更多不同的字符，且不要包含名称")

    public static let noMemory = Wording(
      en: "there is too little memory to compute a password's hash; free some and try again",
      zh: "内存不足，无法计算密码的散列值；请释放内存后重试")

    public static let malformedKey = Wording(
      en: "the key is no Ed25519 key of 32 bytes in base64url; copy all of it",
      zh: "这不是 base64url 编码的 32 字节 Ed25519 密钥；请完整复制")

    // MARK: Signing in

    public static let wrongPassword = Wording(
      en: "name or password is wrong; check both and try again",
      zh: "名称或密码不对；请检查后重试")

    public static func lockedOut(seconds: Int) -> Wording {
      Wording(
        en:
          "too many wrong attempts; try again in \(seconds) s. Whoever is signed in already stays signed in",
        zh: "错误尝试过多；请在 \(seconds) 秒后重试。已登录的会话不受影响")
    }

    public static let tooManySignIns = Wording(
      en: "too many people sign in at this moment; try again in some seconds",
      zh: "同时登录的人过多；请几秒后重试")

    public static let needsSignIn = Wording(
      en: "sign in at /sign-in, or send an API token as Authorization: Bearer TOKEN",
      zh: "请在 /sign-in 登录，或以 Authorization: Bearer 令牌 发送接口令牌")

    public static let wrongToken = Wording(
      en: "the token is wrong, withdrawn or expired; make another one at /sign-in",
      zh: "令牌不对、已撤销或已过期；请在 /sign-in 重新创建")

    public static let sessionOver = Wording(
      en: "you are not signed in any more; sign in again at /sign-in",
      zh: "登录已失效；请在 /sign-in 重新登录")

    public static let noCSRF = Wording(
      en: "a session needs the header X-CSRF-Token with what GET /v1/session calls csrf",
      zh: "使用登录会话写入时须带上 X-CSRF-Token 请求头，其值为 GET /v1/session 的 csrf")

    public static let otherOrigin = Wording(
      en:
        "the request comes from a page elsewhere; sessions are for this server's own pages, take an API token",
      zh: "请求来自其他网站的页面；登录会话仅供本站页面使用，请改用接口令牌")

    public static func forbidden(_ role: String, _ action: String) -> Wording {
      let (en, zh) = roles[role] ?? (role, role)
      return Wording(
        en:
          "this account (\(en)) may not do that here (\(action)); ask an administrator for the right",
        zh: "此账户（\(zh)）在此处无权执行该操作（\(action)）；如有需要请联系管理员")
    }

    public static func lacksScope(_ needed: String, has scopes: [String]) -> Wording {
      let list = scopes.isEmpty ? "-" : scopes.joined(separator: ", ")
      return Wording(
        en: "this token is for \(list) only; make one with the scope \(needed)",
        zh: "此令牌仅限 \(list)；请创建含 \(needed) 范围的令牌")
    }

    public static func otherDepartment(_ names: [String]) -> Wording {
      Wording(
        en:
          "this is in the charge of \(names.joined(separator: ", ")); ask one of its officers, or an administrator",
        zh: "此处由\(names.joined(separator: "、"))主管；请联系该部门的值守人员或管理员")
    }

    /// What a role is called.
    public static func role(_ word: String) -> Wording {
      let (en, zh) = roles[word] ?? (word, word)
      return Wording(en: en, zh: zh)
    }

    private static let roles = [
      "visitor": ("visitor", "访客"), "rider": ("rider", "骑手"), "manager": ("property manager", "物业"),
      "operator": ("place operator", "场所运营者"), "officer": ("officer", "值守人员"),
      "planner": ("planner", "规划人员"), "administrator": ("administrator", "管理员"),
    ]

    // MARK: Accounts

    public static func unknownAccount(_ name: String) -> Wording {
      Wording(
        en: "there is no account \"\(name)\"; `kaimen admin list` and GET /v1/accounts tell which there are",
        zh: "没有账户“\(name)”；可用 `kaimen admin list` 或 GET /v1/accounts 查看")
    }

    public static func unknownHolder(_ name: String) -> Wording {
      Wording(
        en:
          "there is no account \"\(name)\"; give the name that the rider signs in with, or the account's number (a_…)",
        zh: "没有账户“\(name)”；请填写骑手的登录名或账户编号（a_…）")
    }

    public static func nameTaken(_ name: String) -> Wording {
      Wording(
        en: "there is an account \"\(name)\" already; take another name",
        zh: "账户“\(name)”已存在；请换一个名称")
    }

    public static func unknownToken(_ id: String) -> Wording {
      Wording(
        en: "you have no token \(id); GET /v1/tokens lists yours",
        zh: "你没有令牌 \(id)；GET /v1/tokens 列出你的令牌")
    }

    public static func tooMany(_ what: String, _ limit: Int) -> Wording {
      Wording(
        en: "there are \(limit) \(what) already, the most there may be; remove some first",
        zh: "\(what) 已达上限 \(limit) 个；请先删除一些")
    }

    public static func created(_ name: String, role: String) -> Wording {
      Wording(
        en: "Account \(name) (\(self.role(role).english)) was made; sign in at /sign-in.",
        zh: "已创建账户 \(name)（\(self.role(role).chinese)）；请在 /sign-in 登录。")
    }

    public static func changed(_ name: String) -> Wording {
      Wording(
        en: "The password of \(name) was changed; all sessions and API tokens of the account have ended.",
        zh: "已修改 \(name) 的密码；该账户的所有会话和接口令牌均已失效。")
    }

    public static func disabled(_ name: String) -> Wording {
      Wording(
        en: "Account \(name) is disabled; its sessions and API tokens have ended.",
        zh: "已停用账户 \(name)；其会话和接口令牌均已失效。")
    }

    public static let none = Wording(
      en: "There are no accounts yet; kaimen admin create NAME makes one.",
      zh: "还没有账户；可用 kaimen admin create 名称 创建。")

    /// `found` are directories below the one given that have a database.
    public static func noDatabase(_ path: String, found: [String]) -> Wording {
      let options = found.map { "--data \($0)" }
      return options.isEmpty
        ? Wording(
          en: "there is no database \(path) yet; give the server's data directory with --data",
          zh: "尚无数据库 \(path)；请用 --data 指定服务的数据目录")
        : Wording(
          en:
            "there is no database \(path), but there are others below; say \(options.joined(separator: " or "))",
          zh: "没有数据库 \(path)，但下级目录中有；请用 \(options.joined(separator: " 或 "))")
    }

    public static func askPassword(_ name: String) -> Wording {
      Wording(en: "New password of \(name): ", zh: "\(name) 的新密码：")
    }

    public static let askAgain = Wording(en: "The same again: ", zh: "再次输入：")

    public static let differentPasswords = Wording(
      en: "the two passwords differ; nothing was changed, start again",
      zh: "两次输入的密码不同，未作任何更改；请重新执行")

    public static let noPassword = Wording(
      en: "no password was given; type it on the terminal, or send it as one line on standard input",
      zh: "没有给出密码；请在终端输入，或通过标准输入提供一行")

    // MARK: Badges

    public static let badgeMalformed = Wording(
      en: "this is no badge of Kaimen, or not all of it; scan it again",
      zh: "这不是开门的电子徽章，或不完整；请重新扫描")
    public static let badgeOfOther = Wording(
      en: "the badge is of another district; check it there", zh: "这是其他城区的徽章；请到该城区核验")
    public static let badgeForged = Wording(
      en: "the badge's signature is not this district's; do not accept it", zh: "徽章签名并非本城区所签；请勿认可")
    public static let badgeNotYet = Wording(
      en: "the badge is not valid yet; look at its dates", zh: "徽章尚未生效；请查看日期")
    public static let badgeExpired = Wording(
      en: "the badge has expired; its holder needs a new one", zh: "徽章已过期；持有人需换新")
    public static let badgeRevoked = Wording(
      en: "the badge was revoked; do not accept it", zh: "徽章已被撤销；请勿认可")

    public static func badgeValid(_ number: String, passes: [String], until: String) -> Wording {
      Wording(
        en: "Valid: badge \(number), passes: \(passes.joined(separator: ", ")), until \(until)",
        zh: "有效：徽章 \(number)，通行证：\(passes.joined(separator: "、"))，有效期至 \(until)")
    }

    public static let lastAdministrator = Wording(
      en: "this is the only administrator; make another one first", zh: "这是唯一的管理员；请先设立另一位管理员")

    public static let noTokenForAccount = Wording(
      en: "an API token does not open the account; sign in with name and password",
      zh: "API 令牌不能打开账户；请用用户名和密码登录")

    public static let noTokenForAdministrators = Wording(
      en: "an API token neither makes administrators nor changes them; sign in, or use kaimen admin",
      zh: "API 令牌不能设立或修改管理员；请登录，或使用 kaimen admin")

    public static func unknownBadge(_ number: String) -> Wording {
      Wording(
        en: "there is no badge \(number) for you to see; GET /v1/badges lists those you may",
        zh: "没有你可查看的徽章 \(number)；GET /v1/badges 列出可查看的徽章")
    }

    public static func badgeOver(_ number: String) -> Wording {
      Wording(
        en: "the badge \(number) was revoked or has expired; issue one with another number",
        zh: "徽章 \(number) 已撤销或过期；请以新编号另发")
    }
  }
}
