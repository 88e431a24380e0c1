internal import Dense
internal import Geo
internal import Routing
internal import Streets
internal import Wording

extension OSRMAnswerer {
  func nearest(_ request: OSRMRequest) throws(OSRMError) -> [UInt8] {
    try check(request, least: 1, most: service.limits.nearestCoordinates)
    guard request.number <= service.limits.nearest else {
      throw OSRMError(.tooBig, Wording.OSRM.tooBig("results", request.number, service.limits.nearest))
    }
    var lists: [[SnappedPosition]] = []
    for (row, place) in request.coordinates.enumerated() {
      try goOn()
      var found: [SnappedPosition] = []
      let query = query(request, row, .travel)
      ends.snapper.find(place, query, count: request.number, into: &found)
      guard !found.isEmpty else { throw OSRMError(.noSegment, Wording.OSRM.noSegment(row)) }
      lists.append(found)
    }
    var json = JSONText(capacity: 512 + request.number * 200)
    json.object { json in
      json.key("code")
      json.string("Ok")
      json.key("waypoints")
      json.array { json in
        // One coordinate's places stand alone, those of several in lists.
        if lists.count == 1 { return write(lists[0], request, 0, &json) }
        for (row, list) in lists.enumerated() { json.array { write(list, request, row, &$0) } }
      }
    }
    return json.bytes
  }

  private func write(
    _ places: [SnappedPosition], _ request: OSRMRequest, _ row: Int, _ json: inout JSONText
  ) {
    for place in places {
      json.object { json in
        json.key("nodes")
        json.array { json in
          let point = ItemID(rawValue: city.premises.pieces[place.piece].point)
          json.int(city.network.pointNumber(place.segment, row: point))
          json.int(city.network.pointNumber(place.segment, row: point.advanced(by: 1)))
        }
        writePlace(&json, request, row, place, .travel)
      }
    }
  }

  /// The members of a waypoint that is a place on a street.
  func writePlace(
    _ json: inout JSONText, _ request: OSRMRequest, _ row: Int, _ place: SnappedPosition,
    _ purpose: SnapQuery.Purpose
  ) {
    if request.generatesHints {
      let memory = EndSnapper.Memory(
        asked: request.coordinates[row], mode: request.mode, door: .none, building: .none,
        segment: place.segment, offset: place.offset, purpose: purpose)
      json.key("hint")
      json.string { OSRMHint.append(memory, city: service.cityNumber, to: &$0) }
    }
    json.key("distance")
    json.metres(Millimetres(metres: place.distance))
    json.key("name")
    json.string(streetName(place.segment))
    json.key("location")
    json.position(place.location)
  }
}
