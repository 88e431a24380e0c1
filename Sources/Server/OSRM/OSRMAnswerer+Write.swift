internal import Dense
internal import Geo
internal import Routing
internal import Streets
internal import Wording

extension OSRMAnswerer {
  /// A leg's line and steps, where they are shown.
  private struct Drawn {
    var trace: JourneyTrace?
    var journey: Journey?
  }

  private func draw(_ leg: OSRMLeg, _ request: OSRMRequest) -> Drawn {
    guard !request.isLean, let found = leg.found else { return Drawn() }
    if request.hasSteps {
      let written = service.writer.writeTraced(found)
      return Drawn(trace: written.trace, journey: written.journey)
    }
    return Drawn(trace: service.writer.trace(found))
  }

  /// The members of a route, a trip or a matching.
  func write(_ route: OSRMRoute, _ request: OSRMRequest, _ json: inout JSONText) {
    let drawn = route.legs.map { draw($0, request) }
    json.object { json in
      if let confidence = route.confidence {
        json.key("confidence")
        json.thousandths(UInt32((min(max(confidence, 0), 1) * 1000).rounded()))
      }
      if request.overview == .simplified || request.overview == .full {
        json.key("geometry")
        writeLine(overview(drawn, request.overview), request.geometry, &json)
      }
      json.key("legs")
      json.array { json in
        for (leg, drawn) in zip(route.legs, drawn) { write(leg, drawn, request, &json) }
      }
      json.key("weight_name")
      json.string("duration")
      writeSums(duration: route.duration, length: route.length, &json)
    }
  }

  private func writeSums(duration: UInt32, length: UInt32, _ json: inout JSONText) {
    json.key("weight")
    json.thousandths(duration)
    json.key("duration")
    json.thousandths(duration)
    json.key("distance")
    json.thousandths(length)
  }

  private func write(_ leg: OSRMLeg, _ drawn: Drawn, _ request: OSRMRequest, _ json: inout JSONText) {
    json.object { json in
      if let trace = drawn.trace, let found = leg.found, !request.annotations.isEmpty {
        json.key("annotation")
        OSRMAnnotation(trace, found, city.network).write(request.annotations, &json)
      }
      json.key("steps")
      json.array { json in
        guard request.hasSteps, let journey = drawn.journey, let trace = drawn.trace else { return }
        for step in OSRMSteps(journey, trace, city).steps { write(step, trace, request.geometry, &json) }
      }
      json.key("summary")
      json.string(drawn.journey.map { OSRMSteps.summary($0) } ?? "")
      if request.overview == .byLegs, let trace = drawn.trace {
        json.key("geometry")
        writeLine(trace.points[...], request.geometry, &json)
      }
      writeSums(duration: leg.duration.rawValue, length: leg.length.rawValue, &json)
    }
  }

  // MARK: Lines

  /// The line of all legs, no point twice in a row.
  private func overview(_ drawn: [Drawn], _ overview: OSRMRequest.Overview) -> ArraySlice<Coordinate> {
    var points: [Coordinate] = []
    for part in drawn {
      for point in part.trace?.points ?? [] where points.last != point { points.append(point) }
    }
    guard overview == .simplified, points.count > 2 else { return points[...] }
    // Two pixels where the whole line fills a screen of a thousand.
    let box = BoundingBox(around: points)
    let tolerance = max(box.southWest.distance(to: box.northEast) / 500, 1)
    return Polyline(points).simplified(tolerance: tolerance).points[...]
  }

  /// A line of at least two points, as GeoJSON asks for.
  func writeLine(_ line: ArraySlice<Coordinate>, _ geometry: OSRMRequest.Geometry, _ json: inout JSONText) {
    let points = line.count == 1 ? line + line : line
    switch geometry {
    case .polyline: json.string { PolylineCode.encode(points, .five, escapedInto: &$0) }
    case .polyline6: json.string { PolylineCode.encode(points, .six, escapedInto: &$0) }
    case .geojson:
      json.object { json in
        json.key("coordinates")
        json.array { json in for point in points { json.position(point) } }
        json.key("type")
        json.string("LineString")
      }
    }
  }

  // MARK: Steps

  private func write(
    _ step: OSRMStep, _ trace: JourneyTrace, _ geometry: OSRMRequest.Geometry, _ json: inout JSONText
  ) {
    json.object { json in
      json.key("intersections")
      json.array { json in for place in step.intersections { place.write(&json) } }
      json.key("driving_side")
      json.string("right")
      json.key("geometry")
      writeLine(trace.points[step.points], geometry, &json)
      json.key("maneuver")
      step.writeManeuver(&json)
      json.key("name")
      json.string(step.name)
      json.key("mode")
      json.string(plain: step.mode)
      writeSums(duration: step.duration.rawValue, length: step.length.rawValue, &json)
    }
  }
}
