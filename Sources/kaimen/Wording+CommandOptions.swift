public import Wording

extension Wording.Help {
  public static let city = Wording(
    en: "A city file made by `kaimen import`.", zh: "由 `kaimen import` 生成的城市文件。")
  public static let lang = Wording(
    en: "Language of sentences; else KAIMEN_LANG, else the locale.", zh: "语句的语言；默认取 KAIMEN_LANG，再取系统语言环境。")
  public static let json = Wording(en: "Answer in JSON.", zh: "以 JSON 回答。")
  public static let geojson = Wording(en: "Answer in GeoJSON, for maps.", zh: "以 GeoJSON 回答，便于在地图上显示。")

  public static let port = Wording(
    en: "The port to listen at (8080); 0 for any that is free.", zh: "监听端口（8080）；0 表示任选空闲端口。")
  public static let host = Wording(
    en: "The address to listen at (127.0.0.1); 0.0.0.0 for all.", zh: "监听地址（127.0.0.1）；0.0.0.0 表示全部。")
  public static let data = Wording(
    en: "The directory of closures, reports and the token (kaimen-data).", zh: "存放封闭记录、报告和令牌的目录（kaimen-data）。"
  )
  public static let askedData = Wording(
    en: "A server's data directory: the answer is that of the map with all edits accepted there.",
    zh: "服务的数据目录：按地图加上其中已接受的全部修改来回答。")
  public static let web = Wording(
    en: "The folder of the pages (Web, found by itself); none for no pages.",
    zh: "网页所在目录（Web，自动查找）；none 表示不提供网页。")
  public static let config = Wording(
    en: "A YAML file of settings, `key: value` a line.", zh: "YAML 设置文件，每行一个 `键: 值`。")
  public static let set = Wording(
    en: "Any setting, such as rate-limit=20; may be repeated. The start prints all.",
    zh: "任意设置项，例如 rate-limit=20；可重复。启动时会列出全部设置。")

  public static let map = Wording(
    en: "A map: .osm.pbf, .osm, .osm.gz or .osm.bz2.", zh: "地图文件：.osm.pbf、.osm、.osm.gz 或 .osm.bz2。")
  public static let cityOutput = Wording(
    en: "The city file to write; else the map's name with .kaimen, in this folder.",
    zh: "要写入的城市文件；默认在当前目录，以地图名加 .kaimen 命名。")
  public static let timeZone = Wording(
    en: "The city's time zone, such as Asia/Shanghai; else guessed from the position.",
    zh: "城市的时区，例如 Asia/Shanghai；默认按位置推测。")
  public static let elevation = Wording(
    en: "A folder of SRTM .hgt tiles, for slopes.", zh: "存放 SRTM .hgt 高程文件的目录，用于计算坡度。")
  public static let calendar = Wording(
    en:
      "A JSON file of public holidays, for opening hours; else China's where the city lies there; none for none.",
    zh: "法定节假日的 JSON 文件，用于判断开放时间；默认在中国境内采用随附的节假日，none 表示不用。")
  public static let threads = Wording(en: "How many threads; else all processors.", zh: "线程数；默认使用全部处理器。")

  public static let from = Wording(
    en: "The start: LON,LAT, node/1, way/1, an address or a name.", zh: "起点：“经度,纬度”、node/1、way/1、地址或名称。")
  public static let to = Wording(en: "The goal, given likewise.", zh: "终点，写法相同。")
  public static let by = Wording(
    en: "foot (default), ebike, bicycle, motorcycle or car.", zh: "foot（默认）、ebike、bicycle、motorcycle 或 car。")
  public static let pass = Wording(
    en: "A pass one holds, such as badge or resident; may be repeated.", zh: "持有的通行证，例如 badge、resident；可重复。")
  public static let depart = Wording(
    en: "Local time of departure, such as 2026-11-21T12:30; else now.",
    zh: "出发的当地时间，例如 2026-11-21T12:30；默认现在。")
  public static let datum = Wording(
    en: "Reference of coordinates, given and answered: wgs84 (default), gcj02 or bd09.",
    zh: "输入与输出坐标的坐标系：wgs84（默认）、gcj02 或 bd09。")
  public static let close = Wording(
    en: "Close a gate (node/1), a way (way/1) or an area (\"LON,LAT LON,LAT LON,LAT\") for this question.",
    zh: "本次查询中封闭大门（node/1）、道路（way/1）或区域（\"经度,纬度 经度,纬度 经度,纬度\"）。")
  public static let open = Wording(en: "Open a gate, a way or an area likewise.", zh: "同样方式开放大门、道路或区域。")
  public static let countsReturn = Wording(
    en: "Count the walk back to the vehicle.", zh: "计入步行返回车辆的时间。")
  public static let alternatives = Wording(
    en: "Up to this many other journeys, 0 to 3.", zh: "最多另给几条路线，0 至 3。")
  public static let example = Wording(
    en:
      "Pick an example journey from this city, with the pass badge unless --pass is given; shows the call too.",
    zh: "从本城选一条示例路线（未给 --pass 时持 badge 通行证），并显示相应的命令。")

