import Geo
import OSM

/// libFuzzer entry: any bytes as opening hours and as a conditional restriction, then evaluated.
///
/// The first byte chooses the moment, so that the fuzzer reaches all parts of the evaluator.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOpeningHours(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let moment = CivilTime(seconds: 1_795_264_200 + Int64(first) * 123_457)
  let context = HoursContext(
    position: Coordinate(longitude: 106.551, latitude: 29.563),
    holidays: HolidayCalendar(holidays: [moment.civilDay])
  ) { _ in 28_800 }
  if let hours = try? OpeningHours(parsing: text) {
    let state = hours.state(at: moment, in: context)
    if let soon = hours.nextChange(after: moment, in: context) {
      precondition(soon > moment, "a change must lie ahead")
    }
    if text.utf8.count < 300,
      let change = hours.nextChange(after: moment, in: context, within: 30, effort: .max)
    {
      precondition(change > moment, "a change must lie ahead")
      precondition(hours.state(at: change, in: context).kind != state.kind, "nothing changed")
    }
    precondition(!hours.alwaysOpen || state.kind == .open, "always open is not open")
    precondition(!hours.neverOpens || state.kind == .closed, "never open is not closed")
  }
  if let restriction = try? ConditionalRestriction(parsing: text) {
    _ = restriction.value(at: moment, in: context)
    _ = restriction.nextChange(after: moment, in: context, within: 30)
  }
  return 0
}
