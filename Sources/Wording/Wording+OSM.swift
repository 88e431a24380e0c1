extension Wording {
  /// What is said about OSM files that cannot be read.
  public enum OSM {
    public static func notFound(path: String) -> Wording {
      Wording(
        en: "\(path) does not exist; give the path of an OSM extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)",
        zh: "\(path) 不存在；请给出 OSM 数据文件的路径（.osm.pbf、.osm、.osm.gz 或 .osm.bz2）")
    }

    public static func unreadable(path: String, reason: String) -> Wording {
      Wording(
        en: "cannot read \(path): \(reason); check its permissions and the disk",
        zh: "无法读取 \(path)：\(Files.chinese(reason))；请检查权限和磁盘")
    }

    public static func directory(path: String) -> Wording {
      Wording(
        en: "\(path) is a folder; give one OSM file in it (.osm.pbf, .osm, .osm.gz or .osm.bz2)",
        zh: "\(path) 是目录；请指定其中的一个 OSM 文件（.osm.pbf、.osm、.osm.gz 或 .osm.bz2）")
    }

    public static func empty(path: String) -> Wording {
      Wording(
        en: "\(path) is empty (0 bytes); download it again",
        zh: "\(path) 是空文件（0 字节）；请重新下载")
    }

    public static func notOSM(path: String, looksLike kind: Wording) -> Wording {
      Wording(
        en: "\(path) is not an OSM file: it looks like \(kind.english); "
          + "give an OSM extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)",
        zh: "\(path) 不是 OSM 文件：它看起来是\(kind.chinese)；"
          + "请给出 OSM 数据文件（.osm.pbf、.osm、.osm.gz 或 .osm.bz2）")
    }

    public static func wrongExtension(
      path: String, named: String, content: Wording, right: String
    ) -> Wording {
      Wording(
        en: "\(path) is named \(named) but holds \(content.english); rename it so that it ends in \(right)",
        zh: "\(path) 的扩展名是 \(named)，内容却是\(content.chinese)；请把扩展名改为 \(right)")
    }

    public static func truncated(path: String, byte: Int) -> Wording {
      Wording(
        en: "\(path) is cut off: it ends at byte \(byte), in the middle of its data; download it again",
        zh: "\(path) 不完整：文件在第 \(byte) 字节处中断；请重新下载")
    }

    public static func corruptBlock(path: String, byte: Int, reason: Wording) -> Wording {
      Wording(
        en:
          "\(path) is damaged in the block that begins at byte \(byte): \(reason.english); download it again",
        zh: "\(path) 从第 \(byte) 字节开始的数据块已损坏：\(reason.chinese)；请重新下载")
    }

    public static func corruptStream(path: String, byte: Int, format: String) -> Wording {
      Wording(
        en: "\(path) is damaged: its \(format) data cannot be unpacked near byte \(byte); download it again",
        zh: "\(path) 已损坏：第 \(byte) 字节附近的 \(format) 数据无法解压；请重新下载")
    }

    public static func compression(path: String, name: String) -> Wording {
      Wording(
        en:
          "\(path) has blocks compressed with \(name); only raw and zlib blocks can be read: convert it with "
          + "`osmium cat \(path) -o NEW.osm.pbf -f pbf,pbf_compression=zlib`",
        zh: "\(path) 的数据块使用 \(name) 压缩；本程序只读取未压缩和 zlib 压缩的数据块：请用 "
          + "`osmium cat \(path) -o NEW.osm.pbf -f pbf,pbf_compression=zlib` 转换")
    }

    public static func history(path: String) -> Wording {
      Wording(
        en: "\(path) holds the history of the map, not one state of it; "
          + "cut one out with `osmium time-filter \(path) -o NEW.osm.pbf`",
        zh: "\(path) 含有地图的历史版本，而不是某一时刻的地图；"
          + "请用 `osmium time-filter \(path) -o NEW.osm.pbf` 提取")
    }

    public static func feature(path: String, name: String) -> Wording {
      Wording(
        en: "\(path) asks its reader for the feature \(name); known are OsmSchema-V0.6 and DenseNodes: "
          + "convert it with `osmium cat \(path) -o NEW.osm.pbf`",
        zh: "\(path) 要求支持特性 \(name)；本程序只支持 OsmSchema-V0.6 和 DenseNodes："
          + "请用 `osmium cat \(path) -o NEW.osm.pbf` 转换")
    }

    public static func locationsOnWays(path: String) -> Wording {
      Wording(
        en: "\(path) keeps positions on its ways and lacks their nodes (LocationsOnWays); "
          + "use the extract from before `osmium add-locations-to-ways`",
        zh: "\(path) 把坐标存放在道路上而没有节点（LocationsOnWays）；"
          + "请使用 `osmium add-locations-to-ways` 处理之前的文件")
    }

    public static func changeFile(path: String) -> Wording {
      Wording(
        en: "\(path) holds changes (osmChange), not a map; give the map itself or apply them with "
          + "`osmium apply-changes`",
        zh: "\(path) 是变更文件（osmChange），不是地图；请给出地图文件，或用 `osmium apply-changes` 合并")
    }

    public static func tooLarge(path: String) -> Wording {
      Wording(
        en:
          "\(path) has more than 4,294,967,294 nodes, way nodes, tags or members; cut out a smaller area with "
          + "`osmium extract`",
        zh: "\(path) 的节点、道路节点、标签或成员超过 4,294,967,294 个；请用 `osmium extract` 截取较小的区域")
    }

    public static func xml(path: String, line: Int, reason: Wording) -> Wording {
      Wording(
        en: "\(path), line \(line): \(reason.english); download or export the file again",
        zh: "\(path) 第 \(line) 行：\(reason.chinese)；请重新下载或导出该文件")
    }
  }

  /// The kinds of file that are told apart by their first bytes.
  public enum FileKinds {
    public static let pbf = Wording(en: "OSM PBF", zh: " OSM PBF 数据")
    public static let xml = Wording(en: "OSM XML", zh: " OSM XML 数据")
    public static let gzip = Wording(en: "gzip data", zh: " gzip 压缩数据")
    public static let bzip2 = Wording(en: "bzip2 data", zh: " bzip2 压缩数据")
    public static let html = Wording(en: "a web page (HTML)", zh: "网页（HTML）")
    public static let otherXML = Wording(en: "another kind of XML", zh: "其他 XML 文件")
    public static let json = Wording(en: "JSON or GeoJSON", zh: " JSON 或 GeoJSON 文件")
    public static let png = Wording(en: "a PNG image", zh: " PNG 图片")
    public static let jpeg = Wording(en: "a JPEG image", zh: " JPEG 图片")
    public static let gif = Wording(en: "a GIF image", zh: " GIF 图片")
    public static let pdf = Wording(en: "a PDF document", zh: " PDF 文档")
    public static let zip = Wording(en: "a ZIP archive", zh: " ZIP 压缩包")
    public static let sevenZip = Wording(en: "a 7z archive", zh: " 7z 压缩包")
    public static let xz = Wording(en: "xz data", zh: " xz 压缩数据")
    public static let zstd = Wording(en: "zstd data", zh: " zstd 压缩数据")
    public static let sqlite = Wording(en: "an SQLite or GeoPackage database", zh: " SQLite 或 GeoPackage 数据库")
    public static let o5m = Wording(en: "OSM o5m data", zh: " OSM o5m 数据")
    public static let city = Wording(en: "a Kaimen city file", zh: " Kaimen 城市文件")
    public static let text = Wording(en: "plain text", zh: "纯文本")
    public static let unknown = Wording(en: "unknown binary data", zh: "未知的二进制数据")
  }

  /// What may be wrong inside a PBF block.
  public enum PBF {
    public static let number = Wording(en: "a number in it never ends", zh: "其中有一个数没有结束")
    public static let field = Wording(en: "a field reaches beyond its end", zh: "有字段超出数据块末尾")
    public static let wireType = Wording(en: "a field has an impossible type", zh: "有字段的类型不合法")
    public static let missing = Wording(en: "a required field is missing", zh: "缺少必需的字段")
    public static let inflate = Wording(en: "its zlib data cannot be unpacked", zh: "zlib 数据无法解压")
    public static let notFirst = Wording(en: "map data comes before the header", zh: "地图数据出现在文件头之前")
    public static let lengths = Wording(
      en: "lists that belong together have different lengths", zh: "应当对应的列表长度不一致")

    public static func limit(found: Int, allowed: Int) -> Wording {
      Wording(
        en: "it has \(found) bytes, at most \(allowed) are allowed", zh: "它有 \(found) 字节，最多允许 \(allowed) 字节")
    }

    public static func string(_ index: Int, of count: Int) -> Wording {
      Wording(en: "it uses text \(index) of a table of \(count)", zh: "它引用了第 \(index) 个文本，而文本表只有 \(count) 个")
    }

    public static func memberType(_ number: Int) -> Wording {
      Wording(en: "a relation has a member of unknown type \(number)", zh: "有关系成员的类型 \(number) 未知")
    }
  }

  /// What may be wrong at a line of an XML file.
  public enum XML {
    public static func parser(_ message: String) -> Wording {
      Wording(en: "this is not well-formed XML (\(message))", zh: "XML 格式错误（\(message)）")
    }

    public static func root(_ name: String) -> Wording {
      Wording(en: "the outermost element is <\(name)>, not <osm>", zh: "最外层元素是 <\(name)>，而不是 <osm>")
    }

    public static func attribute(_ name: String, of element: String) -> Wording {
      Wording(
        en: "<\(element)> has no readable attribute \(name)", zh: "<\(element)> 缺少可读取的属性 \(name)")
    }

    public static let entity = Wording(
      en: "it declares entities, which OSM files never do", zh: "它声明了实体，而 OSM 文件不会这样做")
    public static let tooLong = Wording(
      en: "a tag or comment is longer than 4 MB", zh: "有标签或注释超过 4 MB")
    public static let member = Wording(
      en: "a member has a type other than node, way and relation", zh: "成员类型不是 node、way 或 relation")
  }
}
