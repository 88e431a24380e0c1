public import Wording

extension Wording {
  /// The help of the command line.
  public enum Help {
    // MARK: Commands

    public static let kaimen = Wording(
      en: "From an OSM file to the right door.", zh: "从一份 OSM 地图到要去的那扇门。")
    public static let kaimenDetails = Wording(
      en: """
        First `kaimen import MAP`, then ask: `kaimen route CITY --from ... --to ...`. \
        Errors are one sentence on stderr; the exit code is 2 for input that cannot be used, 1 if the program fails. \
        The language is --lang, else KAIMEN_LANG, else the locale. Shell completions:
          kaimen --generate-completion-script bash|zsh|fish
        """,
      zh: """
        先执行 `kaimen import 地图`，再查询：`kaimen route 城市 --from ... --to ...`。\
        出错时在标准错误输出一句话；输入有误退出码为 2，程序故障为 1。\
        语言取自 --lang，其次 KAIMEN_LANG，再次系统语言环境。命令补全：
          kaimen --generate-completion-script bash|zsh|fish
        """)

    public static let importing = Wording(en: "Turn an OSM map into a city file.", zh: "把 OSM 地图转换为城市文件。")
    public static let importingDetails = Wording(
      en: """
        Reads the map, finds gates, compounds and doors, and prepares the network for routing. What is odd in the \
        map is counted at the end and listed by `kaimen check`. The city file appears only when it is whole.

        Examples:
          kaimen import berlin-reinickendorf.osm.pbf
          kaimen import map.osm.gz -o town.kaimen --elevation srtm/
        """,
      zh: """
        读取地图，识别大门、小区和楼门，并为路径计算做好准备。地图中的问题在结尾汇总，用 `kaimen check` 查看全部。\
        城市文件只有在完整写好后才会出现。

        示例：
          kaimen import berlin-reinickendorf.osm.pbf
          kaimen import map.osm.gz -o town.kaimen --elevation srtm/
        """)

    public static let info = Wording(en: "Say what a city file holds.", zh: "显示城市文件的内容概况。")
    public static let infoDetails = Wording(
      en: """
        Counts, bounds, time zone, source, the kinds of places for `kaimen nearest`, the passes for --pass.

        Examples:
          kaimen info town.kaimen
          kaimen info town.kaimen --profiles
        """,
      zh: """
        数量、范围、时区、来源、`kaimen nearest` 可用的场所类别、--pass 可用的通行证。

        示例：
          kaimen info town.kaimen
          kaimen info town.kaimen --profiles
        """)

    public static let check = Wording(
      en: "Verify a city file and list what is odd in its map.", zh: "校验城市文件，并列出地图中的全部问题。")
    public static let checkDetails = Wording(
      en: """
        Computes all checksums, proves that the hierarchy is sound, and lists every diagnostic of the import. \
        Exits with 0 when the file is whole, whatever its map is like, and with 2 when it is damaged.

        Examples:
          kaimen check town.kaimen
          kaimen check town.kaimen --severity error --kind unreachableBuilding
        """,
      zh: """
        计算全部校验和，验证层次结构，并列出导入时的每条问题。文件完好时退出码为 0（不论地图如何），损坏时为 2。

        示例：
          kaimen check town.kaimen
          kaimen check town.kaimen --severity error --kind unreachableBuilding
        """)

    public static let route = Wording(en: "Find the way to a door.", zh: "查找到门口的路线。")
    public static let routeDetails = Wording(
      en: """
        A place is LON,LAT, an OSM id (node/1, way/1, relation/1), an address or a name. A coordinate inside a \
        building means that building. Times are the city's local time. That a place cannot be reached is an \
        answer like any other: it says why, and the exit code is 0.

        Examples:
          kaimen route town.kaimen --from 13.327,52.591 --to node/42 --by ebike
          kaimen route town.kaimen --from way/1 --to "Jinsha 3" --by ebike --return
          kaimen route town.kaimen --from way/1 --to way/2 --pass badge --close node/7
          kaimen route town.kaimen --example
        """,
      zh: """
        地点可以是“经度,纬度”、OSM 编号（node/1、way/1、relation/1）、地址或名称。建筑内的坐标即指该建筑。\
        时间均为当地时间。“无法到达”也是一种回答：会说明原因，退出码为 0。

        示例：
          kaimen route town.kaimen --from 106.45,29.54 --to node/42 --by ebike
          kaimen route town.kaimen --from way/1 --to "金沙时代3栋" --by ebike --return
          kaimen route town.kaimen --from way/1 --to way/2 --pass badge --close node/7
          kaimen route town.kaimen --example
        """)

