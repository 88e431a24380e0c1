public import Geo
internal import OSM
public import Routing
internal import Streets
public import Wording

/// The doors that an address, a building or a coordinate has.
public struct DoorList {
  private let end: JourneyEnd
  private let writer: JourneyWriter

  public init(end: JourneyEnd, writer: JourneyWriter) {
    self.end = end
    self.writer = writer
  }

  /// The estate and the door in `language`; what the engine calls the end where the map has neither.
  private func label(_ language: Language) -> String {
    guard let choice = end.doors.first, end.doors.count == 1, let door = writer.label(choice) else {
      return end.label
    }
    return [writer.compound(of: choice), door].compactMap { $0?[language] }.joined(separator: " ")
  }

  /// As JSON; a spot has no doors, but a position.
  public func json(_ language: Language, _ datum: Datum) -> JSON {
    let doors = end.doors.map { choice in
      JSON.object([
        "id": .string("\(choice.element)"), "label": .string(writer.label(choice)?[language] ?? end.label),
        "position": .position(choice.position, datum), "inferred": .bool(choice.isInferred),
      ])
    }
    let position = end.doors.first?.position ?? end.approaches.first?.line.first
    return JSON.object([
      "label": .string(label(language)), "kind": .string(end.kind == .doors ? "doors" : "spot"),
      "position": position.map { .position($0, datum) } ?? .null, "doors": .array(doors),
      "doubts": .array(
        (end.doubt.map { [Journey.Doubt($0)] } ?? []).map {
          JSON.object(["kind": .string($0.kind.rawValue), "sentence": .string($0.wording[language])])
        }),
    ])
  }
}
