/// Sentences about elevation files.
extension Wording {
  public static func elevationFolderUnreadable(path: String) -> Wording {
    Wording(
      en:
        "cannot read the elevation folder \(path); give a folder that holds SRTM tiles such as N29E106.hgt",
      zh: "无法读取高程目录 \(path)；请指定存放 SRTM 高程文件（如 N29E106.hgt）的目录")
  }

  public static func elevationFolderEmpty(path: String) -> Wording {
    Wording(
      en:
        "the folder \(path) holds no elevation tile; SRTM tiles are named like N29E106.hgt or N29E106.hgt.zip",
      zh: "目录 \(path) 中没有高程文件；SRTM 文件名形如 N29E106.hgt 或 N29E106.hgt.zip")
  }

  public static func elevationTileUnreadable(path: String) -> Wording {
    Wording(
      en: "cannot read the elevation tile \(path); check that the file exists and may be read",
      zh: "无法读取高程文件 \(path)；请检查文件是否存在、是否有读取权限")
  }

  public static func elevationTileWrongSize(path: String, bytes: Int) -> Wording {
    Wording(
      en:
        "the elevation tile \(path) has \(bytes) bytes, but an SRTM tile has 2,884,802 (3″) or 25,934,402 (1″); "
        + "download it again",
      zh: "高程文件 \(path) 有 \(bytes) 字节，而 SRTM 文件应为 2884802（3″）或 25934402（1″）字节；请重新下载")
  }

  public static func elevationArchiveDamaged(path: String) -> Wording {
    Wording(
      en: "the archive \(path) is damaged or holds no .hgt elevation tile; download it again",
      zh: "压缩包 \(path) 已损坏，或其中没有 .hgt 高程文件；请重新下载")
  }
}
