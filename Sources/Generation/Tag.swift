/// One OSM tag.
typealias Tag = (String, String)

/// Writes `number` with one decimal, as OSM values are written, without locale.
func decimal(_ number: Double) -> String {
  let tenths = Int((number * 10).rounded())
  let sign = tenths < 0 ? "-" : ""
  let fraction = abs(tenths) % 10
  return fraction == 0 ? "\(sign)\(abs(tenths) / 10)" : "\(sign)\(abs(tenths) / 10).\(fraction)"
}

/// The three name tags of the house: local, Chinese, English.
func named(_ name: BilingualName) -> [Tag] {
  [("name", name.chinese), ("name:zh", name.chinese), ("name:en", name.english)]
}
