internal import Dense
internal import Geo
internal import OSM
internal import Streets
internal import Wording

extension Journey {
  /// The journey as a GeoJSON FeatureCollection: legs as lines, then gates, parking, door and nearest point.
  public func geoJSON(_ format: JourneyFormat = JourneyFormat()) -> String {
    var json = JSONText(capacity: 2048 + geometry.count * 25)
    json.object { json in
      json.key("features")
      json.array { json in
        writeFeatures(&json, JourneyFeature(format: format, alternative: alternatives.isEmpty ? nil : 0))
        for (row, other) in alternatives.enumerated() {
          other.writeFeatures(&json, JourneyFeature(format: format, alternative: row + 1))
        }
      }
      json.key("type")
      json.string("FeatureCollection")
    }
    return json.text
  }

  private func writeFeatures(_ json: inout JSONText, _ feature: JourneyFeature) {
    for leg in legs where leg.points.count > 1 { writeFeature(leg, &json, feature) }
    for gate in gates {
      feature.point(gate.position, "gate", &json) { json in
        json.key("gate")
        gate.write(&json, feature.format)
      }
    }
    writeEnds(&json, feature)
  }

  private func writeFeature(_ leg: Leg, _ json: inout JSONText, _ feature: JourneyFeature) {
    let format = feature.format
    json.object { json in
      json.key("geometry")
      json.object { json in
        json.key("coordinates")
        json.array { json in for point in geometry(of: leg) { json.position(format.datum.fromWGS84(point)) } }
        json.key("type")
        json.string("LineString")
      }
      json.key("properties")
      json.object { json in
        feature.writeAlternative(&json)
        json.key("distance")
        json.metres(leg.distance)
        json.key("duration")
        json.seconds(leg.duration)
        json.key("kind")
        json.string("leg")
        json.key("mode")
        json.string(leg.kind.name)
        json.key("sentences")
        json.array { json in for step in leg.steps { json.string(step.sentence(format.language)) } }
      }
      json.key("type")
      json.string("Feature")
    }
  }

  private func writeEnds(_ json: inout JSONText, _ feature: JourneyFeature) {
    let format = feature.format
    if let parking {
      feature.point(parking.position, "parking", &json) { json in
        json.key("name")
        json.string(parking.name.isEmpty ? nil : parking.name)
        json.key("parking")
        json.string(parking.kind)
      }
    }
    if let door {
      feature.point(door.position, "door", &json) { json in
        json.key("label")
        json.string(door.label[format.language])
      }
    }
    if let nearestReachable {
      feature.point(nearestReachable, "nearestReachable", &json) { json in
        json.key("reason")
        json.string(reason?[format.language])
      }
    }
  }
}

/// How the features of one journey are written.
private struct JourneyFeature {
  let format: JourneyFormat
  /// 0 for the best of several journeys, 1 and more for others; nil where there is one only.
  let alternative: Int?

  func writeAlternative(_ json: inout JSONText) {
    guard let alternative else { return }
    json.key("alternative")
    json.int(alternative)
  }

  /// A feature at `place`; `more` writes further properties.
  func point(
    _ place: Coordinate, _ kind: String, _ json: inout JSONText,
    more: (inout JSONText) -> Void
  ) {
    json.object { json in
      json.key("geometry")
      json.object { json in
        json.key("coordinates")
        json.position(format.datum.fromWGS84(place))
        json.key("type")
        json.string("Point")
      }
      json.key("properties")
      json.object { json in
        writeAlternative(&json)
        more(&json)
        json.key("kind")
        json.string(kind)
      }
      json.key("type")
      json.string("Feature")
    }
  }
}
