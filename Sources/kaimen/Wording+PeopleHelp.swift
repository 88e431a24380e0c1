public import Wording

extension Wording.Help {
  public static let admin = Wording(en: "Make and change accounts.", zh: "创建和管理账户。")
  public static let adminDetails = Wording(
    en: """
      Works on the data directory of a server, whether it runs or not. The password is asked for on the terminal \
      without being shown, or read as one line from standard input.

      Examples:
        kaimen admin create liwei --data kaimen-data/demo
        echo 'four words make one' | kaimen admin create gatehouse --role manager --own compound:way/1
      """,
    zh: """
      直接操作服务的数据目录，服务运行与否均可。密码在终端输入时不显示，也可通过标准输入提供一行。

      示例：
        kaimen admin create liwei --data kaimen-data/demo
        echo '四个词组成的密码 abc' | kaimen admin create gatehouse --role manager --own compound:way/1
      """)
  public static let adminCreate = Wording(en: "Make an account.", zh: "创建账户。")
  public static let adminList = Wording(en: "List all accounts.", zh: "列出所有账户。")
  public static let adminPassword = Wording(
    en: "Give an account another password, and end its sessions and tokens.", zh: "为账户设置新密码，并终止其会话和令牌。")
  public static let adminDisable = Wording(
    en: "Disable an account, and end its sessions and tokens.", zh: "停用账户，并终止其会话和令牌。")
  public static let accountName = Wording(en: "Name to sign in with.", zh: "登录名称。")
  public static let role = Wording(
    en: "rider, manager, operator, officer, planner or administrator.",
    zh: "rider（骑手）、manager（物业）、operator（场所运营者）、officer（值守人员）、planner（规划人员）或 administrator（管理员）。")
  public static let own = Wording(
    en: "What is the account's own: compound:way/1, place:node/1, department:NAME; may be repeated.",
    zh: "归该账户管理的对象：compound:way/1、place:node/1、department:名称；可重复。")
  public static let disabledMark = Wording(en: "(disabled)", zh: "（已停用）")

  public static let badge = Wording(en: "Check riders' badges.", zh: "核验骑手电子徽章。")
  public static let badgeVerify = Wording(
    en: "Say whether a code is a valid badge of this district.", zh: "核验一个徽章码是否有效。")
  public static let badgeVerifyDetails = Wording(
    en: """
      Takes the text of the code or the address that its QR code leads to. The exit code is 0 for a valid badge, 1 for \
      one that is not. Without --key the key and the revoked badges of the data directory are used.

      Examples:
        kaimen badge verify KB1.AXo... --data kaimen-data/demo
        kaimen badge verify KB1.AXo... --key "$(curl -s https://kaimen.example/v1/badge-key | jq -r .raw)"
      """,
    zh: """
      可输入徽章码文本，或二维码所指的网址。徽章有效时退出码为 0，无效为 1。不带 --key 时，使用数据目录中的密钥和已撤销名单。

      示例：
        kaimen badge verify KB1.AXo... --data kaimen-data/demo
        kaimen badge verify KB1.AXo... --key "$(curl -s https://kaimen.example/v1/badge-key | jq -r .raw)"
      """)
  public static let badgeCode = Wording(en: "The code, or the address that it leads to.", zh: "徽章码，或其所指的网址。")
  public static let badgeKey = Wording(
    en: "The district's public key, as GET /v1/badge-key calls raw.", zh: "城区公钥，即 GET /v1/badge-key 的 raw。")
}
