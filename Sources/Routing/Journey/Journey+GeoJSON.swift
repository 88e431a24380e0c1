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
        for leg in legs where leg.points.count > 1 { writeFeature(leg, &json, format) }
        for gate in gates {
          JourneyFeature.point(gate.position, "gate", &json, format) { json in
            json.key("gate")
            gate.write(&json, format)
          }
        }
        writeEnds(&json, format)
      }
      json.key("type")
      json.string("FeatureCollection")
    }
    return json.text
  }

  private func writeFeature(_ leg: Leg, _ json: inout JSONText, _ format: JourneyFormat) {
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

  private func writeEnds(_ json: inout JSONText, _ format: JourneyFormat) {
    if let parking {
      JourneyFeature.point(parking.position, "parking", &json, format) { json in
        json.key("name")
        json.string(parking.name.isEmpty ? nil : parking.name)
        json.key("parking")
        json.string(parking.kind)
      }
    }
    if let door {
      JourneyFeature.point(door.position, "door", &json, format) { json in
        json.key("label")
        json.string(door.label[format.language])
      }
    }
    if let nearestReachable {
      JourneyFeature.point(nearestReachable, "nearestReachable", &json, format) { json in
        json.key("reason")
        json.string(reason?[format.language])
      }
    }
  }
}

/// Features of a journey that are points.
private enum JourneyFeature {
  /// A feature at `place`; `more` writes further properties.
  static func point(
    _ place: Coordinate, _ kind: String, _ json: inout JSONText, _ format: JourneyFormat,
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
        more(&json)
        json.key("kind")
        json.string(kind)
      }
      json.key("type")
      json.string("Feature")
    }
  }
}
