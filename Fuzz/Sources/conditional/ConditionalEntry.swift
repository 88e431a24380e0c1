import FuzzShared
import Geo
import OSM

/// libFuzzer entry: any bytes as a conditional restriction, then evaluated and followed to its next changes.
///
/// The first byte chooses the moment. A change must lie ahead and nothing may change before it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConditional(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = bytes(start, count)
  guard let first = input.first else { return 0 }
  let text = String(decoding: input.dropFirst(), as: UTF8.self)
  guard let restriction = try? ConditionalRestriction(parsing: text) else { return 0 }
  let time = CivilTime(seconds: 1_795_264_200 + Int64(first) * 123_457)
  let context = HoursContext(
    position: Coordinate(longitude: 106.551, latitude: 29.563),
    holidays: HolidayCalendar(holidays: [time.civilDay])
  ) { _ in 28_800 }
  let now = restriction.value(at: time, in: context)
  let change = restriction.nextChange(after: time, in: context)
  if let change {
    precondition(change > time, "a change must lie ahead")
    _ = restriction.nextChange(after: change, in: context)
  }
  // Between now and the change, in steps that fit no text.
  let end = change ?? time.adding(seconds: 400 * 86_400)
  let step = max(Int(end.seconds - time.seconds) / 16, 1)
  for moment in stride(from: time.seconds, to: end.seconds, by: step) {
    precondition(
      restriction.value(at: CivilTime(seconds: moment), in: context) == now,
      "something changed before the change")
  }
  // Whoever looks less far is never told more.
  if let soon = restriction.nextChange(after: time, in: context, effort: 100) {
    precondition(soon > time && soon <= end, "less effort found a later change")
  }
  return 0
}