    public static let serve = Wording(
      en: "Serves a city: HTTP API, vector tiles and the map pages.", zh: "启动城市服务：HTTP 接口、矢量瓦片和地图网页。")
    public static let serveDetails = Wording(
      en: """
        Answers at http://127.0.0.1:8080 until stopped with Ctrl-C: pages at /, the API at /docs/api, OSRM's API at
        /route/v1/foot/…. Closures and reports are kept in the data directory, with the token that closing a gate needs.
        A city file that was imported again is taken over with: kill -HUP PID. Settings come from flags, then
        from KAIMEN_…, then from the file given with --config.

        Examples:
          kaimen serve town.kaimen
          kaimen serve town.kaimen --port 80 --host 0.0.0.0 --data /var/lib/kaimen --set rate-limit=20
        """,
      zh: """
        在 http://127.0.0.1:8080 提供服务，按 Ctrl-C 停止：网页在 /，接口说明在 /docs/api，OSRM 接口在 /route/v1/foot/…。
        封闭记录和报告保存在数据目录中，封闭大门所需的令牌也在其中。重新导入城市文件后，用 kill -HUP 进程号 即可换用。
        设置依次取自命令行、KAIMEN_… 环境变量、--config 指定的文件。

        示例：
          kaimen serve town.kaimen
          kaimen serve town.kaimen --port 80 --host 0.0.0.0 --data /var/lib/kaimen --set rate-limit=20
        """)
    public static let batch = Wording(
      en: "Answer many queries: one JSON object a line in, one out.", zh: "批量查询：每行一个 JSON 输入，每行一个 JSON 输出。")
    public static let batchDetails = Wording(
      en: """
        Keys of a query: from, to (as for route, or [LON,LAT]), by, pass (text or list), depart, return, geometry \
        (true or false), alternatives, datum, language, close, open; id is copied into the answer. Answers come in \
        the order of the queries; a bad line gets {"status":"error","message":...} and the rest goes on.

        Examples:
          kaimen batch town.kaimen < queries.jsonl > answers.jsonl
          echo '{"from":"way/1","to":"way/2"}' | kaimen batch town.kaimen
        """,
      zh: """
        查询的键：from、to（同 route，也可写 [经度,纬度]）、by、pass（文字或列表）、depart、return、geometry（true 或 \
        false）、alternatives、datum、language、close、open；id 会原样写入回答。回答与查询顺序一致；有误的行得到 \
        {"status":"error","message":...}，其余照常进行。

        示例：
          kaimen batch town.kaimen < queries.jsonl > answers.jsonl
          echo '{"from":"way/1","to":"way/2"}' | kaimen batch town.kaimen
        """)

    public static let table = Wording(en: "Travel times between many places.", zh: "多个地点之间的行程时间表。")
    public static let tableDetails = Wording(
      en: """
        From every --from to every --to, or between all --points: lines of LON,LAT, an OSM id or an address. Prints \
        CSV in seconds, empty where one cannot get; with --json null there.

        Examples:
          kaimen table town.kaimen --from 13.32,52.59 --to way/42 --to node/43
          kaimen table town.kaimen --points stops.csv --json
        """,
      zh: """
        从每个 --from 到每个 --to，或 --points 文件中两两之间；文件每行一个“经度,纬度”、OSM 编号或地址。输出以秒为单位\
        的 CSV，无法到达处留空；加 --json 时为 null。

        示例：
          kaimen table town.kaimen --from 106.45,29.54 --to way/42 --to node/43
          kaimen table town.kaimen --points stops.csv --json
        """)

