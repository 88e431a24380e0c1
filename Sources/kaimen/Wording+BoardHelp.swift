public import Wording

extension Wording.Help {
  public static let board = Wording(
    en: "Draw printable map boards of compounds.", zh: "绘制可打印的小区骑手友好地图。")
  public static let boardDetails = Wording(
    en: """
      A board for each gate: outline, gates with their rules, paths, stairs, building numbers, doors, places, the \
      minutes on foot from that gate to each building, and a code that opens the compound on a phone. One PDF with a \
      page for each gate, or a picture for each.

      Examples:
        kaimen board town.kaimen "Jinsha Shidai"
        kaimen board town.kaimen way/12 --gate B --paper A3 --png
        kaimen board town.kaimen --all -o boards --url https://riders.example.org
      """,
    zh: """
      每个出入口一张：小区轮廓、各出入口的通行规则、道路、台阶、楼号、楼门、周边设施，从该出入口到各栋楼的步行分钟数，\
      以及可在手机上打开本小区的二维码。PDF 每个出入口一页，图片每个出入口一个文件。

      示例：
        kaimen board town.kaimen 金沙时代
        kaimen board town.kaimen way/12 --gate B --paper A3 --png
        kaimen board town.kaimen --all -o boards --url https://riders.example.org
      """)
  public static let boardCompound = Wording(
    en: "A compound: its name in either language, or its OSM id, such as way/12.",
    zh: "小区：任一语言的名称，或 OSM 编号，例如 way/12。")
  public static let boardAll = Wording(en: "All compounds, into a folder.", zh: "全部小区，写入一个目录。")
  public static let boardGate = Wording(
    en: "Only the board for this gate: its OSM id, letter or name.", zh: "只绘制这个出入口的一张：OSM 编号、字母或名称。")
  public static let paper = Wording(en: "A3, A2 (default) or A1.", zh: "A3、A2（默认）或 A1。")
  public static let boardPDF = Wording(
    en: "PDF, text as text (default, unless -o says otherwise).", zh: "PDF，文字可检索（默认，或由 -o 的扩展名决定）。")
  public static let boardSVG = Wording(en: "SVG, a file for each board.", zh: "SVG，每张一个文件。")
  public static let boardPNG = Wording(en: "PNG, a file for each board.", zh: "PNG，每张一个文件。")
  public static let dpi = Wording(
    en: "Dots per inch of a PNG, 20 to 600 (150).", zh: "PNG 的分辨率，20 至 600（默认 150）。")
  public static let boardURL = Wording(
    en: "Where phones reach the service (http://127.0.0.1:8080).", zh: "手机访问服务的地址（默认 http://127.0.0.1:8080）。")
  public static let boardDate = Wording(
    en: "The date on the board, such as 2026-11-21; else today.", zh: "图上的日期，例如 2026-11-21；默认今天。")
  public static let boardOutput = Wording(
    en: "The file or, with --all, the folder to write.", zh: "要写入的文件；使用 --all 时为目录。")
}
