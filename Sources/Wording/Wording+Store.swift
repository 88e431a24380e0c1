extension Wording {
  /// What is said about what is kept in the data directory.
  public enum Store {
    public static func unknownClosure(_ id: String) -> Wording {
      Wording(
        en: "there is no standing closure \"\(id)\"; it may have ended: list the closures to see what stands",
        zh: "没有生效中的封闭“\(id)”；它可能已经结束，请列出封闭查看现状")
    }

    public static func duplicate(_ id: String) -> Wording {
      Wording(
        en: "something with the id \"\(id)\" is kept already; choose a new id",
        zh: "编号“\(id)”已被使用；请换一个新的编号")
    }

    public static func malformed(_ id: String, _ what: String) -> Wording {
      Wording(
        en: "\"\(id)\" cannot be kept: \(what); correct it and send it again",
        zh: "“\(id)”无法保存：\(what)；请更正后重新提交")
    }

    public static func full(_ path: String) -> Wording {
      Wording(
        en: "the disk that holds \(path) is full; nothing was stored: make room there and try again",
        zh: "\(path) 所在的磁盘已满，未保存任何内容；请腾出空间后重试")
    }

    public static func unwritable(_ path: String, _ reason: String) -> Wording {
      Wording(
        en:
          "\(path) cannot be written: \(reason); let this user write to the folder or choose another by --data",
        zh: "无法写入 \(path)：\(reason)；请授予该用户写权限，或用 --data 指定其他目录")
    }

    public static func newerVersion(_ path: String) -> Wording {
      Wording(
        en: "\(path) was written by a newer version of Kaimen; use that version or another folder by --data",
        zh: "\(path) 由更新版本的 Kaimen 写成；请使用该版本，或用 --data 指定其他目录")
    }

    public static func foreignFile(_ path: String) -> Wording {
      Wording(
        en: "\(path) is no Kaimen database; move it away or choose another folder by --data",
        zh: "\(path) 不是 Kaimen 的数据库；请将其移走，或用 --data 指定其他目录")
    }

    public static func damaged(_ path: String, _ reason: String) -> Wording {
      Wording(
        en: "\(path) is damaged: \(reason); put back a copy of it",
        zh: "\(path) 已损坏：\(reason)；请从备份恢复")
    }

    public static func busy(_ path: String) -> Wording {
      Wording(
        en: "another program is writing to \(path) and does not let go; end it or try again later",
        zh: "另一个程序正占用 \(path)；请结束该程序或稍后重试")
    }

    public static func closed(_ path: String) -> Wording {
      Wording(
        en: "\(path) is closed, the program is ending; nothing was stored: try again after it has started",
        zh: "\(path) 已关闭，程序正在退出，未保存任何内容；请在程序重新启动后再试")
    }

    public static func failed(_ path: String, _ reason: String) -> Wording {
      Wording(
        en:
          "\(path) could not be read or written: \(reason); nothing was stored: check the disk and try again",
        zh: "读写 \(path) 失败：\(reason)，未保存任何内容；请检查磁盘后重试")
    }
  }
}
