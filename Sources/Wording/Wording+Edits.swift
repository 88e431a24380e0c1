extension Wording {
  /// What is said about edits of the map.
  public enum Edits {
    public static func malformedHours(_ text: String, _ reason: Wording) -> Wording {
      Wording(
        en: "the hours \"\(text)\" cannot be read: \(reason[.english])",
        zh: "无法识别时间“\(text)”：\(reason[.chinese])")
    }

    public static func neverOpens(_ text: String) -> Wording {
      Wording(
        en:
          "the hours \"\(text)\" never open; give hours at which it is open, or for a gate a rule that admits nobody, for a place a state",
        zh: "时间“\(text)”永不开放；请填写开放的时间；无人可通行的大门请改用规则，不开放的场所请改用状态")
    }

    public static func idleException(_ text: String) -> Wording {
      Wording(
        en:
          "the exception \"\(text)\" lies outside the hours of the gate, at which nobody passes; let the hours cover it",
        zh: "例外“\(text)”不在大门的开放时间之内，届时无人可通行；请让开放时间包含它")
    }

    public static let crossesItself = Wording(
      en: "the line crosses itself; draw its corners in order, each once",
      zh: "线形自相交；请按顺序逐个标出拐角")

    public static func tooManyPoints(_ count: Int, limit: Int) -> Wording {
      Wording(
        en: "the shape has \(count) points, allowed are \(limit); leave some out or make two of it",
        zh: "图形有 \(count) 个点，最多允许 \(limit) 个；请删减或拆成两个")
    }

    /// No wall for a gate, no building for a door, and so on.
    public static func nothingNear(_ kind: String, metres: Int) -> Wording {
      let (en, zh) = neighbours[kind] ?? ("anything that it could belong to", "可依附的对象")
      return Wording(
        en: "the map has no \(en) within \(metres) m of there; move the point, or add that first",
        zh: "该处 \(metres) 米内地图上没有\(zh)；请移动该点，或先添加它")
    }

    private static let neighbours = [
      "gate": ("wall, fence or outline of a compound", "围墙、栅栏或小区轮廓"),
      "door": ("building", "建筑"), "lift": ("path", "道路"), "path": ("street", "道路"),
    ]

    public static func gateThere(_ id: String) -> Wording {
      Wording(
        en: "there is a gate already: \(id); change its rule instead",
        zh: "该处已有大门：\(id)；请改为修改其规则")
    }

    public static let alone = Wording(
      en: "no end of the path meets a street, a gate or a door; let one end lie on a street",
      zh: "该路径的两端都未接到道路、大门或楼门；请让一端落在道路上")

    public static func gone(_ id: String) -> Wording {
      Wording(
        en: "the map has no \(id) any more; look at what stands there now and edit that",
        zh: "地图上已没有 \(id)；请查看现状后重新编辑")
    }

    public static func waits(_ id: String) -> Wording {
      Wording(
        en:
          "\(id) is not on the map yet: the edit that adds it waits for a decision; edit it once that is accepted",
        zh: "\(id) 尚未上图：添加它的编辑还在等待审核；采纳后再编辑")
    }

    public static let loose = Wording(
      en:
        "no way leads through this gate: on one side of the wall none is within 60 m, or a building stands before it; draw a path to the gate",
      zh: "没有道路通过此门：围墙的一侧 60 米内没有道路，或被建筑挡住；请画一条通到此门的路")

    // MARK: What rules of the map say and edits do not

    public static let lostLock = Wording(en: "that it is locked", zh: "已上锁")

    public static func lostHours(_ text: String) -> Wording {
      Wording(en: "the hours \"\(text)\"", zh: "时间“\(text)”")
    }

    public static func lostDelay(_ seconds: Double) -> Wording {
      Wording(en: "a delay of \(seconds) s", zh: "延误 \(seconds) 秒")
    }

    public static let lostEntry = Wording(en: "how one gets in", zh: "进入方式")

    public static func lostAccess(_ access: String, _ vehicle: VehicleWord) -> Wording {
      Wording(
        en: "\"\(access)\" \(vehicle.manner(.english))", zh: "\(vehicle.manner(.chinese))“\(access)”")
    }

    public static func lostPasses(_ names: [String], _ vehicle: VehicleWord) -> Wording {
      let (english, chinese) = (names.joined(separator: ", "), names.joined(separator: "、"))
      return Wording(
        en: "passes \(vehicle.manner(.english)) (\(english))",
        zh: "\(vehicle.manner(.chinese))所用的证件（\(chinese)）")
    }

    public static func lostConditions(_ clauses: [String], _ vehicle: VehicleWord) -> Wording {
      let list = clauses.isEmpty ? "" : " \"\(clauses.joined(separator: "; "))\""
      return Wording(
        en: "conditions \(vehicle.manner(.english))\(list)", zh: "\(vehicle.manner(.chinese))的条件\(list)")
    }

    /// A row of a file says a part of a rule that it could not leave as it is for the rest.
    public static func ruleSaysMore(_ lost: [Wording]) -> Wording {
      let (en, zh) = (lost.map(\.english).joined(separator: "; "), lost.map(\.chinese).joined(separator: "；"))
      return Wording(
        en:
          "the rule of this gate says what the columns of a file cannot: \(en); leave all columns of the rule empty, or fill in each of them (- for nothing) to replace it",
        zh: "该门现有规则含有表格列无法表达的内容：\(zh)；请将规则各列全部留空，或全部填写（- 表示无）以替换整条规则")
    }

    public static func wrongTarget(_ id: String, _ kind: String) -> Wording {
      let (en, zh) = kinds[kind] ?? (kind, kind)
      return Wording(
        en: "\(id) is no \(en); give the id of one", zh: "\(id) 不是\(zh)；请给出\(zh)的编号")
    }

    public static func leavesJoint(_ id: String, metres: Int) -> Wording {
      Wording(
        en:
          "drawn like this, the way no longer leads to the gate, lift or street at \(id): draw it within \(metres) m of there, or take the way away and draw another",
        zh: "这样重画后，道路不再通到 \(id) 处的大门、电梯或其他道路：请使新线形经过其 \(metres) 米以内，或删除该道路后另画")
    }

    public static func leavesOpening(_ id: String, _ kind: String, metres: Int) -> Wording {
      let (en, zh) = kinds[kind] ?? (kind, kind)
      return Wording(
        en:
          "drawn like this, the line is farther than \(metres) m from the \(en) \(id) in it: draw it closer, or take that away first",
        zh: "这样重画后，线形离其上的\(zh) \(id) 超过 \(metres) 米：请画得近些，或先删除它")
    }

    public static func fixedShape(_ id: String) -> Wording {
      Wording(
        en:
          "the line of \(id) cannot be drawn anew, only that of a wall, an outline, a building or a way; take it away and draw another",
        zh: "不能重画 \(id) 的线形，只有围墙、边界、建筑和道路可以；请删除后另画一条")
    }

    private static let kinds = [
      "gate": ("gate", "大门"), "rule": ("gate", "大门"), "door": ("door", "楼门"), "path": ("path", "路径"),
      "compound": ("compound", "小区"), "wall": ("wall", "围墙"), "building": ("building", "建筑"),
      "lift": ("lift", "电梯"), "place": ("place", "场所"),
    ]

    // MARK: The service

    public static func unknownEdit(_ id: String) -> Wording {
      Wording(
        en: "there is no edit \"\(id)\"; list the edits to see them all",
        zh: "没有编号为“\(id)”的编辑；请列出全部编辑查看")
    }

    public static func decided(_ id: String, status: String) -> Wording {
      Wording(
        en: "the edit \"\(id)\" is \(status) already; make a new edit instead",
        zh: "编辑“\(id)”的状态已为 \(status)；请另作新的编辑")
    }

    public static func overtaken(_ newer: String) -> Wording {
      Wording(
        en: "somebody has edited the same thing meanwhile (\(newer)); look at it and edit again",
        zh: "其间已有人编辑同一对象（\(newer)）；请查看后重新编辑")
    }

    public static func overtakenWaiting(_ newer: String) -> Wording {
      Wording(
        en:
          "another change of the same thing was accepted since this one was proposed (\(newer)); to replace it, say over=\(newer)",
        zh: "此修改提出后，同一对象的另一修改（\(newer)）已被采纳；若要取代它，请给出 over=\(newer)")
    }

    public static func tooManyWaiting(_ limit: Int) -> Wording {
      Wording(
        en: "\(limit) edits wait already, and no more are taken; try again later, or send it with the token",
        zh: "已有 \(limit) 项编辑等待审核，暂不再接收；请稍后再试，或携带令牌提交")
    }

    public static func tooLong(_ bytes: Int) -> Wording {
      Wording(
        en: "the properties are longer than \(bytes) bytes; leave out what is not needed",
        zh: "属性超过 \(bytes) 字节；请删去不需要的内容")
    }

    public static let noMap = Wording(
      en: "this city file holds no map to edit: it was made by an older version; import the map again",
      zh: "该城市文件不含可编辑的地图（由旧版本生成）；请重新导入地图")

    public static let synthetic = Wording(
      en: "this city is made up, so nothing of it may be given to OpenStreetMap; take a city of a real map",
      zh: "该城市是虚构的，其内容不得提交给 OpenStreetMap；请使用真实地图的城市")

    /// For the log.
    public static func applied(_ count: Int, problems: Int, seconds: Double) -> Wording {
      Wording(
        en: "\(count) edits made to the map in \(seconds) s, \(problems) of them in conflict with it",
        zh: "已将 \(count) 项编辑应用到地图，用时 \(seconds) 秒，其中 \(problems) 项与地图冲突")
    }

    public static func noHeights(_ folder: String) -> Wording {
      Wording(
        en:
          "the heights in \(folder) cannot be read: times of the edited city go by flat ground; put them back",
        zh: "无法读取 \(folder) 中的高程：编辑后的城市按平地计时；请恢复该目录")
    }
  }
}
