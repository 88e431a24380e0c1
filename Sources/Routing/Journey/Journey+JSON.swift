internal import Dense
public import Geo
internal import OSM
internal import Streets
public import Wording

/// How a journey is written out.
public struct JourneyFormat: Sendable {
  public var language: Language
  /// The reference of all coordinates written.
  public var datum: Datum
  /// Whether the lines of the whole and of the legs are written.
  public var includesGeometry: Bool
  /// Whether the steps of the legs are written, with their sentences.
  public var includesSteps: Bool

  public init(
    language: Language = .english, datum: Datum = .wgs84, includesGeometry: Bool = true,
    includesSteps: Bool = true
  ) {
    self.language = language
    self.datum = datum
    self.includesGeometry = includesGeometry
    self.includesSteps = includesSteps
  }
}

extension Journey {
  /// The journey as one line of JSON, keys sorted.
  ///
  /// `duration` in seconds, `distance` in metres; both null, and `geometry` too, where there is no way.
  public func json(_ format: JourneyFormat = JourneyFormat()) -> String {
    var text = JSONText(capacity: 4096 + (format.includesGeometry ? geometry.count * 50 : 0))
    write(to: &text, format)
    return text.text
  }

  /// The same as UTF-8.
  public func jsonBytes(_ format: JourneyFormat = JourneyFormat()) -> [UInt8] {
    var text = JSONText(capacity: 4096 + (format.includesGeometry ? geometry.count * 50 : 0))
    write(to: &text, format)
    return text.bytes
  }

  func write(to json: inout JSONText, _ format: JourneyFormat) {
    json.object { json in
      if !alternatives.isEmpty {
        json.key("alternatives")
        json.array { json in for other in alternatives { other.write(to: &json, format) } }
      }
      json.key("arrival")
      json.string(arrival?.description)
      json.key("departure")
      json.string(departure.description)
      json.key("distance")
      json.metres(distance)
      json.key("door")
      writeDoor(&json, format)
      json.key("doubts")
      json.array { json in for doubt in doubts { doubt.write(&json, format) } }
      json.key("duration")
      json.seconds(duration)
      json.key("gates")
      json.array { json in for gate in gates { gate.write(&json, format) } }
      writeLine(&json, geometry[...], format)
      json.key("legs")
      json.array { json in for leg in legs { write(leg, &json, format) } }
      json.key("mode")
      json.string(mode.name)
      json.key("nearestReachable")
      if let nearestReachable { json.position(format.datum.fromWGS84(nearestReachable)) } else { json.null() }
      json.key("parking")
      writeParking(&json, format)
      json.key("reason")
      json.string(reason?[format.language])
      json.key("returnDuration")
      json.seconds(returnDuration)
      json.key("status")
      json.string(status.rawValue)
    }
  }

  /// The key `geometry` with a LineString; a leg that does not move repeats its point, as GeoJSON asks for two.
  private func writeLine(_ json: inout JSONText, _ line: ArraySlice<Coordinate>, _ format: JourneyFormat) {
    guard format.includesGeometry else { return }
    json.key("geometry")
    guard let first = line.first else { return json.null() }
    json.object { json in
      json.key("coordinates")
      json.array { json in
        if line.count == 1 { json.position(format.datum.fromWGS84(first)) }
        for point in line { json.position(format.datum.fromWGS84(point)) }
      }
      json.key("type")
      json.string("LineString")
    }
  }

  private func write(_ leg: Leg, _ json: inout JSONText, _ format: JourneyFormat) {
    json.object { json in
      json.key("distance")
      json.metres(leg.distance)
      json.key("duration")
      json.seconds(leg.duration)
      writeLine(&json, geometry(of: leg), format)
      json.key("mode")
      json.string(leg.kind.name)
      guard format.includesSteps else { return }
      json.key("steps")
      json.array { json in for step in leg.steps { step.write(&json, format) } }
    }
  }

  private func writeDoor(_ json: inout JSONText, _ format: JourneyFormat) {
    guard let door else { return json.null() }
    json.object { json in
      json.key("id")
      json.string(door.id.description)
      json.key("inferred")
      json.bool(door.isInferred)
      json.key("label")
      json.string(door.label[format.language])
      json.key("position")
      json.position(format.datum.fromWGS84(door.position))
    }
  }

  private func writeParking(_ json: inout JSONText, _ format: JourneyFormat) {
    guard let parking else { return json.null() }
    json.object { json in
      json.key("capacity")
      if parking.capacity > 0 { json.int(parking.capacity) } else { json.null() }
      json.key("id")
      json.string(parking.element?.description)
      json.key("kind")
      json.string(parking.kind)
      json.key("name")
      json.string(parking.name.isEmpty ? nil : parking.name)
      json.key("position")
      json.position(format.datum.fromWGS84(parking.position))
    }
  }
}

extension Journey.Step {
  fileprivate func write(_ json: inout JSONText, _ format: JourneyFormat) {
    json.object { json in
      json.key("bearingAfter")
      json.int(bearingAfter)
      json.key("bearingBefore")
      json.int(bearingBefore)
      json.key("distance")
      json.metres(distance)
      json.key("duration")
      json.seconds(duration)
      if case .roundabout(let exit) = phrase.action {
        json.key("exit")
        json.int(exit)
      }
      json.key("kind")
      json.string(phrase.action.name)
      json.key("location")
      json.position(format.datum.fromWGS84(location))
      json.key("modifier")
      json.string(phrase.turn.modifier)
      json.key("name")
      json.string(phrase.street.chinese.isEmpty ? nil : phrase.street.chinese)
      json.key("sentence")
      json.string(sentence(format.language))
    }
  }
}

extension Journey.Doubt {
  fileprivate func write(_ json: inout JSONText, _ format: JourneyFormat) {
    json.object { json in
      json.key("id")
      json.string(element?.description)
      json.key("kind")
      json.string(kind.rawValue)
      json.key("sentence")
      json.string(wording[format.language])
    }
  }
}

extension Journey.PassedGate {
  func write(_ json: inout JSONText, _ format: JourneyFormat) {
    json.object { json in
      json.key("asks")
      json.string(ask?[format.language])
      json.key("compound")
      let compound = phrase.compoundName(format.language)
      json.string(compound.isEmpty ? nil : compound)
      json.key("id")
      json.string(id.description)
      json.key("inferred")
      json.bool(isInferred)
      json.key("kind")
      json.string(kind.name)
      json.key("name")
      json.string(phrase.name.isEmpty ? nil : phrase.noun(format.language))
      json.key("passage")
      json.string(passage.name)
      json.key("position")
      json.position(format.datum.fromWGS84(position))
      json.key("rule")
      rule.write(&json)
      json.key("time")
      json.string(time.description)
    }
  }
}

extension Journey.GateRule {
  fileprivate func write(_ json: inout JSONText) {
    json.object { json in
      json.key("access")
      json.string(access.name)
      json.key("condition")
      json.string(condition)
      json.key("delay")
      json.thousandths(UInt32((min(delay, 1_000_000) * 1000).rounded()))
      json.key("entry")
      json.string(entry.name)
      json.key("hours")
      json.string(hours)
      json.key("known")
      json.bool(isKnown)
      json.key("locked")
      json.bool(isLocked)
      json.key("passes")
      json.array { json in for pass in passes { json.string(pass) } }
      json.key("until")
      json.string(until?.description)
    }
  }
}

extension BarrierKind {
  /// The word used in answers: `liftGate`, `gate`.
  var name: String { BarrierKind.names[Int(rawValue)] }

  private static let names = allCases.map { "\($0)" }
}
