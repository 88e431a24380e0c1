internal import Foundation
internal import Geo

/// Where the ground lies on the sheet: north up, one scale.
struct MapView: Sendable {
  /// The part of the sheet that the map fills.
  let box: SheetBox
  /// `1 : denominator`.
  let denominator: Int
  private let frame: LocalFrame
  private let middle: Point

  /// Millimetres of the sheet for a metre of ground.
  var millimetresPerMetre: Double { 1000 / Double(denominator) }

  /// A view in which all of `points`, and some ground around them, fit into `box`.
  init(of points: [Coordinate], in box: SheetBox) {
    self.box = box
    let extent = BoundingBox(around: points)
    frame = LocalFrame(at: extent.centre)
    let (southWest, northEast) = (frame.point(extent.southWest), frame.point(extent.northEast))
    middle = (southWest + northEast) * 0.5
    let size = northEast - southWest
    let margin = min(max(0.07 * max(size.x, size.y), 12), 40)
    let ground = max((size.x + 2 * margin) / box.width, (size.y + 2 * margin) / box.height)
    let exact = max(ground * 1000, MapView.largest)
    let step = exact < 1000 ? 10.0 : exact < 5000 ? 50 : 500
    denominator = Int((exact / step).rounded(.up) * step)
  }

  /// The largest scale: a map of a single house needs no more.
  private static let largest = 250.0

  /// Where a place lies on the sheet.
  func point(_ place: Coordinate) -> SheetPoint {
    let ground = frame.point(place)
    return SheetPoint(
      x: box.centre.x + (ground.x - middle.x) * millimetresPerMetre,
      y: box.centre.y - (ground.y - middle.y) * millimetresPerMetre)
  }

  /// The ground that the map shows.
  var ground: BoundingBox {
    let (width, height) = (box.width / millimetresPerMetre / 2, box.height / millimetresPerMetre / 2)
    return BoundingBox(
      frame.coordinate(Point(x: middle.x - width, y: middle.y - height)),
      frame.coordinate(Point(x: middle.x + width, y: middle.y + height)))
  }
}
