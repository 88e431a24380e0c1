/// The keys that the builder asks every element for.
///
/// Each is looked up by its text once per import; see ``TaggedMap``.
enum TagKey: UInt8, CaseIterable {
  case access, amenity, area, barrier, bridge, building, capacity, covered, crossing, door, duration, ele,
    entrance
  case except, healthcare, height, highway, incline, landuse, layer, leisure, level, location, locked, name
  case natural, office, oneway, parking, place, railway, ref, residential, restriction, route, shop, tourism,
    tunnel
  case type, water, waterway, ferry
  case addrBlock, addrHousename, addrHousenumber, addrPlace, addrStreet, addrUnit, buildingLevels
  case crossingSignals, kaimenDelay, kaimenEntry, kaimenKind, kaimenPass, nameChinese, nameEnglish,
    openingHours
  case publicTransport, restrictionBicycle, restrictionConditional, restrictionMotorVehicle
  case restrictionMotorcar, stepCount, maxspeed

  /// The key as the map writes it.
  var text: String {
    switch self {
    case .addrBlock: "addr:block"
    case .addrHousename: "addr:housename"
    case .addrHousenumber: "addr:housenumber"
    case .addrPlace: "addr:place"
    case .addrStreet: "addr:street"
    case .addrUnit: "addr:unit"
    case .buildingLevels: "building:levels"
    case .crossingSignals: "crossing:signals"
    case .kaimenDelay: "kaimen:delay"
    case .kaimenEntry: "kaimen:entry"
    case .kaimenKind: "kaimen:kind"
    case .kaimenPass: "kaimen:pass"
    case .nameChinese: "name:zh"
    case .nameEnglish: "name:en"
    case .openingHours: "opening_hours"
    case .publicTransport: "public_transport"
    case .restrictionBicycle: "restriction:bicycle"
    case .restrictionConditional: "restriction:conditional"
    case .restrictionMotorVehicle: "restriction:motor_vehicle"
    case .restrictionMotorcar: "restriction:motorcar"
    case .stepCount: "step_count"
    default: "\(self)"
    }
  }
}