  public static let severity = Wording(
    en: "Only this severity: note, warning or error.", zh: "只列某一严重程度：note、warning 或 error。")
  public static let kind = Wording(en: "Only this kind, such as island.", zh: "只列某一类别，例如 island。")
  public static let profiles = Wording(
    en: "Also the tables of speeds and access, with reasons.", zh: "同时显示各出行方式的速度和通行规则表及理由。")
  public static let tableFrom = Wording(en: "A start; may be repeated.", zh: "起点；可重复。")
  public static let tableTo = Wording(en: "A goal; may be repeated.", zh: "终点；可重复。")
  public static let points = Wording(
    en: "A file of places, one a line, or - for standard input: times between all of them.",
    zh: "每行一个地点的文件，或用 - 表示标准输入：计算两两之间的时间。")
  public static let minutes = Wording(en: "How many minutes, 0.1 to 120.", zh: "分钟数，0.1 至 120。")
  public static let placeKind = Wording(en: "A kind of place, such as pharmacy.", zh: "场所类别，例如 pharmacy。")
  public static let count = Wording(en: "How many places, 1 to 100.", zh: "场所数量，1 至 100。")
  public static let searchWords = Wording(
    en: "A name, an address, or a part of one.", zh: "名称、地址，或其一部分。")
  public static let near = Wording(en: "What is near LON,LAT comes first.", zh: "“经度,纬度”附近的优先。")
  public static let searchLimit = Wording(en: "How many, 1 to 50.", zh: "个数，1 至 50。")
  public static let searchKind = Wording(
    en:
      "Only these: compound, place, building, street, door, address, gate, or a kind of place such as pharmacy.",
    zh: "只找这一类：compound、place、building、street、door、address、gate，或场所类别，例如 pharmacy。")
  public static let onlyOpen = Wording(en: "Leave out places closed on arrival.", zh: "不列到达时已关门的场所。")

  public static let like = Wording(en: "The city to imitate: shapingba.", zh: "仿照的城市：shapingba。")
  public static let scale = Wording(en: "How many times the size, 0.02 to 40.", zh: "规模倍数，0.02 至 40。")
  public static let seed = Wording(
    en: "Another number, another city or other pairs.", zh: "种子：不同的数得到不同的城市或查询。")
  public static let mapOutput = Wording(
    en: "The map to write: .osm.pbf, or .osm for people to read.", zh: "要写入的地图：.osm.pbf，或便于阅读的 .osm。")
  public static let elevationOutput = Wording(
    en: "Also write the heights as .hgt tiles into this folder.", zh: "同时把高程写成 .hgt 文件，存入此目录。")
  public static let registryOutput = Wording(
    en: "Also write what the district's registry says of the places as CSV files into this folder.",
    zh: "同时把街区登记簿的内容写成 CSV 文件，存入此目录。")
  public static let registryFiles = Wording(
    en: "CSV (UTF-8) or GeoJSON files.", zh: "CSV（UTF-8）或 GeoJSON 文件。")
  public static let registryContent = Wording(
    en: "What the rows are: places, compounds, gates or doors; else the file's name says it.",
    zh: "各行的内容：places、compounds、gates 或 doors；不填则由文件名决定。")
  public static let dryRun = Wording(
    en: "Only say what would change.", zh: "只说明将会改变什么，不写入。")
  public static let partial = Wording(
    en: "Write the good rows even where others are wrong.", zh: "即使有错误的行，也写入其余各行。")
  public static let kindsFolder = Wording(
    en: "The folder of the kinds of places; else Kinds beside the program's sources.",
    zh: "场景类型文件夹；默认使用程序旁的 Kinds。")
  public static let registryOutputFile = Wording(
    en: "The file to write: .csv, or .geojson.", zh: "要写入的文件：.csv 或 .geojson。")
  public static let backupOutput = Wording(
    en: "The file to write: a database of its own.", zh: "要写入的文件：一个独立的数据库。")
  public static let only = Wording(
    en: "Only the measurements whose names begin so, such as door.", zh: "只测名称以此开头的项目，例如 door。")
  public static let pairs = Wording(en: "How many pairs, 10 to 1000000.", zh: "查询对数，10 至 1000000。")
}
