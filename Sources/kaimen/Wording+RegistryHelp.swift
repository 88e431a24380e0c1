public import Wording

extension Wording.Help {
  public static let registry = Wording(
    en: "Read places, compounds, gates and doors from files, and write them.", zh: "从文件导入或导出场所、小区、大门和楼门。")
  public static let registryDetails = Wording(
    en: """
      Works on the data directory of a server that does not run; a running one takes files at /v1/import. All rows are \
      read in or, where one is wrong, none. Columns: docs/registry.md.

      Examples:
        kaimen registry import town.kaimen places.csv --dry-run
        kaimen registry export town.kaimen -o places.csv
      """,
    zh: """
      在服务未运行时处理其数据目录；运行中的服务请用 /v1/import。要么导入全部行，要么（有错误时）一行也不导入。列的说明见 \
      docs/registry.md。

      示例：
        kaimen registry import town.kaimen places.csv --dry-run
        kaimen registry export town.kaimen -o places.csv
      """)
  public static let registryImport = Wording(
    en: "Read CSV or GeoJSON files in.", zh: "导入 CSV 或 GeoJSON 文件。")
  public static let registryOsc = Wording(
    en: "Write the accepted edits as OsmChange, for OpenStreetMap.",
    zh: "将已采纳的编辑导出为 OsmChange，供提交给 OpenStreetMap。")
  public static let oscOutput = Wording(en: "The file to write: .osc.", zh: "要写入的文件：.osc。")
  public static let registryExport = Wording(
    en: "Write a CSV or GeoJSON file that can be read in again.", zh: "导出可再次导入的 CSV 或 GeoJSON 文件。")
  public static let backup = Wording(
    en: "Copy all that a server keeps, while it runs.", zh: "备份服务保存的全部数据，可在运行时进行。")
  public static let backupDetails = Wording(
    en: """
      The new folder is a data directory of its own: serve it with --data.

      Examples:
        kaimen backup --data kaimen-data/demo -o backup-2026-11-22
      """,
    zh: """
      新目录本身就是一个数据目录：可用 --data 直接启动服务。

      示例：
        kaimen backup --data kaimen-data/demo -o backup-2026-11-22
      """)
}

extension Wording.Report {
  static func backedUp(_ files: Int, _ folder: String) -> Wording {
    Wording(en: "\(files) files in \(folder)", zh: "\(folder) 中有 \(files) 个文件")
  }
}