    public static let reach = Wording(en: "What can be reached within some minutes.", zh: "若干分钟内可以到达的范围。")
    public static let reachDetails = Wording(
      en: """
        Prints the doors within reach, nearest first, or the area as polygons with --geojson.

        Examples:
          kaimen reach town.kaimen --from 13.32,52.59 --minutes 15
          kaimen reach town.kaimen --from way/1 --by ebike --geojson > reach.geojson
        """,
      zh: """
        由近到远列出可以到达的门；加 --geojson 则输出范围多边形。

        示例：
          kaimen reach town.kaimen --from 106.45,29.54 --minutes 15
          kaimen reach town.kaimen --from way/1 --by ebike --geojson > reach.geojson
        """)

    public static let nearest = Wording(
      en: "The places of a kind that are quickest to reach.", zh: "最快可以到达的某类场所。")
    public static let nearestDetails = Wording(
      en: """
        `kaimen info CITY` lists the kinds.

        Examples:
          kaimen nearest town.kaimen pharmacy --from 13.32,52.59
          kaimen nearest town.kaimen charging_station --from way/1 --by ebike --open-now
        """,
      zh: """
        类别见 `kaimen info 城市`。

        示例：
          kaimen nearest town.kaimen pharmacy --from 106.45,29.54
          kaimen nearest town.kaimen charging_station --from way/1 --by ebike --open-now
        """)

    public static let search = Wording(
      en: "Find doors, buildings, compounds, places and streets.", zh: "查找门、楼栋、小区、地点和街道。")
    public static let searchDetails = Wording(
      en: """
        By name, pinyin or its initials, with numbers and with slips; one a line, the likeliest first, its id first.

        Examples:
          kaimen search town.kaimen jssd 3-2 --near 106.45,29.54
          kaimen search town.kaimen "Lanchong Manor building 1 unit 2" --limit 1
          kaimen route town.kaimen --from 106.45,29.54 --to "$(kaimen search town.kaimen lcmd 1-2 --limit 1 | cut -d' ' -f1)"
        """,
      zh: """
        可输名称、拼音或首字母，可带楼号单元，可有错字；每行一个，最可能的在前，行首为编号。

        示例：
          kaimen search town.kaimen 金沙时代3栋2单元 --near 106.45,29.54
          kaimen search town.kaimen jssd 3-2 --limit 1
          kaimen route town.kaimen --from 106.45,29.54 --to "$(kaimen search town.kaimen lcmd 1-2 --limit 1 | cut -d' ' -f1)"
        """)

    public static let generate = Wording(
      en: "Make a synthetic district as an OSM map.", zh: "生成一座虚构城区的 OSM 地图。")
    public static let generateDetails = Wording(
      en: """
        The same model, scale and seed give the same file. The map is marked synthetic: it shows no real place.

        Examples:
          kaimen generate --like shapingba -o demo.osm.pbf
          kaimen generate --scale 0.1 --seed 7 -o small.osm --elevation heights/
        """,
      zh: """
        模型、规模和种子相同，文件就相同。地图注明为虚构，不代表任何真实地点。

        示例：
          kaimen generate --like shapingba -o demo.osm.pbf
          kaimen generate --scale 0.1 --seed 7 -o small.osm --elevation heights/
        """)

    public static let bench = Wording(en: "Measure how quickly a city answers.", zh: "测量城市查询的速度。")
    public static let benchDetails = Wording(
      en: """
        Random queries from a seed, one thread, after a warm-up pass over all of them; every query is timed on its \
        own. docs/commands.md says what each name means.

        Examples:
          kaimen bench town.kaimen
          kaimen bench town.kaimen --pairs 5000 --seed 2 --json
        """,
      zh: """
        由种子产生随机查询，单线程，先全部预热一遍，再逐个计时。各项含义见 docs/commands.md。

        示例：
          kaimen bench town.kaimen
          kaimen bench town.kaimen --pairs 5000 --seed 2 --json
        """)
  }
}
