/// A stripe of the district along plan `x`.
struct Band: Sendable {
  enum Kind: Sendable { case town, ridge, river }
  let kind: Kind
  let south: Double
  let north: Double
  var middle: Double { (south + north) / 2 }
}

/// The district at the largest: its extent and the stripes of town, ridge and river.
struct DistrictPlan: Sendable {
  let halfWidth: Double
  let halfHeight: Double
  let bands: [Band]
  /// Plan `x` of the main roads that cross the stripes of town.
  let crossings: [Double]
  /// Plan `x` of the wooded gullies that part each stripe of town into quarters; few streets cross them.
  let gullies: [Double]

  /// Square metres per unit of scale.
  static let area = 33.6e6

  init(scale: Double, random: inout Random) {
    let height = (Self.area * scale / 1.5).squareRoot()
    let width = height * 1.5
    halfWidth = width / 2
    halfHeight = height / 2
    let ridges = max(1, Int((height / 3600).rounded()))
    let ridgeWidth = min(300, height * 0.12)
    let riverWidth = 270.0
    let towns = ridges + 2
    let townHeight = (height - riverWidth - ridgeWidth * Double(ridges)) / Double(towns)
    let riverAfter = towns / 2
    var bands: [Band] = []
    var y = -height / 2
    for i in 0..<towns {
      // Unequal stripes, so that the town does not look ruled: what one takes, the next gives back.
      let share = i + 1 < towns || towns % 2 == 0 ? (i % 2 == 0 ? 1.12 : 0.88) : 1
      bands.append(Band(kind: .town, south: y, north: y + townHeight * share))
      y += townHeight * share
      guard i + 1 < towns else { break }
      let isRiver = i + 1 == riverAfter
      let depth = isRiver ? riverWidth : ridgeWidth
      bands.append(Band(kind: isRiver ? .river : .ridge, south: y, north: y + depth))
      y += depth
    }
    self.bands = bands
    let count = max(1, Int((width / 1450).rounded()))
    let spacing = width / Double(count)
    crossings = (0..<count).map {
      -width / 2 + spacing * (Double($0) + 0.5) + random.real(-0.16...0.16) * spacing
    }
    // Off the middle, where the motorway's interchanges are.
    gullies = zip(crossings, crossings.dropFirst()).enumerated().filter { $0.offset % 2 == 1 }.map {
      $0.element.0 + 0.28 * ($0.element.1 - $0.element.0)
    }
  }

  /// From the middle of a gully to the street along its edge.
  static let gullyReach = 60.0

  /// The main roads that go on over the river or through the ridge `row`: every second one, in turn; in a large
  /// district every third.
  func passes(over row: Int) -> [Double] {
    let step = crossings.count < 9 ? 2 : 3
    let chosen = crossings.enumerated().filter { ($0.offset + row / 2) % step == 0 }.map(\.element)
    return chosen.isEmpty ? crossings : chosen
  }

  /// Plan `x` of the motorway's interchanges: at both ends, and between the bridges.
  var interchanges: [Double] {
    let inner = zip(crossings, crossings.dropFirst()).map { ($0 + $1) / 2 }
    return [-halfWidth + 230] + inner + [halfWidth - 230]
  }

  /// Heights across the valley: low at the river, high on the ridges, never steeper than a street can be.
  var profile: [(y: Double, height: Double)] {
    guard let river = bands.first(where: { $0.kind == .river }) else { return [] }
    var points: [(y: Double, height: Double)] = [(river.south, 168), (river.north, 168)]
    func walk(_ others: [Band], from edge: Double, _ append: (Double, Double) -> Void) {
      var y = edge
      var height = 168.0
      for band in others {
        let rise = min(band.kind == .ridge ? 120 : 60, abs(band.middle - y) * 0.11)
        height = band.kind == .ridge ? height + rise : max(180, height + (height > 240 ? -rise : rise))
        y = band.middle
        append(y, height)
      }
    }
    walk(bands.filter { $0.middle > river.north }, from: river.north) { points.append(($0, $1)) }
    walk(bands.filter { $0.middle < river.south }.reversed(), from: river.south) {
      points.insert(($0, $1), at: 0)
    }
    return points
  }
}

/// Distances from the northern river road, southwards, in metres; and lengths of ramps.
enum RiverSection {
  static let motorway = 45.0
  static let cycleway = 84.0
  static let water = 100.0
  /// From the southern river road to the water.
  static let southBank = 45.0
  static let ramp = 170.0
}
