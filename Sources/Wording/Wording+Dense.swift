extension Wording {
  /// What is said about files that Kaimen writes and maps.
  public enum Files {
    /// What the operating system says, in Chinese where it says the usual.
    public static func chinese(_ reason: String) -> String { system[reason] ?? reason }

    private static let system = [
      "No such file or directory": "没有这个文件或目录", "Permission denied": "权限不足", "Is a directory": "这是一个目录",
      "Not a directory": "路径中有一部分不是目录", "No space left on device": "磁盘空间不足",
      "Read-only file system": "文件系统只读", "Too many open files": "打开的文件太多", "Input/output error": "读写出错",
      "File name too long": "文件名太长", "Invalid argument": "参数无效", "Device or resource busy": "设备或资源正忙",
      "Operation not permitted": "操作不被允许", "File too large": "文件太大", "Disk quota exceeded": "超出磁盘配额",
      "Cannot allocate memory": "内存不足", "Broken pipe": "管道已断开",
      "Too many levels of symbolic links": "符号链接层数太多",
    ]

    /// Another process holds the lock of the unfinished file.
    public static func busy(path: String) -> Wording {
      Wording(
        en: "another import is writing \(path); wait for it or choose another -o",
        zh: "另一个导入正在写入 \(path)；请等它完成，或用 -o 另选文件")
    }

    /// The output is a folder, device or pipe.
    public static func notAFile(path: String) -> Wording {
      Wording(
        en: "\(path) is a folder or device and cannot be replaced by a file; choose another -o",
        zh: "\(path) 是目录或设备，不能用文件替换；请用 -o 另选文件")
    }

    /// No space, quota or size limit left.
    public static func diskFull(path: String) -> Wording {
      Wording(
        en: "there is no space left to write \(path); nothing was kept: free some space or choose another -o",
        zh: "磁盘空间不足，无法写入 \(path)；没有留下任何残余：请腾出空间，或用 -o 另选位置")
    }

    /// The system refused to create or write.
    public static func cannotWrite(path: String, reason: String) -> Wording {
      Wording(
        en: "cannot write \(path): \(reason); check the folder and its permissions or choose another -o",
        zh: "无法写入 \(path)：\(chinese(reason))；请检查目录及其权限，或用 -o 另选位置")
    }

    /// The system refused to open or read.
    public static func cannotOpen(path: String, reason: String) -> Wording {
      Wording(
        en: "cannot open \(path): \(reason); check the name and the permissions",
        zh: "无法打开 \(path)：\(chinese(reason))；请检查文件名和权限")
    }

    /// The magic bytes are missing.
    public static func notACity(path: String) -> Wording {
      Wording(
        en: "\(path) is not a Kaimen city file; make one with `kaimen import MAP -o CITY.kaimen`",
        zh: "\(path) 不是 Kaimen 城市文件；请用 `kaimen import MAP -o CITY.kaimen` 生成")
    }

    /// The file was written by another version of the program.
    public static func otherLayout(path: String, found: UInt32, allowed: UInt32) -> Wording {
      Wording(
        en: "\(path) was written by layout \(found), this program reads layout \(allowed); "
          + "run `kaimen import` again",
        zh: "\(path) 的格式版本是 \(found)，本程序读取版本 \(allowed)；请重新运行 `kaimen import`")
    }

    /// A checksum, size or bound does not hold.
    public static func damaged(path: String, reason: Wording) -> Wording {
      Wording(
        en: "\(path) is damaged: \(reason.english); run `kaimen import` again",
        zh: "\(path) 已损坏：\(reason.chinese)；请重新运行 `kaimen import`")
    }

    /// The file is shorter or longer than its header says.
    public static func wrongSize(found: Int, expected: Int) -> Wording {
      Wording(
        en: "it has \(found) bytes where its header says \(expected)",
        zh: "文件有 \(found) 字节，而文件头记录为 \(expected) 字节")
    }

    /// A part of the file fails its checksum.
    public static func checksum(of part: String) -> Wording {
      Wording(en: "the checksum of \(part) does not match", zh: "\(part) 的校验和不符")
    }

    /// The header's own name in ``checksum(of:)``.
    public static let header = Wording(en: "the header does not match its checksum", zh: "文件头与其校验和不符")

    /// The table of columns contradicts itself.
    public static let table = Wording(
      en: "its table of columns contradicts itself", zh: "列目录自相矛盾")

    /// A column that the program needs is absent.
    public static func missing(column: String) -> Wording {
      Wording(en: "column \(column) is missing", zh: "缺少列 \(column)")
    }

    /// A column holds rows of another size.
    public static func stride(column: String, found: Int, expected: Int) -> Wording {
      Wording(
        en: "column \(column) has rows of \(found) bytes, not \(expected)",
        zh: "列 \(column) 每行 \(found) 字节，应为 \(expected) 字节")
    }

    /// A column with a right checksum holds what no import writes.
    public static func contents(column: String) -> Wording {
      Wording(
        en: "column \(column) holds what no import writes",
        zh: "列 \(column) 的内容不可能由导入产生")
    }
  }
}
