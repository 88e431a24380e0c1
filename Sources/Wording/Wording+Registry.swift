extension Wording {
  /// What is said about the registry of places and its files.
  public enum Registry {
    public static func unreadableKinds(_ path: String, _ reason: String) -> Wording {
      Wording(
        en:
          "the kinds of places in \(path) cannot be read (\(reason)); give a folder of YAML files with --kinds",
        zh: "无法读取 \(path) 中的场景类型（\(reason)）；请用 --kinds 指定 YAML 文件夹")
    }

    public static func noKinds(_ path: String) -> Wording {
      Wording(
        en: "\(path) has no kind of place; put one YAML file for each kind there",
        zh: "\(path) 中没有场景类型；请为每个类型放一个 YAML 文件")
    }

    public static func malformedKind(_ path: String, _ reason: String) -> Wording {
      Wording(
        en: "\(path) is no kind of place: \(reason); compare it with Kinds/station.yaml",
        zh: "\(path) 不是有效的场景类型：\(reason)；请参照 Kinds/station.yaml")
    }

    public static func kindTwice(_ id: String) -> Wording {
      Wording(
        en: "the kind of place \(id) stands in two files; leave one of them out",
        zh: "场景类型 \(id) 出现在两个文件中；请删去其一")
    }

    public static let notUTF8 = Wording(
      en: "the file is not UTF-8 text (GB18030, perhaps); save it as \"CSV UTF-8\" and send it again",
      zh: "文件不是 UTF-8 编码（可能是 GB18030）；请另存为“CSV UTF-8”后重新提交")

    public static let notText = Wording(
      en: "the file is no text (a workbook, perhaps, or UTF-16); save it as \"CSV UTF-8\" and send it again",
      zh: "文件不是文本（可能是工作簿或 UTF-16）；请另存为“CSV UTF-8”后重新提交")

    public static func strayQuote(row: Int) -> Wording {
      Wording(
        en:
          "row \(row) has a quotation mark that is not closed or stands alone in a cell; write it twice, or leave it out",
        zh: "第 \(row) 行有未闭合或单独出现的引号；请写两次，或删去")
    }

    public static func malformedCSV(_ reason: String) -> Wording {
      Wording(
        en: "the file is no CSV (\(reason)); a quotation mark inside a cell is written twice",
        zh: "文件不是有效的 CSV（\(reason)）；单元格内的引号须写两次")
    }

    public static let notFeatures = Wording(
      en: "the file is JSON but no GeoJSON FeatureCollection; give one, or CSV",
      zh: "文件是 JSON，但不是 GeoJSON FeatureCollection；请提供 FeatureCollection 或 CSV")

    public static func unknownColumn(_ name: String, known: [String]) -> Wording {
      Wording(
        en:
          "the column \"\(name)\" is not known; known are \(known.joined(separator: ", ")) and checklist.ITEM; rename or remove it",
        zh: "不认识列“\(name)”；可用的列：\(known.joined(separator: "、"))、checklist.项目；请改名或删除")
    }

    public static func columnTwice(_ name: String) -> Wording {
      Wording(
        en: "the column \"\(name)\" stands there twice; leave one of them out", zh: "列“\(name)”出现两次；请删去其一")
    }

    public static func tooManyCells(_ count: Int, columns: Int) -> Wording {
      Wording(
        en:
          "it has \(count) cells, the header \(columns); put a cell that contains the separator between quotation marks",
        zh: "该行有 \(count) 个单元格，而列名只有 \(columns) 个；含分隔符的单元格请加引号")
    }

    public static let noRows = Wording(
      en: "the file has no rows, so there is nothing to read in", zh: "文件没有数据行，无内容可导入")

    public static func tooManyRows(_ count: Int, limit: Int) -> Wording {
      Wording(
        en: "the file has \(count) rows, allowed are \(limit); make several files of it",
        zh: "文件有 \(count) 行，最多允许 \(limit) 行；请拆成多个文件")
    }

    /// The same thing stands in an earlier row.
    public static func rowTwice(_ row: Int) -> Wording {
      Wording(en: "the same as row \(row); leave one of them out", zh: "与第 \(row) 行相同；请删去其一")
    }

    public static func codeTwice(_ code: String, _ row: Int) -> Wording {
      Wording(
        en: "row \(row) has the code \"\(code)\" too; give each place a code of its own",
        zh: "第 \(row) 行也使用编号“\(code)”；请为每个场所使用不同编号")
    }

    public static func unknownKind(_ word: String, known: [String]) -> Wording {
      Wording(
        en: "there is no kind of place \"\(word)\"; known are \(known.joined(separator: ", "))",
        zh: "没有场景类型“\(word)”；已有：\(known.joined(separator: "、"))")
    }

    public static func unknownItem(_ item: String, known: [String]) -> Wording {
      Wording(
        en: "no checklist has the item \"\(item)\"; known are \(known.joined(separator: ", "))",
        zh: "检查表中没有项目“\(item)”；已有：\(known.joined(separator: "、"))")
    }

    public static func unknownPlace(_ id: String) -> Wording {
      Wording(
        en: "there is no place \(id); GET /v1/places lists those that there are",
        zh: "没有场所 \(id)；可用 GET /v1/places 查看已有场所")
    }

    public static let inspectedLater = Wording(
      en: "an inspection cannot lie in the future; give the day on which it was made",
      zh: "检查日期不能在将来；请填写实际检查的日期")

    // MARK: Pictures

    public static let noImage = Wording(
      en: "the file is no JPEG or PNG picture; send one of these", zh: "文件不是 JPEG 或 PNG 图片；请发送这两种格式")

    public static func hugeImage(_ megapixels: Int, limit: Int) -> Wording {
      Wording(
        en: "the picture has \(megapixels) megapixels, allowed are \(limit); make it smaller",
        zh: "图片有 \(megapixels) 百万像素，最多允许 \(limit)；请缩小后再传")
    }

    public static let brokenImage = Wording(
      en: "the picture is cut off or broken; send it again", zh: "图片不完整或已损坏；请重新发送")

    public static let noBays = Wording(
      en: "a compound has no bays or slots of its own; say it of the place that has them",
      zh: "小区本身没有车位或接口；请上报具体设施的占用情况")

    public static func tooManyPhotos(_ limit: Int) -> Wording {
      Wording(
        en: "the place has \(limit) pictures already; remove one first", zh: "该场所已有 \(limit) 张图片；请先删除一张")
    }

    // MARK: Occupancy

    public static let noCapacity = Wording(
      en: "more is free than there is; give \"free\" ≤ \"of\"", zh: "空闲数大于总数；须满足 free ≤ of")

    // MARK: Imports

    public static func importRefused(_ problems: Int, rows: Int, first: Wording, row: Int) -> Wording {
      Wording(
        en:
          "\(problems) of \(rows) rows \(problems == 1 ? "is" : "are") wrong and nothing was written; row \(row): \(first[.english]). Mend them, or ask for the others only",
        zh: "\(rows) 行中有 \(problems) 行有误，未写入任何内容；第 \(row) 行：\(first[.chinese])。请修正，或仅导入其余各行")
    }

    /// What an import came to.
    public static func imported(
      rows: Int, added: Int, changed: Int, unchanged: Int, problems: Int, isDry: Bool,
      isRefused: Bool
    ) -> Wording {
      let (would, wouldChinese) = isDry ? (" would be", "将") : ("", "")
      let refusal =
        isRefused
        ? (
          "; nothing is written unless all rows are right or partial is asked for", "；须全部正确或要求部分写入，否则不写入任何内容"
        ) : ("", "")
      return Wording(
        en:
          "\(rows) \(rows == 1 ? "row" : "rows"): \(added)\(would) added, \(changed)\(would) changed, \(unchanged) as they were, \(problems) wrong\(refusal.0)",
        zh:
          "共 \(rows) 行：\(wouldChinese)新增 \(added)，\(wouldChinese)修改 \(changed)，未变 \(unchanged)，有误 \(problems)\(refusal.1)"
      )
    }

    /// What a row of a file would change, in the words of JSON.
    public static func change(
      row: Int, target: String?, action: String, _ parts: [(key: String, before: String?, after: String)]
    ) -> Wording {
      let said = parts.map { part in
        action == "change" ? "\(part.key) \(part.before ?? "…") → \(part.after)" : "\(part.key) \(part.after)"
      }.joined(separator: "; ")
      let actions = ["add": ("new", "新增"), "remove": ("removed", "删除")]
      let (en, zh) = actions[action] ?? ("changed", "修改")
      let name = target.map { " \($0)" } ?? ""
      return Wording(
        en: "row \(row): \(en)\(name)\(said.isEmpty ? "" : ": " + said)",
        zh: "第 \(row) 行：\(zh)\(name)\(said.isEmpty ? "" : "：" + said)")
    }

    public static func row(_ number: Int, _ problem: Wording) -> Wording {
      Wording(en: "row \(number): \(problem[.english])", zh: "第 \(number) 行：\(problem[.chinese])")
    }
  }
}
