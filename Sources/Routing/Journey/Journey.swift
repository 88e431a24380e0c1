public import Geo
public import OSM
public import Streets
public import Wording

/// The answer to a journey query: where to go, what to pass, what is in doubt, or why there is no way.
///
/// It holds facts; sentences are made when they are asked for, in the language asked for.
public struct Journey: Sendable {
  /// Whether one gets there.
  public enum Status: String, Sendable {
    case ok, unreachable
    /// A way was found, but its first or last metres cross something that is mapped.
    case unverified
  }

  public var status: Status
  public var mode: Mode
  public var departure: CivilTime
  /// The sum of the legs' durations, parking and the counted way back included; nil when unreachable.
  public var duration: Milliseconds?
  /// The sum of the legs' lengths, without the way back; nil when unreachable.
  public var distance: Millimetres?
  /// The whole way from end to end, no point twice in a row.
  public var geometry: [Coordinate] = []
  public var legs: [Leg] = []
  /// In order of passing.
  public var gates: [PassedGate] = []
  /// The door that the journey ends at; nil for a spot.
  public var door: ReachedDoor?
  public var parking: Parking?
  /// The walk back to the vehicle, where it counts.
  public var returnDuration = Milliseconds.zero
  public var doubts: [Doubt] = []
  /// Why the goal cannot be reached; nil where it can.
  public var reason: Wording?
  public var nearestReachable: Coordinate?
  public var alternatives: [Journey] = []

  init(status: Status, options: JourneyOptions) {
    self.status = status
    mode = options.mode
    departure = options.departure
  }

  /// When one arrives, without the way back; nil when unreachable.
  public var arrival: CivilTime? {
    duration.map { departure.adding(seconds: Int64(($0.rawValue - returnDuration.rawValue + 500) / 1000)) }
  }

  /// The points of `leg`, ends included; one point where nothing moves.
  public func geometry(of leg: Leg) -> ArraySlice<Coordinate> { geometry[leg.points] }

  /// The points of `step`, ends included.
  public func geometry(of step: Step) -> ArraySlice<Coordinate> { geometry[step.points] }
}

extension Journey {
  /// A part of a journey that is moved in one way.
  public struct Leg: Sendable {
    public var kind: LegWord
    public var duration: Milliseconds
    public var distance: Millimetres
    /// Rows of ``Journey/geometry``; a leg begins with the last point of the leg before.
    public var points: ClosedRange<Int>
    public var steps: [Step]
  }

  /// Something to do, and what follows until the next such thing.
  public struct Step: Sendable {
    public var phrase: StepPhrase
    public var duration: Milliseconds
    public var distance: Millimetres
    /// Rows of ``Journey/geometry``.
    public var points: ClosedRange<Int>
    public var location: Coordinate
    /// Degrees clockwise from north before and after the place.
    public var bearingBefore: Int
    public var bearingAfter: Int

    /// The sentence in both languages.
    public var sentence: Wording { Wording(en: sentence(.english), zh: sentence(.chinese)) }

    /// The sentence in one language.
    public func sentence(_ language: Language) -> String {
      phrase.sentence(metres: distance.metres, language)
    }
  }

  /// A gate on the way, and what it asks for.
  public struct PassedGate: Sendable {
    public var row: GateID
    public var id: ElementID
    public var position: Coordinate
    public var kind: BarrierKind
    /// Whether the map shows no gate there.
    public var isInferred: Bool
    public var phrase: GatePhrase
    public var passage: GatePhrase.Passage
    /// How one passes: the rule's words for walkers or for the vehicle hold.
    public var mode: Mode
    public var time: CivilTime
    public var rule: GateRule
    public var ask: GateAsk?
  }

  /// What a gate's rule says to this traveller.
  public struct GateRule: Sendable {
    public var access: Access
    public var hours: String?
    public var condition: String?
    public var entry: EntryKind
    /// Names of the passes that open it.
    public var passes: [String]
    /// Usual seconds to pass.
    public var delay: Double
    public var isLocked: Bool
    /// Whether the map says anything about who may pass.
    public var isKnown: Bool
    /// Whether something of it could not be read and counts as open.
    public var isDoubtful: Bool
    /// Whether its hours speak of holidays, of which the city's calendar knows none that year.
    public var lacksHolidays: Bool
    /// It stays as it is until then; nil where it does not change.
    public var until: CivilTime?
  }

  /// The door at the end.
  public struct ReachedDoor: Sendable {
    public var id: ElementID
    public var isInferred: Bool
    public var position: Coordinate
    /// Building, unit or address.
    public var label: Wording
  }

  /// Where the vehicle is left.
  public struct Parking: Sendable {
    public var position: Coordinate
    /// The marked bay; nil at the roadside.
    public var place: PlaceID?
    public var element: ElementID?
    /// 0 where unknown.
    public var capacity: Int
    /// Empty where it has none.
    public var name: String

    /// The word used in answers.
    public var kind: String { place == nil ? "roadside" : "bay" }
  }

  /// Something that the answer cannot vouch for.
  public struct Doubt: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      case inferredDoor, unknownRule, unverifiedConnector, unmappedOpening, unreadableHours, unknownHolidays,
        privateWay,
        otherAddress, unknownUnit
    }

    public var kind: Kind
    public var wording: Wording
    /// What it is about; nil for a connector.
    public var element: ElementID?

    public init(_ kind: Kind, _ wording: Wording, element: ElementID? = nil) {
      self.kind = kind
      self.wording = wording
      self.element = element
    }

    /// What about an end is not as it was asked for.
    public init(_ doubt: EndDoubt) {
      switch doubt {
      case .otherAddress(let asked, let found):
        self.init(.otherAddress, Wording.Doubts.otherAddress(asked: asked, found: found))
      case .unknownUnit(let unit): self.init(.unknownUnit, Wording.Doubts.unknownUnit(unit))
      }
    }
  }
}
