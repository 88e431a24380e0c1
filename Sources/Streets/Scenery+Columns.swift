internal import Dense

extension Scenery {
  /// Writes all columns.
  func write(to file: ColumnFileWriter) throws {
    try file.write("areas", areas)
    try file.write("area.rings", areaRings)
    try writeRagged(file, "ring.points", rings)
    try file.write("lines", lines)
    try writeRagged(file, "line.points", lineShapes)
    try file.write("yard.buildings", yardBuildings)
    try writeRagged(file, "yard.points", yards)
    try file.write("street.names", streetNames)
    try file.write("street.namesEnglish", streetNamesEnglish)
    try writeIndex(file, "index.areas", areaIndex)
    try writeIndex(file, "index.lines", lineIndex)
    try writeIndex(file, "index.gates", gateIndex)
    try writeIndex(file, "index.compounds", compoundIndex)
  }

  /// Cuts all columns from an open city file.
  convenience init(from reader: TableReader) throws {
    let file = reader.file
    self.init(
      areas: try file.column("areas"), areaRings: try file.column("area.rings"),
      rings: try reader.ragged("ring.points"), lines: try file.column("lines"),
      lineShapes: try reader.ragged("line.points"), yardBuildings: try file.column("yard.buildings"),
      yards: try reader.ragged("yard.points"), streetNames: try file.column("street.names"),
      streetNamesEnglish: try file.column("street.namesEnglish"), areaIndex: try reader.index("index.areas"),
      lineIndex: try reader.index("index.lines"), gateIndex: try reader.index("index.gates"),
      compoundIndex: try reader.index("index.compounds"))
  }
}
